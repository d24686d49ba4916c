"""Frozen figures: targets as plain data, numbers and moments in the office's words. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from guidance.core.dates import full_day
from guidance.core.workflow.deadlines import end_of_day

AIM = ("operator", "value_bp", "tolerance_bp", "effort")
# A timer that freezes a little after midnight still froze the deadline's figures.
GRACE = timedelta(hours=1)
MOST_DIGITS = 9  # what a database takes as a number
_NUMBER = re.compile(rf"第?\s*(\d{{1,{MOST_DIGITS}}})\s*号?")


@dataclass(frozen=True)
class FrozenGoal:
    """A target as it stood: what is asked (the names of AIM) of the whole, and of single units by key."""

    code: str
    committee_type: str
    aim: dict[str, Any]
    of_units: dict[int, dict[str, Any]] = field(default_factory=dict)


def aim_to_json(aim: Any, effort: str) -> dict[str, Any]:
    """What a target, or a unit's own, asks; `effort` is its word (确保, 力争, 落实好)."""
    return {name: getattr(aim, name) for name in AIM} | {"effort": effort}


def goals_to_json(goals: Iterable[FrozenGoal]) -> list[dict[str, Any]]:
    """The targets as a snapshot keeps them. JSON knows no numbers as names, so units stand in a list."""
    return [
        {
            "indicator": goal.code,
            "committee_type": goal.committee_type,
            "aim": goal.aim,
            "units": [{"unit": unit, "aim": aim} for unit, aim in goal.of_units.items()],
        }
        for goal in goals
    ]


def goals_from_json(stored: Iterable[dict[str, Any]]) -> list[FrozenGoal]:
    """The targets that a snapshot keeps, in their order."""
    return [
        FrozenGoal(
            one["indicator"],
            one["committee_type"],
            one["aim"],
            {other["unit"]: other["aim"] for other in one["units"]},
        )
        for one in stored
    ]


def read_number(text: str) -> int | None:
    """The number that is printed on a paper, as people type it: 3, 第3号, 第 ３ 号; else None."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match.group(1)) if match else None


def moment_words(moment: datetime) -> str:
    """2021年2月11日0:05."""
    return f"{full_day(moment.date())}{moment.hour}:{moment.minute:02}"


def is_on_time(due_on: date, moment: datetime) -> bool:
    """Whether `moment` still holds the figures of the end of `due_on`."""
    end = end_of_day(due_on)
    return end <= moment < end + GRACE


def round_title(number: int, due_on: date, moment: datetime) -> str:
    """What a round's snapshot is called; one taken late does not claim to be the deadline's."""
    if is_on_time(due_on, moment):
        return f"第{number}次填报截止数据（{full_day(due_on)}24时）"
    return f"第{number}次填报数据（截止后于{moment_words(moment)}定格）"


def as_of(moment: datetime, due_on: date | None) -> str:
    """The moment that the figures hold for: 以2021年2月10日24:00数据为准."""
    if due_on and is_on_time(due_on, moment):
        return f"以{full_day(due_on)}24:00数据为准"
    return f"以{moment_words(moment)}数据为准"
