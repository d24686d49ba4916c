"""The meetings of the women's federation that are observed, and those that nobody observes yet (R-18)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, GUIDES, User, get_scope
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
class ObservableMeeting:
    """The meeting of a linked township that can be observed, or will be."""

    link: Link
    cell: Cell
    can_change: bool
    is_own: bool  # the user acts for this leader only, not for all


@dataclass(frozen=True)
class LeaderBehind:
    """A leader with fewer observations than the plan requires."""

    leader: Leader
    number: int


@dataclass(frozen=True)
class Observations:
    """The plan's rule, the meetings without observer, the arranged ones, and the leaders who are behind."""

    rule: str
    waiting: list[ObservableMeeting]
    arranged: list[ObservableMeeting]
    behind: list[LeaderBehind]


def get_arranged_observations(user: User, plan: Plan | None, links: Collection[Link]) -> set[tuple[int, int]]:
    """Township and leader of each arrangement that the user sees, of leaders who are still linked there."""
    linked = {(link.township_id, link.leader_id) for link in links}
    rows = MeetingObserver.objects.visible_to(user).filter(plan=plan).order_by()
    return linked & set(rows.values_list("township_id", "leader_id"))


def get_observations(
    user: User, plan: Plan, calendar: MeetingCalendar, arranged: set[tuple[int, int]]
) -> Observations | None:
    """For those who read the visit reports; None for everyone else."""
    scope = get_scope(user, *GUIDANCE_READERS)
    if not (scope.everything or scope.leaders):
        return None
    links = [link for link in calendar.links if scope.everything or link.leader_id in scope.leaders]
    reported = _count_reported(user, plan)
    meetings = {get_key(link): _make_meeting(user, calendar, link) for link in links}
    done = arranged | set(reported)
    return Observations(
        rule=_format_rule(plan),
        waiting=[meeting for key, meeting in meetings.items() if key not in done and not _is_past(meeting)],
        arranged=[meeting for key, meeting in meetings.items() if key in arranged and key not in reported],
        behind=_get_leaders_behind(plan, links, arranged, reported),
    )


def get_key(link: Link) -> tuple[int, int]:
    """Township and leader."""
    return link.township_id, link.leader_id


def _count_reported(user: User, plan: Plan) -> Counter[tuple[int, int]]:
    """Reports that count as an observation, by township and leader: the same as in the duties."""
    rules = get_credit_rules(user, plan)
    visits = (visit for visit in get_visits(user, plan) if rules.is_credited(visit, DutyKind.OBSERVATION))
    return Counter((visit.township_id, visit.leader_id) for visit in visits)


def _make_meeting(user: User, calendar: MeetingCalendar, link: Link) -> ObservableMeeting:
    acting = get_scope(user, *GUIDES)
    is_own = link.leader_id in acting.leaders
    return ObservableMeeting(link, calendar.cell(link, FEDERATION), acting.everything or is_own, is_own)


def _is_past(meeting: ObservableMeeting) -> bool:
    return is_over(meeting.cell.span, is_actual=meeting.cell.is_actual, today=clock.today())


def _format_rule(plan: Plan) -> str:
    if not plan.observations_min:
        return ""
    return f"按方案{plan.get_observations_scope_display()}至少观摩{plan.observations_min}场"


def _get_leaders_behind(
    plan: Plan, links: list[Link], arranged: set[tuple[int, int]], reported: Counter[tuple[int, int]]
) -> list[LeaderBehind]:
    """Leaders with fewer observations, done or arranged, than the plan requires of each leader.

    Empty where the plan requires them per township: the list of townships shows those.
    """
    if plan.observations_scope != CountScope.PER_LEADER:
        return []
    numbers = Counter(leader for _, leader in arranged - set(reported))
    for (_, leader), number in reported.items():
        numbers[leader] += number
    leaders = {link.leader_id: link.leader for link in links}
    return [
        LeaderBehind(leader, numbers[pk])
        for pk, leader in sorted(leaders.items(), key=lambda item: (item[1].sort_order, item[0]))
        if numbers[pk] < plan.observations_min
    ]
