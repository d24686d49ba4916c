"""Attachment 2 in its issued layout, filled in or blank: as a page to print, Word, Excel and zip."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, GUIDES, require_roles
from guidance.core.lists import get_list_url, name_download
from guidance.office.papers.responses import excel_response, word_response, zip_response
from guidance.office.papers.spec import DataSheet
from guidance.office.papers.word import make_docx
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan
from guidance.reference.plans.wording import printed_words
from guidance.reporting.visits.access import get_report
from guidance.reporting.visits.list.export import REPORT_HEADS, make_report_rows
from guidance.reporting.visits.list.forms import ReportFilter
from guidance.reporting.visits.list.queries import get_reports
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing.documents import PrintedForm, attachment2, get_blank_form, get_form

MAX_IN_ZIP = 1000


@require_roles(*GUIDES)
def print_blank(request: HttpRequest) -> HttpResponse:
    return _render(request, get_blank_form(get_current_plan()))


@require_roles(*GUIDANCE_READERS)
def print_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as its leader signs it, with continuation sheets."""
    return _render(request, get_form(get_report(request.user, pk)))


def _render(request: HttpRequest, form: PrintedForm) -> HttpResponse:
    return render(request, "guidance/reporting/visits/print.html", {"form": form, "report": form.report})


@require_roles(*GUIDES)
def blank_word(request: HttpRequest) -> HttpResponse:
    """A blank form as Word, which can be filled in and read back."""
    return word_response(attachment2(get_blank_form(get_current_plan()), made_at=clock.now()))


@require_roles(*GUIDANCE_READERS)
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    return word_response(attachment2(get_form(get_report(request.user, pk)), made_at=clock.now()))


@require_roles(*GUIDANCE_READERS)
def report_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as a workbook; rows of the data sheets of several reports can be collected in one table."""
    form = get_form(get_report(request.user, pk))
    reports = VisitReport.objects.filter(pk=pk).with_signed()
    lines = make_report_rows(reports.select_related("plan", "leader", "township__unit"))
    data = DataSheet(REPORT_HEADS, list(lines), [form.words["note"]])
    return excel_response(attachment2(form, made_at=clock.now()), data)


@require_roles(*GUIDANCE_READERS)
def reports_zip(request: HttpRequest) -> HttpResponseBase:
    """A zip with one Word file for each report of the filtered list, in a folder for each leader."""
    form = ReportFilter(request.GET, user=request.user, plan=Plan.objects.current())
    back = get_list_url(request, "visits")
    if not form.is_valid():
        return redirect(back)
    reports = get_reports(request.user, form.criteria)
    if reports.count() > MAX_IN_ZIP:
        messages.error(
            request, f"超过{MAX_IN_ZIP}份，一次打包太大，请按领导班子成员或乡镇（街道）筛选后再下载。"
        )
        return redirect(back)
    return zip_response(name_download("附件2 情况统计表"), _make_members(reports))


def _make_members(reports: QuerySet[VisitReport]) -> Iterator[tuple[str, bytes]]:
    words: dict[int, dict[str, str]] = {}
    for report in reports:
        if report.plan_id not in words:
            words[report.plan_id] = printed_words(report.plan, "attachment2")
        paper = attachment2(get_form(report, words[report.plan_id]), made_at=clock.now())
        yield f"{report.leader}/{paper.name}.docx", make_docx(paper)
