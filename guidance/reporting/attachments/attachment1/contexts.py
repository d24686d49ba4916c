"""What the page of a read Attachment 1 shows, in the plan that is asked for by its key."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan
from guidance.reporting.attachments.attachment1.matching import Preview, plan_for_links, preview_links
from guidance.reporting.attachments.forms import LinksForm
from guidance.reporting.attachments.models import ReadPaper


def links_context(
    user: User, paper: ReadPaper, plan_key: str, form: LinksForm | None = None
) -> dict[str, Any]:
    """What the file would write into the plan that is asked for; else into the one that waits for links."""
    if not has_role(user, *PLAN_MANAGERS):
        raise PermissionDenied("附件1由市妇联组联部读入。")
    plan = _get_plan(paper, plan_key)
    preview = preview_links(paper, user, plan)
    return {
        "paper": paper,
        "preview": preview,
        "form": form or LinksForm(initial={"plan": plan, "valid_from": plan.issued_on}),
        "plans": Plan.objects.order_by("-issued_on"),
        "townships": _offered_townships(preview),
        "is_own": paper.uploaded_by_id == user.pk,
    }


def undecided_rows(user: User, paper: ReadPaper, plan_key: str) -> tuple[list[int], set[int]]:
    """The rows whose township somebody has to name, and the townships they may be about."""
    preview = preview_links(paper, user, _get_plan(paper, plan_key))
    return [row.number for row in preview.unknown], {township.pk for township in _offered_townships(preview)}


def _get_plan(paper: ReadPaper, plan_key: str) -> Plan:
    plans = list(Plan.objects.order_by("-issued_on"))
    if plan_key:
        plan = next((plan for plan in plans if str(plan.pk) == plan_key), None)
        if plan is None:
            raise Http404
        return plan
    return paper.plan if paper.used_at else plan_for_links(plans, paper.plan) or paper.plan


def _offered_townships(preview: Preview) -> list[Township]:
    """The townships that an unknown row may be about."""
    if not preview.unknown:
        return []
    return list(Township.objects.select_related("unit").order_by("unit__attachment_order", "name"))
