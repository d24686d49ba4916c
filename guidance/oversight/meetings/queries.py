"""Reading the calendar: the meetings that a user may see, as their units' latest returns date them.

A constant number of queries for any number of townships.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from guidance.core import clock
from guidance.core.access import User
from guidance.core.workdays import SATURDAY, holiday_name, is_workday
from guidance.core.workdays import SpecialDay as Special
from guidance.oversight.meetings.rules import (
    CLOSING,
    COMPLETION,
    DEADLINE,
    MEETING,
    MILESTONE,
    Conflict,
    Event,
    Head,
    conflicts_of,
    last_of_month,
)
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.models import VillageMeeting
from guidance.reporting.schedules.queries import SentContent, latest_sent

NOT_SENT = "尚未报送日程安排表"
LEFT_EMPTY = "未填"

VillageDays = dict[tuple[int, str], list[VillageMeeting]]  # by township and column


@dataclass(frozen=True)
class Undated:
    """A meeting without a day: which, and what was said instead."""

    place: str
    what: str
    words: str


@dataclass(frozen=True)
class Asked:
    """What the filter asks for; None for everything."""

    group: int | None = None
    unit: int | None = None
    leader: int | None = None
    township: int | None = None
    body: str = ""


EVERYTHING = Asked()


@dataclass(frozen=True)
class Linked:
    """Today's links that the user sees, one a township, in the order of Attachment 1; the units' groups."""

    links: list[Link] = field(default_factory=list)
    groups: dict[int, GuidanceGroup] = field(default_factory=dict)  # by unit

    def chosen(self, asked: Asked) -> list[Link]:
        """Those that were asked for."""
        return [link for link in self.links if self._is_asked(link, asked)]

    def group_name(self, unit_id: int) -> str:
        """指导一组, or nothing."""
        return str(self.groups.get(unit_id, ""))

    def _is_asked(self, link: Link, asked: Asked) -> bool:
        unit_id = link.township.unit_id
        group = self.groups.get(unit_id)
        return (
            (asked.group is None or (group is not None and group.pk == asked.group))
            and asked.unit in (None, unit_id)
            and asked.leader in (None, link.leader_id)
            and asked.township in (None, link.township_id)
        )


def links_today(user: User, plan: Plan | None) -> list[Link]:
    """Today's links that `user` sees, one a township, in the order of Attachment 1. One query."""
    links = Link.objects.visible_to(user).in_plan(plan).valid_on(clock.today())
    links = links.select_related("township__unit", "leader").order_by("valid_from")
    latest = {link.township_id: link for link in links}
    return sorted(latest.values(), key=lambda link: link.order)


def linked_of(user: User, plan: Plan | None) -> Linked:
    """What `user` sees of who guides whom today."""
    groups = GuidanceGroup.objects.visible_to(user).filter(plan=plan).prefetch_related("units")
    return Linked(
        links_today(user, plan),
        {unit.pk: group for group in groups for unit in group.units.all()},
    )


@dataclass
class MeetingCalendar:
    """What a user sees of a plan's meetings."""

    linked: Linked = field(default_factory=Linked)
    links: list[Link] = field(default_factory=list)  # those that were asked for
    events: list[Event] = field(default_factory=list)
    undated: list[Undated] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    sent: dict[int, SentContent] = field(default_factory=dict)
    villages: VillageDays = field(default_factory=dict)

    def cell(self, link: Link, column: str) -> Cell:
        """What the unit's latest return says of one meeting of the township."""
        sent = self.sent.get(link.township.unit_id)
        return sent.content.cell(link.township_id, column) if sent else Cell()

    @property
    def conflicting(self) -> frozenset[str]:
        """The meetings that clash with another one."""
        return frozenset(event.uid for conflict in self.conflicts for event in conflict.events)

    @property
    def meetings(self) -> list[Event]:
        """Without the days of the plan."""
        return [event for event in self.events if event.is_meeting]


def calendar_of(
    user: User, plan: Plan | None, linked: Linked | None = None, asked: Asked = EVERYTHING
) -> MeetingCalendar:
    """The meetings of the linked townships that the user sees, and the days of the plan.

    Clashes are those of all her townships: the other one may be outside of what was asked for.
    """
    if plan is None:
        return MeetingCalendar()
    linked = linked or linked_of(user, plan)
    found = MeetingCalendar(linked, linked.chosen(asked), sent=latest_sent(user, plan))
    found.villages = _village_days(user, plan)
    meetings = [one for link in linked.links for one in _meetings(found, link, plan)]
    chosen = {link.township_id for link in found.links}
    kept = [one for one in meetings if one.township in chosen and asked.body in ("", one.column)]
    completions = [] if asked.body else list(_completions(found, plan))
    found.events = [*plan_days(plan), *completions, *kept]
    found.conflicts = [c for c in conflicts_of(meetings) if any(e.township in chosen for e in c.events)]
    found.undated = [one for link in found.links for one in _undated(found, link, asked)]
    return found


