"""Two rounds of Attachment 3 for as many linked townships as asked for, the same on every run.

What a unit sends depends on its number alone and comes round after a few units: every page of fifty rows
holds the same mixture, so that two pages differ in where they stand and in nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone

from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import Transition
from guidance.reference.accounts.models import User
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import MEETINGS
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import UNDETERMINED, DateSpan
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn

SIZES = (2, 1, 3)  # linked townships of a unit; two on an average, and some units span two pages
IN_A_GROUP = 3  # units, as in the notice
BATCH = 1_000
LATER = Cell(DateSpan(note=UNDETERMINED))
IN_WORDS = Cell(DateSpan(note="示例：分两批进行", understood=False))


def make_sheets(plan: Plan, rows: int, by: User) -> None:
    """`rows` linked townships in place of the notice's; nine units of ten have sent both rounds, by `by`."""
    with transaction.atomic():
        Link.objects.all().delete()
        GuidanceGroup.objects.all().delete()
        units = list(_units(rows))
        townships = _townships(units, rows)
        leaders = _groups(plan, units)
        links = [
            Link(
                plan=plan,
                leader=leaders[township.unit_id],
                township=township,
                order=order,
                valid_from=plan.issued_on,
            )
            for order, township in enumerate(townships, 1)
        ]
        Link.objects.bulk_create(links, BATCH)
        for round_ in ReportingRound.objects.in_plan(plan).filter(number__lte=2):
            _send(round_, units, townships, by)


def _units(rows: int) -> Iterator[ReportingUnit]:
    """Units whose townships are `rows` together, the last one perhaps smaller."""
    number = next(count for count in range(1, rows + 1) if sum(islice(cycle(SIZES), count)) >= rows)
    units = [
        ReportingUnit(
            official_name=f"示例{order}县妇女联合会",
            short_name=f"示例{order}县",
            printed_name=f"示例{order}县",
            kind="county",
            division_code=f"{order:06}",
            attachment_order=100 + order,
        )
        for order in range(1, number + 1)
    ]
    yield from ReportingUnit.objects.bulk_create(units, BATCH)


def _townships(units: Iterable[ReportingUnit], rows: int) -> list[Township]:
    owners = [unit for unit, size in zip(units, cycle(SIZES), strict=False) for _ in range(size)][:rows]
    townships = [
        Township(
            unit=unit,
            name=f"示例{order}镇",
            official_name=f"示例{order}镇",
            code=f"{100_000_000 + order}",
            kind="town",
        )
        for order, unit in enumerate(owners, 1)
    ]
    return Township.objects.bulk_create(townships, BATCH)


def _groups(plan: Plan, units: list[ReportingUnit]) -> dict[int, Leader]:
    """A group for every three units; answer the leader of each unit."""
    numbers = range(1, len(units) // IN_A_GROUP + 2)
    post = "示例职务"
    leaders = Leader.objects.bulk_create(
        [Leader(name=f"示例领导{n}", post_full=post, post_short=post, sort_order=n) for n in numbers]
    )
    liaisons = MunicipalLiaison.objects.bulk_create(
        [MunicipalLiaison(name=f"示例联络员{n}", post_full=post) for n in numbers]
    )
    groups = GuidanceGroup.objects.bulk_create(
        [
            GuidanceGroup(plan=plan, number=number, leader=leader, municipal_liaison=liaison)
            for number, leader, liaison in zip(numbers, leaders, liaisons, strict=True)
        ]
    )
    guided = {unit.pk: groups[position // IN_A_GROUP] for position, unit in enumerate(units)}
    membership = GuidanceGroup.units.through
    membership.objects.bulk_create(
        [membership(guidancegroup=group, reportingunit_id=unit) for unit, group in guided.items()], BATCH
    )
    return {unit: group.leader for unit, group in guided.items()}


def _send(round_: ReportingRound, units: list[ReportingUnit], townships: list[Township], by: User) -> None:
    """The papers, lines and steps of one round: the first accepted, the second waiting to be."""
    status = Status.ACCEPTED if round_.number == 1 else Status.SUBMITTED
    sending = {unit.pk: position for position, unit in enumerate(units) if position % 10 != 9}
    at = _moment(round_)
    papers = [
        _paper(
            ScheduleReturn(round=round_, unit_id=unit, status=status, version=2, submitted_at=at), position
        )
        for unit, position in sending.items()
    ]
    ScheduleReturn.objects.bulk_create(papers, BATCH)
    by_unit = {paper.unit_id: paper for paper in papers}
    lines = [
        _line(
            ScheduleLine(schedule_return=by_unit[township.unit_id], township=township),
            position,
            round_.number,
        )
        for position, township in enumerate(townships)
        if township.unit_id in by_unit
    ]
    ScheduleLine.objects.bulk_create(lines, BATCH)
    stored = ScheduleReturn.objects.filter(round=round_).prefetch_related("lines")
    steps = [step for paper in stored for step in _steps(paper, sending[paper.unit_id], at, by)]
    Transition.objects.bulk_create(steps, BATCH)


def _moment(round_: ReportingRound) -> datetime:
    """Nine o'clock of the day before the round is due, or of the third of February."""
    day = min(round_.due_on - timedelta(1), date(2021, 2, 3))
    return timezone.make_aware(datetime.combine(day, time(9)))


def _paper(paper: ScheduleReturn, position: int) -> ScheduleReturn:
    day = date(2021, 3, 5) + timedelta(position % 6)
    paper.set_completion(LATER if paper.round.number == 1 else Cell(DateSpan(day, day)))
    return paper


def _line(line: ScheduleLine, position: int, number: int) -> ScheduleLine:
    """In round 1 few days are known; in round 2 most, and every fourth Party meeting has moved."""
    party = date(2021, 1, 17) + timedelta(position % 5)
    if number == 1:
        committee = _span(date(2021, 2, 5), 3) if position % 5 else LATER
        cells = (_span(party, position % 3), committee, LATER)
    else:
        moved = timedelta(3 if position % 5 == 2 else 0)
        committee = IN_WORDS if position % 10 == 6 else _span(date(2021, 2, 5) + moved, 3)
        federation = _span(date(2021, 2, 20), position % 5) if position % 5 != 3 else LATER
        cells = (_span(party, position % 3, DateKind.ACTUAL), committee, federation)
    for column, cell in zip(MEETINGS, cells, strict=True):
        line.set_cell(column, cell)
    return line


def _span(start: date, days: int, kind: DateKind = DateKind.PLANNED) -> Cell:
    return Cell(DateSpan(start, start + timedelta(days)), kind)


def _steps(paper: ScheduleReturn, position: int, at: datetime, by: User) -> Iterator[Transition]:
    """上报, of every fifth one 退回 and 上报 again, and 接收 where it is accepted."""
    transitions = [(Status.DRAFT, Status.SUBMITTED)]
    if position % 5 == 4:
        transitions += [(Status.SUBMITTED, Status.RETURNED), (Status.RETURNED, Status.SUBMITTED)]
    if paper.status == Status.ACCEPTED:
        transitions.append((Status.SUBMITTED, Status.ACCEPTED))
    content = paper.content_as_json()
    for number, (before, after) in enumerate(transitions, 1):
        yield Transition(
            paper=paper,
            from_status=before,
            to_status=after,
            version=number,
            by=by,
            at=at + timedelta(minutes=number),
            reason="示例：请核实" if after == Status.RETURNED else "",
            content=None if after == Status.RETURNED else content,
        )
