"""指标监测: the city, a group, a unit, a township."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core.access import GUIDANCE_READERS, PLAN_READERS, get_scope, require_roles
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.levels import get_level_context
from guidance.oversight.dashboard.places import (
    DashboardPlace,
    make_group_place,
    make_township_place,
    make_unit_place,
)
from guidance.oversight.dashboard.villages.detail import (
    get_gaps_with_remedies,
    get_return_steps,
    get_stage_table,
)
from guidance.oversight.dashboard.villages.queries import add_row_descriptions
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.labels import EMPTY


@require_roles(*PLAN_READERS)
def city(request: HttpRequest) -> HttpResponse:
    """The sum over all that the user sees, with its units and groups; who has one place is redirected."""
    scope = get_scope(request.user, *PLAN_READERS)
    if not scope.everything and len(scope.units) == 1:
        return redirect("guidance:dashboard_unit", min(scope.units))
    if not scope.everything and not scope.units and scope.townships:
        return redirect("guidance:dashboard_township", min(scope.townships))
    name = "全市" if scope.everything else "本组"
    context = get_level_context(request, DashboardPlace(name)) | {"place": name}
    if scope.everything:
        context["group_rows"] = queries.get_group_rows(
            context["source"], context["subplaces"], context["reading"]
        )
    return render(request, "guidance/oversight/dashboard/city.html", context)


@require_roles(*GUIDANCE_READERS)
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """One guidance group and its units."""
    group = get_object_or_404(GuidanceGroup.objects.visible_to(request.user), pk=group_id)
    context = get_level_context(request, make_group_place(group)) | {"group": group}
    return render(request, "guidance/oversight/dashboard/group.html", context)


@require_roles(*PLAN_READERS)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One reporting unit and its townships."""
    unit = get_object_or_404(ReportingUnit.objects.visible_to(request.user), pk=unit_id)
    context = get_level_context(request, make_unit_place(unit)) | {"unit": unit}
    return render(request, "guidance/oversight/dashboard/unit.html", context)


@require_roles(*PLAN_READERS)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """One township and its villages."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    township = get_object_or_404(townships, pk=township_id)
    context = get_level_context(request, make_township_place(township))
    villages = queries.get_villages_with_figures(
        request.user, context["source"], context["current_plan"], township
    )
    unit_is_visible = ReportingUnit.objects.visible_to(request.user).filter(pk=township.unit_id).exists()
    context |= {
        "township": township,
        "villages": add_row_descriptions(villages),
        "unit_is_visible": unit_is_visible,
    }
    return render(request, "guidance/oversight/dashboard/township.html", context)


@require_roles(*PLAN_READERS)
def village(request: HttpRequest, village_id: int) -> HttpResponse:
    """One village: its three stages, its gaps, and every change of its figures."""
    villages = Village.objects.visible_to(request.user).select_related("township__unit", "merged_into")
    village = get_object_or_404(villages, pk=village_id)
    plan = Plan.objects.current()
    units = ReportingUnit.objects.visible_to(request.user)
    context = {
        "village": village,
        "predecessors": village.predecessors.visible_to(request.user),
        "table": get_stage_table(plan, village),
        "gaps": get_gaps_with_remedies(request.user, plan, village),
        "steps": get_return_steps(plan, village),
        "empty": EMPTY,
        "unit_is_visible": units.filter(pk=village.township.unit_id).exists(),
    }
    return render(request, "guidance/oversight/dashboard/village.html", context)
