"""逐村填报: the days of the three meetings in the villages of one township."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.records import ClashingCells, Refused
from guidance.core.workflow.steps import error_messages
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules import queries
from guidance.reporting.schedules.conflicts import (
    add_changes_message,
    posted_over_cells,
    present_cell_conflicts,
)
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.villages import actions as villages_actions
from guidance.reporting.schedules.villages import queries as villages_queries
from guidance.reporting.schedules.villages.actions import OUT_OF_SCOPE_MESSAGE, VillageSaveResult
from guidance.reporting.schedules.villages.forms import VillageForms
from guidance.reporting.schedules.villages.queries import VillageSheet


@require_roles(*PLAN_READERS)
def villages(request: HttpRequest, township_id: int) -> HttpResponse:
    """Read, or fill in where the township is the user's own; a POST saves the whole page at once."""
    sheet = _get_sheet(request, township_id)
    if request.method != "POST":
        return _render_sheet(request, sheet)
    if not _may_fill_in(request, sheet):
        raise PermissionDenied
    return _save(request, sheet)


def _get_sheet(request: HttpRequest, township_id: int) -> VillageSheet:
    """The township within the user's scope; 404 outside, and where the plan has no village level."""
    plan = Plan.objects.current()
    townships = Township.objects.visible_to(request.user).select_related("unit")
    township = get_object_or_404(townships, pk=township_id)
    if plan is None or not plan.meetings_by_village:
        raise Http404
    return villages_queries.get_village_sheet(plan, township)


def _may_fill_in(request: HttpRequest, sheet: VillageSheet) -> bool:
    return Township.objects.editable_by(request.user).filter(pk=sheet.township.pk).exists()


def _render_sheet(
    request: HttpRequest, sheet: VillageSheet, forms: VillageForms | None = None
) -> HttpResponse:
    """The page; `forms` keeps what was typed and could not be stored."""
    if forms is None and _may_fill_in(request, sheet):
        forms = VillageForms(sheet)
    context = {
        "sheet": sheet,
        "township": sheet.township,
        "forms": forms,
        "round": _current_round(sheet.plan),
        "current_plan": sheet.plan,
    }
    return render(request, "guidance/reporting/schedules/villages.html", context)


def _current_round(plan: Plan) -> ReportingRound | None:
    return queries.current_round(ReportingRound.objects.in_plan(plan))


def _save(request: HttpRequest, sheet: VillageSheet) -> HttpResponse:
    forms = VillageForms(sheet, request.POST)
    is_valid = forms.are_valid()
    if forms.has_out_of_scope_fields():
        messages.error(request, OUT_OF_SCOPE_MESSAGE)
        return _render_sheet(request, sheet, forms)
    if not is_valid:
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(error_messages(*forms.lines)))
        return _render_sheet(request, sheet, forms)
    try:
        saved = villages_actions.save_village_meetings(
            plan=sheet.plan, township=sheet.township, typed_cells=forms.typed_cells, by=request.user
        )
    except ClashingCells as clash:
        return _show_conflict(request, sheet, clash)
    except Refused as refused:
        messages.error(request, str(refused))
        return _render_sheet(request, sheet, forms)
    _add_result_messages(request, sheet, saved)
    return redirect("guidance:schedule_villages", sheet.township.pk)


def _add_result_messages(request: HttpRequest, sheet: VillageSheet, saved: VillageSaveResult) -> None:
    """What was stored, what became of the sheets, and what someone else changed meanwhile."""
    if saved.merged.mine:
        message = f"已保存 {len(saved.merged.mine)} 处（{clock.now():%H:%M}）。"
        if saved.papers:
            rounds = "、".join(f"{paper.round}" for paper in saved.papers)
            message += f"{rounds}日程安排表中本乡镇（街道）的日期已随之更新，尚未上报。"
        messages.success(request, message)
        _add_sent_message(request, sheet)
    else:
        messages.info(request, "没有改动，无需保存。")
    add_changes_message(request, sheet, saved.previous_writer, saved.merged.theirs)


def _add_sent_message(request: HttpRequest, sheet: VillageSheet) -> None:
    """A sheet that is with the office says what it said when it was sent."""
    current = _current_round(sheet.plan)
    papers = ScheduleReturn.objects.visible_to(request.user).sent()
    paper = papers.filter(unit=sheet.township.unit_id, round=current).first()
    if paper:
        step = (
            "如需更正，请撤回后重新上报"
            if paper.status == "submitted"
            else "如需更正，请联系市妇联组联部退回"
        )
        messages.info(
            request,
            f"{current}日程安排表{paper.get_status_display()}，表中仍是上报时的日期；{step}。",
        )


def _show_conflict(request: HttpRequest, opened: VillageSheet, clash: ClashingCells) -> HttpResponse:
    now = _get_sheet(request, opened.township.pk)
    forms = VillageForms(now, posted_over_cells(request.POST, VillageForms(now).lines, clash.merged))
    present_cell_conflicts(request, now, forms.lines, clash)
    return _render_sheet(request, now, forms)
