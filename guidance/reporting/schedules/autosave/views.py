"""自动保存: what the page's script asks for while somebody types. Answers are JSON."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from guidance.core import clock
from guidance.core.access import REPORTERS, require_roles
from guidance.core.merge import MergeResult
from guidance.core.records import Refused
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules import actions
from guidance.reporting.schedules.access import can_submit_for_unit, get_sheet
from guidance.reporting.schedules.cells import Cell, read_cell
from guidance.reporting.schedules.date_spans import BadDate, describe_reading
from guidance.reporting.schedules.forms import OUT_OF_SCOPE_MESSAGE, CellFields, SheetForms
from guidance.reporting.schedules.typed_cells import base_text


@require_GET
@require_roles(*REPORTERS)
def read_text(request: HttpRequest, number: int) -> JsonResponse:
    """Answer how the text of a cell is understood, before it is saved."""
    rounds = ReportingRound.objects.in_plan(Plan.objects.current())
    year = get_object_or_404(rounds, number=number).due_on.year
    text = request.GET.get("text", "")[:200]
    try:
        span = read_cell(text, year, one_day="one_day" in request.GET)
    except BadDate as error:
        return JsonResponse({"error": str(error)})
    return JsonResponse({"reading": describe_reading(span, year), "is_words": span.is_words})


@require_POST
@require_roles(*REPORTERS)
def autosave(request: HttpRequest, number: int, unit_id: int) -> JsonResponse:
    """Store each cell that can be stored; answer how every cell stands then."""
    opened = get_sheet(request.user, number, unit_id, carry=True)
    forms = SheetForms.for_user(request.user, opened, request.POST)
    if not forms.cell_forms:
        raise PermissionDenied
    if forms.out_of_scope_fields():
        return JsonResponse({"refused": OUT_OF_SCOPE_MESSAGE})
    if message := forms.get_overwritten_message(opened):
        return JsonResponse({"refused": message})
    forms.are_valid()
    try:
        saved = actions.save_cells(
            unit=opened.unit,
            round=opened.round,
            typed_cells=forms.typed_cells,
            by=request.user,
            is_partial=True,
        )
    except Refused as refused:
        return JsonResponse({"refused": f"没有保存：{refused}"})
    sheet = get_sheet(request.user, number, unit_id, carry=True)
    fresh_forms = SheetForms.for_user(request.user, sheet)
    context = {
        "sheet": sheet,
        "forms": fresh_forms,
        "asks_confirmation": can_submit_for_unit(request.user, sheet.unit),
    }
    return JsonResponse(
        {
            "saved_at": f"{clock.now():%H:%M}",
            "doubts": render_to_string("guidance/reporting/schedules/doubts.html", context, request),
            "cells": _describe_cells(forms, fresh_forms, saved.merged),
        }
    )


def _describe_cells(sent: SheetForms, fresh: SheetForms, merged: MergeResult[Cell]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {
        cell.shown.key: [str(text) for text in form.errors.get(cell.shown.column.value, ())]
        for form in sent.cell_forms
        for cell in form.cells
    }
    return {
        cell.shown.key: _describe_cell(cell, errors.get(cell.shown.key, []), merged)
        for form in fresh.cell_forms
        for cell in form.cells
        if cell.text is not None
    }


def _describe_cell(fields: CellFields, errors: list[str], merged: MergeResult[Cell]) -> dict[str, Any]:
    """How one cell stands: what is stored, and the notes to show beneath it."""
    shown = fields.shown
    clash = merged.clashes.get(shown.key)
    fields.other_version = clash or merged.theirs.get(shown.key)
    return {
        "text": shown.text,
        "kind": shown.cell.kind,
        "was": base_text(shown.cell, shown.year),
        "reading": fields.reading,
        "is_words": shown.cell.span.is_words,
        "errors": errors,
        "clashes": clash is not None,
        "notes": render_to_string("guidance/reporting/schedules/cell_notes.html", {"cell": fields}),
    }
