"""Pages of 简报通报: the choices with a preview, and the Word file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core import clock
from guidance.core.access import BRIEFING_READERS, PLAN_MANAGERS, has_role, require_roles
from guidance.office.papers.responses import word_response
from guidance.outputs.briefings.documents import build_briefing, empty_chapters
from guidance.outputs.briefings.forms import BriefingForm
from guidance.outputs.briefings.queries import gather_material
from guidance.outputs.briefings.rules import join_names
from guidance.oversight.findings.queries import get_collection, group_by_section
from guidance.reference.places.choices import UnitKind
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan


@require_roles(*BRIEFING_READERS)
def briefing(request: HttpRequest) -> HttpResponse:
    """Show the choices, and the text as it will be in the file."""
    return _render_page(request, _build_context(request))


@require_roles(*BRIEFING_READERS)
def briefing_docx(request: HttpRequest) -> HttpResponse:
    """Download the Word file; where a choice is invalid, show the page again."""
    context = _build_context(request)
    return word_response(context["paper"]) if context["paper"] else _render_page(request, context)


def _render_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "guidance/outputs/briefings/briefing.html", context)


def _build_context(request: HttpRequest) -> dict[str, Any]:
    """The form and, where all choices are valid, the paper."""
    plan = Plan.objects.current()
    if plan is None:
        return {"current_plan": None, "paper": None, "form": None}
    excerpts = get_collection(request.user, plan)
    form = BriefingForm(
        request.GET, plan=plan, today=clock.today(), excerpts=excerpts, all_offices=_all_offices(request)
    )
    context: dict[str, Any] = {
        "current_plan": plan,
        "form": form,
        "sections": group_by_section(excerpts),
        "picks_excerpts": has_role(request.user, *PLAN_MANAGERS),
        "paper": None,
    }
    if form.is_valid():
        material = gather_material(request.user, plan, form.cleaned_data["day"], form.selected_excerpts)
        context["paper"] = build_briefing(plan, material, form.choices, clock.now())
        context["query"] = form.query
        context["omitted_chapters"] = empty_chapters(material, form.choices)
    return context


def _all_offices(request: HttpRequest) -> str:
    """The addressees of the notice: 各县区妇联, and the new areas by name."""
    areas = ReportingUnit.objects.visible_to(request.user).filter(kind=UnitKind.NEW_AREA)
    names = [unit.office_name for unit in areas.order_by("attachment_order")]
    return join_names(["各县区妇联", *names])
