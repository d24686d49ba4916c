"""Attachment 1 read back: the links that it would write, the plan they go into, and 写入."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.records import Refused
from guidance.reporting.attachments.access import get_own_paper
from guidance.reporting.attachments.attachment1 import actions as attachment1_actions
from guidance.reporting.attachments.attachment1.contexts import links_context
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.forms import LinksForm
from guidance.reporting.attachments.models import ReadPaper


@require_POST
@require_roles(*PLAN_MANAGERS)
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """写入联系点: all rows or none."""
    paper = get_own_paper(request.user, pk, Attachment.ATTACHMENT1)
    form = LinksForm(request.POST)
    if not form.is_valid():
        return _render_links(request, paper, form)
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
        return _render_links(request, paper, form)
    messages.success(request, f"已写入{chosen['plan']}：{written}。")
    return redirect(f"{paper.get_absolute_url()}?plan={chosen['plan'].pk}")


def _render_links(request: HttpRequest, paper: ReadPaper, form: LinksForm) -> HttpResponse:
    """The page again, with what was wrong in `form`."""
    plan_key = request.POST.get("plan") or request.GET.get("plan", "")
    context = links_context(request.user, paper, plan_key, form)
    return render(request, "guidance/reporting/attachments/assignments.html", context)
