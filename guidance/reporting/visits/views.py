"""联系指导: one report, and the steps of the paper. Each action has its own URL."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import (
    GUIDANCE_READERS,
    GUIDES,
    PLAN_MANAGERS,
    VISIT_AUTHORS,
    User,
    has_role,
    require_roles,
)
from guidance.core.conflicts import present_conflict, with_stored_version
from guidance.core.records import Refused, StaleRows
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.steps import StepUrls, available_steps, paper_context, take_return_step, take_step
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.visits import actions
from guidance.reporting.visits.access import can_submit_report, can_write, get_own_report, get_report
from guidance.reporting.visits.contexts import get_form_context
from guidance.reporting.visits.extension.forms import get_extension_form
from guidance.reporting.visits.files.actions import unfinished_uploads_message
from guidance.reporting.visits.files.queries import get_report_files
from guidance.reporting.visits.forms import VisitForm, get_copy_form
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import describe_fields, get_initial
from guidance.reporting.visits.rules import missing_items

LEADER_SUBMITS_MESSAGE = "情况统计表由领导班子成员审阅后上报；请先存草稿，再点“交领导审阅”。"


@require_roles(*VISIT_AUTHORS)
def new(request: HttpRequest) -> HttpResponse:
    """A blank Attachment 2; a POST is 存草稿."""
    plan = get_current_plan()
    form = VisitForm(request.POST or None, user=request.user, plan=plan, initial=_initial_dates())
    if request.method != "POST":
        return _render(request, None, form)
    created = _save(request, None, form)
    if isinstance(created, HttpResponse):
        return created
    messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    return redirect("guidance:visit", created.pk)


@require_POST
@require_roles(*VISIT_AUTHORS)
@transaction.atomic
def submit_new(request: HttpRequest) -> HttpResponse:
    """上报 directly from the blank form."""
    plan = get_current_plan()
    if not can_submit_report(request.user, plan):
        raise PermissionDenied(LEADER_SUBMITS_MESSAGE)
    form = VisitForm(request.POST, user=request.user, plan=plan)
    created = _save(request, None, form)
    return created if isinstance(created, HttpResponse) else _submit(request, created)


def _initial_dates() -> dict[str, Any]:
    return {"started_on": clock.today()}  # most journeys take one day, so ended_on stays empty


@require_roles(*GUIDANCE_READERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, with its form if the user may edit it; a POST is 存草稿."""
    if request.method != "POST":
        stored = get_report(request.user, pk)
        return _render(request, stored, _get_form(request, stored) if _is_editable(request, stored) else None)
    saved = _save_own(request, pk)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    return redirect("guidance:visit", pk)


@require_POST
@require_roles(*GUIDES)
@transaction.atomic  # so that a second press waits until both saving and submitting are done
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """上报: save the form, then submit the report."""
    stored = get_own_report(request.user, pk)
    if not can_submit_report(request.user, stored.plan, stored):
        raise PermissionDenied(LEADER_SUBMITS_MESSAGE)
    saved = _save_own(request, pk)
    return saved if isinstance(saved, HttpResponse) else _submit(request, saved)


