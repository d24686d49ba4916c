"""Attachment 1 read back: the links that it would write, the plan they go into, and 写入."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, has_role, require_roles
from guidance.core.records import Refused
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan
from guidance.reporting.attachments.attachment1 import actions as attachment1_actions
from guidance.reporting.attachments.attachment1 import matching as attachment1_matching
from guidance.reporting.attachments.attachment1.matching import Preview
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.forms import LinksForm
from guidance.reporting.attachments.lookup import find_own
from guidance.reporting.attachments.models import ReadPaper


def show(request: HttpRequest, paper: ReadPaper, form: LinksForm | None = None) -> HttpResponse:
    """What the file would write into the plan that is asked for; else into the one that waits for links."""
    if not has_role(request.user, *PLAN_MANAGERS):
        raise PermissionDenied("附件1由市妇联组联部读入。")
    plan = _plan(request, paper)
    found = attachment1_matching.look_at(paper, request.user, plan)
    context = {
        "paper": paper,
        "found": found,
        "form": form or LinksForm(initial={"plan": plan, "valid_from": plan.issued_on}),
        "plans": Plan.objects.order_by("-issued_on"),
        "townships": _offered(found),
        "is_own": paper.uploaded_by_id == request.user.pk,
    }
    return render(request, "guidance/reporting/attachments/assignments.html", context)


def _plan(request: HttpRequest, paper: ReadPaper) -> Plan:
    asked = request.POST.get("plan") or request.GET.get("plan", "")
    plans = list(Plan.objects.order_by("-issued_on"))
    if asked:
        plan = next((plan for plan in plans if str(plan.pk) == asked), None)
        if plan is None:
            raise Http404
        return plan
    return (
        paper.plan if paper.used_at else attachment1_matching.plan_for_links(plans, paper.plan) or paper.plan
    )


def _offered(found: Preview) -> list[Township]:
    """The townships that an unknown row may be about."""
    if not found.unknown:
        return []
    return list(Township.objects.select_related("unit").order_by("unit__attachment_order", "name"))


def undecided(request: HttpRequest, paper: ReadPaper) -> tuple[list[int], set[int]]:
    """The rows whose township somebody has to name, and the townships they may be about."""
    found = attachment1_matching.look_at(paper, request.user, _plan(request, paper))
    return [one.number for one in found.unknown], {township.pk for township in _offered(found)}


@require_POST
@require_roles(*PLAN_MANAGERS)
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """写入联系点: all rows or none."""
    paper = find_own(request, pk, Attachment.ATTACHMENT1)
    form = LinksForm(request.POST)
    if not form.is_valid():
        return show(request, paper, form)
    chosen: dict[str, Any] = form.cleaned_data
    try:
        written = attachment1_actions.store_links(
            paper,
            plan=chosen["plan"],
            valid_from=chosen["valid_from"],
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, paper, form)
    messages.success(request, f"已写入{chosen['plan']}：{written}。")
    return redirect(f"{paper.get_absolute_url()}?plan={chosen['plan'].pk}")
