"""Who observes which meeting of the women's federation, and where nobody does yet (R-18)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, GUIDES, User, scope_of
from guidance.oversight.meetings.models import MeetingObserver
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.oversight.meetings.rules import is_over
from guidance.reference.people.models import Leader, Link
from guidance.reference.plans.choices import CountScope, ScheduleColumn
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.visits.credit.queries import get_credit_rules, get_visits
from guidance.reporting.visits.credit.rules import DutyKind

FEDERATION = ScheduleColumn.FEDERATION


@dataclass(frozen=True)
class Place:
    """A linked township whose meeting can be observed, or is going to be."""

    link: Link
    cell: Cell
    may_change: bool
    is_own: bool  # she presses for herself or for her leader, not for anyone


@dataclass(frozen=True)
class Behind:
    """A leader with fewer observations than the plan asks for."""

    leader: Leader
    number: int


@dataclass(frozen=True)
class Observations:
    """The plan's rule, where nobody observes yet, what is arranged, and who is behind."""

    rule: str
    waiting: list[Place]
    arranged: list[Place]
    behind: list[Behind]


def observers_of(user: User, plan: Plan | None, links: Collection[Link]) -> set[tuple[int, int]]:
    """Township and leader of each arrangement that the user sees, of leaders who are still linked there."""
    linked = {(link.township_id, link.leader_id) for link in links}
    rows = MeetingObserver.objects.visible_to(user).filter(plan=plan).order_by()
    return linked & set(rows.values_list("township_id", "leader_id"))


def observations_of(
    user: User, plan: Plan, calendar: MeetingCalendar, arranged: set[tuple[int, int]]
) -> Observations | None:
    """For those who read the visit reports; None for everyone else."""
    scope = scope_of(user, *GUIDANCE_READERS)
    if not (scope.everything or scope.leaders):
        return None
    own = [link for link in calendar.links if scope.everything or link.leader_id in scope.leaders]
    reported = _reported(user, plan)
    places = {key_of(link): _place(user, calendar, link) for link in own}
    done = arranged | set(reported)
    return Observations(
        rule=_rule(plan),
        waiting=[place for key, place in places.items() if key not in done and not _is_past(place)],
        arranged=[place for key, place in places.items() if key in arranged and key not in reported],
        behind=_behind(plan, own, arranged, reported),
    )


def key_of(link: Link) -> tuple[int, int]:
    """Township and leader."""
    return link.township_id, link.leader_id


def _reported(user: User, plan: Plan) -> Counter[tuple[int, int]]:
    """Reports that count as an observation, by township and leader: the same as in the duties."""
    rules = get_credit_rules(user, plan)
    visits = (v for v in get_visits(user, plan) if rules.is_credited(v, DutyKind.OBSERVATION))
    return Counter((visit.township_id, visit.leader_id) for visit in visits)


def _place(user: User, calendar: MeetingCalendar, link: Link) -> Place:
    acting = scope_of(user, *GUIDES)
    is_own = link.leader_id in acting.leaders
    return Place(link, calendar.cell(link, FEDERATION), acting.everything or is_own, is_own)


def _is_past(place: Place) -> bool:
    return is_over(place.cell.span, is_actual=place.cell.is_actual, today=clock.today())


def _rule(plan: Plan) -> str:
    if not plan.observations_min:
        return ""
    return f"按方案{plan.get_observations_scope_display()}至少观摩{plan.observations_min}场"


def _behind(
    plan: Plan, links: list[Link], arranged: set[tuple[int, int]], reported: Counter[tuple[int, int]]
) -> list[Behind]:
    """Leaders with fewer observations, done or arranged, than the plan asks of each; none where it asks of
    each township, since those stand in the list of townships."""
    if plan.observations_scope != CountScope.PER_LEADER:
        return []
    numbers = Counter(leader for _, leader in arranged - set(reported))
    for (_, leader), number in reported.items():
        numbers[leader] += number
    leaders = {link.leader_id: link.leader for link in links}
    return [
        Behind(leader, numbers[pk])
        for pk, leader in sorted(leaders.items(), key=lambda item: (item[1].sort_order, item[0]))
        if numbers[pk] < plan.observations_min
    ]
