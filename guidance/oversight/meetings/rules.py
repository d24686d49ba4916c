"""The calendar of meetings: events by day, conflicts, and due days of hearings. Pure."""

from calendar import Calendar, monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from guidance.core.dates import YEARS, format_day
from guidance.reporting.schedules.date_spans import DateSpan, format_span

MAX_ENTRIES_PER_DAY = 8  # in the month view; the list of the day shows all

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
    def is_multi_day(self) -> bool:
        """Whether it takes more than one day."""
        return self.end > self.start

    @property
    def until(self) -> str:
        """至8日 or 至3月2日, behind the first day of several."""
        if not self.is_multi_day:
            return ""
        same_month = (self.start.year, self.start.month) == (self.end.year, self.end.month)
        return f"至{self.end.day}日" if same_month else f"至{format_day(self.end, year=self.start.year)}"

    def when(self, year: int) -> str:
        """Its days in words with their weekday where it is one, or what was said instead of days."""
        return format_span(self.start, self.end, "", year=year, weekdays=not self.is_multi_day)


@dataclass(frozen=True)
class DayEntry:
    """An event on one day: its first day, or again its last day."""

    event: Event
    is_end: bool = False


@dataclass(frozen=True)
class DayHead:
    """Head of a day: the name of a public holiday, or a weekend that is worked (调休)."""

    holiday: str = ""
    works: bool = False


@dataclass
class MonthDay:
    """One day of the month view."""

    day: date
    is_in_month: bool
    head: DayHead = DayHead()
    entries: list[DayEntry] = field(default_factory=list)
    running: int = 0  # meetings that began before and end later

    @property
    def shown(self) -> list[DayEntry]:
        """The entries that the month view shows."""
        return self.entries[:MAX_ENTRIES_PER_DAY]

    @property
    def hidden(self) -> int:
        """The number of entries that the month view leaves out."""
        return len(self.entries) - len(self.shown)

    @property
    def has_something(self) -> bool:
        """Whether the narrow layout lists the day."""
        return bool(self.entries or self.running)


def parse_month(text: str) -> date | None:
    """The first day of the month named as 2021-02; None if invalid or outside YEARS."""
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
        return None
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1)


def last_of_month(first: date) -> date:
    """The last day of the month of `first`."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def get_neighbour_month(first: date, step: int) -> date | None:
    """The first day of the month before (-1) or after (1); None outside YEARS."""
    month = first.year * 12 + first.month - 1 + step
    return date(month // 12, month % 12 + 1, 1) if month // 12 in YEARS else None


def make_month_view(
    first: date, events: Iterable[Event], heads: Mapping[date, DayHead]
) -> list[list[MonthDay]]:
    """The weeks of the month of `first`, Monday to Sunday. Days of the neighbour months have no entries."""
    weeks = [
        [MonthDay(day, day.month == first.month, heads.get(day, DayHead())) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    by_day = {day.day: day for week in weeks for day in week if day.is_in_month}
    for event in events:
        if event.start in by_day:
            by_day[event.start].entries.append(DayEntry(event))
        if event.is_multi_day and event.end in by_day:
            by_day[event.end].entries.append(DayEntry(event, is_end=True))
        if event.is_meeting:
            for day in _between(event, first):
                by_day[day].running += 1
    return weeks


def _between(event: Event, first: date) -> list[date]:
    """The days of the month of `first` after the first and before the last day of `event`."""
    start = max(event.start + timedelta(days=1), first)
    end = min(event.end - timedelta(days=1), last_of_month(first))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def filter_by_days(events: Iterable[Event], first: date, last: date) -> list[Event]:
    """The events that touch the days from `first` to `last`, by their first day."""
    return sorted(
        (event for event in events if event.start <= last and event.end >= first),
        key=lambda event: event.start,
    )


@dataclass(frozen=True)
class Conflict:
    """Meetings in two or more of a leader's townships on one day."""

    day: date
    leader: int
    events: tuple[Event, ...]


def find_conflicts(events: Iterable[Event]) -> list[Conflict]:
    """Conflicts by day. Only known days count: a span of several days may leave room for both meetings."""
    meetings_by_day: dict[tuple[date, int], list[Event]] = defaultdict(list)
    for event in events:
        if event.is_meeting and event.leader is not None:
            for day in event.days:
                meetings_by_day[day, event.leader].append(event)
    return [
        Conflict(day, leader, tuple(meetings))
        for (day, leader), meetings in sorted(meetings_by_day.items(), key=lambda item: item[0])
        if len({meeting.township for meeting in meetings}) > 1
    ]


def is_over(span: DateSpan, *, is_actual: bool, today: date) -> bool:
    """Whether a meeting cannot be observed any more: its last day is past, or it was held by today."""
    if span.end is None:
        return False
    return span.end < today or (is_actual and span.end == today)


def get_hearing_due_on(due_on: date, span: DateSpan) -> date:
    """The last day on which the hearing before a milestone is useful (R-12).

    It is the milestone's day or, if the township holds the milestone's meeting earlier, the day before that
    meeting begins.
    """
    if span.start is None or span.start >= due_on:
        return due_on
    return span.start - timedelta(days=1)
