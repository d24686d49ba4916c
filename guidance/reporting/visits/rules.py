"""Checks of a visit report. Pure: no request, no database."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from guidance.core.dates import format_day, format_full_day
from guidance.core.merge import Value
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reporting.visits.choices import Section

OBSERVATION, OFFICIAL_CALL = GuidanceMethod.OBSERVATION, GuidanceMethod.OFFICIAL_CALL
# Fields that are merged together, because they only make sense together.
FIELD_GROUPS = (("started_on", "ended_on"),)
SECTION_LIMIT = 5000  # characters; longer texts go to a continuation sheet (可另附页)
# The fields that a page holds as lists, and those that it holds as text.
LIST_FIELDS = (
    "methods",
    "visited_officials",
    "inspection_points",
    "key_links",
    "discipline_items",
    "also_named",
)
TEXT_FIELDS = ("started_on", "ended_on", "method_note", "women_reserve_count", *Section.values)


def date_errors(
    started_on: date | None, ended_on: date | None, *, earliest: date, today: date
) -> Iterator[tuple[str, str]]:
    """Field and message for each wrong date: before `earliest`, after `today`, or in the wrong order."""
    for field, label, day in (
        ("started_on", "开始日期", started_on),
        ("ended_on", "结束日期", ended_on),
    ):
        if day and day < earliest:
            yield field, f"{label}早于本次换届启动（{format_full_day(earliest)}），请核对。"
        elif day and day > today:
            yield field, f"{label}晚于今天（{format_day(today)}）；请在联系指导之后填报。"
    if started_on and ended_on and ended_on < started_on:
        yield "ended_on", "结束日期不能早于开始日期。"


def missing_items(
    methods: Sequence[str],
    overall_situation: str,
    *,
    has_observed_village: bool = False,
    officials: Sequence[str] = (),
) -> list[str]:
    """A sentence for each item that is missing for 上报; a draft may lack it.

    An observation must name the village (R-18) and a call the officials (R-09), or else they do not count.
    """
    missing = []
    if not methods:
        missing.append("请至少选择一种联系指导方式。")
    if not overall_situation.strip():
        missing.append("请填写“总体情况”。")
    if OBSERVATION in methods and not has_observed_village:
        missing.append(f"选了“{OBSERVATION.label}”，请选择观摩的村（社区）。")
    if has_observed_village and OBSERVATION not in methods:
        missing.append(
            f"选了观摩的村（社区），请在联系指导方式中勾选“{OBSERVATION.label}”，或把观摩的村（社区）清空。"
        )
    if OFFICIAL_CALL in methods and not officials:
        missing.append(f"选了“{OFFICIAL_CALL.label}”，请勾选走访了哪几位。")
    if officials and OFFICIAL_CALL not in methods:
        missing.append(f"勾选了走访的县（区）领导，请在联系指导方式中勾选“{OFFICIAL_CALL.label}”。")
    return missing


def plain_values(data: dict[str, Any]) -> dict[str, Value]:
    """The values as a page holds them: text, and lists of ticked codes."""
    plain: dict[str, Value] = {name: list(data[name]) for name in LIST_FIELDS if name in data}
    for name in TEXT_FIELDS:
        if name in data:
            plain[name] = "" if data[name] is None else str(data[name])
    for name in ("link", "observed_village"):
        if name in data:
            plain[name] = str(getattr(data[name], "pk", data[name]) or "")
    return plain
