"""时间轴: what a group or a township has reported, in the order of time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core.access import GUIDANCE_READERS, require_roles
from guidance.reference.plans.models import Milestone, Plan
from guidance.reporting.visits.list.forms import PlaceFilter
from guidance.reporting.visits.list.queries import Asked, reports
from guidance.reporting.visits.timeline.rules import entries, first_line, still_ahead

PAGE_SIZE = 50


@require_roles(*GUIDANCE_READERS)
def timeline(request: HttpRequest) -> HttpResponse:
    """The visible reports of one group or township, the first at the top; a wrong place is told."""
    plan = Plan.objects.current()
    form = PlaceFilter(request.GET, user=request.user, plan=plan)
    is_valid = form.is_valid()
    chosen = form.cleaned_data
    asked = Asked(group=chosen.get("group"), township=chosen.get("township"))
    place = (asked.township or asked.group) if is_valid else None
    context: dict[str, Any] = {"form": form, "place": place, "current_plan": plan}
    if place:
        found = reports(request.user, asked).filter(plan=plan).order_by("ended_on", "pk")
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page} | _laid_out(page, list(Milestone.objects.filter(plan=plan)))
    return render(request, "guidance/reporting/visits/timeline.html", context)


def _laid_out(page: Page, milestones: list[Milestone]) -> dict[str, Any]:
    before = None
    if page.has_previous():
        last_before: Any = page.paginator.object_list
        before = last_before[page.start_index() - 2].ended_on
    found = entries(list(page), milestones, since=before)
    last = found[-1].report.ended_on if found else None
    return {
        "entries": [(entry, _firsts(entry.report)) for entry in found],
        "ahead": [] if page.has_next() else still_ahead(milestones, last),
    }


def _firsts(report: Any) -> list[tuple[str, str]]:
    """Label and first line of the sections that say something."""
    lines = ((label, first_line(text)) for label, text in report.sections)
    return [(label, line) for label, line in lines if line]
