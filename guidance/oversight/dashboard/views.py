"""指标监测: the city, a group, a unit, a township."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core.access import GUIDANCE_READERS, PLAN_READERS, require_roles, scope_of
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.levels import level_of
from guidance.oversight.dashboard.places import Place, of_group, of_township, of_unit
from guidance.oversight.dashboard.villages.detail import gaps_of, stage_table, steps_of
from guidance.oversight.dashboard.villages.queries import described
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.labels import EMPTY


@require_roles(*PLAN_READERS)
def city(request: HttpRequest) -> HttpResponse:
    """The sum over all the user sees, and its units or groups. Who has but one place goes straight to it."""
    scope = scope_of(request.user, *PLAN_READERS)
    if not scope.everything and len(scope.units) == 1:
        return redirect("guidance:dashboard_unit", min(scope.units))
    if not scope.everything and not scope.units and scope.townships:
        return redirect("guidance:dashboard_township", min(scope.townships))
    name = "全市" if scope.everything else "本组"
    context = level_of(request, Place(name)) | {"place": name}
    if scope.everything:
        context["group_rows"] = queries.rows_by_group(context["source"], context["parts"], context["reading"])
    return render(request, "guidance/oversight/dashboard/city.html", context)


@require_roles(*GUIDANCE_READERS)
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """One guidance group and its units."""
    found = get_object_or_404(GuidanceGroup.objects.visible_to(request.user), pk=group_id)
    context = level_of(request, of_group(found)) | {"group": found}
    return render(request, "guidance/oversight/dashboard/group.html", context)


@require_roles(*PLAN_READERS)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One reporting unit and its townships."""
    found = get_object_or_404(ReportingUnit.objects.visible_to(request.user), pk=unit_id)
    context = level_of(request, of_unit(found)) | {"unit": found}
    return render(request, "guidance/oversight/dashboard/unit.html", context)


@require_roles(*PLAN_READERS)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """One township and its villages."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    found = get_object_or_404(townships, pk=township_id)
    context = level_of(request, of_township(found))
    villages = queries.villages_of(request.user, context["source"], context["current_plan"], found)
    shown_unit = ReportingUnit.objects.visible_to(request.user).filter(pk=found.unit_id).exists()
    context |= {"township": found, "villages": described(villages), "unit_is_visible": shown_unit}
    return render(request, "guidance/oversight/dashboard/township.html", context)


@require_roles(*PLAN_READERS)
def village(request: HttpRequest, village_id: int) -> HttpResponse:
    """One village: three stages, what it lacks, every change of its figures."""
    villages = Village.objects.visible_to(request.user).select_related("township__unit", "merged_into")
    found = get_object_or_404(villages, pk=village_id)
    plan = Plan.objects.current()
    units = ReportingUnit.objects.visible_to(request.user)
    context = {
        "village": found,
        "predecessors": found.predecessors.visible_to(request.user),
        "table": stage_table(plan, found),
        "gaps": gaps_of(request.user, plan, found),
        "steps": steps_of(plan, found),
        "empty": EMPTY,
        "unit_is_visible": units.filter(pk=found.township.unit_id).exists(),
    }
    return render(request, "guidance/oversight/dashboard/village.html", context)
