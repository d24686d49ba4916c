"""图表, 换届进度 and 大屏: the same figures as pictures, each beside its table."""

import time
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.middleware import SCREEN_KEPT_SECONDS, refreshes_itself
from guidance.oversight.dashboard.charts import rules as charts_rules
from guidance.oversight.dashboard.levels import reading_of, source_of
from guidance.oversight.dashboard.places import Place, groups_of, place_of, townships_of
from guidance.oversight.dashboard.progress import queries as progress_queries
from guidance.oversight.dashboard.progress.rules import FOLLOWED, days_of, measure_of, next_mark
from guidance.oversight.dashboard.queries import live
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.dashboard.sums import Goal
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan

PLACES_A_CHART = 40
PLACES_A_SCREEN = 13
FIRST_SHOWN = "village_women_members"


@require_roles(*PLAN_READERS)
def pictures(request: HttpRequest) -> HttpResponse:
    """Units compared, three stages, and the matrix; the choice stands in the address."""
    plan = Plan.objects.current()
    place, source, reading = (
        place_of(request.user, request.GET),
        source_of(request, plan),
        reading_of(request),
    )
    parts = place.parts(source)
    page = Paginator(parts, PLACES_A_CHART).get_page(request.GET.get("page"))
    rows = [place.row(part, source, reading) for part in page.object_list]
    total = place.total(source, parts, reading)
    context = _frame(request, plan, place) | {
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "choices": _choices(source.goals),
        "total": total,
        "rows": rows,
        "page": page,
        "slopes": [(figure, charts_rules.slope(figure)) for figure in total.figures],
    }
    if source.goals:
        chosen = _chosen(source.goals, request.GET.get("indicator", ""))
        figure, column = total.figures[chosen], [(row, row.figures[chosen]) for row in rows]
        named = ((row.name, one) for row, one in column)
        context |= {
            "chosen": charts_rules.key_of(source.goals[chosen]),
            "figure": figure,
            "column": column,
            "compare": charts_rules.compare(named, figure.aim),
        }
    return render(request, "guidance/oversight/dashboard/pictures.html", context)


def _frame(request: HttpRequest, plan: Plan | None, place: Place) -> dict[str, Any]:
    """What every picture has: its plan, its place, and the places to choose from."""
    return {
        "plan": plan,
        "place": place,
        "groups": groups_of(request.user),
        "units": ReportingUnit.objects.visible_to(request.user),
        "townships": townships_of(request.user, place) if place.unit else [],
        "moment": clock.now(),
    }


def _choices(goals: list[Goal]) -> list[tuple[str, str]]:
    return [(charts_rules.key_of(goal), goal.label) for goal in goals]


def _chosen(goals: list[Goal], key: str) -> int:
    """The number of the goal that the address names; else of the one that most speak of."""
    keys = [charts_rules.key_of(goal) for goal in goals]
    return next((keys.index(one) for one in (key, FIRST_SHOWN) if one in keys), 0)


@require_roles(*PLAN_READERS)
def progress(request: HttpRequest) -> HttpResponse:
    """Elections by day against the schedule, and an indicator by day."""
    plan, today = Plan.objects.current(), clock.today()
    place, body = place_of(request.user, request.GET), _body(request)
    marks = progress_queries.marks_of(plan)
    held = progress_queries.held_of(request.user, plan, place, body, today)
    villages = progress_queries.expected_villages(request.user, plan, place)
    days = days_of(held=held.by_day, held_there=held.there, planned=held.planned, marks=marks, today=today)
    context = _frame(request, plan, place) | {
        "body": body,
        "bodies": FOLLOWED,
        "held": held,
        "villages": villages,
        "days": [(day, day.shown_of(villages)) for day in days],
        "now": next(day for day in days if day.day == today),
        "planned": [(one, one.is_behind(today)) for one in held.planned],
        "chart": charts_rules.progress(days, villages, today),
        "schedule": charts_rules.schedule(days, held.planned, today),
    }
    context |= _indicator_by_day(request, plan, place)
    return render(request, "guidance/oversight/dashboard/progress.html", context)


def _body(request: HttpRequest) -> ScheduleColumn:
    asked = request.GET.get("body", "")
    return ScheduleColumn(asked) if asked in FOLLOWED else ScheduleColumn.COMMITTEE


def _indicator_by_day(request: HttpRequest, plan: Plan | None, place: Place) -> dict[str, Any]:
    """The chosen indicator by the day of the election, and as it was known where that is asked for."""
    goals = [goal for goal in live(request.user, plan).goals if measure_of(goal.indicator)]
    if not goals:
        return {"choices": []}
    goal = goals[_chosen(goals, request.GET.get("indicator", ""))]
    measure, aim, asked = measure_of(goal.indicator), goal.aim_of(place.unit), "known" in request.GET
    assert measure is not None  # noqa: S101 - the goals above have one
    where = (request.user, plan, place, goal, measure)
    points, undated = progress_queries.held_by_day(*where, clock.today())
    known = progress_queries.known_by_day(*where) if asked else []
    return {
        "choices": _choices(goals),
        "chosen": charts_rules.key_of(goal),
        "goal": goal,
        "measure": measure,
        "aim": aim,
        "points": [(point, point.shown(aim)) for point in points],
        "known": [(point, point.shown(aim)) for point in known or []],
        "known_is_too_much": known is None,
        "known_is_asked": asked,
        "undated": undated,
        "by_date": charts_rules.by_date(points, known or [], aim),
    }


@require_roles(*PLAN_READERS)
def screen(request: HttpRequest) -> HttpResponse:
    """大屏 for a meeting room. Opening it lets it refresh by itself for some hours."""
    request.session["screen_until"] = int(time.time()) + SCREEN_KEPT_SECONDS
    return render(request, "guidance/oversight/dashboard/screen.html", _screen(request))


@refreshes_itself
@require_roles(*PLAN_READERS)
def screen_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the 大屏 alone, fetched by its script."""
    return render(request, "guidance/oversight/dashboard/screen_figures.html", _screen(request))


def _screen(request: HttpRequest) -> dict[str, Any]:
    plan, today = Plan.objects.current(), clock.today()
    place, source = place_of(request.user, request.GET), live(request.user, plan)
    parts = place.parts(source)
    page = Paginator(parts, PLACES_A_SCREEN).get_page(request.GET.get("page"))
    marks = progress_queries.marks_of(plan)
    held = progress_queries.held_of(request.user, plan, place, ScheduleColumn.COMMITTEE, today)
    days = days_of(held=held.by_day, held_there=held.there, planned=held.planned, marks=marks, today=today)
    total = place.total(source, parts, Reading.ELECTED)
    return {
        "plan": plan,
        "place": place,
        "moment": source.moment,
        "total": total,
        "rows": [place.row(part, source, Reading.ELECTED) for part in page.object_list],
        "page": page,
        "countdown": next_mark(marks, today),
        "chart": charts_rules.progress(days, total.villages, today),
        "now": next(day for day in days if day.day == today),
    }
