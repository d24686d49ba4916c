"""The duties of leaders, their townships and units, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, Role, User, get_scope, scope_q
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.evaluation import DutyEvaluator
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.rules import Duty, DutyCategory, DutyStatus, HearingMilestone, PlanRequirements
from guidance.oversight.meetings.queries import get_links_today
from guidance.reference.people.models import GuidanceGroup, Leader, Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import MEETINGS, CountScope, MilestoneKind, ScheduleColumn
from guidance.reference.plans.models import Milestone, Plan
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.queries import SentContent, latest_sent
from guidance.reporting.visits.choices import DisciplineItem, OfficeHolder
from guidance.reporting.visits.credit.queries import get_credit_rules, get_visits
from guidance.reporting.visits.credit.rules import Visit

ITEMS = {str(code): str(label) for code, label in DisciplineItem.choices}


@dataclass(frozen=True)
class TownshipRow:
    """A township that is linked today."""

    link: Link
    hearings: list[Duty]
    visits: Duty
    observation: Duty
    discipline: Duty

    @property
    def duties(self) -> list[Duty]:
        """All duties of the row."""
        return [*self.hearings, self.visits, self.observation, self.discipline]


@dataclass(frozen=True)
class UnitRow:
    """A unit of the leader's group."""

    unit: ReportingUnit
    calls: list[Duty]
    tasks: dict[str, Duty]  # by UnitTask

    @property
    def duties(self) -> list[Duty]:
        """All duties of the row."""
        return [*self.calls, *self.tasks.values()]


@dataclass(frozen=True)
class LeaderRow:
    """A leader with her townships and units, and her duties as a whole."""

    leader: Leader
    groups: list[GuidanceGroup]
    hearings: list[Duty]
    visits: Duty
    observation: Duty
    townships: list[TownshipRow]
    units: list[UnitRow]

    @property
    def own_duties(self) -> list[Duty]:
        """The duties required of her as a whole."""
        return [duty for duty in (*self.hearings, self.visits, self.observation) if duty.status]

    @property
    def duties_with_places(self) -> Iterator[tuple[str, Duty]]:
        """All required duties, each with its place; the place is empty for the leader as a whole."""
        yield from (("", duty) for duty in self.own_duties)
        for row in self.townships:
            yield from ((row.link.township.printed_name, duty) for duty in row.duties if duty.status)
        for unit in self.units:
            yield from ((unit.unit.printed_name, duty) for duty in unit.duties if duty.status)


@dataclass(frozen=True)
class DutyMatrix:
    """The duties of a plan that a user sees."""

    milestones: list[HearingMilestone] = field(default_factory=list)
    rows: list[LeaderRow] = field(default_factory=list)

    @property
    def duties(self) -> Iterator[Duty]:
        """All required duties."""
        return (duty for row in self.rows for _, duty in row.duties_with_places)

    def filter_rows(self, *, group: int | None = None, leader: int | None = None) -> "DutyMatrix":
        """Only the rows of this group and this leader."""
        rows = [
            row
            for row in self.rows
            if leader in (None, row.leader.pk)
            and (group is None or group in {own_group.pk for own_group in row.groups})
        ]
        return replace(self, rows=rows)

    def filter_status(self, statuses: Iterable[DutyStatus]) -> "DutyMatrix":
        """Only townships, units and leaders with a duty of these statuses; such a row is kept whole."""
        wanted = set(statuses)

        def matches(duties: Iterable[Duty]) -> bool:
            return any(duty.status in wanted for duty in duties)

        rows = [
            replace(
                row,
                townships=[township for township in row.townships if matches(township.duties)],
                units=[unit for unit in row.units if matches(unit.duties)],
            )
            for row in self.rows
            if matches(duty for _, duty in row.duties_with_places)
        ]
        return replace(self, rows=rows)


def get_requirements(plan: Plan) -> PlanRequirements:
    """The requirements of the plan."""
    scopes = {
        DutyCategory.HEARING: plan.hearings_scope,
        DutyCategory.VISITS: plan.visits_scope,
        DutyCategory.OBSERVATION: plan.observations_scope,
    }
    return PlanRequirements(
        starts_on=plan.starts_on,
        closes_on=plan.closes_on,
        calls_due_on=plan.calls_due_on or plan.closes_on,
        hearings=plan.hearings_per_milestone,
        visits=plan.visits_min,
        visits_advised=plan.visits_recommended,
        observations=plan.observations_min,
        calls=plan.calls_min,
        by_township=frozenset(kind for kind, scope in scopes.items() if scope == CountScope.PER_TOWNSHIP),
    )


def get_hearing_milestones(plan: Plan) -> list[HearingMilestone]:
    """The milestones before which a hearing is due, without the closing day (R-12)."""
    milestones = Milestone.objects.filter(plan=plan).exclude(kind=MilestoneKind.CLOSING)
    return [HearingMilestone(milestone.name, milestone.due_on, milestone.column) for milestone in milestones]


