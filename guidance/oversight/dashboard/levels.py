"""What every level of 指标监测 shows: its parts, their total, the gaps and the early warnings."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import urlencode

from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.places import Place
from guidance.oversight.dashboard.queries import Part, Source
from guidance.oversight.dashboard.rules import Reading, Standing
from guidance.oversight.dashboard.sums import Foretold, Goal, Sums, foretold_of, total_of
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan

PAGE_SIZE = 100
MOST_FORETOLD = 20  # of a country's units: the first are a warning, a thousand are a wall
KEPT = ("reading", "snapshot")  # what goes along from level to level


def source_of(request: HttpRequest, plan: Plan | None) -> Source:
    """The figures of now, or the frozen ones that the address names."""
    number = request.GET.get("snapshot")
    if not number:
        return queries.live(request.user, plan)
    found = Snapshot.objects.visible_to(request.user).filter(plan=plan)
    snapshot = found.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    if snapshot is None:
        raise Http404
    return queries.frozen(request.user, snapshot)


def reading_of(request: HttpRequest) -> Reading:
    """已换届口径 unless the address asks for 全部口径."""
    asked = request.GET.get("reading", "")
    return Reading(asked) if asked in list(Reading) else Reading.ELECTED


def level_of(request: HttpRequest, place: Place) -> dict[str, Any]:
    """The context of a level of `place`."""
    plan = Plan.objects.current()
    source, reading = source_of(request, plan), reading_of(request)
    parts = place.parts(source)
    total = place.total(source, parts, reading)
    short = foretold_short(place, parts, source.goals)
    page = Paginator(parts, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "current_plan": plan,  # the frame would read it once more
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "here": place.here,
        "view_query": _kept(request.GET),
        "charts_query": _kept(request.GET, place.here),
        "parts": parts,
        "page": page,
        "rows": [place.row(part, source, reading) for part in page],
        "total": total,
        "gaps": queries.gap_counts(total.sums, early=False),
        "warnings": queries.gap_counts(total.sums, early=True),
        "foretold_short": short[:MOST_FORETOLD],
        "more_foretold_short": len(short[MOST_FORETOLD:]),
        "beside": beside(total.sums),
    }


def _kept(asked: QueryDict, here: str = "") -> str:
    """What goes along in an address, with the place where one is."""
    kept = urlencode({name: value for name in KEPT if (value := asked.get(name))})
    query = "&".join(part for part in (here, kept) if part)
    return f"?{query}" if query else ""


def foretold_short(place: Place, parts: list[Part], goals: list[Goal]) -> list[tuple[str, str, Foretold]]:
    """The places whose women Party secretaries foretell that the directors' target is missed: the units of
    the place, or the place itself where it lies in one. Each with its name and as it stands in an address.
    """
    if place.unit is None:
        units = [(part.key, part.name, urlencode({"unit": part.key}), part.sums) for part in parts]
    else:
        units = [(place.unit, "合计", place.here, total_of(part.sums for part in parts))]
    return [
        (name, here, one)
        for unit, name, here, sums in units
        for one in foretold_of(sums, goals, unit)
        if one.standing == Standing.NOT_MET
    ]


def beside(sums: Sums) -> list[tuple[str, int, str]]:
    """What stands beside every share: label, number, and the filter that lists the villages."""
    return [
        ("职数", sums.of("seats"), ""),
        ("缺额", sums.of("vacancies"), "counted=vacancies"),
        ("暂报", sums.of("provisional"), "flag=provisional"),
        ("更正", sums.of("corrected"), "flag=corrected"),
        ("不适用", sums.of("not_applicable"), "flag=not_applicable"),
    ]
