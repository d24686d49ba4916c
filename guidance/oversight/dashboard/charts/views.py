"""图表, 换届进度 and 大屏: the dashboard's figures as charts, each beside its table."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.lists import get_page
from guidance.core.middleware import SCREEN_SESSION_SECONDS, self_refreshing
from guidance.oversight.dashboard.charts import rules as charts_rules
from guidance.oversight.dashboard.levels import get_reading, get_source
from guidance.oversight.dashboard.places import DashboardPlace, get_groups, get_place, get_townships
from guidance.oversight.dashboard.progress import queries as progress_queries
from guidance.oversight.dashboard.progress.rules import (
    FOLLOWED_COLUMNS,
    get_countdown,
    get_measure,
    make_days,
)
from guidance.oversight.dashboard.queries import get_live_source
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.dashboard.sums import Target
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan

PLACES_PER_CHART = 40
PLACES_PER_SCREEN = 13
DEFAULT_TARGET_KEY = "village_women_members"


@require_roles(*PLAN_READERS)
def charts(request: HttpRequest) -> HttpResponse:
    """The comparison of places, the three stages, and the matrix; the address holds the choice."""
    plan = Plan.objects.current()
    place, source, reading = (
        get_place(request.user, request.GET),
        get_source(request, plan),
        get_reading(request),
    )
    subplaces = place.get_subplaces(source)
    page = get_page(request, subplaces, PLACES_PER_CHART)
    rows = [place.get_row(subplace, source, reading) for subplace in page.object_list]
    total = place.get_total(source, subplaces, reading)
    context = _get_place_context(request, plan, place) | {
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "choices": _get_target_choices(source.targets),
        "total": total,
        "rows": rows,
        "page": page,
        "slopes": [(figure, charts_rules.slope(figure)) for figure in total.figures],
    }
    if source.targets:
        chosen = _get_chosen_index(source.targets, request.GET.get("indicator", ""))
        figure, column = total.figures[chosen], [(row, row.figures[chosen]) for row in rows]
        named = ((row.name, figure) for row, figure in column)
        context |= {
            "chosen": charts_rules.get_target_key(source.targets[chosen]),
            "figure": figure,
            "column": column,
            "compare": charts_rules.compare(named, figure.target_value),
        }
    return render(request, "guidance/oversight/dashboard/charts.html", context)


def _get_place_context(request: HttpRequest, plan: Plan | None, place: DashboardPlace) -> dict[str, Any]:
    """The context of every chart: its plan, its place, and the places to choose from."""
    return {
        "plan": plan,
        "place": place,
        "groups": get_groups(request.user),
        "units": ReportingUnit.objects.visible_to(request.user),
        "townships": get_townships(request.user, place) if place.unit else [],
        "moment": clock.now(),
    }


def _get_target_choices(targets: list[Target]) -> list[tuple[str, str]]:
    return [(charts_rules.get_target_key(target), target.label) for target in targets]


def _get_chosen_index(targets: list[Target], key: str) -> int:
    """The index of the target that the address names; else of the default target."""
    keys = [charts_rules.get_target_key(target) for target in targets]
    return next((keys.index(known) for known in (key, DEFAULT_TARGET_KEY) if known in keys), 0)


@require_roles(*PLAN_READERS)
def progress(request: HttpRequest) -> HttpResponse:
    """Elections by day against the schedule, and an indicator by day."""
    plan, today = Plan.objects.current(), clock.today()
    place, body = get_place(request.user, request.GET), _get_body(request)
    marks = progress_queries.get_marks(plan)
    held = progress_queries.get_held_elections(request.user, plan, place, body, today)
    villages = progress_queries.count_expected_villages(request.user, plan, place)
    days = make_days(
        held=held.by_day,
        held_in_planned=held.by_day_in_planned,
        planned=held.planned,
        marks=marks,
        today=today,
    )
    context = _get_place_context(request, plan, place) | {
        "body": body,
        "bodies": FOLLOWED_COLUMNS,
        "held": held,
        "villages": villages,
        "days": [(day, day.format_share(villages)) for day in days],
        "now": next(day for day in days if day.day == today),
        "planned": [(township, township.is_behind(today)) for township in held.planned],
        "chart": charts_rules.progress(days, villages, today),
        "schedule": charts_rules.schedule(days, held.planned, today),
    }
    context |= _get_indicator_context(request, plan, place)
    return render(request, "guidance/oversight/dashboard/progress.html", context)


def _get_body(request: HttpRequest) -> ScheduleColumn:
    value = request.GET.get("body", "")
    return ScheduleColumn(value) if value in FOLLOWED_COLUMNS else ScheduleColumn.COMMITTEE


def _get_indicator_context(request: HttpRequest, plan: Plan | None, place: DashboardPlace) -> dict[str, Any]:
    """The chosen indicator by election day and, on request, as it was known on each day."""
    targets = [
        target for target in get_live_source(request.user, plan).targets if get_measure(target.indicator)
    ]
    if not targets:
        return {"choices": []}
    target = targets[_get_chosen_index(targets, request.GET.get("indicator", ""))]
    measure, target_value = get_measure(target.indicator), target.value_for(place.unit)
    known_is_requested = "known" in request.GET
    assert measure is not None  # noqa: S101 - the targets above have one
    arguments = (request.user, plan, place, target, measure)
    points, undated = progress_queries.get_shares_by_election_day(*arguments, clock.today())
    known = progress_queries.get_shares_as_known(*arguments) if known_is_requested else []
    return {
        "choices": _get_target_choices(targets),
        "chosen": charts_rules.get_target_key(target),
        "target": target,
        "measure": measure,
        "target_value": target_value,
        "points": [(point, point.format_share(target_value)) for point in points],
        "known": [(point, point.format_share(target_value)) for point in known or []],
        "known_is_too_much": known is None,
        "known_is_requested": known_is_requested,
        "undated": undated,
        "by_date": charts_rules.by_date(points, known or [], target_value),
    }


@require_roles(*PLAN_READERS)
def screen(request: HttpRequest) -> HttpResponse:
    """大屏 for a meeting room; opening it allows it to refresh itself for SCREEN_SESSION_SECONDS."""
    request.session["screen_until"] = int(time.time()) + SCREEN_SESSION_SECONDS
    return render(request, "guidance/oversight/dashboard/screen.html", _get_screen_context(request))


@self_refreshing
@require_roles(*PLAN_READERS)
def screen_figures(request: HttpRequest) -> HttpResponse:
    """The figures of the 大屏 without its frame; the page's script fetches them."""
    return render(request, "guidance/oversight/dashboard/screen_figures.html", _get_screen_context(request))


def _get_screen_context(request: HttpRequest) -> dict[str, Any]:
    plan, today = Plan.objects.current(), clock.today()
    place, source = get_place(request.user, request.GET), get_live_source(request.user, plan)
    subplaces = place.get_subplaces(source)
    page = get_page(request, subplaces, PLACES_PER_SCREEN)
    marks = progress_queries.get_marks(plan)
    held = progress_queries.get_held_elections(request.user, plan, place, ScheduleColumn.COMMITTEE, today)
    days = make_days(
        held=held.by_day,
        held_in_planned=held.by_day_in_planned,
        planned=held.planned,
        marks=marks,
        today=today,
    )
    total = place.get_total(source, subplaces, Reading.ELECTED)
    return {
        "plan": plan,
        "place": place,
        "moment": source.moment,
        "total": total,
        "rows": [place.get_row(subplace, source, Reading.ELECTED) for subplace in page.object_list],
        "page": page,
        "countdown": get_countdown(marks, today),
        "chart": charts_rules.progress(days, total.villages, today),
        "now": next(day for day in days if day.day == today),
    }
