"""摘录: the paragraphs that were picked, by section and township."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.lists import name_download
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.findings import actions, queries
from guidance.oversight.findings.models import Excerpt
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section

EXCERPT_HEADS = ("栏目", "摘录", "填报单位", "乡镇（街道）", "领导班子成员", "联系指导时间", "摘录人", "提示")


@require_roles(*PLAN_MANAGERS)
def excerpts(request: HttpRequest) -> HttpResponse:
    """The collection, and the excerpts removed last."""
    plan = Plan.objects.current()
    collection = queries.get_collection(request.user, plan)
    sections = queries.group_by_section(collection)
    context = {
        "current_plan": plan,
        "count": len(collection),
        "sections": sections,
        "as_text": queries.format_as_text(sections),
        "removed": queries.get_last_removed(request.user, plan, collection),
    }
    return render(request, "guidance/oversight/findings/excerpts.html", context)


@require_roles(*PLAN_MANAGERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The collection as .xlsx or .csv."""
    collection = queries.get_collection(request.user, Plan.objects.current())
    return table_response(
        request,
        kind,
        name=name_download("经验做法和工作建议摘录"),
        heads=EXCERPT_HEADS,
        rows=map(_make_row, collection),
        count=lambda: len(collection),
        back=reverse("guidance:excerpts"),
    )


def _make_row(collected: queries.CollectedExcerpt) -> list[str]:
    report = collected.excerpt.report
    return [
        *(
            Section(collected.excerpt.section).label,
            collected.excerpt.text,
            report.township.unit.printed_name,
        ),
        *(
            report.township.name,
            report.leader.name,
            report.period,
            str(collected.excerpt.picked_by),
            collected.doubt,
        ),
    ]


@require_POST
@require_roles(*PLAN_MANAGERS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """移除 of an excerpt; the page offers to restore it."""
    actions.remove_excerpt(get_object_or_404(Excerpt.objects.editable_by(request.user), pk=pk))
    messages.success(request, "已移除。移错了的，可以在“最近移除”中撤销。")
    return redirect("guidance:excerpts")


@require_POST
@require_roles(*PLAN_MANAGERS)
def restore(request: HttpRequest, history_id: int) -> HttpResponse:
    """撤销 of 移除."""
    removed = get_object_or_404(queries.get_removed_rows(request.user), history_id=history_id)
    excerpt = actions.restore_excerpt(removed, by=request.user)
    messages.success(request, "已恢复。")
    return redirect(f"{reverse('guidance:excerpts')}#excerpt-{excerpt.pk}")
