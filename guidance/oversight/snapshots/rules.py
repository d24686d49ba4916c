"""Frozen figures: targets as plain data, numbers and moments in the office's words. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from guidance.core.dates import format_full_day
from guidance.core.workflow.deadlines import end_of_day

TARGET_FIELDS = ("operator", "value_bp", "tolerance_bp", "effort")
# Figures that a timer freezes within the hour after midnight count as the deadline's.
GRACE = timedelta(hours=1)
MAX_DIGITS = 9  # what a database takes as a number
_NUMBER = re.compile(rf"第?\s*(\d{{1,{MAX_DIGITS}}})\s*号?")


@dataclass(frozen=True)
class FrozenTarget:
    """A target as a snapshot stores it: TARGET_FIELDS by name, for the whole and for single units by key."""

    code: str
    committee_type: str
    value: dict[str, Any]
    unit_values: dict[int, dict[str, Any]] = field(default_factory=dict)


def target_value_to_json(target: Any, effort: str) -> dict[str, Any]:
    """The fields of a Target or UnitTarget; `effort` is its word (确保, 力争, 落实好)."""
    return {name: getattr(target, name) for name in TARGET_FIELDS} | {"effort": effort}


def targets_to_json(targets: Iterable[FrozenTarget]) -> list[dict[str, Any]]:
    """The targets as a snapshot stores them. JSON has no numbers as keys, so units are a list."""
    return [
        {
            "indicator": target.code,
            "committee_type": target.committee_type,
            "aim": target.value,
            "units": [{"unit": unit, "aim": value} for unit, value in target.unit_values.items()],
        }
        for target in targets
    ]


def targets_from_json(stored: Iterable[dict[str, Any]]) -> list[FrozenTarget]:
    """The targets that a snapshot stores, in their order."""
    return [
        FrozenTarget(
            target["indicator"],
            target["committee_type"],
            target["aim"],
            {unit["unit"]: unit["aim"] for unit in target["units"]},
        )
        for target in stored
    ]


def parse_number(text: str) -> int | None:
    """The number printed on a paper, as people type it: 3, 第3号, 第 ３ 号; else None."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match.group(1)) if match else None


def format_moment(moment: datetime) -> str:
    """A moment in words: 2021年2月11日0:05."""
    return f"{format_full_day(moment.date())}{moment.hour}:{moment.minute:02}"


def is_just_after_deadline(due_on: date, moment: datetime) -> bool:
    """Whether figures frozen at `moment` count as those of the end of `due_on`; see GRACE."""
    end = end_of_day(due_on)
    return end <= moment < end + GRACE


def round_title(number: int, due_on: date, moment: datetime) -> str:
    """Title of a round's snapshot; one taken late does not claim to be the deadline's."""
    if is_just_after_deadline(due_on, moment):
        return f"第{number}次填报截止数据（{format_full_day(due_on)}24时）"
    return f"第{number}次填报数据（截止后于{format_moment(moment)}定格）"


def format_as_of(moment: datetime, due_on: date | None) -> str:
    """The moment that the figures hold for: 以2021年2月10日24:00数据为准."""
    if due_on and is_just_after_deadline(due_on, moment):
        return f"以{format_full_day(due_on)}24:00数据为准"
    return f"以{format_moment(moment)}数据为准"
