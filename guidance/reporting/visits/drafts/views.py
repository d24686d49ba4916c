"""Drafts: autosave, the page that works offline, and copies for another township."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from guidance.core import clock
from guidance.core.access import GUIDES, VISIT_AUTHORS, require_roles
from guidance.core.merge import Values
from guidance.core.records import Refused
from guidance.core.workflow.steps import error_messages
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.visits import actions
from guidance.reporting.visits.access import get_own_report, get_report
from guidance.reporting.visits.contexts import get_form_context
from guidance.reporting.visits.forms import VisitForm, get_copy_form
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import describe_fields, get_initial, get_reportable_links
from guidance.reporting.visits.rules import plain_values

REQUIRED_TO_SAVE = ("link", "started_on")
MAX_DRAFTS = 50  # that a phone keeps for one person


@require_POST
@require_roles(*GUIDES)
def autosave(request: HttpRequest) -> JsonResponse:
    """Store every valid field and answer how each field stands then.

    `draft` is the key of the form, `bases` what the page knew of the stored values before (see core.merge).
    """
    key, bases = _parse_key(request.POST.get("draft", "")), _parse_bases(request.POST.get("bases", ""))
    if key is None or bases is None:
        return JsonResponse({"refused": "没有保存：页面内容不完整，请刷新后重试。填写的内容还在本机。"})
    report = VisitReport.objects.visible_to(request.user).filter(creation_key=key).first()
    plan = report.plan if report else get_current_plan()
    form = VisitForm(request.POST, user=request.user, plan=plan, report=report)
    form.is_valid()
    errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    typed = form.typed_values
    if report is None and not all(typed.get(name) for name in REQUIRED_TO_SAVE):
        return JsonResponse({"waits": "选好乡镇（街道）和开始日期后自动保存到服务器。", "errors": errors})
    try:
        saved = actions.save_draft(
            plan=plan, form_key=key, values=form.values, typed=typed, bases=bases, by=request.user
        )
    except Refused as refused:
        sent = report is not None and not report.is_open
        return JsonResponse({"refused": str(refused), "sent": sent, "address": _get_url(report)})
    return JsonResponse(_autosave_answer(saved, errors, request))


def _parse_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _parse_bases(text: str) -> list[Values] | None:
    """A list of mappings from field to text or texts; None if the text is anything else."""
    try:
        bases = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    if not isinstance(bases, list) or not all(isinstance(base, dict) for base in bases):
        return None
    return [{str(name): value for name, value in base.items() if _is_value(value)} for base in bases]


def _is_value(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(part, str) for part in value)
    )


def _autosave_answer(
    saved: actions.SavedDraft, errors: dict[str, list[str]], request: HttpRequest
) -> dict[str, Any]:
    report, merged = saved.report, saved.merged
    values = plain_values(get_initial(report, request.user))
    stored_texts = describe_fields(report) if merged.clashes or merged.theirs else {}
    return {
        **_summarize(report),
        "values": values,
        "errors": errors,
        "theirs": sorted(merged.theirs),
        "clashes": {name: stored_texts.get(name) or "（空）" for name in sorted(merged.clashes)},
        "changed_by": str(saved.previous_saved_by or "") if stored_texts else "",
        "saved_at": f"{clock.now():%H:%M}",
    }


def _summarize(report: VisitReport) -> dict[str, Any]:
    return {
        "draft": str(report.creation_key),
        "report": report.pk,
        "version": report.version,
        "address": _get_url(report),
        "title": f"{report.township.printed_name} {report.period}",
    }


def _get_url(report: VisitReport | None) -> str:
    return reverse("guidance:visit", args=[report.pk]) if report else ""


@require_GET
@require_roles(*VISIT_AUTHORS)
def drafts(request: HttpRequest) -> HttpResponse:
    """The page that opens without a network: the drafts of this phone, and a form.

    It holds only the user's own linked townships, so the browser may keep it.
    """
    plan = get_current_plan()
    form = VisitForm(user=request.user, plan=plan, initial={"started_on": clock.today()})
    context = get_form_context(request.user, form, None) | {"is_offline_page": True}
    return render(request, "guidance/reporting/visits/drafts.html", context)


@require_GET
@require_roles(*VISIT_AUTHORS)
def drafts_list(request: HttpRequest) -> JsonResponse:
    """The user's open drafts on the server, and a CSRF token: fetched when the phone is online again."""
    plan = Plan.objects.current()
    reports = VisitReport.objects.editable_by(request.user).filter(plan=plan)
    reports = reports.select_related("plan", "leader", "township__unit", "saved_by")[:MAX_DRAFTS]
    links = list(get_reportable_links(request.user, plan)) if plan else []
    rows = [
        _summarize(report) | {"values": plain_values(get_initial(report, request.user, links))}
        for report in reports
    ]
    response = JsonResponse({"owner": request.user.username, "token": get_token(request), "drafts": rows})
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@require_roles(*GUIDES)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """复制到另一个联系点, then open the copy."""
    report = get_own_report(request.user, pk)
    form = get_copy_form(request.user, report, request.POST)
    if form is None or not form.is_valid():
        messages.error(request, " ".join(error_messages(form)) if form else "没有可以复制到的联系点。")
        return redirect("guidance:visit", pk)
    data = form.cleaned_data
    created = actions.copy_report(report, link=data["link"], by=request.user, form_key=data["copy_key"])
    township = get_report(request.user, created.pk).township
    messages.success(request, f"已复制为{township.printed_name}的草稿，请核对后上报。")
    return redirect("guidance:visit", created.pk)
