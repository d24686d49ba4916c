"""时间轴: the reports of a group or a township in chronological order."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core.access import GUIDANCE_READERS, require_roles
from guidance.core.lists import get_page
from guidance.reference.plans.models import Milestone, Plan
from guidance.reporting.visits.list.forms import PlaceFilter
from guidance.reporting.visits.list.queries import ReportCriteria, get_reports
from guidance.reporting.visits.timeline.rules import first_line, get_upcoming, make_timeline

PAGE_SIZE = 50


@require_roles(*GUIDANCE_READERS)
def timeline(request: HttpRequest) -> HttpResponse:
    """The visible reports of one group or township, the earliest first."""
    plan = Plan.objects.current()
    form = PlaceFilter(request.GET, user=request.user, plan=plan)
    is_valid = form.is_valid()
    chosen = form.cleaned_data
    criteria = ReportCriteria(group=chosen.get("group"), township=chosen.get("township"))
    place = (criteria.township or criteria.group) if is_valid else None
    context: dict[str, Any] = {"form": form, "place": place, "current_plan": plan}
    if place:
        reports = get_reports(request.user, criteria).filter(plan=plan).order_by("ended_on", "pk")
        page = get_page(request, reports, PAGE_SIZE)
        context |= {"page": page} | _get_page_context(page, list(Milestone.objects.filter(plan=plan)))
    return render(request, "guidance/reporting/visits/timeline.html", context)


def _get_page_context(page: Page, milestones: list[Milestone]) -> dict[str, Any]:
    since = None
    if page.has_previous():
        reports: Any = page.paginator.object_list
        since = reports[page.start_index() - 2].ended_on
    entries = make_timeline(list(page), milestones, since=since)
    last_day = entries[-1].report.ended_on if entries else None
    return {
        "entries": [(entry, _get_first_lines(entry.report)) for entry in entries],
        "upcoming": [] if page.has_next() else get_upcoming(milestones, last_day),
    }


def _get_first_lines(report: Any) -> list[tuple[str, str]]:
    """Label and first line of the sections that are not blank."""
    lines = ((label, first_line(text)) for label, text in report.sections)
    return [(label, line) for label, line in lines if line]
