"""指标监测: the city, a group, a unit, a township."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.access import BUSINESS_ROLES, Role, require_roles, scope_of
from guidance.dashboard import lists, queries
from guidance.dashboard.forms import SIZES, VillageFilter
from guidance.dashboard.queries import Part, Row
from guidance.dashboard.rules import Reading, Standing
from guidance.dashboard.sums import total_of
from guidance.people.models import GUIDES, GuidanceGroup
from guidance.places.models import ReportingUnit, Township
from guidance.plans.models import Plan

PAGE_SIZE = 100


@require_roles(*BUSINESS_ROLES)
def city(request: HttpRequest) -> HttpResponse:
    """The sum over all the user sees, and its units or groups. Who has but one place goes straight to it."""
    scope = scope_of(request.user, *BUSINESS_ROLES)
    if not scope.everything and len(scope.units) == 1:
        return redirect("guidance:dashboard_unit", min(scope.units))
    if not scope.everything and not scope.units and scope.townships:
        return redirect("guidance:dashboard_township", min(scope.townships))
    context = _level(request, queries.parts_by_unit, own_targets=True)
    if scope.everything:
        context["group_rows"] = queries.rows_by_group(context["source"], context["parts"], context["reading"])
    context["place"] = "全市" if scope.everything else "本组"
    return render(request, "guidance/dashboard/city.html", context)


@require_roles(*GUIDES, Role.VIEWER)
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """One guidance group and its units."""
    found = get_object_or_404(GuidanceGroup.objects.visible_to(request.user), pk=group_id)
    units = list(found.units.values_list("pk", flat=True))
    context = _level(request, queries.parts_by_unit, units=units, own_targets=True)
    return render(request, "guidance/dashboard/group.html", context | {"group": found})


@require_roles(*BUSINESS_ROLES)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One reporting unit and its townships."""
    found = get_object_or_404(ReportingUnit.objects.visible_to(request.user), pk=unit_id)
    context = _level(request, queries.parts_by_township, units=[found.pk], unit=found.pk)
    return render(request, "guidance/dashboard/unit.html", context | {"unit": found})


@require_roles(*BUSINESS_ROLES)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """One township and its villages."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    found = get_object_or_404(townships, pk=township_id)
    context = _level(request, queries.parts_by_township, township=found.pk, unit=found.unit_id)
    villages = queries.village_figures(request.user, context["plan"]).filter(township=found)
    shown_unit = ReportingUnit.objects.visible_to(request.user).filter(pk=found.unit_id).exists()
    context |= {"township": found, "villages": villages, "unit_is_visible": shown_unit}
    return render(request, "guidance/dashboard/township.html", context)


def _level(
    request: HttpRequest,
    parts_of: Callable[..., list[Part]],
    *,
    units: list[int] | None = None,
    township: int | None = None,
    unit: int | None = None,
    own_targets: bool = False,
) -> dict[str, Any]:
    """What every level shows: its parts, their total, and the gaps with their counts.

    `unit` is the one whose targets count for the total and all parts; with `own_targets` each part is
    a unit and held against its own.
    """
    plan = Plan.objects.current()
    source, reading = queries.live(request.user, plan), _reading(request)
    parts = parts_of(source, units=units, township=township)
    sums = total_of(part.sums for part in parts)
    rows = [
        queries.row_of(part, source.goals, reading, unit=part.key if own_targets else unit) for part in parts
    ]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "plan": plan,
        "source": source,
        "reading": reading,
        "readings": list(Reading),
        "parts": parts,
        "page": page,
        "rows": page.object_list,
        "total": queries.row_of(Part(0, "", sums), source.goals, reading, unit=unit),
        "gaps": queries.gap_counts(sums, early=False),
        "warnings": queries.gap_counts(sums, early=True),
        "foretold_short": _foretold_short(rows),
    }


def _reading(request: HttpRequest) -> Reading:
    asked = request.GET.get("reading", "")
    return Reading(asked) if asked in list(Reading) else Reading.ELECTED


def _foretold_short(rows: list[Row]) -> list[tuple[Row, Any]]:
    """The parts whose women Party secretaries foretell that the directors' target is missed."""
    return [(row, one) for row in rows for one in row.foretold if one.standing == Standing.NOT_MET]


@require_roles(*BUSINESS_ROLES)
def villages(request: HttpRequest) -> HttpResponse:
    """The villages behind a figure; the filter stands in the address, so that a view can be sent on."""
    form = VillageFilter(request.GET, user=request.user)
    found = lists.village_list(request.user, Plan.objects.current(), form)
    size = int(form.cleaned_data["size"] or SIZES[0]) if form.is_valid() else PAGE_SIZE
    page = Paginator(found.rows, size).get_page(request.GET.get("page"))
    return render(request, "guidance/dashboard/villages.html", {"form": form, "found": found, "page": page})
