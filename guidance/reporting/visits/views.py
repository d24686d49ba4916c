"""联系指导: one report, and the steps of the paper. One action, one address."""

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
from guidance.core.conflicts import posted_over, present_conflict
from guidance.core.records import Refused, Stale
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.steps import StepUrls, available_steps, paper_context, take_return_step, take_step
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.visits import actions
from guidance.reporting.visits.access import can_submit, can_write, get_own_report, get_report
from guidance.reporting.visits.contexts import form_context
from guidance.reporting.visits.extension.forms import extension_of
from guidance.reporting.visits.files.actions import why_incomplete
from guidance.reporting.visits.files.queries import files_of
from guidance.reporting.visits.forms import VisitForm, copy_form
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import initial_of, words_of
from guidance.reporting.visits.rules import gaps_before_submitting

LEADER_SENDS = "情况统计表由领导班子成员审阅后上报；请先存草稿，再点“交领导审阅”。"


@require_roles(*VISIT_AUTHORS)
def new(request: HttpRequest) -> HttpResponse:
    """A blank Attachment 2; a POST is 存草稿."""
    plan = get_current_plan()
    form = VisitForm(request.POST or None, user=request.user, plan=plan, initial=_today())
    if request.method != "POST":
        return _show(request, None, form)
    made = _store(request, None, form)
    if isinstance(made, HttpResponse):
        return made
    messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    return redirect("guidance:visit", made.pk)


@require_POST
@require_roles(*VISIT_AUTHORS)
@transaction.atomic
def submit_new(request: HttpRequest) -> HttpResponse:
    """上报 straight from the blank form."""
    plan = get_current_plan()
    if not can_submit(request.user, plan):
        raise PermissionDenied(LEADER_SENDS)
    form = VisitForm(request.POST, user=request.user, plan=plan)
    made = _store(request, None, form)
    return made if isinstance(made, HttpResponse) else _send(request, made)


def _today() -> dict[str, Any]:
    return {"started_on": clock.today()}  # most journeys take a day: the last one is left open


@require_roles(*GUIDANCE_READERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Read or write; a POST is 存草稿."""
    if request.method != "POST":
        found = get_report(request.user, pk)
        return _show(request, found, _form_of(request, found) if _may_write(request, found) else None)
    saved = _save_own(request, pk)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    return redirect("guidance:visit", pk)


@require_POST
@require_roles(*GUIDES)
@transaction.atomic  # saving and sending are one: a second press waits and finds both done
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """上报: saves what stands in the form, then sends it."""
    found = get_own_report(request.user, pk)
    if not can_submit(request.user, found.plan, found):
        raise PermissionDenied(LEADER_SENDS)
    saved = _save_own(request, pk)
    return saved if isinstance(saved, HttpResponse) else _send(request, saved)


@require_POST
@require_roles(*GUIDES)
@transaction.atomic
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """交领导审阅: saves what stands in the form, then puts it before the leader."""
    saved = _save_own(request, pk)
    if isinstance(saved, HttpResponse):
        return saved
    try:
        actions.present(saved, by=request.user, version=saved.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已交领导审阅，领导的工作台上会列出这份表。")
    return redirect("guidance:visit", pk)


def _send(request: HttpRequest, report: VisitReport) -> HttpResponse:
    if not report.is_open:  # the same form pressed twice: the first press has sent it
        return redirect("guidance:visit", report.pk)
    missing = gaps_before_submitting(
        report.methods,
        report.overall_situation,
        observed=report.observed_village_id is not None,
        officials=report.visited_officials,
    )
    if incomplete := why_incomplete(report):
        missing.append(incomplete)
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


def _may_write(request: HttpRequest, report: VisitReport) -> bool:
    return VisitReport.objects.editable_by(request.user).filter(pk=report.pk).exists()


def _form_of(request: HttpRequest, report: VisitReport, data: Any = None) -> VisitForm:
    initial = initial_of(report, request.user)
    return VisitForm(data, user=request.user, plan=report.plan, report=report, initial=initial)


def _save_own(request: HttpRequest, pk: int) -> Any:
    report = get_own_report(request.user, pk)
    return _store(request, report, _form_of(request, report, request.POST))


def _store(request: HttpRequest, report: VisitReport | None, form: VisitForm) -> Any:
    """Store the form, in a new report where there is none yet.

    Answers the report, or the page again with errors and everything typed.
    """
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _show(request, report, form)
    posted = form.cleaned_data
    said: dict[str, Any] = {"values": form.values, "by": request.user, "key": form.content_key}
    try:
        if report is None:
            return actions.create_report(plan=form.plan, form_key=posted["submission_key"], **said)
        return actions.save_report(report, version=posted["version"], **said)
    except Stale as stale:
        return _show_conflict(request, stale.row)
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, report, form)


def _show_conflict(request: HttpRequest, report: VisitReport) -> HttpResponse:
    current = get_report(request.user, report.pk)
    data = posted_over(current, request.POST)
    data.pop("submission_key", None)
    form = _form_of(request, current, data)
    present_conflict(request, form, stored=current, texts=words_of(current), subject="本表")
    return _show(request, current, form)


def _show(
    request: HttpRequest,
    report: VisitReport | None,
    form: VisitForm | None = None,
    *,
    reason: str | None = None,
) -> HttpResponse:
    """The report: with a form to write, without one to read. `reason` keeps what was typed into 退回."""
    context = {
        "report": report,
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
        "steps": _steps(request, report),
        "extension": extension_of(request.user, report),
        "copies": copy_form(request.user, report) if report and report.pk else None,
        **(form_context(request.user, form, report) if form else _read_context(request.user, report)),
    }
    return render(
        request, "guidance/reporting/visits/report.html", context | paper_context(report, reason=reason)
    )


def _read_context(user: User, report: VisitReport | None) -> dict[str, Any]:
    writes = report is not None and can_write(user, report, *GUIDES)
    return {"form": None, "files": files_of(report, writes=writes)}


def _steps(request: HttpRequest, report: VisitReport | None) -> StepUrls:
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
    """接收 of the version that was read."""
    take_step(request, get_report(request.user, pk), workflow.accept_paper, "已接收。")
    return redirect("guidance:visit", pk)


@require_POST
@require_roles(*PLAN_MANAGERS)
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """退回 with a reason."""
    found = get_report(request.user, pk)
    days = found.plan.correction_days
    reason = take_return_step(request, found, workflow.return_paper, "已退回。", correction_days=days)
    if reason is not None:
        return _show(request, get_report(request.user, pk), reason=reason)
    return redirect("guidance:visit", pk)