@require_POST
@require_roles(*GUIDES)
@transaction.atomic
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """交领导审阅: save the form, then present the report to its leader."""
    saved = _save_own(request, pk)
    if isinstance(saved, HttpResponse):
        return saved
    try:
        actions.present_report(saved, by=request.user, version=saved.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已交领导审阅，领导的工作台上会列出这份表。")
    return redirect("guidance:visit", pk)


def _submit(request: HttpRequest, report: VisitReport) -> HttpResponse:
    if not report.is_open:  # the first of two presses has submitted it
        return redirect("guidance:visit", report.pk)
    missing = missing_items(
        report.methods,
        report.overall_situation,
        has_observed_village=report.observed_village_id is not None,
        officials=report.visited_officials,
    )
    if message := unfinished_uploads_message(report):
        missing.append(message)
    if missing:
        messages.error(request, "已保存草稿，尚未上报：" + "".join(missing))
        return redirect("guidance:visit", report.pk)
    report.signatory = report.leader
    report.save()
    try:
        workflow.submit_paper(report, by=request.user, version=report.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已上报市妇联组联部。")
    return redirect("guidance:visit", report.pk)


def _is_editable(request: HttpRequest, report: VisitReport) -> bool:
    return VisitReport.objects.editable_by(request.user).filter(pk=report.pk).exists()


def _get_form(request: HttpRequest, report: VisitReport, data: Any = None) -> VisitForm:
    initial = get_initial(report, request.user)
    return VisitForm(data, user=request.user, plan=report.plan, report=report, initial=initial)


def _save_own(request: HttpRequest, pk: int) -> Any:
    report = get_own_report(request.user, pk)
    return _save(request, report, _get_form(request, report, request.POST))


def _save(request: HttpRequest, report: VisitReport | None, form: VisitForm) -> Any:
    """Save the form, in a new report if there is none yet.

    Return the report, or the page with the errors and everything that was typed.
    """
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _render(request, report, form)
    posted = form.cleaned_data
    arguments: dict[str, Any] = {"values": form.values, "by": request.user, "key": form.content_key}
    try:
        if report is None:
            return actions.create_report(plan=form.plan, form_key=posted["submission_key"], **arguments)
        return actions.save_report(report, version=posted["version"], **arguments)
    except StaleRows as stale:
        return _show_conflict(request, stale.row)
    except Refused as refused:
        messages.error(request, str(refused))
        return _render(request, report, form)


def _show_conflict(request: HttpRequest, report: VisitReport) -> HttpResponse:
    current = get_report(request.user, report.pk)
    data = with_stored_version(current, request.POST)
    data.pop("submission_key", None)
    form = _get_form(request, current, data)
    present_conflict(request, form, stored=current, texts=describe_fields(current), subject="本表")
    return _render(request, current, form)


def _render(
    request: HttpRequest,
    report: VisitReport | None,
    form: VisitForm | None = None,
    *,
    reason: str | None = None,
) -> HttpResponse:
    """Render the report, editable with a form and read-only without. `reason` was typed into 退回."""
    context = {
        "report": report,
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
        "steps": _get_steps(request, report),
        "extension": get_extension_form(request.user, report),
        "copy_form": get_copy_form(request.user, report) if report and report.pk else None,
        **(get_form_context(request.user, form, report) if form else _read_context(request.user, report)),
    }
    return render(
        request, "guidance/reporting/visits/report.html", context | paper_context(report, reason=reason)
    )


def _read_context(user: User, report: VisitReport | None) -> dict[str, Any]:
    can_edit = report is not None and can_write(user, report, *GUIDES)
    return {"form": None, "files": get_report_files(report, can_edit=can_edit)}


def _get_steps(request: HttpRequest, report: VisitReport | None) -> StepUrls:
    if report is None:
        return StepUrls()
    return available_steps(
        report,
        can_send=can_write(request.user, report, *VISIT_AUTHORS),
        can_review=has_role(request.user, *PLAN_MANAGERS),
        urls=StepUrls(
            withdraw=reverse("guidance:visit_withdraw", args=[report.pk]),
            accept=reverse("guidance:visit_accept", args=[report.pk]),
            return_=reverse("guidance:visit_return", args=[report.pk]),
        ),
    )


@require_POST
@require_roles(*VISIT_AUTHORS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    take_step(
        request, get_own_report(request.user, pk), workflow.withdraw_paper, "已撤回，可以修改后重新上报。"
    )
    return redirect("guidance:visit", pk)


@require_POST
@require_roles(*PLAN_MANAGERS)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """接收 the version that was read."""
    take_step(request, get_report(request.user, pk), workflow.accept_paper, "已接收。")
    return redirect("guidance:visit", pk)


@require_POST
@require_roles(*PLAN_MANAGERS)
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """退回 with a reason."""
    stored = get_report(request.user, pk)
    days = stored.plan.correction_days
    reason = take_return_step(request, stored, workflow.return_paper, "已退回。", correction_days=days)
    if reason is not None:
        return _render(request, get_report(request.user, pk), reason=reason)
    return redirect("guidance:visit", pk)
