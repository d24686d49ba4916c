"""Elections and indicators by day. Pure: dates and whole numbers in, rows of a table out.

Cumulative figures are sums first and one division, as everywhere. What is still to come is not
known: after today there are plans and no results.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidance.oversight.dashboard.rules import Aim, Share, percent
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.indicators import Indicator

NO_AIM = Aim()


# The elections that can be followed by day: villages report when they were held.
FOLLOWED = tuple(column for column in ScheduleColumn if column.held_on)


@dataclass(frozen=True)
class Mark:
    """A day with a name: a milestone of the plan, the end of a reporting round, the closing day."""

    day: date
    name: str


@dataclass(frozen=True)
class Planned:
    """A linked township as its unit's latest schedule plans it, and what was held there by today."""

    name: str
    start: date
    end: date
    villages: int
    held: int

    def is_behind(self, today: date) -> bool:
        """Whether its own schedule is over with villages left."""
        return self.end < today and self.held < self.villages

    @property
    def left(self) -> int:
        """Villages of which no date was reported."""
        return max(0, self.villages - self.held)


@dataclass(frozen=True)
class Day:
    """One day of the progress. `total` and `held_there` are None after today, `planned` and `held_there`
    where no linked township has reported dates."""

    day: date
    held: int  # on this day
    total: int | None  # up to and including it
    planned: int | None  # villages of linked townships whose span is over by then
    held_there: int | None  # of the villages of the same townships
    marks: tuple[Mark, ...] = ()

    def shown_of(self, villages: int) -> str:
        """How much of all is done, in words; "—" where there is nothing to do."""
        share = Share(self.total or 0, villages)
        return f"{percent(share, NO_AIM)}%" if villages else "—"


def days_of(
    *,
    held: Mapping[date, int],
    held_there: Mapping[date, int],
    planned: Sequence[Planned],
    marks: Iterable[Mark],
    today: date,
) -> list[Day]:
    """Every day on which something happens, is planned to end, or is marked; and today.

    A township's villages count as planned when its span ends: within the span nothing says which
    of them votes when. An election dated after today has not been held.
    """
    marks = list(marks)
    happened = {day: number for day, number in held.items() if day <= today}
    there = {day: number for day, number in held_there.items() if day <= today}
    known = {*happened, *(one.end for one in planned), *(mark.day for mark in marks), today}
    days, total, total_there = [], 0, 0
    for day in sorted(known):
        total += happened.get(day, 0)
        total_there += there.get(day, 0)
        past = day <= today
        days.append(
            Day(
                day=day,
                held=happened.get(day, 0),
                total=total if past else None,
                planned=sum(one.villages for one in planned if one.end <= day) if planned else None,
                held_there=total_there if past and planned else None,
                marks=tuple(mark for mark in marks if mark.day == day),
            )
        )
    return days


@dataclass(frozen=True)
class Measure:
    """How a return adds to an indicator: the fields summed, or a yes among the known answers.

    `body` is the election whose day the figure belongs to.
    """

    part: str
    whole: str
    body: ScheduleColumn
    kind: str = "sum"  # sum, answers (yes among known), or some (more than none)

    def of(self, values: Mapping[str, Any]) -> tuple[int, int]:
        """What the return with these fields adds to part and whole."""
        part, whole = values[self.part], values[self.whole]
        if self.kind == "answers":
            return int(bool(part)), int(whole is not None)
        if self.kind == "some":
            return int((part or 0) > 0), int((whole or 0) > 0)
        return part or 0, whole or 0


# By the tally columns of an indicator. Who has no entry here is not followed by day.
MEASURES = {
    ("women", "people"): Measure("women", "people", ScheduleColumn.COMMITTEE),
    ("director_women", "director_people"): Measure(
        "director_women", "director_people", ScheduleColumn.COMMITTEE
    ),
    ("with_woman", "seated"): Measure("women", "people", ScheduleColumn.COMMITTEE, "some"),
    ("one_shoulder_yes", "one_shoulder_known"): Measure(
        "one_shoulder", "one_shoulder", ScheduleColumn.COMMITTEE, "answers"
    ),
    ("secretary_women", "secretary_known"): Measure(
        "secretary_woman", "secretary_woman", ScheduleColumn.PARTY, "answers"
    ),
    ("party_women", "party_people"): Measure("party_women", "party_people", ScheduleColumn.PARTY),
    ("chair_in", "chair_known"): Measure(
        "chair_in_two_committees", "chair_in_two_committees", ScheduleColumn.FEDERATION, "answers"
    ),
    ("subsidy_yes", "subsidy_known"): Measure(
        "chair_full_subsidy", "chair_full_subsidy", ScheduleColumn.FEDERATION, "answers"
    ),
}


def measure_of(indicator: Indicator) -> Measure | None:
    """How single returns add up to the indicator; None where it cannot be followed by day."""
    return MEASURES.get((indicator.part, indicator.whole))


@dataclass(frozen=True)
class Point:
    """An indicator as it stood at the end of a day."""

    day: date
    share: Share

    def shown(self, aim: Aim) -> str:
        """In words."""
        return percent(self.share, aim)


def by_day(sums: Iterable[tuple[date, int, int]], today: date) -> list[Point]:
    """The share so far on every day of an election; `sums` are part and whole of each day, in any order."""
    points, part, whole = [], 0, 0
    for day, more_part, more_whole in sorted(sums):
        if day <= today:
            part, whole = part + more_part, whole + more_whole
            points.append(Point(day, Share(part, whole)))
    return points


def as_known(changes: Iterable[tuple[int, date, int, int]]) -> list[Point]:
    """The share as it was known at the end of each day.

    A change is a return's key, its day, and what the return adds to part and whole from then on; changes
    come in the order in which they happened. Later corrections move later days only.
    """
    state: dict[int, tuple[int, int]] = {}
    points: dict[date, Point] = {}
    part = whole = 0
    for key, day, new_part, new_whole in changes:
        old_part, old_whole = state.get(key, (0, 0))
        part, whole = part + new_part - old_part, whole + new_whole - old_whole
        state[key] = new_part, new_whole
        points[day] = Point(day, Share(part, whole))
    return list(points.values())


@dataclass(frozen=True)
class Countdown:
    """The next day that the plan names, and in how many days it comes."""

    name: str
    day: date
    days: int


def next_mark(marks: Iterable[Mark], today: date) -> Countdown | None:
    """The next mark from today on; None when all are past."""
    coming = [mark for mark in marks if mark.day >= today]
    if not coming:
        return None
    first = min(coming, key=lambda mark: mark.day)
    return Countdown(first.name, first.day, (first.day - today).days)
