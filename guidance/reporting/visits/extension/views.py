"""延期: more time for a visit report, given by the municipal office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.dates import format_day
from guidance.core.records import Refused
from guidance.core.workflow.forms import ExtensionForm
from guidance.core.workflow.steps import error_messages
from guidance.reporting.visits.extension.actions import extend_report
from guidance.reporting.visits.extension.forms import get_extension_form
from guidance.reporting.visits.models import VisitReport


@require_roles(*PLAN_MANAGERS)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """延期 with its reason. Wrong input is shown again on a page of its own."""
    visible = VisitReport.objects.visible_to(request.user)
    report = get_object_or_404(visible.select_related("plan", "leader", "township__unit"), pk=pk)
    form = get_extension_form(request.user, report, request.POST or None)
    if form is None:
        messages.error(request, f"没有延期：本表{report.get_status_display()}，不需要延期。")
        return redirect("guidance:visit", pk)
    if request.method == "POST" and _try_to_extend(request, report, form):
        return redirect("guidance:visit", pk)
    return render(request, "guidance/reporting/visits/extend.html", {"report": report, "extension": form})


def _try_to_extend(request: HttpRequest, report: VisitReport, form: ExtensionForm) -> bool:
    """Extend the report and tell the user the outcome; return whether it was extended."""
    if not form.is_valid():
        messages.error(request, "没有延期：" + " ".join(error_messages(form)))
        return False
    try:
        extended = extend_report(report, by=request.user, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"已延期至{format_day(extended.due_on)}。")
    return True
