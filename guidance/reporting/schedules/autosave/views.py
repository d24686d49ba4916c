"""自动保存: what the page's script asks for while somebody types. Answers are JSON."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from guidance.core import clock
from guidance.core.access import REPORTERS, require_roles
from guidance.core.merge import Merged
from guidance.core.records import Refused
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules import actions
from guidance.reporting.schedules.access import can_submit, get_sheet
from guidance.reporting.schedules.cells import Cell, read_cell
from guidance.reporting.schedules.date_spans import BadDate, explain
from guidance.reporting.schedules.forms import OUT_OF_SCOPE_MESSAGE, CellFields, Forms
from guidance.reporting.schedules.typed_cells import twin


@require_GET
@require_roles(*REPORTERS)
def read_text(request: HttpRequest, number: int) -> JsonResponse:
    """How the text of a cell is understood, before it is saved."""
    rounds = ReportingRound.objects.in_plan(Plan.objects.current())
    year = get_object_or_404(rounds, number=number).due_on.year
    text = request.GET.get("text", "")[:200]
    try:
        span = read_cell(text, year, one_day="one_day" in request.GET)
    except BadDate as error:
        return JsonResponse({"error": str(error)})
    return JsonResponse({"reading": explain(span, year), "is_words": span.is_words})


@require_POST
@require_roles(*REPORTERS)
def autosave(request: HttpRequest, number: int, unit_id: int) -> JsonResponse:
    """Store each cell that can be; answer how every cell stands then."""
    opened = get_sheet(request.user, number, unit_id, carry=True)
    forms = Forms.for_user(request.user, opened, request.POST)
    if not forms.of_cells:
        raise PermissionDenied
    if forms.strangers():
        return JsonResponse({"refused": OUT_OF_SCOPE_MESSAGE})
    if overruled := forms.overruled(opened):
        return JsonResponse({"refused": overruled})
    forms.are_valid()
    try:
        saved = actions.save_cells(
            unit=opened.unit, round=opened.round, typed=forms.typed, by=request.user, partly=True
        )
    except Refused as refused:
        return JsonResponse({"refused": f"没有保存：{refused}"})
    sheet = get_sheet(request.user, number, unit_id, carry=True)
    now = Forms.for_user(request.user, sheet)
    context = {"sheet": sheet, "forms": now, "asks": can_submit(request.user, sheet.unit)}
    return JsonResponse(
        {
            "saved_at": f"{clock.now():%H:%M}",
            "doubts": render_to_string("guidance/reporting/schedules/doubts.html", context, request),
            "cells": _answers(forms, now, saved.merged),
        }
    )


def _answers(sent: Forms, now: Forms, merged: Merged[Cell]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {
        cell.shown.key: [str(text) for text in form.errors.get(cell.shown.column.value, ())]
        for form in sent.of_cells
        for cell in form.cells
    }
    return {
        cell.shown.key: _answer(cell, errors.get(cell.shown.key, []), merged)
        for form in now.of_cells
        for cell in form.cells
        if cell.text is not None
    }


def _answer(fields: CellFields, errors: list[str], merged: Merged[Cell]) -> dict[str, Any]:
    """How one cell stands: what is stored, and what is to be said beneath it."""
    shown = fields.shown
    clash = merged.clashes.get(shown.key)
    fields.other_version = clash or merged.theirs.get(shown.key)
    return {
        "text": shown.text,
        "kind": shown.cell.kind,
        "was": twin(shown.cell, shown.year),
        "reading": fields.reading,
        "is_words": shown.cell.span.is_words,
        "errors": errors,
        "clashes": clash is not None,
        "notes": render_to_string("guidance/reporting/schedules/cell_notes.html", {"cell": fields}),
    }
