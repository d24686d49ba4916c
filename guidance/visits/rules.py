"""What a visit report must hold. Pure: no request, no database."""

from collections.abc import Iterator
from datetime import date

from guidance.dates import format_day, full_day

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


def gaps_before_submitting(methods: list[str], overall_situation: str) -> list[str]:
    """What is still missing before 上报; a draft may lack it."""
    missing = []
    if not methods:
        missing.append("请至少选择一种联系指导方式。")
    if not overall_situation.strip():
        missing.append("请填写“总体情况”。")
    return missing
