"""Elections by day, from the village returns, the schedules and the history. Constant number of queries.

The tallies have no days, so these queries sum the returns by day in the database: a few hundred numbers
reach Python at any size. Only `get_shares_as_known` reads rows, the states of the history:
70 ms for a city (1,200 states) and 4 s for 100,000 on a busy machine, so it reads at most MAX_STATES.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from guidance.core.access import User
from guidance.oversight.dashboard.places import DashboardPlace
from guidance.oversight.dashboard.progress.rules import (
    DatedShare,
    Mark,
    Measure,
    PlannedTownship,
    add_up_as_known,
    add_up_by_election_day,
)
from guidance.oversight.dashboard.sums import Target
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from guidance.reporting.returns.choices import Flag, Stage
from guidance.reporting.returns.models import Tally, VillageReturn
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.models import ScheduleLine
from guidance.reporting.schedules.queries import latest_sent

MAX_STATES = 50_000


@dataclass
class HeldElections:
    """The elections held on each day, and the schedule of the linked townships beside them."""

    by_day: dict[date, int] = field(default_factory=dict)
    by_day_in_planned: dict[date, int] = field(default_factory=dict)  # in the townships of `planned`
    planned: list[PlannedTownship] = field(default_factory=list)
    linked: int = 0  # lines of Attachment 3, with dates or without
    undated: int = 0  # results reported without the day
    in_future: int = 0  # dated after today: a slip, or entered in advance


def get_marks(plan: Plan | None) -> list[Mark]:
    """The days that the plan names, in their order: milestones, ends of rounds, the closing day."""
    if plan is None:
        return []
    marks = [Mark(milestone.due_on, milestone.name) for milestone in Milestone.objects.filter(plan=plan)]
    marks += [
        Mark(reporting_round.due_on, f"日程安排表{reporting_round}报送截止")
        for reporting_round in ReportingRound.objects.in_plan(plan)
    ]
    marks.append(Mark(plan.closes_on, "换届完成期限"))
    return sorted(marks, key=lambda mark: mark.day)


def count_expected_villages(user: User, plan: Plan | None, place: DashboardPlace) -> int:
    """The number of villages that should elect."""
    rows = _tallies(user, plan, place).aggregate(all=Sum("villages", default=0))
    return rows["all"]


def _tallies(user: User, plan: Plan | None, place: DashboardPlace) -> QuerySet[Tally]:
    in_place = place.condition(unit="township__unit", township="township")
    return Tally.objects.visible_to(user).filter(in_place, plan=plan, stage=Stage.ELECTED)


def _returns(user: User, plan: Plan | None, place: DashboardPlace) -> QuerySet[VillageReturn]:
    in_place = place.condition(unit="village__township__unit", township="village__township")
    returns = VillageReturn.objects.visible_to(user).filter(in_place, plan=plan, stage=Stage.ELECTED)
    return returns.filter(village__merged_into__isnull=True).exclude(flag=Flag.NOT_APPLICABLE)


def get_held_elections(
    user: User, plan: Plan | None, place: DashboardPlace, body: ScheduleColumn, today: date
) -> HeldElections:
    """Elections of one body by day, and beside them the schedule of the linked townships."""
    returns = _returns(user, plan, place).order_by()
    known = Count("pk", filter=_is_known(body))
    by_day = returns.values_list(body.held_on).annotate(n=Count("pk"), known=known)
    held = HeldElections()
    for day, number, known in by_day:
        if day is None:
            held.undated = known
        else:
            held.by_day[day] = number
            held.in_future += number if day > today else 0
    scheduled = _get_scheduled_spans(user, plan, place, body)
    held.linked = len(scheduled)
    if scheduled:
        _add_schedule(held, scheduled, returns, _tallies(user, plan, place), body, today)
    return held


def _is_known(body: ScheduleColumn) -> Q:
    """Condition: the election is known to have been held, though its day may be unknown."""
    return reduce(or_, (Q(**{f"{field}__isnull": False}) for field in body.results), Q())


def _get_scheduled_spans(
    user: User, plan: Plan | None, place: DashboardPlace, body: ScheduleColumn
) -> list[tuple[Township, DateSpan]]:
    """The linked townships with the days of their unit's latest return that the municipal office has."""
    contents = [sent.content for sent in latest_sent(user, plan).values()]
    spans = {pk: content.cell(pk, body).span for content in contents for pk in content.lines}
    if not spans:
        return []
    in_place = place.condition(unit="unit", township="pk")
    townships = Township.objects.visible_to(user).filter(
        in_place, pk__in=ScheduleLine.objects.values("township")
    )
    return [
        (township, spans[township.pk])
        for township in townships.select_related("unit")
        if township.pk in spans
    ]


