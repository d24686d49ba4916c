"""Elections by day, out of the village returns, the schedules and the history. Constant queries.

The tallies hold no days, so these read the returns themselves, added up by day in the database: a few
hundred numbers reach Python at any size. Only `known_by_day` carries rows, the states of the history:
measured on a busy machine 70 ms for a city (1,200 states), 4 s for 100,000, and so it reads no more
than MOST_STATES.
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
from guidance.oversight.dashboard.places import Place
from guidance.oversight.dashboard.progress.rules import Mark, Measure, Planned, Point, as_known, by_day
from guidance.oversight.dashboard.sums import Goal
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from guidance.reporting.returns.choices import Flag, Stage
from guidance.reporting.returns.models import Tally, VillageReturn
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.models import ScheduleLine
from guidance.reporting.schedules.queries import latest_sent

MOST_STATES = 50_000


@dataclass
class Held:
    """How many elections were held on each day."""

    by_day: dict[date, int] = field(default_factory=dict)
    there: dict[date, int] = field(default_factory=dict)  # in the townships of `planned`
    planned: list[Planned] = field(default_factory=list)
    linked: int = 0  # lines of Attachment 3, with dates or without
    undated: int = 0  # results reported without the day
    ahead: int = 0  # dated after today: a slip, or entered in advance


def marks_of(plan: Plan | None) -> list[Mark]:
    """The days that the plan names, in their order: milestones, ends of rounds, the closing day."""
    if plan is None:
        return []
    marks = [Mark(one.due_on, one.name) for one in Milestone.objects.filter(plan=plan)]
    marks += [Mark(one.due_on, f"日程安排表{one}报送截止") for one in ReportingRound.objects.in_plan(plan)]
    marks.append(Mark(plan.closes_on, "换届完成期限"))
    return sorted(marks, key=lambda mark: mark.day)


def expected_villages(user: User, plan: Plan | None, place: Place) -> int:
    """How many villages should elect."""
    rows = _tallies(user, plan, place).aggregate(all=Sum("villages", default=0))
    return rows["all"]


def _tallies(user: User, plan: Plan | None, place: Place) -> QuerySet[Tally]:
    here = place.rows(unit="township__unit", township="township")
    return Tally.objects.visible_to(user).filter(here, plan=plan, stage=Stage.ELECTED)


def _returns(user: User, plan: Plan | None, place: Place) -> QuerySet[VillageReturn]:
    here = place.rows(unit="village__township__unit", township="village__township")
    returns = VillageReturn.objects.visible_to(user).filter(here, plan=plan, stage=Stage.ELECTED)
    return returns.filter(village__merged_into__isnull=True).exclude(flag=Flag.NOT_APPLICABLE)


def held_of(user: User, plan: Plan | None, place: Place, body: ScheduleColumn, today: date) -> Held:
    """Elections of one body by day, and beside them the schedule of the linked townships."""
    returns = _returns(user, plan, place).order_by()
    done = Count("pk", filter=_is_known(body))
    by_day = returns.values_list(body.held_on).annotate(n=Count("pk"), done=done)
    held = Held()
    for day, number, done in by_day:
        if day is None:
            held.undated = done
        else:
            held.by_day[day] = number
            held.ahead += number if day > today else 0
    scheduled = _scheduled(user, plan, place, body)
    held.linked = len(scheduled)
    if scheduled:
        _add_schedule(held, scheduled, returns, _tallies(user, plan, place), body, today)
    return held


def _is_known(body: ScheduleColumn) -> Q:
    """That an election was held is known, though its day may not be."""
    return reduce(or_, (Q(**{f"{field}__isnull": False}) for field in body.results), Q())


def _scheduled(
    user: User, plan: Plan | None, place: Place, body: ScheduleColumn
) -> list[tuple[Township, DateSpan]]:
    """The linked townships with the days of their unit's latest return that is with the municipal office."""
    contents = [sent.content for sent in latest_sent(user, plan).values()]
    spans = {pk: content.cell(pk, body).span for content in contents for pk in content.lines}
    if not spans:
        return []
    here = place.rows(unit="unit", township="pk")
    townships = Township.objects.visible_to(user).filter(here, pk__in=ScheduleLine.objects.values("township"))
    return [(one, spans[one.pk]) for one in townships.select_related("unit") if one.pk in spans]


def _add_schedule(
    held: Held,
    scheduled: list[tuple[Township, DateSpan]],
    returns: QuerySet[VillageReturn],
    tallies: QuerySet[Tally],
    body: ScheduleColumn,
    today: date,
) -> None:
    named = {township.pk for township, span in scheduled if span.end}
    lines = ScheduleLine.objects.values("township")
    villages = dict(
        tallies.filter(township__in=lines).order_by().values_list("township").annotate(n=Sum("villages"))
    )
    there = (
        returns.filter(village__township__in=lines, **{f"{body.held_on}__isnull": False})
        .values_list("village__township", body.held_on)
        .annotate(n=Count("pk"))
    )
    by_township: dict[int, int] = defaultdict(int)
    by_day: dict[date, int] = defaultdict(int)
    for township_id, day, number in there:
        if township_id in named:
            by_day[day] += number
            by_township[township_id] += number if day <= today else 0
    held.there = dict(by_day)
    held.planned = [
        Planned(one.printed_name, span.start, span.end, villages.get(one.pk, 0), by_township[one.pk])
        for one, span in scheduled
        if span.start and span.end
    ]


def held_by_day(
    user: User, plan: Plan | None, place: Place, goal: Goal, measure: Measure, today: date
) -> tuple[list[Point], int]:
    """An indicator by the day of the election, and how many returns are left out for want of a day."""
    returns = _returns(user, plan, place).filter(village__committee_type__in=goal.types).order_by()
    sums = returns.values_list(measure.body.held_on).annotate(**_sums(measure), given=Count(measure.whole))
    dated, undated = [], 0
    for day, part, whole, given in sums:
        if day is None:
            undated = given
        elif given:
            dated.append((day, part or 0, whole or 0))
    return by_day(dated, today), undated


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


def known_by_day(
    user: User, plan: Plan | None, place: Place, goal: Goal, measure: Measure
) -> list[Point] | None:
    """The indicator as the returns in hand said it at the end of each day, from their history; None where
    there are more than MOST_STATES of them.

    A village stands where it stands today.
    """
    here = place.rows(unit="township__unit", township="township")
    villages = Village.objects.visible_to(user).current()
    villages = villages.filter(here, committee_type__in=goal.types)
    states = VillageReturn.history.filter(plan=plan, stage=Stage.ELECTED, village__in=villages).order_by(
        "history_date", "history_id"
    )
    return None if states.count() > MOST_STATES else as_known(_changes(states, measure))


def _changes(states: QuerySet, measure: Measure) -> Iterator[tuple[int, date, int, int]]:
    columns = {"id", "history_date", "history_type", "flag", measure.part, measure.whole}
    for state in states.values(*columns).iterator(chunk_size=5000):
        gone = state["history_type"] == "-" or state["flag"] == Flag.NOT_APPLICABLE
        day = timezone.localtime(state["history_date"]).date()
        yield state["id"], day, *((0, 0) if gone else measure.of(state))
