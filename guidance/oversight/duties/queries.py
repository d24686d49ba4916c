"""Reading how far the duties are: leaders, their townships and units, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, Role, User, scope_of, within
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.judging import Judge
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.rules import Asked, Duty, Kind, Stage, Standing
from guidance.oversight.meetings.queries import links_today
from guidance.reference.people.models import GuidanceGroup, Leader, Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import MEETINGS, CountScope, MilestoneKind, ScheduleColumn
from guidance.reference.plans.models import Milestone, Plan
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.queries import Sent, latest_sent
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
        """All of the row."""
        return [*self.hearings, self.visits, self.observation, self.discipline]


@dataclass(frozen=True)
class UnitRow:
    """A unit of the leader's group."""

    unit: ReportingUnit
    calls: list[Duty]
    tasks: dict[str, Duty]  # by UnitTask

    @property
    def duties(self) -> list[Duty]:
        """All of the row."""
        return [*self.calls, *self.tasks.values()]


@dataclass(frozen=True)
class LeaderRow:
    """A leader with her townships and units, and what is asked of her as a whole."""

    leader: Leader
    groups: list[GuidanceGroup]
    hearings: list[Duty]
    visits: Duty
    observation: Duty
    townships: list[TownshipRow]
    units: list[UnitRow]

    @property
    def own(self) -> list[Duty]:
        """What is asked of her as a whole."""
        return [one for one in (*self.hearings, self.visits, self.observation) if one.standing]

    @property
    def placed(self) -> Iterator[tuple[str, Duty]]:
        """Everything that is asked, each with the place it is about; nothing for the leader as a whole."""
        yield from (("", duty) for duty in self.own)
        for row in self.townships:
            yield from ((row.link.township.printed_name, duty) for duty in row.duties if duty.standing)
        for unit in self.units:
            yield from ((unit.unit.printed_name, duty) for duty in unit.duties if duty.standing)


@dataclass(frozen=True)
class Matrix:
    """What a user sees of the duties of a plan."""

    stages: list[Stage] = field(default_factory=list)
    rows: list[LeaderRow] = field(default_factory=list)

    @property
    def duties(self) -> Iterator[Duty]:
        """All that is asked."""
        return (duty for row in self.rows for _, duty in row.placed)

    def of(self, *, group: int | None = None, leader: int | None = None) -> "Matrix":
        """Only the rows of this group and this leader."""
        rows = [
            row
            for row in self.rows
            if leader in (None, row.leader.pk) and (group is None or group in {one.pk for one in row.groups})
        ]
        return replace(self, rows=rows)

    def where(self, standings: Iterable[Standing]) -> "Matrix":
        """Only townships, units and leaders of whom something stands so; such a row is shown whole."""
        wanted = set(standings)

        def fits(duties: Iterable[Duty]) -> bool:
            return any(duty.standing in wanted for duty in duties)

        rows = [
            replace(
                row,
                townships=[one for one in row.townships if fits(one.duties)],
                units=[one for one in row.units if fits(one.duties)],
            )
            for row in self.rows
            if fits(duty for _, duty in row.placed)
        ]
        return replace(self, rows=rows)


