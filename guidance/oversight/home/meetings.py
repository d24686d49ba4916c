"""What the desk says of meetings: the coming ones, what moved, and a leader's townships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from guidance.core import clock
from guidance.core.access import VISIT_AUTHORS, User, scope_of
from guidance.oversight.duties.queries import Matrix
from guidance.oversight.duties.rules import Duty, Standing
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.oversight.meetings.rules import Event, overlapping
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.differences import moved_words
from guidance.reporting.schedules.models import DateChange

DAYS_AHEAD = 14  # with today
MOST = 20  # rows of one card


@dataclass(frozen=True)
class Coming:
    """The next meetings, how many more there are, and those that clash."""

    events: list[Event]
    more: int
    conflicting: frozenset[str]


def coming_meetings(calendar: MeetingCalendar) -> Coming | None:
    """Meetings of the next DAYS_AHEAD days, those under way first; None for who has no linked townships."""
    if not calendar.links:
        return None
    today = clock.today()
    found = overlapping(calendar.meetings, today, today + timedelta(days=DAYS_AHEAD - 1))
    return Coming(found[:MOST], len(found[MOST:]), calendar.conflicting)


def days_of_plan(calendar: MeetingCalendar) -> list[Event]:
    """Milestones and ends of rounds that are still to come; on one day they are two entries (A-34)."""
    coming = (one for one in calendar.events if one.is_of_plan and one.start >= clock.today())
    return sorted(coming, key=lambda one: one.start)


@dataclass(frozen=True)
class Change:
    """A date that moved: of which meeting, from what to what, who reported it."""

    change: DateChange

    @property
    def place(self) -> str:
        """融安县桥板乡, or the unit."""
        return (self.change.township or self.change.unit).printed_name

    @property
    def what(self) -> str:
        """妇联换届选举大会."""
        return ScheduleColumn(self.change.column).event

    @property
    def moved(self) -> str:
        """推迟 5 天, or nothing."""
        return moved_words(self.change.days)


@dataclass(frozen=True)
class Changes:
    """The newest changes that the user has not put away, and how many more there are."""

    rows: list[Change]
    more: int


def changes_for(user: User, plan: Plan | None) -> Changes:
    """What moved in the user's scope since he or she last looked."""
    unseen = DateChange.objects.visible_to(user).unseen_by(user).filter(plan=plan)
    newest = unseen.select_related("township__unit", "unit", "by")[:MOST]
    rows = [Change(change) for change in newest]
    return Changes(rows, unseen.count() - len(rows))


@dataclass(frozen=True)
class Guided:
    """A township of the leader's with what is next there; `hearing` is the one that is still to be held."""

    link: Link
    next: Event | None
    hearing: Duty | None


def guided_townships(user: User, calendar: MeetingCalendar, matrix: Matrix) -> list[Guided]:
    """For leaders and their liaisons: the linked townships, in the order of Attachment 1."""
    leaders = scope_of(user, *VISIT_AUTHORS).leaders
    links = [link for link in calendar.links if link.leader_id in leaders]
    if not links:
        return []
    hearings = {one.link.township_id: one.hearings for row in matrix.rows for one in row.townships}
    upcoming: dict[int | None, list[Event]] = {}
    for event in overlapping(calendar.meetings, clock.today(), date.max):
        upcoming.setdefault(event.township, []).append(event)
    return [
        Guided(
            link,
            next(iter(upcoming.get(link.township_id, [])), None),
            _next_hearing(hearings.get(link.township_id, [])),
        )
        for link in links
    ]


def _next_hearing(hearings: Iterable[Duty]) -> Duty | None:
    """The one that is due first, of those neither held nor overdue: these stand among the duties."""
    coming = [duty for duty in hearings if duty.standing in (Standing.DUE_SOON, Standing.OPEN)]
    return min(coming, key=lambda duty: duty.due_on, default=None)
