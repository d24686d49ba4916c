"""任务完成情况: the duties of each leader with their proofs; and the tasks of a unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core import clock
from guidance.core.access import GUIDANCE_READERS, GUIDES, require_roles
from guidance.core.conflicts import present_conflict, with_stored_version
from guidance.core.lists import get_list_url, get_page, name_download
from guidance.core.records import StaleRows
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.duties.actions import save_unit_task
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.export import DUTY_HEADS, make_duty_rows
from guidance.oversight.duties.forms import DutyFilter, UnitTaskForm
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.queries import get_duty_matrix, units_with_tasks
from guidance.oversight.duties.rules import sum_duties
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

PAGE_SIZE = 10  # leaders


@require_roles(*GUIDANCE_READERS)
def duties(request: HttpRequest) -> HttpResponse:
    """The duties of all leaders that the user sees; the address holds the filter."""
    plan = Plan.objects.current()
    matrix = get_duty_matrix(request.user, plan)
    form = DutyFilter(request.GET, matrix=matrix)
    chosen = form.filter_rows(matrix)
    page = get_page(request, form.filter_status(chosen).rows, PAGE_SIZE)
    context = {
        "plan": plan,
        "current_plan": plan,
        "form": form,
        "milestones": matrix.milestones,
        "page": page,
        "sums": sum_duties(chosen.duties),
    }
    return render(request, "guidance/oversight/duties/index.html", context)


@require_roles(*GUIDANCE_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every cell as seen, all pages, as .xlsx or .csv."""
    matrix = get_duty_matrix(request.user, Plan.objects.current())
    form = DutyFilter(request.GET, matrix=matrix)
    rows = list(make_duty_rows(form.filter_status(form.filter_rows(matrix))))
    back = get_list_url(request, "duties")
    name = name_download("任务完成情况")
    return table_response(
        request, kind, name=name, heads=DUTY_HEADS, rows=rows, count=lambda: len(rows), back=back
    )


@require_roles(*GUIDANCE_READERS)
def unit_task(request: HttpRequest, unit_id: int, task: str) -> HttpResponse:
    """One task of a unit: a form for the leader, her liaison and staff, else read-only."""
    plan = Plan.objects.current()
    unit = get_object_or_404(units_with_tasks(request.user, *GUIDANCE_READERS), pk=unit_id)
    if plan is None or task not in UnitTask:
        raise Http404
    editable = units_with_tasks(request.user, *GUIDES).filter(pk=unit.pk).exists()
    record = _get_record(request, plan, unit, task)
    if request.method == "POST":
        if not editable:
            raise PermissionDenied
        return _save_task(request, plan, unit, task, record)
    form = UnitTaskForm(user=request.user, plan=plan, unit=unit, record=record) if editable else None
    return _render_task(request, plan, unit, task, record, form)


def _get_record(request: HttpRequest, plan: Plan, unit: ReportingUnit, task: str) -> UnitTaskRecord | None:
    records = UnitTaskRecord.objects.visible_to(request.user).filter(plan=plan, unit=unit, task=task)
    return records.select_related("saved_by", "report__township__unit", "report__leader").first()


def _save_task(
    request: HttpRequest, plan: Plan, unit: ReportingUnit, task: str, record: UnitTaskRecord | None
) -> HttpResponse:
    form = UnitTaskForm(request.POST, user=request.user, plan=plan, unit=unit, record=record)
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _render_task(request, plan, unit, task, record, form)
    version = form.cleaned_data["version"]
    try:
        save_unit_task(plan=plan, unit=unit, task=task, values=form.values, version=version, by=request.user)
    except StaleRows as stale:
        data = with_stored_version(stale.row, request.POST)
        form = UnitTaskForm(data, user=request.user, plan=plan, unit=unit, record=stale.row)
        texts = form.get_texts(stale.row)
        present_conflict(request, form, stored=stale.row, texts=texts, subject="这条记录")
        return _render_task(request, plan, unit, task, stale.row, form)
    messages.success(request, f"已保存（{clock.now():%H:%M}）。")
    return redirect("guidance:duty_unit_task", unit.pk, task)


def _render_task(
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
        "shows_report": record is not None and _can_see_report(request, record),
    }
    return render(request, "guidance/oversight/duties/unit_task.html", context)


def _can_see_report(request: HttpRequest, record: UnitTaskRecord) -> bool:
    """Whether the user may open the report of the record."""
    return VisitReport.objects.visible_to(request.user).filter(pk=record.report_id).exists()