def asked_of(plan: Plan) -> Asked:
    """The counts and days of the plan."""
    scopes = {
        Kind.HEARING: plan.hearings_scope,
        Kind.VISITS: plan.visits_scope,
        Kind.OBSERVATION: plan.observations_scope,
    }
    return Asked(
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


def stages_of(plan: Plan) -> list[Stage]:
    """The milestones before which a hearing is due: the closing day is none of them (R-12)."""
    found = Milestone.objects.filter(plan=plan).exclude(kind=MilestoneKind.CLOSING)
    return [Stage(one.name, one.due_on, one.column) for one in found]


def matrix_of(
    user: User, plan: Plan | None, links: list[Link] | None = None, sent: dict[int, Sent] | None = None
) -> Matrix:
    """The duties of the leaders whose visits the user sees, by who is linked where today.

    Dates of meetings are those that the units sent last. `links` of today and `sent` are given by who has
    read them already. 2,000 townships take as many queries as 18.
    """
    scope = scope_of(user, *GUIDANCE_READERS)
    if plan is None or not (scope.everything or scope.leaders):
        return Matrix()
    links = links_today(user, plan) if links is None else links
    return _Reading(user, plan, links, latest_sent(user, plan) if sent is None else sent).matrix()


class _Reading:
    """Everything that the matrix is made of, read once and laid out by what it belongs to."""

    def __init__(self, user: User, plan: Plan, links: list[Link], sent: dict[int, Sent]) -> None:
        self.leaders = list(Leader.objects.visible_to(user))
        self.stages = stages_of(plan)
        self.sent = sent
        self.judge = Judge(asked_of(plan), get_credit_rules(user, plan), clock.now())
        self.visits = get_visits(user, plan)
        self.links: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self.links[link.leader_id].append(link)
        self.groups: dict[int, list[GuidanceGroup]] = defaultdict(list)
        groups = GuidanceGroup.objects.visible_to(user).filter(plan=plan).with_posts_on(clock.today())
        for group in groups.prefetch_related("units"):
            self.groups[group.leader_now_id].append(group)
        self.on: dict[int, list[Visit]] = defaultdict(list)  # by township
        self.by: dict[int, list[Visit]] = defaultdict(list)  # by leader
        for visit in self.visits:
            self.on[visit.township_id].append(visit)
            self.by[visit.leader_id].append(visit)
        self.reports = {visit.pk: visit for visit in self.visits}
        records = UnitTaskRecord.objects.visible_to(user).filter(plan=plan).order_by()
        self.records = {(record.unit_id, record.task): record for record in records}

    def matrix(self) -> Matrix:
        """A row for each leader who has a township or a unit today."""
        having = [one for one in self.leaders if one.pk in self.links or one.pk in self.groups]
        return Matrix(self.stages, [self._leader(one) for one in having])

    def _leader(self, leader: Leader) -> LeaderRow:
        links, groups = self.links.get(leader.pk, []), self.groups.get(leader.pk, [])
        townships = [self._township(link) for link in links]
        # Hers wherever she was, and what others did where she is now: a predecessor's work stays proof.
        pooled = {one.pk: one for one in self.by.get(leader.pk, ())}
        for link in links:
            pooled |= {one.pk: one for one in self.on.get(link.township_id, ())}
        pool = sorted(pooled.values(), key=lambda one: (one.ended_on, one.pk))
        last_days = [self._spans(link).get(ScheduleColumn.FEDERATION, DateSpan()).end for link in links]
        return LeaderRow(
            leader=leader,
            groups=groups,
            hearings=self.judge.hearings_of_leader(self.stages, [row.hearings for row in townships]),
            visits=self.judge.visits(pool, of_township=False),
            observation=self.judge.observation(pool, last_days, of_township=False),
            townships=townships,
            units=[self._unit(unit, pool) for group in groups for unit in group.ordered_units],
        )

    def _township(self, link: Link) -> TownshipRow:
        visits, spans = self.on.get(link.township_id, []), self._spans(link)
        last_day = spans.get(ScheduleColumn.FEDERATION, DateSpan()).end
        return TownshipRow(
            link=link,
            hearings=self.judge.hearings(self.stages, spans, visits),
            visits=self.judge.visits(visits, of_township=True),
            observation=self.judge.observation(visits, [last_day], of_township=True),
            discipline=self.judge.discipline(ITEMS, visits),
        )

    def _spans(self, link: Link) -> dict[str, DateSpan]:
        sent = self.sent.get(link.township.unit_id)
        if sent is None:
            return {}
        return {column.value: sent.content.cell(link.township_id, column).span for column in MEETINGS}

    def _unit(self, unit: ReportingUnit, pool: list[Visit]) -> UnitRow:
        visits = [visit for visit in pool if visit.unit_id == unit.pk]
        return UnitRow(
            unit=unit,
            calls=[self.judge.call(code, str(label), visits) for code, label in OfficeHolder.choices],
            tasks={task.value: self._task(unit, task) for task in UnitTask},
        )

    def _task(self, unit: ReportingUnit, task: UnitTask) -> Duty:
        record = self.records.get((unit.pk, task.value))
        state = Settlement(record.state) if record else Settlement.UNSETTLED
        note = record.note if record else ""
        told = state == Settlement.IN_TALKS or (note and state == Settlement.UNSETTLED)
        words = [str(state.label)] if told else []
        words += [note] if note else []
        return self.judge.task(
            Kind(task.value),
            is_settled=state == Settlement.SETTLED,
            note="：".join(words),
            proof=self.reports.get(record.report_id) if record and record.report_id else None,
        )


def units_with_tasks(user: User, *roles: Role) -> QuerySet[ReportingUnit]:
    """The units whose tasks the user reaches in `roles`: not every role that sees a unit sees these."""
    return ReportingUnit.objects.filter(within(scope_of(user, *roles), unit="pk"))
