"""日程安排: one unit's sheet, and the steps of the paper. One action, one address."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import (
    PLAN_MANAGERS,
    PLAN_READERS,
    REPORTERS,
    SCHEDULE_SUBMITTERS,
    UNIT_REPORTERS,
    get_scope,
    has_role,
    require_roles,
)
from guidance.core.records import ClashingCells, Refused
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.forms import ExtensionForm
from guidance.core.workflow.steps import (
    StepUrls,
    available_steps,
    error_messages,
    paper_context,
    take_return_step,
    take_step,
)
from guidance.reporting.schedules import actions
from guidance.reporting.schedules.access import can_submit_for_unit, get_sheet
from guidance.reporting.schedules.actions import SaveResult
from guidance.reporting.schedules.conflicts import (
    add_changes_message,
    posted_over_cells,
    present_cell_conflicts,
)
from guidance.reporting.schedules.forms import OUT_OF_SCOPE_MESSAGE, SheetForms
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.sheets import Sheet


def _may_fill_in(request: HttpRequest, sheet: Sheet) -> bool:
    if not has_role(request.user, *REPORTERS) or sheet.closed_reason:
        return False
    return sheet.paper is None or sheet.paper.is_open


def _render_sheet(
    request: HttpRequest,
    sheet: Sheet,
    forms: SheetForms | None = None,
    *,
    reason: str | None = None,
    extension: Any = None,
) -> HttpResponse:
    """Render the sheet: to fill in where the user may, else to read.

    `forms`, `reason` and `extension` keep what was typed and could not be used.
    """
    if forms is None and _may_fill_in(request, sheet):
        forms = SheetForms.for_user(request.user, sheet)
        if not forms.cell_forms:  # the user fills in elsewhere, and reads here in another role
            forms = None
    is_staff = has_role(request.user, *PLAN_MANAGERS)
    steps = _steps(request, sheet)
    context = {
        "sheet": sheet,
        "forms": forms,
        "can_submit": can_submit_for_unit(request.user, sheet.unit),
        "is_staff": is_staff,
        "steps": steps,
        "can_mark_cells": bool(steps.return_),
        "extension": extension or (_extension_form(sheet) if is_staff and not sheet.is_sent else None),
        "current_plan": sheet.round.plan,
    }
    return render(
        request,
        "guidance/reporting/schedules/sheet.html",
        context | paper_context(sheet.paper, reason=reason),
    )


def _extension_form(sheet: Sheet, data: Any = None) -> ExtensionForm:
    paper = sheet.paper
    initial = {"due_on": paper.extended_due_on, "reason": paper.extension_reason} if paper else {}
    return ExtensionForm(data, after=sheet.round.due_on, initial=initial)


def _steps(request: HttpRequest, sheet: Sheet) -> StepUrls:
    place = (sheet.round.number, sheet.unit.pk)
    return available_steps(
        sheet.paper,
        can_send=sheet.unit.pk in get_scope(request.user, *UNIT_REPORTERS).units,
        can_review=has_role(request.user, *PLAN_MANAGERS),
        urls=StepUrls(
            withdraw=reverse("guidance:schedule_withdraw", args=place),
            accept=reverse("guidance:schedule_accept", args=place),
            return_=reverse("guidance:schedule_return", args=place),
        ),
    )


@require_roles(*PLAN_READERS)
def schedule(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """Read or fill in; a POST is 存草稿."""
    reports = has_role(request.user, *REPORTERS)
    sheet = get_sheet(request.user, number, unit_id, carry=reports)
    if request.method != "POST":
        return _render_sheet(request, sheet)
    saved = _save(request, sheet)
    if isinstance(saved, HttpResponse):
        return saved
    if saved.paper.is_open:
        messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    else:  # the form of a page that was left open, with nothing changed in it
        messages.info(request, f"没有改动，本表{saved.paper.get_status_display()}。")
    add_changes_message(request, sheet, saved.previous_writer, saved.merged.theirs)
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(*SCHEDULE_SUBMITTERS)
@transaction.atomic  # saving and sending are one: a second press waits and finds both done
def submit(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """上报: saves what stands in the form, then sends what the user has seen; warnings confirmed first."""
    saved = _save(request, get_sheet(request.user, number, unit_id, carry=True))
    if isinstance(saved, HttpResponse):
        return saved
    if not saved.paper.is_open:  # the same form pressed twice: the first press has sent it
        return redirect("guidance:schedule", number, unit_id)
    sheet = get_sheet(request.user, number, unit_id)
    if saved.merged.theirs:
        messages.warning(request, "已保存，尚未上报：有人同时修改了本表，请看过下面的内容后再上报。")
        add_changes_message(request, sheet, saved.previous_writer, saved.merged.theirs)
    elif request.POST.get("unchanged") and sheet.is_changed:
        places = "、".join(cell.place for cell in sheet.changed_cells)
        messages.warning(request, f"已保存，尚未上报：您改动了{places}，请核对后按“上报”。")
    elif sheet.warnings and not request.POST.get("checked"):
        messages.warning(request, "已保存，尚未上报：下面有需要核对的地方。改正后再上报，或勾选“仍要上报”。")
    else:
        _submit(request, saved.paper)
    return redirect("guidance:schedule", number, unit_id)


def _submit(request: HttpRequest, paper: ScheduleReturn) -> None:
    try:
        actions.submit_schedule(paper, by=request.user, version=paper.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已上报市妇联组联部。")


def _save(request: HttpRequest, sheet: Sheet) -> SaveResult | HttpResponse:
    """Store the posted cells, or answer the page again with errors and everything typed."""
    forms = SheetForms.for_user(request.user, sheet, request.POST)
    if not forms.cell_forms:
        raise PermissionDenied
    if forms.out_of_scope_fields():
        messages.error(request, OUT_OF_SCOPE_MESSAGE)
        return _render_sheet(request, sheet, forms if forms.are_valid() else None)
    if message := forms.get_overwritten_message(sheet):
        messages.error(request, message)
        return _render_sheet(request, sheet, forms)
    if not forms.are_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(error_messages(*forms.all_forms)))
        return _render_sheet(request, sheet, forms)
    try:
        return actions.save_cells(
            unit=sheet.unit, round=sheet.round, typed_cells=forms.typed_cells, by=request.user
        )
    except ClashingCells as clash:
        return _show_conflict(request, sheet, clash)
    except Refused as refused:
        messages.error(request, f"没有保存：{refused}您填写的内容还在下面。")
        return _render_sheet(request, sheet, forms)


def _show_conflict(request: HttpRequest, opened: Sheet, clash: ClashingCells) -> HttpResponse:
    current = get_sheet(request.user, opened.round.number, opened.unit.pk)
    fresh_forms = SheetForms.for_user(request.user, current)
    data = posted_over_cells(request.POST, fresh_forms.cell_forms, clash.merged)
    forms = SheetForms.for_user(request.user, current, data)
    present_cell_conflicts(request, current, forms.cell_forms, clash)
    return _render_sheet(request, current, forms)


@require_POST
@require_roles(*UNIT_REPORTERS)
def withdraw(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """撤回, by the unit itself; staff return a paper instead."""
    paper = _get_paper_sheet(request, number, unit_id).paper
    take_step(request, paper, workflow.withdraw_paper, "已撤回，可以修改后重新上报。")
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(*PLAN_MANAGERS)
def accept(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """接收 of the version that was read."""
    take_step(request, _get_paper_sheet(request, number, unit_id).paper, workflow.accept_paper, "已接收。")
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(*PLAN_MANAGERS)
def return_(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """退回 with a reason, and the cells that it is about."""
    sheet = _get_paper_sheet(request, number, unit_id)
    marks = _known_keys(sheet, request.POST.getlist("marks"))
    reason = take_return_step(
        request,
        sheet.paper,
        workflow.return_paper,
        "已退回填报单位。",
        correction_days=sheet.round.plan.correction_days,
        marks=marks,
    )
    if reason is not None:
        sheet = get_sheet(request.user, number, unit_id)
        sheet.marks = frozenset(marks)
        return _render_sheet(request, sheet, reason=reason)
    return redirect("guidance:schedule", number, unit_id)


def _known_keys(sheet: Sheet, keys: Iterable[str]) -> list[str]:
    wanted = set(keys)
    return [cell.key for cell in sheet.cells if cell.key in wanted]


@require_POST
@require_roles(*PLAN_MANAGERS)
def extend(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """延期 of one unit, with its reason."""
    sheet = get_sheet(request.user, number, unit_id)
    form = _extension_form(sheet, request.POST)
    if not form.is_valid():
        messages.error(request, "没有延期：" + " ".join(error_messages(form)))
        return _render_sheet(request, sheet, extension=form)
    actions.extend_due_day(unit=sheet.unit, round=sheet.round, by=request.user, **form.cleaned_data)
    messages.success(request, f"已延期至{form.cleaned_data['due_on']:%-m月%-d日}。")
    return redirect("guidance:schedule", number, unit_id)


def _get_paper_sheet(request: HttpRequest, number: int, unit_id: int) -> Any:
    """The sheet on whose paper a step is taken; 404 without a paper, 403 where the user cannot submit it."""
    sheet = get_sheet(request.user, number, unit_id)
    if sheet.paper is None:
        raise Http404
    if not can_submit_for_unit(request.user, sheet.unit):
        raise PermissionDenied
    return sheet
