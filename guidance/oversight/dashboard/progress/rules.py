"""Elections and indicators by day. Pure: takes dates and whole numbers, returns rows of a table.

Cumulative figures are summed first and divided once, as everywhere. After today there are plans and no
results.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidance.oversight.dashboard.rules import Share, TargetValue, format_percent
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.indicators import Indicator

NO_TARGET_VALUE = TargetValue()


# The elections whose days the villages report.
FOLLOWED_COLUMNS = tuple(column for column in ScheduleColumn if column.held_on)


@dataclass(frozen=True)
class Mark:
    """A day with a name: a milestone of the plan, the end of a reporting round, the closing day."""

    day: date
    name: str


@dataclass(frozen=True)
class PlannedTownship:
    """A linked township in its unit's latest schedule, and the elections held there by today."""

    name: str
    start: date
    end: date
    villages: int
    held: int

    def is_behind(self, today: date) -> bool:
        """Whether its schedule has ended with villages left."""
        return self.end < today and self.held < self.villages

    @property
    def villages_left(self) -> int:
        """Number of villages that have reported no date."""
        return max(0, self.villages - self.held)


@dataclass(frozen=True)
class ProgressDay:
    """One day of the progress.

    `total` and `held_in_planned` are None after today; `planned` and `held_in_planned` are None where no
    linked township has reported dates.
    """

    day: date
    held: int  # on this day
    total: int | None  # up to and including it
    planned: int | None  # villages of linked townships whose span is over by then
    held_in_planned: int | None  # of the villages of the same townships
    marks: tuple[Mark, ...] = ()

    def format_share(self, villages: int) -> str:
        """The share of all villages that is done, with the sign; "—" where there are no villages."""
        share = Share(self.total or 0, villages)
        return f"{format_percent(share, NO_TARGET_VALUE)}%" if villages else "—"


def make_days(
    *,
    held: Mapping[date, int],
    held_in_planned: Mapping[date, int],
    planned: Sequence[PlannedTownship],
    marks: Iterable[Mark],
    today: date,
) -> list[ProgressDay]:
    """Every day on which something happens, is planned to end, or is marked; and today.

    A township's villages count as planned when its span ends: within the span nothing says which
    of them votes when. An election dated after today has not been held.
    """
    marks = list(marks)
    held_by_today = {day: number for day, number in held.items() if day <= today}
    planned_held = {day: number for day, number in held_in_planned.items() if day <= today}
    shown_days = {
        *held_by_today,
        *(township.end for township in planned),
        *(mark.day for mark in marks),
        today,
    }
    days, total, total_in_planned = [], 0, 0
    for day in sorted(shown_days):
        total += held_by_today.get(day, 0)
        total_in_planned += planned_held.get(day, 0)
        is_past = day <= today
        days.append(
            ProgressDay(
                day=day,
                held=held_by_today.get(day, 0),
                total=total if is_past else None,
                planned=sum(township.villages for township in planned if township.end <= day)
                if planned
                else None,
                held_in_planned=total_in_planned if is_past and planned else None,
                marks=tuple(mark for mark in marks if mark.day == day),
            )
        )
    return days


@dataclass(frozen=True)
class Measure:
    """How a return counts for an indicator: by summed fields, or by a yes among the known answers.

    `body` is the election on whose day the return counts.
    """

    part: str
    whole: str
    body: ScheduleColumn
    kind: str = "sum"  # sum, answers (yes among known), or some (more than none)

    def get_part_and_whole(self, values: Mapping[str, Any]) -> tuple[int, int]:
        """What a return with these field values adds to part and whole."""
        part, whole = values[self.part], values[self.whole]
        if self.kind == "answers":
            return int(bool(part)), int(whole is not None)
        if self.kind == "some":
            return int((part or 0) > 0), int((whole or 0) > 0)
        return part or 0, whole or 0


# By the tally columns of an indicator. An indicator without an entry is not shown by day.
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


def get_measure(indicator: Indicator) -> Measure | None:
    """How single returns add up to the indicator; None where it is not shown by day."""
    return MEASURES.get((indicator.part, indicator.whole))


@dataclass(frozen=True)
class DatedShare:
    """An indicator as it stood at the end of a day."""

    day: date
    share: Share

    def format_share(self, target_value: TargetValue) -> str:
        """The share in per cent, without the sign."""
        return format_percent(self.share, target_value)


def add_up_by_election_day(sums: Iterable[tuple[date, int, int]], today: date) -> list[DatedShare]:
    """The cumulative share on every election day; `sums` are part and whole of each day, in any order."""
    points, part, whole = [], 0, 0
    for day, more_part, more_whole in sorted(sums):
        if day <= today:
            part, whole = part + more_part, whole + more_whole
            points.append(DatedShare(day, Share(part, whole)))
    return points


def add_up_as_known(changes: Iterable[tuple[int, date, int, int]]) -> list[DatedShare]:
    """The share as it was known at the end of each day.

    A change is a return's key, its day, and what the return adds to part and whole from then on; changes
    are in chronological order. Later corrections change later days only.
    """
    latest: dict[int, tuple[int, int]] = {}
    points: dict[date, DatedShare] = {}
    part = whole = 0
    for key, day, new_part, new_whole in changes:
        old_part, old_whole = latest.get(key, (0, 0))
        part, whole = part + new_part - old_part, whole + new_whole - old_whole
        latest[key] = new_part, new_whole
        points[day] = DatedShare(day, Share(part, whole))
    return list(points.values())


@dataclass(frozen=True)
class Countdown:
    """The next day that the plan names, and the number of days until then."""

    name: str
    day: date
    days: int


def get_countdown(marks: Iterable[Mark], today: date) -> Countdown | None:
    """The next mark from today on; None when all are past."""
    upcoming = [mark for mark in marks if mark.day >= today]
    if not upcoming:
        return None
    first = min(upcoming, key=lambda mark: mark.day)
    return Countdown(first.name, first.day, (first.day - today).days)