def get_duty_matrix(
    user: User, plan: Plan | None, links: list[Link] | None = None, sent: dict[int, SentContent] | None = None
) -> DutyMatrix:
    """The duties of the leaders whose visits the user sees, by today's links.

    Meetings have the dates that the units sent last. Pass today's `links` and `sent` if they have been read
    already. 2,000 townships take as many queries as 18.
    """
    scope = get_scope(user, *GUIDANCE_READERS)
    if plan is None or not (scope.everything or scope.leaders):
        return DutyMatrix()
    links = get_links_today(user, plan) if links is None else links
    return _MatrixBuilder(user, plan, links, latest_sent(user, plan) if sent is None else sent).build()


class _MatrixBuilder:
    """Reads all rows of the matrix once and groups them by what they belong to."""

    def __init__(self, user: User, plan: Plan, links: list[Link], sent: dict[int, SentContent]) -> None:
        self.leaders = list(Leader.objects.visible_to(user))
        self.milestones = get_hearing_milestones(plan)
        self.sent = sent
        self.evaluator = DutyEvaluator(get_requirements(plan), get_credit_rules(user, plan), clock.now())
        self.visits = get_visits(user, plan)
        self.links: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self.links[link.leader_id].append(link)
        self.groups: dict[int, list[GuidanceGroup]] = defaultdict(list)
        groups = GuidanceGroup.objects.visible_to(user).filter(plan=plan).with_posts_on(clock.today())
        for group in groups.prefetch_related("units"):
            self.groups[group.leader_now_id].append(group)
        self.visits_by_township: dict[int, list[Visit]] = defaultdict(list)
        self.visits_by_leader: dict[int, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            self.visits_by_township[visit.township_id].append(visit)
            self.visits_by_leader[visit.leader_id].append(visit)
        self.reports = {visit.pk: visit for visit in self.visits}
        records = UnitTaskRecord.objects.visible_to(user).filter(plan=plan).order_by()
        self.records = {(record.unit_id, record.task): record for record in records}

    def build(self) -> DutyMatrix:
        """A row for each leader who has a township or a unit today."""
        leaders = [leader for leader in self.leaders if leader.pk in self.links or leader.pk in self.groups]
        return DutyMatrix(self.milestones, [self._build_leader_row(leader) for leader in leaders])

    def _build_leader_row(self, leader: Leader) -> LeaderRow:
        links, groups = self.links.get(leader.pk, []), self.groups.get(leader.pk, [])
        townships = [self._build_township_row(link) for link in links]
        # Her own visits anywhere, and those of others in her townships: a predecessor's work stays proof.
        visits_by_key = {visit.pk: visit for visit in self.visits_by_leader.get(leader.pk, ())}
        for link in links:
            visits_by_key |= {visit.pk: visit for visit in self.visits_by_township.get(link.township_id, ())}
        visits = sorted(visits_by_key.values(), key=lambda visit: (visit.ended_on, visit.pk))
        last_days = [self._spans(link).get(ScheduleColumn.FEDERATION, DateSpan()).end for link in links]
        return LeaderRow(
            leader=leader,
            groups=groups,
            hearings=self.evaluator.hearings_of_leader(self.milestones, [row.hearings for row in townships]),
            visits=self.evaluator.visits(visits, of_township=False),
            observation=self.evaluator.observation(visits, last_days, of_township=False),
            townships=townships,
            units=[self._build_unit_row(unit, visits) for group in groups for unit in group.ordered_units],
        )

    def _build_township_row(self, link: Link) -> TownshipRow:
        visits, spans = self.visits_by_township.get(link.township_id, []), self._spans(link)
        last_day = spans.get(ScheduleColumn.FEDERATION, DateSpan()).end
        return TownshipRow(
            link=link,
            hearings=self.evaluator.hearings(self.milestones, spans, visits),
            visits=self.evaluator.visits(visits, of_township=True),
            observation=self.evaluator.observation(visits, [last_day], of_township=True),
            discipline=self.evaluator.discipline(ITEMS, visits),
        )

    def _spans(self, link: Link) -> dict[str, DateSpan]:
        sent = self.sent.get(link.township.unit_id)
        if sent is None:
            return {}
        return {column.value: sent.content.cell(link.township_id, column).span for column in MEETINGS}

    def _build_unit_row(self, unit: ReportingUnit, leader_visits: list[Visit]) -> UnitRow:
        visits = [visit for visit in leader_visits if visit.unit_id == unit.pk]
        return UnitRow(
            unit=unit,
            calls=[self.evaluator.call(code, str(label), visits) for code, label in OfficeHolder.choices],
            tasks={task.value: self._evaluate_task(unit, task) for task in UnitTask},
        )

    def _evaluate_task(self, unit: ReportingUnit, task: UnitTask) -> Duty:
        record = self.records.get((unit.pk, task.value))
        state = Settlement(record.state) if record else Settlement.UNSETTLED
        note = record.note if record else ""
        names_state = state == Settlement.IN_TALKS or (note and state == Settlement.UNSETTLED)
        texts = [str(state.label)] if names_state else []
        texts += [note] if note else []
        return self.evaluator.task(
            DutyCategory(task.value),
            is_settled=state == Settlement.SETTLED,
            note="：".join(texts),
            proof=self.reports.get(record.report_id) if record and record.report_id else None,
        )


def units_with_tasks(user: User, *roles: Role) -> QuerySet[ReportingUnit]:
    """The units whose tasks `roles` give the user: not every role that sees a unit sees its tasks."""
    return ReportingUnit.objects.filter(scope_q(get_scope(user, *roles), unit="pk"))
