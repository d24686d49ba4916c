"""The context of every level of 指标监测: its subplaces, their total, the gaps and the early warnings."""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import urlencode

from guidance.core.lists import get_page
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.places import DashboardPlace
from guidance.oversight.dashboard.queries import PlaceSums, Source
from guidance.oversight.dashboard.rules import Reading, Standing
from guidance.oversight.dashboard.sums import ForetoldDirectors, Sums, Target, add_up, get_foretold_directors
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan

PAGE_SIZE = 100
MAX_FORETOLD_SHOWN = 20  # a country may have a thousand
KEPT_PARAMETERS = ("reading", "snapshot")  # links pass these on from level to level


def get_source(request: HttpRequest, plan: Plan | None) -> Source:
    """The figures of now, or the frozen ones that the address names."""
    number = request.GET.get("snapshot")
    if not number:
        return queries.get_live_source(request.user, plan)
    snapshots = Snapshot.objects.visible_to(request.user).filter(plan=plan)
    snapshot = (
        snapshots.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    )
    if snapshot is None:
        raise Http404
    return queries.get_frozen_source(request.user, snapshot)


def get_reading(request: HttpRequest) -> Reading:
    """已换届口径 unless the address asks for 全部口径."""
    value = request.GET.get("reading", "")
    return Reading(value) if value in list(Reading) else Reading.ELECTED


def get_level_context(request: HttpRequest, place: DashboardPlace) -> dict[str, Any]:
    """The context of a level of `place`."""
    plan = Plan.objects.current()
    source, reading = get_source(request, plan), get_reading(request)
    subplaces = place.get_subplaces(source)
    total = place.get_total(source, subplaces, reading)
    shortfalls = get_foretold_shortfalls(place, subplaces, source.targets)
    page = get_page(request, subplaces, PAGE_SIZE)
    return {
        "current_plan": plan,  # else the navigation would read it once more
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "place_query": place.query,
        "view_query": _build_query(request.GET),
        "charts_query": _build_query(request.GET, place.query),
        "subplaces": subplaces,
        "page": page,
        "rows": [place.get_row(subplace, source, reading) for subplace in page],
        "total": total,
        "gaps": queries.count_gaps(total.sums, early=False),
        "warnings": queries.count_gaps(total.sums, early=True),
        "foretold_shortfalls": shortfalls[:MAX_FORETOLD_SHOWN],
        "more_foretold_shortfalls": len(shortfalls[MAX_FORETOLD_SHOWN:]),
        "data_counts": get_data_counts(total.sums),
    }


def _build_query(parameters: QueryDict, place_query: str = "") -> str:
    """The query of a link to another level: the kept parameters, after the place if there is one."""
    kept_query = urlencode({name: value for name in KEPT_PARAMETERS if (value := parameters.get(name))})
    query = "&".join(text for text in (place_query, kept_query) if text)
    return f"?{query}" if query else ""


def get_foretold_shortfalls(
    place: DashboardPlace, subplaces: list[PlaceSums], targets: list[Target]
) -> list[tuple[str, str, ForetoldDirectors]]:
    """Forecasts that miss the directors' target, each with the name and the query of its place.

    The places are the units of `place`, or `place` itself where it is one unit or lies in one.
    """
    if place.unit is None:
        units = [
            (subplace.key, subplace.name, urlencode({"unit": subplace.key}), subplace.sums)
            for subplace in subplaces
        ]
    else:
        units = [(place.unit, "合计", place.query, add_up(subplace.sums for subplace in subplaces))]
    return [
        (name, place_query, forecast)
        for unit, name, place_query, sums in units
        for forecast in get_foretold_directors(sums, targets, unit)
        if forecast.standing == Standing.NOT_MET
    ]


def get_data_counts(sums: Sums) -> list[tuple[str, int, str]]:
    """The counts under 数据情况: label, number, and the filter that lists the villages."""
    return [
        ("职数", sums.of("seats"), ""),
        ("缺额", sums.of("vacancies"), "counted=vacancies"),
        ("暂报", sums.of("provisional"), "flag=provisional"),
        ("更正", sums.of("corrected"), "flag=corrected"),
        ("不适用", sums.of("not_applicable"), "flag=not_applicable"),
    ]
