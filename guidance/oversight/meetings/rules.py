"""The calendar of meetings: what stands on which day, which clash, by when a hearing is due. Pure."""

from calendar import Calendar, monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from guidance.core.dates import YEARS, format_day
from guidance.reporting.schedules.date_spans import DateSpan, format_span

MOST_A_DAY = 8  # entries of one day of the month view; the list of the day has all

MEETING, COMPLETION, MILESTONE, DEADLINE, CLOSING = (
    "meeting",
    "completion",
    "milestone",
    "deadline",
    "closing",
)


@dataclass(frozen=True)
class Event:
    """One entry of the calendar: a meeting of a township, the completion of a unit, a day of the plan."""

    uid: str  # the same for as long as it is the same meeting, whatever its date
    kind: str
    start: date
    end: date
    what: str  # 妇联换届选举大会
    place: str = ""  # 融安县桥板乡; nothing for a day of the plan
    short: str = ""  # 妇联: as the month view names it
    words: str = ""  # what was said instead of exact days: 2月上旬
    status: str = ""  # 计划 or 实际
    township: int | None = None
    unit: int | None = None
    leader: int | None = None
    column: str = ""
    leader_name: str = ""
    group_name: str = ""
    counted: str = ""  # 已开 6/10
    days: tuple[date, ...] = ()  # the single days on which it is known to meet

    @property
    def is_meeting(self) -> bool:
        """Whether it is one of the three meetings of a township."""
        return self.kind == MEETING

    @property
    def is_of_plan(self) -> bool:
        """Whether it is a day of the plan itself, the same for everyone."""
        return self.kind in (MILESTONE, DEADLINE, CLOSING)

    @property
    def is_actual(self) -> bool:
        """Whether it was held."""
        return self.status == "实际"

    @property
    def title(self) -> str:
        """融安县桥板乡 妇联换届选举大会."""
        return f"{self.place} {self.what}".strip()

    @property
    def goes_on(self) -> bool:
        """Whether it takes several days."""
        return self.end > self.start

    @property
    def until(self) -> str:
        """至8日 or 至3月2日, behind the first day of several."""
        if not self.goes_on:
            return ""
        same_month = (self.start.year, self.start.month) == (self.end.year, self.end.month)
        return f"至{self.end.day}日" if same_month else f"至{format_day(self.end, year=self.start.year)}"

    def when(self, year: int) -> str:
        """Its days in words with their weekday where it is one, or what was said instead of days."""
        return format_span(self.start, self.end, "", year=year, weekdays=not self.goes_on)


@dataclass(frozen=True)
class Entry:
    """An event where it stands: at its first day, or again at its last."""

    event: Event
    is_end: bool = False


@dataclass(frozen=True)
class Head:
    """What a day is called: a public holiday, or a weekend that is worked (调休)."""

    holiday: str = ""
    works: bool = False


@dataclass
class Day:
    """One day of the month view."""

    day: date
    is_in_month: bool
    head: Head = Head()
    entries: list[Entry] = field(default_factory=list)
    running: int = 0  # meetings that began before and end later

    @property
    def shown(self) -> list[Entry]:
        """The first entries."""
        return self.entries[:MOST_A_DAY]

    @property
    def hidden(self) -> int:
        """How many more there are."""
        return len(self.entries) - len(self.shown)

    @property
    def has_something(self) -> bool:
        """Whether a phone lists it."""
        return bool(self.entries or self.running)


def read_month(text: str) -> date | None:
    """The first day of the month that 2021-02 names; None where it names none of the years we know."""
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
        return None
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1)


def last_of_month(first: date) -> date:
    """The last day of the month of `first`."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def beside(first: date, step: int) -> date | None:
    """The first day of the month before (-1) or after (1); None beyond the years we know."""
    month = first.year * 12 + first.month - 1 + step
    return date(month // 12, month % 12 + 1, 1) if month // 12 in YEARS else None


def month_view(first: date, events: Iterable[Event], heads: Mapping[date, Head]) -> list[list[Day]]:
    """The weeks of the month of `first`, Monday to Sunday. Days of the months beside it hold nothing."""
    weeks = [
        [Day(day, day.month == first.month, heads.get(day, Head())) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    by_day = {day.day: day for week in weeks for day in week if day.is_in_month}
    for event in events:
        if event.start in by_day:
            by_day[event.start].entries.append(Entry(event))
        if event.goes_on and event.end in by_day:
            by_day[event.end].entries.append(Entry(event, is_end=True))
        if event.is_meeting:
            for day in _between(event, first):
                by_day[day].running += 1
    return weeks


def _between(event: Event, first: date) -> list[date]:
    """The days of the month of `first` after the first and before the last day of `event`."""
    start = max(event.start + timedelta(days=1), first)
    end = min(event.end - timedelta(days=1), last_of_month(first))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def overlapping(events: Iterable[Event], first: date, last: date) -> list[Event]:
    """The events of these days, by their first day."""
    return sorted(
        (one for one in events if one.start <= last and one.end >= first), key=lambda one: one.start
    )


@dataclass(frozen=True)
class Conflict:
    """Meetings in two or more of a leader's townships on one day."""

    day: date
    leader: int
    events: tuple[Event, ...]


def conflicts_of(events: Iterable[Event]) -> list[Conflict]:
    """By day. Only days that are known count: a span of many days may leave room for both."""
    found: dict[tuple[date, int], list[Event]] = defaultdict(list)
    for event in events:
        if event.is_meeting and event.leader is not None:
            for day in event.days:
                found[day, event.leader].append(event)
    return [
        Conflict(day, leader, tuple(meetings))
        for (day, leader), meetings in sorted(found.items(), key=lambda item: item[0])
        if len({one.township for one in meetings}) > 1
    ]


def is_over(span: DateSpan, *, is_actual: bool, today: date) -> bool:
    """Whether a meeting cannot be observed any more: its last day is past, or it was held by today."""
    if span.end is None:
        return False
    return span.end < today or (is_actual and span.end == today)


def hearing_due(due_on: date, span: DateSpan) -> date:
    """The last day of use for the hearing before a milestone (R-12).

    The milestone's own day, or, where the township holds the meeting that the milestone speaks of
    earlier, the day before that meeting begins.
    """
    if span.start is None or span.start >= due_on:
        return due_on
    return span.start - timedelta(days=1)
