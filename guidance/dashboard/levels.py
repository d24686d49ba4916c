"""What every level of 指标监测 shows: its parts, their total, the gaps and the early warnings."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import urlencode

from guidance.dashboard import queries
from guidance.dashboard.queries import Part, Source
from guidance.dashboard.rules import Reading, Standing
from guidance.dashboard.sums import Foretold, Goal, Sums, foretold_of, total_of
from guidance.plans.models import Plan
from guidance.snapshots.models import Snapshot

PAGE_SIZE = 100
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


def level_of(
    request: HttpRequest,
    parts_of: Callable[..., list[Part]],
    *,
    here: str = "",
    units: list[int] | None = None,
    township: int | None = None,
    unit: int | None = None,
) -> dict[str, Any]:
    """The context of a level; `here` is its place as it stands in an address.

    `unit` is the one whose targets count for the total and all parts; without it each part is a unit
    and held against its own.
    """
    plan = Plan.objects.current()
    source, reading = source_of(request, plan), reading_of(request)
    parts = parts_of(source, units=units, township=township)
    sums = total_of(part.sums for part in parts)
    whole = Part(0, "", sums)
    page = Paginator(parts, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "plan": plan,
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "here": here,
        "view_query": _kept(request.GET),
        "charts_query": _kept(request.GET, here),
        "parts": parts,
        "page": page,
        "rows": [queries.row_of(part, source.goals, reading, unit=unit or part.key) for part in page],
        "total": queries.row_of(whole, source.goals, reading, unit=unit),
        "gaps": queries.gap_counts(sums, early=False),
        "warnings": queries.gap_counts(sums, early=True),
        "foretold_short": foretold_short([whole] if unit else parts, source.goals, unit),
        "beside": beside(sums),
    }


def _kept(asked: QueryDict, here: str = "") -> str:
    """What goes along in an address, with the place where one is."""
    kept = urlencode({name: value for name in KEPT if (value := asked.get(name))})
    query = "&".join(part for part in (here, kept) if part)
    return f"?{query}" if query else ""


def foretold_short(parts: list[Part], goals: list[Goal], unit: int | None) -> list[tuple[Part, Foretold]]:
    """The places whose women Party secretaries foretell that the directors' target is missed."""
    return [
        (part, one)
        for part in parts
        for one in foretold_of(part.sums, goals, unit or part.key)
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
