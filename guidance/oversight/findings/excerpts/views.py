"""摘录: the paragraphs that were picked, by section and township."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.findings import actions, queries
from guidance.oversight.findings.models import Excerpt
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section

HEADS = ("栏目", "摘录", "填报单位", "乡镇（街道）", "领导班子成员", "联系指导时间", "摘录人", "提示")


@require_roles(*PLAN_MANAGERS)
def excerpts(request: HttpRequest) -> HttpResponse:
    """The collection, and what was taken out of it last."""
    plan = Plan.objects.current()
    found = queries.collection(request.user, plan)
    sections = queries.by_section(found)
    context = {
        "current_plan": plan,
        "count": len(found),
        "sections": sections,
        "as_text": queries.as_text(sections),
        "removed": queries.removed_last(request.user, plan, found),
    }
    return render(request, "guidance/oversight/findings/excerpts.html", context)


@require_roles(*PLAN_MANAGERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The collection as .xlsx or .csv."""
    found = queries.collection(request.user, Plan.objects.current())
    return table_response(
        request,
        kind,
        name=f"经验做法和工作建议摘录（{clock.today():%Y-%m-%d}）",
        heads=HEADS,
        rows=map(_cells, found),
        count=lambda: len(found),
        back=reverse("guidance:excerpts"),
    )


def _cells(one: queries.Collected) -> list[str]:
    report = one.excerpt.report
    return [
        *(Section(one.excerpt.section).label, one.excerpt.text, report.township.unit.printed_name),
        *(report.township.name, report.leader.name, report.period, str(one.excerpt.picked_by), one.doubt),
    ]


@require_POST
@require_roles(*PLAN_MANAGERS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """移除; the page offers to bring it back."""
    actions.remove(get_object_or_404(Excerpt.objects.editable_by(request.user), pk=pk))
    messages.success(request, "已移除。移错了的，可以在“最近移除”中撤销。")
    return redirect("guidance:excerpts")


@require_POST
@require_roles(*PLAN_MANAGERS)
def restore(request: HttpRequest, history_id: int) -> HttpResponse:
    """撤销 of 移除."""
    removed = get_object_or_404(queries.removed_rows(request.user), history_id=history_id)
    made = actions.restore(removed, by=request.user)
    messages.success(request, "已恢复。")
    return redirect(f"{reverse('guidance:excerpts')}#excerpt-{made.pk}")
