"""What a visit report must hold. Pure: no request, no database."""

from collections.abc import Iterator, Sequence
from datetime import date

from guidance.core.dates import format_day, full_day

OBSERVATION, OFFICIAL_CALL = "observation", "official_call"  # codes of GuidanceMethod
# Fields that only make sense together change together.
TOGETHER = (("started_on", "ended_on"),)
SECTION_LIMIT = 5000  # characters; longer texts go to a continuation sheet (可另附页)


def date_errors(
    started_on: date | None, ended_on: date | None, *, earliest: date, today: date
) -> Iterator[tuple[str, str]]:
    """Field and message for each date that cannot be: too early, in the future, in the wrong order."""
    for field, label, day in (
        ("started_on", "开始日期", started_on),
        ("ended_on", "结束日期", ended_on),
    ):
        if day and day < earliest:
            yield field, f"{label}早于本次换届启动（{full_day(earliest)}），请核对。"
        elif day and day > today:
            yield field, f"{label}晚于今天（{format_day(today)}）；请在联系指导之后填报。"
    if started_on and ended_on and ended_on < started_on:
        yield "ended_on", "结束日期不能早于开始日期。"


def gaps_before_submitting(
    methods: Sequence[str], overall_situation: str, *, observed: bool = False, officials: Sequence[str] = ()
) -> list[str]:
    """What is still missing before 上报; a draft may lack it.

    An observation says where (R-18) and a call on whom (R-09): without that neither counts for anything.
    """
    missing = []
    if not methods:
        missing.append("请至少选择一种联系指导方式。")
    if not overall_situation.strip():
        missing.append("请填写“总体情况”。")
    if OBSERVATION in methods and not observed:
        missing.append("选了“观摩选举大会”，请选择观摩的村（社区）。")
    if observed and OBSERVATION not in methods:
        missing.append(
            "选了观摩的村（社区），请在联系指导方式中勾选“观摩选举大会”，或把观摩的村（社区）清空。"
        )
    if OFFICIAL_CALL in methods and not officials:
        missing.append("选了“走访县区领导”，请勾选走访了哪几位。")
    if officials and OFFICIAL_CALL not in methods:
        missing.append("勾选了走访的县（区）领导，请在联系指导方式中勾选“走访县区领导”。")
    return missing
