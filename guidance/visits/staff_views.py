"""联系指导: what the municipal office does to a report besides reviewing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.access import Role, User, has_role, require_roles
from guidance.dates import format_day
from guidance.visits import due_actions
from guidance.visits.models import VisitReport
from guidance.workflow.actions import Refused
from guidance.workflow.forms import ExtensionForm
from guidance.workflow.steps import messages_of


def extension_of(user: User, report: VisitReport | None, data: Any = None) -> ExtensionForm | None:
    """The form of 延期 for staff, as long as the report is with its author; else None."""
    if report is None or not report.is_open or not has_role(user, Role.MUNICIPAL_STAFF):
        return None
    return ExtensionForm(data, after=report.due_on)


@require_roles(Role.MUNICIPAL_STAFF)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """延期 with its reason. What cannot be used is shown again on a page of its own, with what was typed."""
    visible = VisitReport.objects.visible_to(request.user)
    report = get_object_or_404(visible.select_related("plan", "leader", "township__unit"), pk=pk)
    form = extension_of(request.user, report, request.POST or None)
    if form is None:
        messages.error(request, f"没有延期：本表{report.get_status_display()}，不需要延期。")
        return redirect("guidance:visit", pk)
    if request.method == "POST" and _extended(request, report, form):
        return redirect("guidance:visit", pk)
    return render(request, "guidance/visits/extend.html", {"report": report, "extension": form})


def _extended(request: HttpRequest, report: VisitReport, form: ExtensionForm) -> bool:
    """Whether more time was given; the user is told."""
    if not form.is_valid():
        messages.error(request, "没有延期：" + " ".join(messages_of(form)))
        return False
    try:
        done = due_actions.extend(report, by=request.user, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"已延期至{format_day(done.due_on)}。")
    return True
