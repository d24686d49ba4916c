"""任务完成情况: what the plan asks of each leader, with what proves it; and the tasks of a unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, GUIDES, has_role, require_roles
from guidance.core.conflicts import posted_over, present_conflict
from guidance.core.records import Stale
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.duties.actions import save_unit_task
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.export import HEADS, lines_of
from guidance.oversight.duties.forms import DutyFilter, UnitTaskForm
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.queries import matrix_of, units_with_tasks
from guidance.oversight.duties.rules import sum_up
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

PAGE_SIZE = 10  # leaders


@require_roles(*GUIDANCE_READERS)
def duties(request: HttpRequest) -> HttpResponse:
    """The duties of all leaders that the user sees; the filter stands in the address."""
    plan = Plan.objects.current()
    found = matrix_of(request.user, plan)
    form = DutyFilter(request.GET, matrix=found)
    chosen = form.chosen(found)
    page = Paginator(form.shown(chosen).rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "current_plan": plan,
        "form": form,
        "stages": found.stages,
        "page": page,
        "sums": sum_up(chosen.duties),
        "guides": has_role(request.user, *GUIDES),
    }
    return render(request, "guidance/oversight/duties/index.html", context)


@require_roles(*GUIDANCE_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every cell as seen, all pages, as .xlsx or .csv."""
    found = matrix_of(request.user, Plan.objects.current())
    form = DutyFilter(request.GET, matrix=found)
    rows = list(lines_of(form.shown(form.chosen(found))))
    back = f"{reverse('guidance:duties')}?{request.GET.urlencode()}"
    name = f"任务完成情况（{clock.today():%Y-%m-%d}）"
    return table_response(
        request, kind, name=name, heads=HEADS, rows=rows, count=lambda: len(rows), back=back
    )


@require_roles(*GUIDANCE_READERS)
def unit_task(request: HttpRequest, unit_id: int, task: str) -> HttpResponse:
    """How far one task of a unit is: to write for the leader, her liaison and staff, else to read."""
    plan = Plan.objects.current()
    unit = get_object_or_404(units_with_tasks(request.user, *GUIDANCE_READERS), pk=unit_id)
    if plan is None or task not in UnitTask:
        raise Http404
    editable = units_with_tasks(request.user, *GUIDES).filter(pk=unit.pk).exists()
    record = _stored(request, plan, unit, task)
    if request.method == "POST":
        if not editable:
            raise PermissionDenied
        return _save(request, plan, unit, task, record)
    form = UnitTaskForm(user=request.user, plan=plan, unit=unit, record=record) if editable else None
    return _show(request, plan, unit, task, record, form)


def _stored(request: HttpRequest, plan: Plan, unit: ReportingUnit, task: str) -> UnitTaskRecord | None:
    found = UnitTaskRecord.objects.visible_to(request.user).filter(plan=plan, unit=unit, task=task)
    return found.select_related("saved_by", "report__township__unit", "report__leader").first()


def _save(
    request: HttpRequest, plan: Plan, unit: ReportingUnit, task: str, record: UnitTaskRecord | None
) -> HttpResponse:
    form = UnitTaskForm(request.POST, user=request.user, plan=plan, unit=unit, record=record)
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _show(request, plan, unit, task, record, form)
    version = form.cleaned_data["version"]
    try:
        save_unit_task(plan=plan, unit=unit, task=task, values=form.values, version=version, by=request.user)
    except Stale as stale:
        data = posted_over(stale.row, request.POST)
        form = UnitTaskForm(data, user=request.user, plan=plan, unit=unit, record=stale.row)
        texts = form.texts_of(stale.row)
        present_conflict(request, form, stored=stale.row, texts=texts, subject="这条记录")
        return _show(request, plan, unit, task, stale.row, form)
    messages.success(request, f"已保存（{clock.now():%H:%M}）。")
    return redirect("guidance:duty_unit_task", unit.pk, task)


def _show(
    request: HttpRequest,
    plan: Plan,
    unit: ReportingUnit,
    task: str,
    record: UnitTaskRecord | None,
    form: UnitTaskForm | None,
) -> HttpResponse:
    context = {
        "unit": unit,
        "task": task,
        "task_label": UnitTask(task).label,
        "record": record,
        "form": form,
        "plan": plan,
        "is_settled": record is not None and record.state == Settlement.SETTLED,
        "shows_report": record is not None and _sees(request, record),
    }
    return render(request, "guidance/oversight/duties/unit_task.html", context)


def _sees(request: HttpRequest, record: UnitTaskRecord) -> bool:
    """Whether the report that is named is one that the user may open."""
    return VisitReport.objects.visible_to(request.user).filter(pk=record.report_id).exists()
