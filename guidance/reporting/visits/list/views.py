"""联系指导: the list of reports and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from guidance.core.access import GUIDANCE_READERS, VISIT_AUTHORS, has_role, require_roles
from guidance.core.lists import get_list_url, get_page, name_download
from guidance.office.spreadsheets.downloads import table_response
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.list.export import REPORT_HEADS, make_report_rows
from guidance.reporting.visits.list.forms import ReportFilter
from guidance.reporting.visits.list.queries import get_reports
from guidance.reporting.visits.list.search import get_excerpts, split_words
from guidance.reporting.visits.models import VisitReport


@require_roles(*GUIDANCE_READERS)
def index(request: HttpRequest) -> HttpResponse:
    """The list; its filter is in the URL."""
    plan = Plan.objects.current()
    form = ReportFilter(request.GET, user=request.user, plan=plan)
    is_valid = form.is_valid()
    reports: Any = get_reports(request.user, form.criteria) if is_valid else VisitReport.objects.none()
    page = get_page(request, reports, form.page_size)
    words = split_words(form.cleaned_data.get("q", ""))
    context = {
        "form": form,
        "page": page,
        "current_plan": plan,
        "rows": [(report, get_excerpts(report.sections, words)) for report in page],
        "can_create": has_role(request.user, *VISIT_AUTHORS),
    }
    return render(request, "guidance/reporting/visits/index.html", context)


@require_roles(*GUIDANCE_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All pages of the filtered list as .xlsx or .csv; a wrong filter redirects to the list."""
    form = ReportFilter(request.GET, user=request.user, plan=Plan.objects.current())
    back = get_list_url(request, "visits")
    if not form.is_valid():
        return redirect(back)
    reports = get_reports(request.user, form.criteria)
    name = name_download("联系指导情况统计表")
    return table_response(
        request,
        kind,
        name=name,
        heads=REPORT_HEADS,
        rows=make_report_rows(reports),
        count=reports.count,
        back=back,
    )
