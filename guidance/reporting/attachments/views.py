"""读回附件: the file, what was understood of it, and the drafts that come of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import (
    ATTACHMENT_UPLOADERS,
    PLAN_MANAGERS,
    PLAN_READERS,
    REPORTERS,
    VISIT_AUTHORS,
    has_role,
    require_roles,
)
from guidance.navigation import first_paper_url_name
from guidance.office.uploads.container import FileRefused
from guidance.reference.places.models import Township
from guidance.reference.plans.models import ReportingRound
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.attachments import actions
from guidance.reporting.attachments.access import get_own_paper, get_paper
from guidance.reporting.attachments.attachment1.contexts import links_context, undecided_rows
from guidance.reporting.attachments.attachment2 import matching as attachment2_matching
from guidance.reporting.attachments.attachment3 import matching as attachment3_matching
from guidance.reporting.attachments.attachment3.matching import UnitsInFile
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.forms import ReadForm
from guidance.reporting.attachments.models import ReadPaper
from guidance.reporting.schedules.forms import SheetForms
from guidance.reporting.schedules.queries import current_round, get_round_links
from guidance.reporting.visits.contexts import get_form_context
from guidance.reporting.visits.forms import VisitForm

MAX_RECENT = 20


@require_roles(*PLAN_READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Where to upload; a POST reads the file and leads to what was understood.

    The menu's entry 公文材料 leads here: users who upload no papers are redirected to their first page there.
    """
    if not has_role(request.user, *ATTACHMENT_UPLOADERS):
        return redirect(first_paper_url_name(request))
    plan = get_current_plan()
    current = current_round(ReportingRound.objects.in_plan(plan))
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReadForm(*data, plan=plan, current=current)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            paper = actions.read_file(
                plan=plan, round=chosen["round"] or current, file=chosen["file"], by=request.user
            )
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("guidance:read_paper", paper.pk)
    uploads = ReadPaper.objects.visible_to(request.user).select_related("round", "uploaded_by")
    context = {
        "form": form,
        "uploads": uploads[:MAX_RECENT],
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
    }
    return render(request, "guidance/reporting/attachments/index.html", context)


@require_roles(*ATTACHMENT_UPLOADERS)
def read_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood of the file, each kind in its own way."""
    paper = get_paper(request.user, pk)
    if paper.kind == Attachment.ATTACHMENT3:
        return _render_schedule(request, paper)
    if paper.kind == Attachment.ATTACHMENT2:
        return _render_visit(request, paper)
    context = links_context(request.user, paper, _plan_key(request))
    return render(request, "guidance/reporting/attachments/assignments.html", context)


def _plan_key(request: HttpRequest) -> str:
    """The plan into which an Attachment 1 is to go, where one is asked for."""
    return request.POST.get("plan") or request.GET.get("plan", "")


def _render_schedule(request: HttpRequest, paper: ReadPaper) -> HttpResponse:
    units_in_file = attachment3_matching.match_units(paper, request.user)
    context = {
        "paper": paper,
        "units_in_file": units_in_file,
        "other_round": _other_round(paper),
        "townships": _offered_townships(request, paper, units_in_file),
        "is_own": paper.uploaded_by_id == request.user.pk,
    }
    return render(request, "guidance/reporting/attachments/schedule.html", context)


def _other_round(paper: ReadPaper) -> str:
    """第1次, where the file says of itself that it is of another round than the one chosen."""
    titles = f"{paper.content['title']} {paper.file_name}"
    numbers = ReportingRound.objects.in_plan(paper.plan).values_list("number", flat=True)
    named = [number for number in numbers if f"第{number}次" in titles]
    chosen: Any = paper.round
    return f"第{named[0]}次" if len(named) == 1 and named[0] != chosen.number else ""


def _offered_townships(request: HttpRequest, paper: ReadPaper, units_in_file: UnitsInFile) -> list[Township]:
    """The linked townships that an unknown row may be about."""
    if not units_in_file.unknown:
        return []
    round_: Any = paper.round
    links = get_round_links(request.user, round_)
    return [link.township for link in links.select_related("township__unit")]


@require_POST
@require_roles(*ATTACHMENT_UPLOADERS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Which townships the unknown rows are about."""
    paper = get_own_paper(request.user, pk)
    if paper.kind == Attachment.ATTACHMENT1:
        rows, townships = undecided_rows(request.user, paper, _plan_key(request))
    elif paper.kind == Attachment.ATTACHMENT3:
        rows, townships = _undecided_rows(request, paper)
    else:
        raise Http404
    decided_count = actions.save_decisions(paper, rows=rows, chosen=request.POST.dict(), offered=townships)
    messages.success(request, f"已判定 {decided_count} 行。")
    return redirect(paper)


def _undecided_rows(request: HttpRequest, paper: ReadPaper) -> tuple[list[int], set[int]]:
    units_in_file = attachment3_matching.match_units(paper, request.user)
    return [number for number, _ in units_in_file.unknown], {
        township.pk for township in _offered_townships(request, paper, units_in_file)
    }


@require_roles(*REPORTERS)
def unit(request: HttpRequest, pk: int, unit_id: int) -> HttpResponse:
    """A unit's form, filled in with what the file says, beside its words; saved as the unit's own form is."""
    paper = get_paper(request.user, pk, Attachment.ATTACHMENT3)
    units_in_file = attachment3_matching.match_units(paper, request.user)
    unit_rows = next((rows for rows in units_in_file.own_units if rows.unit.pk == unit_id), None)
    if unit_rows is None:
        raise Http404
    reading = attachment3_matching.read_unit(paper, unit_rows, request.user)
    sheet = reading.sheet
    forms = SheetForms.for_user(request.user, sheet)
    forms.fill_in_file(reading.texts, reading.originals)
    is_open = not sheet.closed_reason and (sheet.paper is None or sheet.paper.is_open)
    context = {
        "paper_read": paper,
        "sheet": sheet,
        "forms": forms if is_open else None,
        "can_submit": forms.completion is not None,
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
    }
    return render(request, "guidance/reporting/attachments/unit.html", context)


@require_POST
@require_roles(*REPORTERS)
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """存为草稿 of all units at once."""
    paper = get_own_paper(request.user, pk, Attachment.ATTACHMENT3)
    units_in_file = attachment3_matching.match_units(paper, request.user)
    outcomes = actions.save_drafts(paper, units_in_file=units_in_file, by=request.user)
    saved_units = [unit_name for unit_name, error in outcomes if not error]
    if saved_units:
        messages.success(request, f"已存为草稿：{'、'.join(saved_units)}。尚未上报，请核对。")
    for unit_name, error in outcomes:
        if error:
            messages.error(request, f"{unit_name}没有存：{error.rstrip('。')}。")
    return redirect("guidance:read_paper", pk)


def _render_visit(request: HttpRequest, paper: ReadPaper) -> HttpResponse:
    form_values = attachment2_matching.read_form_values(paper, request.user)
    can_write = has_role(request.user, *VISIT_AUTHORS) and paper.uploaded_by_id == request.user.pk
    made_report = attachment2_matching.get_made_report(paper, request.user)
    context: dict[str, Any] = {
        "paper": paper,
        "form_values": form_values,
        "made_report": made_report,
        "form": None,
    }
    if can_write and not made_report:
        # Opened again it is the form of the same report.
        initial = {**form_values.initial, "submission_key": attachment2_matching.report_key(paper)}
        form = VisitForm(user=request.user, plan=paper.plan, initial=initial)
        context |= get_form_context(request.user, form, None)
    return render(request, "guidance/reporting/attachments/visit.html", context)
