"""The meetings on the desk: upcoming ones, changed dates, and a leader's townships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from guidance.core import clock
from guidance.core.access import VISIT_AUTHORS, User, get_scope
from guidance.oversight.duties.queries import DutyMatrix
from guidance.oversight.duties.rules import Duty, DutyStatus
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.oversight.meetings.rules import Event, filter_by_days
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.differences import format_moved_days
from guidance.reporting.schedules.models import DateChange

DAYS_AHEAD = 14  # with today
MAX_ROWS = 20  # rows of one card


@dataclass(frozen=True)
class UpcomingMeetings:
    """The next meetings, the number of further ones, and the uids of those that clash."""

    events: list[Event]
    more: int
    conflicting: frozenset[str]


def get_upcoming_meetings(calendar: MeetingCalendar) -> UpcomingMeetings | None:
    """Meetings of the next DAYS_AHEAD days, ongoing ones first; None without linked townships."""
    if not calendar.links:
        return None
    today = clock.today()
    meetings = filter_by_days(calendar.meetings, today, today + timedelta(days=DAYS_AHEAD - 1))
    return UpcomingMeetings(meetings[:MAX_ROWS], len(meetings[MAX_ROWS:]), calendar.conflicting)


def get_plan_days(calendar: MeetingCalendar) -> list[Event]:
    """Upcoming milestones and ends of rounds; two on one day are two entries (A-34)."""
    upcoming = (event for event in calendar.events if event.is_of_plan and event.start >= clock.today())
    return sorted(upcoming, key=lambda event: event.start)


@dataclass(frozen=True)
class ChangedMeeting:
    """A changed date: its meeting, the old and the new date, and who reported it."""

    change: DateChange

    @property
    def place(self) -> str:
        """The township, such as 融安县桥板乡, or the unit."""
        return (self.change.township or self.change.unit).printed_name

    @property
    def event(self) -> str:
        """The meeting, such as 妇联换届选举大会."""
        return ScheduleColumn(self.change.column).event

    @property
    def shift(self) -> str:
        """The shift in words, such as 推迟 5 天; empty without one."""
        return format_moved_days(self.change.days)


@dataclass(frozen=True)
class ChangedMeetings:
    """The newest changes that the user has not dismissed, and the number of further ones."""

    rows: list[ChangedMeeting]
    more: int


def get_changed_meetings(user: User, plan: Plan | None) -> ChangedMeetings:
    """The changed dates in the user's scope that the user has not dismissed."""
    unseen = DateChange.objects.visible_to(user).unseen_by(user).filter(plan=plan)
    newest = unseen.select_related("township__unit", "unit", "by")[:MAX_ROWS]
    rows = [ChangedMeeting(change) for change in newest]
    return ChangedMeetings(rows, unseen.count() - len(rows))


@dataclass(frozen=True)
class GuidedTownship:
    """A township of the leader with its next meeting; `hearing` is the next one to hold."""

    link: Link
    next_meeting: Event | None
    hearing: Duty | None


def get_guided_townships(user: User, calendar: MeetingCalendar, matrix: DutyMatrix) -> list[GuidedTownship]:
    """For leaders and their liaisons: the linked townships, in the order of Attachment 1."""
    leaders = get_scope(user, *VISIT_AUTHORS).leaders
    links = [link for link in calendar.links if link.leader_id in leaders]
    if not links:
        return []
    hearings = {
        township.link.township_id: township.hearings for row in matrix.rows for township in row.townships
    }
    upcoming: dict[int | None, list[Event]] = {}
    for event in filter_by_days(calendar.meetings, clock.today(), date.max):
        upcoming.setdefault(event.township, []).append(event)
    return [
        GuidedTownship(
            link,
            next(iter(upcoming.get(link.township_id, [])), None),
            _next_hearing(hearings.get(link.township_id, [])),
        )
        for link in links
    ]


def _next_hearing(hearings: Iterable[Duty]) -> Duty | None:
    """The hearing that is due first, of those neither held nor overdue; overdue ones are on the duty card."""
    upcoming = [duty for duty in hearings if duty.status in (DutyStatus.DUE_SOON, DutyStatus.OPEN)]
    return min(upcoming, key=lambda duty: duty.due_on, default=None)
