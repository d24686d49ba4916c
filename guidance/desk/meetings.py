"""What the desk says of meetings: the coming ones, what moved, and a leader's townships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from guidance import clock
from guidance.access import Role, User, scope_of
from guidance.meetings.queries import MeetingCalendar
from guidance.meetings.rules import WHAT, Event, hearing_due, overlapping
from guidance.people.models import Link
from guidance.plans.models import Milestone, Plan
from guidance.schedules.cells import MEETINGS
from guidance.schedules.differences import moved_words
from guidance.schedules.models import DateChange
from guidance.schedules.rules import DateSpan

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
        return WHAT[self.change.column]

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
class Hearing:
    """By when the next hearing is due, before which milestone; the meeting, where that is earlier."""

    due_on: date
    milestone: Milestone
    meeting_on: date | None


@dataclass(frozen=True)
class Guided:
    """A township of the leader's with what is next there."""

    link: Link
    next: Event | None
    hearing: Hearing | None


def guided_townships(user: User, plan: Plan | None, calendar: MeetingCalendar) -> list[Guided]:
    """For leaders and their liaisons: the linked townships, in the order of Attachment 1."""
    leaders = scope_of(user, Role.LEADER, Role.MUNICIPAL_LIAISON).leaders
    links = [link for link in calendar.links if link.leader_id in leaders]
    if not links:
        return []
    milestones = list(Milestone.objects.filter(plan=plan, due_on__gte=clock.today()))
    upcoming: dict[int | None, list[Event]] = {}
    for event in overlapping(calendar.meetings, clock.today(), date.max):
        upcoming.setdefault(event.township, []).append(event)
    return [
        Guided(
            link,
            next(iter(upcoming.get(link.township_id, [])), None),
            _next_hearing(calendar, link, milestones),
        )
        for link in links
    ]


def _next_hearing(calendar: MeetingCalendar, link: Link, milestones: Iterable[Milestone]) -> Hearing | None:
    """The one that is due first; a day that has passed gives way to the milestone's own (R-12)."""
    found = []
    for one in milestones:
        span = calendar.cell(link, one.column).span if one.column in MEETINGS else DateSpan()
        due = hearing_due(one.due_on, span)
        meets_first = clock.today() <= due < one.due_on
        found.append(Hearing(due if meets_first else one.due_on, one, span.start if meets_first else None))
    return min(found, key=lambda hearing: hearing.due_on, default=None)
