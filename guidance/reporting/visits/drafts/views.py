"""Drafts on their way: saved by themselves, written without a network, put before the leader, copied."""

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
from guidance.reporting.visits.contexts import form_context
from guidance.reporting.visits.forms import VisitForm, copy_form
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import initial_of, links_for, words_of
from guidance.reporting.visits.rules import plain_values

PLACE_AND_DAY = ("link", "started_on")
MOST_DRAFTS = 50  # open drafts that one person's phone takes along


@require_POST
@require_roles(*GUIDES)
def autosave(request: HttpRequest) -> JsonResponse:
    """Store every field that can be; answer how each stands then.

    `draft` is the key of the form, `bases` what the page knew of it before (see core.merge).
    """
    key, bases = _key(request.POST.get("draft", "")), _bases(request.POST.get("bases", ""))
    if key is None or bases is None:
        return JsonResponse({"refused": "没有保存：页面内容不完整，请刷新后重试。填写的内容还在本机。"})
    report = VisitReport.objects.visible_to(request.user).filter(creation_key=key).first()
    plan = report.plan if report else get_current_plan()
    form = VisitForm(request.POST, user=request.user, plan=plan, report=report)
    form.is_valid()
    errors = {name: [str(text) for text in found] for name, found in form.errors.items()}
    plain = form.plain
    if report is None and not all(plain.get(name) for name in PLACE_AND_DAY):
        return JsonResponse({"waits": "选好乡镇（街道）和开始日期后自动保存到服务器。", "errors": errors})
    try:
        kept = actions.keep_draft(
            plan=plan, form_key=key, values=form.values, plain=plain, bases=bases, by=request.user
        )
    except Refused as refused:
        sent = report is not None and not report.is_open
        return JsonResponse({"refused": str(refused), "sent": sent, "address": _address(report)})
    return JsonResponse(_answer(kept, errors, request))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _bases(text: str) -> list[Values] | None:
    """A list of maps from field to text or texts; None where it is anything else."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return [{str(name): value for name, value in one.items() if _is_value(value)} for one in found]


def _is_value(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(part, str) for part in value)
    )


def _answer(kept: actions.Kept, errors: dict[str, list[str]], request: HttpRequest) -> dict[str, Any]:
    report, merged = kept.report, kept.merged
    values = plain_values(initial_of(report, request.user))
    words = words_of(report) if merged.clashes or merged.theirs else {}
    return {
        **_head(report),
        "values": values,
        "errors": errors,
        "theirs": sorted(merged.theirs),
        "clashes": {name: words.get(name) or "（空）" for name in sorted(merged.clashes)},
        "changed_by": str(kept.saved_before_by or "") if words else "",
        "saved_at": f"{clock.now():%H:%M}",
    }


def _head(report: VisitReport) -> dict[str, Any]:
    return {
        "draft": str(report.creation_key),
        "report": report.pk,
        "version": report.version,
        "address": _address(report),
        "title": f"{report.township.printed_name} {report.period}",
    }


def _address(report: VisitReport | None) -> str:
    return reverse("guidance:visit", args=[report.pk]) if report else ""


@require_GET
@require_roles(*VISIT_AUTHORS)
def drafts(request: HttpRequest) -> HttpResponse:
    """The page that opens without a network: what this phone keeps, and a form to write on.

    It holds the user's own linked townships and nobody else's data, so the browser may keep it.
    """
    plan = get_current_plan()
    form = VisitForm(user=request.user, plan=plan, initial={"started_on": clock.today()})
    context = form_context(request.user, form, None) | {"is_offline_page": True}
    return render(request, "guidance/reporting/visits/drafts.html", context)


@require_GET
@require_roles(*VISIT_AUTHORS)
def drafts_list(request: HttpRequest) -> JsonResponse:
    """The user's open drafts as the server has them, and a token for sending: asked for on coming back."""
    plan = Plan.objects.current()
    found = VisitReport.objects.editable_by(request.user).filter(plan=plan)
    found = found.select_related("plan", "leader", "township__unit", "saved_by")[:MOST_DRAFTS]
    links = list(links_for(request.user, plan)) if plan else []
    rows = [
        _head(report) | {"values": plain_values(initial_of(report, request.user, links))} for report in found
    ]
    answer = JsonResponse({"owner": request.user.username, "token": get_token(request), "drafts": rows})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@require_roles(*GUIDES)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """复制到另一个联系点: opens the copy."""
    report = get_own_report(request.user, pk)
    form = copy_form(request.user, report, request.POST)
    if form is None or not form.is_valid():
        messages.error(request, " ".join(error_messages(form)) if form else "没有可以复制到的联系点。")
        return redirect("guidance:visit", pk)
    said = form.cleaned_data
    made = actions.copy_report(report, link=said["link"], by=request.user, form_key=said["copy_key"])
    township = get_report(request.user, made.pk).township
    messages.success(request, f"已复制为{township.printed_name}的草稿，请核对后上报。")
    return redirect("guidance:visit", made.pk)
