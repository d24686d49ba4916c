"""指标监测: the city, a unit, a township, and the villages behind a gap."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.access import BUSINESS_ROLES, require_roles, scope_of
from guidance.dashboard import queries
from guidance.dashboard.forms import GapFilter
from guidance.places.models import ReportingUnit, Township, Village
from guidance.plans.models import Plan

PAGE_SIZE = 50


@require_roles(*BUSINESS_ROLES)
def city(request: HttpRequest) -> HttpResponse:
    """The sum over all the user sees, and its units. Who has but one place goes straight to it."""
    scope = scope_of(request.user, *BUSINESS_ROLES)
    if not scope.everything and len(scope.units) == 1:
        return redirect("guidance:dashboard_unit", min(scope.units))
    if not scope.everything and not scope.units and scope.townships:
        return redirect("guidance:dashboard_township", min(scope.townships))
    context = _level(
        request,
        lambda villages: queries.sums_by(
            villages, "township__unit_id", "township__unit__short_name", "township__unit__attachment_order"
        ),
    )
    context["place"] = "全市" if scope.everything else "本组"
    return render(request, "guidance/dashboard/city.html", context)


@require_roles(*BUSINESS_ROLES)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One reporting unit and its townships."""
    found = get_object_or_404(ReportingUnit.objects.visible_to(request.user), pk=unit_id)
    context = _level(
        request,
        lambda villages: queries.sums_by(
            villages.filter(township__unit=found), "township_id", "township__name", "township__code"
        ),
        township__unit=found,
    )
    return render(request, "guidance/dashboard/unit.html", context | {"unit": found})


@require_roles(*BUSINESS_ROLES)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """One township and its villages."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    found = get_object_or_404(townships, pk=township_id)
    context = _level(
        request,
        lambda villages: queries.sums_by(
            villages.filter(township=found), "township_id", "township__name", "township__code"
        ),
        township=found,
    )
    villages = queries.village_figures(request.user, context["plan"]).filter(township=found)
    shown_unit = ReportingUnit.objects.visible_to(request.user).filter(pk=found.unit_id).exists()
    context |= {"township": found, "villages": villages, "unit_is_visible": shown_unit}
    return render(request, "guidance/dashboard/township.html", context)


@require_roles(*BUSINESS_ROLES)
def villages(request: HttpRequest) -> HttpResponse:
    """The villages behind a gap, 50 a page; the filter stands in the address."""
    plan = Plan.objects.current()
    gaps = list(queries.gaps(queries.aims_of(plan)))
    form = GapFilter(request.GET, user=request.user, gaps=gaps)
    found = queries.village_figures(request.user, plan)
    if form.is_valid():
        gap = next((gap for gap in gaps if gap.code == form.cleaned_data["gap"]), gaps[0])
        found = found.filter(gap.condition, **_places(form.cleaned_data))
    else:
        gap, found = gaps[0], found.none()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "guidance/dashboard/villages.html", {"form": form, "gap": gap, "page": page})


def _places(chosen: dict[str, Any]) -> dict[str, Any]:
    paths = {"unit": "township__unit", "township": "township"}
    return {path: chosen[name] for name, path in paths.items() if chosen[name]}


def _level(request: HttpRequest, sums_of: Any, **place: Any) -> dict[str, Any]:
    """What every level shows: its parts, their total, and the gaps with their counts."""
    plan = Plan.objects.current()
    aims = queries.aims_of(plan)
    in_scope: QuerySet[Village] = queries.villages_with_returns(request.user, plan)
    sums = list(sums_of(in_scope))
    return {
        "plan": plan,
        "rows": queries.rows_of(sums, aims),
        "total": queries.row_of(queries.total_of(sums), aims),
        "gaps": queries.gap_counts(in_scope.filter(**place), aims),
    }