def _village_days(user: User, plan: Plan) -> VillageDays:
    if not plan.meetings_by_village:
        return {}
    linked = Link.objects.visible_to(user).in_plan(plan).valid_on(clock.today()).order_by().values("township")
    rows = VillageMeeting.objects.visible_to(user).filter(
        plan=plan, village__township__in=linked, village__merged_into__isnull=True
    )
    found: VillageDays = defaultdict(list)
    for row in rows.select_related("village").order_by("held_on", "village__sort_order", "pk"):
        found[row.village.township_id, row.column].append(row)
    return dict(found)


def _meetings(found: MeetingCalendar, link: Link, plan: Plan) -> Iterator[Event]:
    for column in MEETINGS:
        cell = found.cell(link, column)
        if cell.span.start and cell.span.end:
            yield Event(
                uid=f"plan{plan.pk}-township{link.township.code}-{column.value}",
                kind=MEETING,
                start=cell.span.start,
                end=cell.span.end,
                what=column.event,
                place=link.township.printed_name,
                short=column.short,
                words=cell.span.note,
                status=cell.kind_label,
                township=link.township_id,
                unit=link.township.unit_id,
                leader=link.leader_id,
                column=column.value,
                leader_name=link.leader.name,
                group_name=found.linked.group_name(link.township.unit_id),
                counted=cell.held_label,
                days=_known_days(found, link, column, cell),
            )


def _known_days(found: MeetingCalendar, link: Link, column: ScheduleColumn, cell: Cell) -> tuple[date, ...]:
    """The villages' days, else the one day of the township."""
    rows = found.villages.get((link.township_id, column.value))
    if rows:
        return tuple(sorted({row.held_on for row in rows}))
    span = cell.span
    return (span.start,) if span.start and span.is_exact and span.start == span.end else ()


def _completions(found: MeetingCalendar, plan: Plan) -> Iterator[Event]:
    column = ScheduleColumn.COMPLETION
    units = {link.township.unit_id: link.township.unit for link in found.links}
    for unit_id, unit in units.items():
        cell = found.sent[unit_id].content.completion if unit_id in found.sent else Cell()
        if cell.span.start and cell.span.end:
            yield Event(
                uid=f"plan{plan.pk}-unit{unit_id}-{column}",
                kind=COMPLETION,
                start=cell.span.start,
                end=cell.span.end,
                what=column.event,
                place=unit.printed_name,
                short=column.short,
                words=cell.span.note,
                status=cell.kind_label,
                unit=unit_id,
                column=column.value,
                group_name=found.linked.group_name(unit_id),
            )


def _undated(found: MeetingCalendar, link: Link, asked: Asked) -> Iterator[Undated]:
    name = link.township.printed_name
    if link.township.unit_id not in found.sent:
        yield Undated(name, "", NOT_SENT)
        return
    for column in MEETINGS:
        cell = found.cell(link, column)
        if cell.span.start is None and asked.body in ("", column.value):
            yield Undated(name, column.event, cell.span.note or LEFT_EMPTY)


def plan_days(plan: Plan) -> list[Event]:
    """Milestones, ends of rounds, the closing day; on one day they are several entries (A-34)."""
    plan_id = f"plan{plan.pk}"
    milestones = [
        Event(f"{plan_id}-milestone{one.pk}", MILESTONE, one.due_on, one.due_on, one.name)
        for one in Milestone.objects.filter(plan=plan)
    ]
    deadlines = [
        Event(f"{plan_id}-round{one.number}", DEADLINE, one.due_on, one.due_on, f"日程安排表{one}报送截止")
        for one in ReportingRound.objects.in_plan(plan)
    ]
    closing = Event(f"{plan_id}-closing", CLOSING, plan.closes_on, plan.closes_on, "换届完成期限")
    return [*milestones, *deadlines, closing]


def heads_of(plan: Plan | None, first: date) -> dict[date, Head]:
    """What the days of the month of `first` are called; days that the plan names before the national ones."""
    special = {day.day: Special(day.name, day.is_holiday) for day in SpecialDay.objects.filter(plan=plan)}
    days = [first.replace(day=number) for number in range(1, last_of_month(first).day + 1)]
    return {
        day: Head(holiday_name(day, special), works=day.weekday() >= SATURDAY and is_workday(day, special))
        for day in days
    }
