"""简报通报: what is told in it, a preview, and the Word file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core import clock
from guidance.core.access import BRIEFING_READERS, PLAN_MANAGERS, has_role, require_roles
from guidance.office.papers.responses import word_response
from guidance.outputs.briefings.documents import briefing as paper_of
from guidance.outputs.briefings.documents import empty_chapters
from guidance.outputs.briefings.forms import BriefingForm
from guidance.outputs.briefings.queries import gather
from guidance.outputs.briefings.rules import joined
from guidance.oversight.findings.queries import by_section, collection
from guidance.reference.places.choices import UnitKind
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan


@require_roles(*BRIEFING_READERS)
def briefing(request: HttpRequest) -> HttpResponse:
    """The choices, and the text as it stands in the file."""
    return _page(request, _drafted(request))


@require_roles(*BRIEFING_READERS)
def word(request: HttpRequest) -> HttpResponse:
    """The Word file; the page again where a choice is wrong."""
    drafted = _drafted(request)
    return word_response(drafted["paper"]) if drafted["paper"] else _page(request, drafted)


def _page(request: HttpRequest, drafted: dict[str, Any]) -> HttpResponse:
    return render(request, "guidance/outputs/briefings/briefing.html", drafted)


def _drafted(request: HttpRequest) -> dict[str, Any]:
    """The form and, where all choices are right, the paper."""
    plan = Plan.objects.current()
    if plan is None:
        return {"current_plan": None, "paper": None, "form": None}
    excerpts = collection(request.user, plan)
    form = BriefingForm(
        request.GET, plan=plan, today=clock.today(), excerpts=excerpts, everyone=_everyone(request)
    )
    context: dict[str, Any] = {
        "current_plan": plan,
        "form": form,
        "sections": by_section(excerpts),
        "picks_excerpts": has_role(request.user, *PLAN_MANAGERS),
        "paper": None,
    }
    if form.is_valid():
        material = gather(request.user, plan, form.cleaned_data["day"], form.picked)
        context["paper"] = paper_of(plan, material, form.wishes, clock.now())
        context["query"] = form.query
        context["left_out"] = empty_chapters(material, form.wishes)
    return context


def _everyone(request: HttpRequest) -> str:
    """To whom the notice went: 各县区妇联，and the new areas by their names."""
    areas = ReportingUnit.objects.visible_to(request.user).filter(kind=UnitKind.NEW_AREA)
    names = [unit.office_name for unit in areas.order_by("attachment_order")]
    return joined(["各县区妇联", *names])
