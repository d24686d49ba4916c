"""The calendar: the meetings that a user may see, on the dates of their units' latest returns.

A constant number of queries for any number of townships.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from guidance.core import clock
from guidance.core.access import User
from guidance.core.workdays import SATURDAY, holiday_name, is_workday
from guidance.oversight.meetings.rules import (
    CLOSING,
    COMPLETION,
    DEADLINE,
    MEETING,
    MILESTONE,
    Conflict,
    DayHead,
    Event,
    find_conflicts,
    last_of_month,
)
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.models import VillageMeeting
from guidance.reporting.schedules.queries import SentContent, latest_sent

NOT_SENT = "尚未报送日程安排表"
LEFT_EMPTY = "未填"

VillageDays = dict[tuple[int, str], list[VillageMeeting]]  # by township and column


@dataclass(frozen=True)
class UndatedMeeting:
    """A meeting without a day, with what the unit wrote instead."""

    place: str
    what: str
    words: str


@dataclass(frozen=True)
class MeetingSelection:
    """The choices of the filter; None means everything."""

    group: int | None = None
    unit: int | None = None
    leader: int | None = None
    township: int | None = None
    body: str = ""


EVERYTHING = MeetingSelection()


@dataclass(frozen=True)
class LinkedTownships:
    """Today's links that the user sees, one per township, in the order of Attachment 1; the units' groups."""

    links: list[Link] = field(default_factory=list)
    groups: dict[int, GuidanceGroup] = field(default_factory=dict)  # by unit

    def select(self, selection: MeetingSelection) -> list[Link]:
        """The links that match the selection."""
        return [link for link in self.links if self._is_selected(link, selection)]

    def group_name(self, unit_id: int) -> str:
        """The unit's group, such as 指导一组; empty without one."""
        return str(self.groups.get(unit_id, ""))

    def _is_selected(self, link: Link, selection: MeetingSelection) -> bool:
        unit_id = link.township.unit_id
        group = self.groups.get(unit_id)
        return (
            (selection.group is None or (group is not None and group.pk == selection.group))
            and selection.unit in (None, unit_id)
            and selection.leader in (None, link.leader_id)
            and selection.township in (None, link.township_id)
        )


def get_links_today(user: User, plan: Plan | None) -> list[Link]:
    """Today's links that `user` sees, one a township, in the order of Attachment 1. One query."""
    links = Link.objects.visible_to(user).in_plan(plan).valid_on(clock.today())
    links = links.select_related("township__unit", "leader").order_by("valid_from")
    latest = {link.township_id: link for link in links}
    return sorted(latest.values(), key=lambda link: link.order)


def get_linked_townships(user: User, plan: Plan | None) -> LinkedTownships:
    """Today's links and groups that `user` sees."""
    groups = GuidanceGroup.objects.visible_to(user).filter(plan=plan).prefetch_related("units")
    return LinkedTownships(
        get_links_today(user, plan),
        {unit.pk: group for group in groups for unit in group.units.all()},
    )


@dataclass
class MeetingCalendar:
    """The meetings of a plan that a user sees."""

    linked: LinkedTownships = field(default_factory=LinkedTownships)
    links: list[Link] = field(default_factory=list)  # those selected
    events: list[Event] = field(default_factory=list)
    undated: list[UndatedMeeting] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    sent: dict[int, SentContent] = field(default_factory=dict)
    villages: VillageDays = field(default_factory=dict)

    def cell(self, link: Link, column: str) -> Cell:
        """The cell of one meeting of the township in the unit's latest return."""
        sent = self.sent.get(link.township.unit_id)
        return sent.content.cell(link.township_id, column) if sent else Cell()

    @property
    def conflicting(self) -> frozenset[str]:
        """The meetings that clash with another one."""
        return frozenset(event.uid for conflict in self.conflicts for event in conflict.events)

    @property
    def meetings(self) -> list[Event]:
        """The events without the days of the plan."""
        return [event for event in self.events if event.is_meeting]