def _add_schedule(
    held: HeldElections,
    scheduled: list[tuple[Township, DateSpan]],
    returns: QuerySet[VillageReturn],
    tallies: QuerySet[Tally],
    body: ScheduleColumn,
    today: date,
) -> None:
    dated = {township.pk for township, span in scheduled if span.end}
    lines = ScheduleLine.objects.values("township")
    villages = dict(
        tallies.filter(township__in=lines).order_by().values_list("township").annotate(n=Sum("villages"))
    )
    numbers = (
        returns.filter(village__township__in=lines, **{f"{body.held_on}__isnull": False})
        .values_list("village__township", body.held_on)
        .annotate(n=Count("pk"))
    )
    by_township: dict[int, int] = defaultdict(int)
    by_day: dict[date, int] = defaultdict(int)
    for township_id, day, number in numbers:
        if township_id in dated:
            by_day[day] += number
            by_township[township_id] += number if day <= today else 0
    held.by_day_in_planned = dict(by_day)
    held.planned = [
        PlannedTownship(
            name=township.printed_name,
            start=span.start,
            end=span.end,
            villages=villages.get(township.pk, 0),
            held=by_township[township.pk],
        )
        for township, span in scheduled
        if span.start and span.end
    ]


def get_shares_by_election_day(
    user: User, plan: Plan | None, place: DashboardPlace, target: Target, measure: Measure, today: date
) -> tuple[list[DatedShare], int]:
    """An indicator by election day, and the number of returns left out because they have no day."""
    returns = (
        _returns(user, plan, place).filter(village__committee_type__in=target.committee_types).order_by()
    )
    sums = returns.values_list(measure.body.held_on).annotate(**_sums(measure), given=Count(measure.whole))
    dated, undated = [], 0
    for day, part, whole, given in sums:
        if day is None:
            undated = given
        elif given:
            dated.append((day, part or 0, whole or 0))
    return add_up_by_election_day(dated, today), undated


def _sums(measure: Measure) -> dict[str, Sum | Count]:
    part, whole = measure.part, measure.whole
    if measure.kind == "answers":
        return {"n_part": Count("pk", filter=Q(**{part: True})), "n_whole": Count(whole)}
    if measure.kind == "some":
        return {
            "n_part": Count("pk", filter=Q(**{f"{part}__gt": 0})),
            "n_whole": Count("pk", filter=Q(**{f"{whole}__gt": 0})),
        }
    return {"n_part": Sum(part), "n_whole": Sum(whole)}


def get_shares_as_known(
    user: User, plan: Plan | None, place: DashboardPlace, target: Target, measure: Measure
) -> list[DatedShare] | None:
    """The indicator as it was known at the end of each day, from the history of the returns.

    None where the history has more than MAX_STATES rows. Villages count where they belong today.
    """
    in_place = place.condition(unit="township__unit", township="township")
    villages = Village.objects.visible_to(user).current()
    villages = villages.filter(in_place, committee_type__in=target.committee_types)
    states = VillageReturn.history.filter(plan=plan, stage=Stage.ELECTED, village__in=villages).order_by(
        "history_date", "history_id"
    )
    return None if states.count() > MAX_STATES else add_up_as_known(_changes(states, measure))


def _changes(states: QuerySet, measure: Measure) -> Iterator[tuple[int, date, int, int]]:
    columns = {"id", "history_date", "history_type", "flag", measure.part, measure.whole}
    for state in states.values(*columns).iterator(chunk_size=5000):
        is_gone = state["history_type"] == "-" or state["flag"] == Flag.NOT_APPLICABLE
        day = timezone.localtime(state["history_date"]).date()
        yield state["id"], day, *((0, 0) if is_gone else measure.get_part_and_whole(state))