def get_calendar(
    user: User,
    plan: Plan | None,
    linked: LinkedTownships | None = None,
    selection: MeetingSelection = EVERYTHING,
) -> MeetingCalendar:
    """The meetings of the linked townships that the user sees, and the days of the plan.

    Conflicts are found over all townships of a leader: the other meeting may be outside the selection.
    """
    if plan is None:
        return MeetingCalendar()
    linked = linked or get_linked_townships(user, plan)
    calendar = MeetingCalendar(linked, linked.select(selection), sent=latest_sent(user, plan))
    calendar.villages = _village_days(user, plan)
    meetings = [event for link in linked.links for event in _make_meetings(calendar, link, plan)]
    chosen = {link.township_id for link in calendar.links}
    selected = [
        event for event in meetings if event.township in chosen and selection.body in ("", event.column)
    ]
    completions = [] if selection.body else list(_make_completions(calendar, plan))
    calendar.events = [*make_plan_events(plan), *completions, *selected]
    calendar.conflicts = [
        conflict
        for conflict in find_conflicts(meetings)
        if any(event.township in chosen for event in conflict.events)
    ]
    calendar.undated = [
        meeting for link in calendar.links for meeting in _get_undated(calendar, link, selection)
    ]
    return calendar


def _village_days(user: User, plan: Plan) -> VillageDays:
    if not plan.meetings_by_village:
        return {}
    linked = Link.objects.visible_to(user).in_plan(plan).valid_on(clock.today()).order_by().values("township")
    rows = VillageMeeting.objects.visible_to(user).filter(
        plan=plan, village__township__in=linked, village__merged_into__isnull=True
    )
    village_days: VillageDays = defaultdict(list)
    for row in rows.select_related("village").order_by("held_on", "village__sort_order", "pk"):
        village_days[row.village.township_id, row.column].append(row)
    return dict(village_days)


def _make_meetings(calendar: MeetingCalendar, link: Link, plan: Plan) -> Iterator[Event]:
    for column in MEETINGS:
        cell = calendar.cell(link, column)
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
                group_name=calendar.linked.group_name(link.township.unit_id),
                counted=cell.held_label,
                days=_known_days(calendar, link, column, cell),
            )


def _known_days(
    calendar: MeetingCalendar, link: Link, column: ScheduleColumn, cell: Cell
) -> tuple[date, ...]:
    """The villages' days, else the one day of the township."""
    rows = calendar.villages.get((link.township_id, column.value))
    if rows:
        return tuple(sorted({row.held_on for row in rows}))
    span = cell.span
    return (span.start,) if span.start and span.is_exact and span.start == span.end else ()


def _make_completions(calendar: MeetingCalendar, plan: Plan) -> Iterator[Event]:
    column = ScheduleColumn.COMPLETION
    units = {link.township.unit_id: link.township.unit for link in calendar.links}
    for unit_id, unit in units.items():
        cell = calendar.sent[unit_id].content.completion if unit_id in calendar.sent else Cell()
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
                group_name=calendar.linked.group_name(unit_id),
            )


def _get_undated(
    calendar: MeetingCalendar, link: Link, selection: MeetingSelection
) -> Iterator[UndatedMeeting]:
    name = link.township.printed_name
    if link.township.unit_id not in calendar.sent:
        yield UndatedMeeting(name, "", NOT_SENT)
        return
    for column in MEETINGS:
        cell = calendar.cell(link, column)
        if cell.span.start is None and selection.body in ("", column.value):
            yield UndatedMeeting(name, column.event, cell.span.note or LEFT_EMPTY)


def make_plan_events(plan: Plan) -> list[Event]:
    """Events for milestones, ends of rounds and the closing day; several on one day stay separate (A-34)."""
    plan_id = f"plan{plan.pk}"
    milestones = [
        Event(
            f"{plan_id}-milestone{milestone.pk}",
            MILESTONE,
            milestone.due_on,
            milestone.due_on,
            milestone.name,
        )
        for milestone in Milestone.objects.filter(plan=plan)
    ]
    deadlines = [
        Event(
            f"{plan_id}-round{round_.number}",
            DEADLINE,
            round_.due_on,
            round_.due_on,
            f"日程安排表{round_}报送截止",
        )
        for round_ in ReportingRound.objects.in_plan(plan)
    ]
    closing = Event(f"{plan_id}-closing", CLOSING, plan.closes_on, plan.closes_on, "换届完成期限")
    return [*milestones, *deadlines, closing]


def get_day_heads(plan: Plan | None, first: date) -> dict[date, DayHead]:
    """Heads of the days of the month of `first`; the plan's special days override the national ones."""
    special_days = plan.special_days if plan else {}
    days = [first.replace(day=number) for number in range(1, last_of_month(first).day + 1)]
    return {
        day: DayHead(
            holiday_name(day, special_days), works=day.weekday() >= SATURDAY and is_workday(day, special_days)
        )
        for day in days
    }
