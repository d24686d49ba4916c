"""Filling in and sending the schedule of a unit."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance import clock
from guidance.access import User
from guidance.places.models import ReportingUnit
from guidance.plans.models import ReportingRound, ScheduleColumn
from guidance.schedules.forms import Cell
from guidance.schedules.models import ScheduleLine, ScheduleReturn
from guidance.workflow.actions import Refused, lock

Cells = dict[str, Cell]


@transaction.atomic
def save_schedule(
    *,
    unit: ReportingUnit,
    round: ReportingRound,
    lines: dict[int, Cells],
    completion: Cells | None,
    by: User,
    version: int,
    key: UUID,
) -> ScheduleReturn:
    """存草稿: the cells of `lines` (by township) and of the unit, all or nothing.

    `version` is the one the form was opened on, 0 where there was no return yet; `key` marks
    the form and what it says, so that the same form sent twice is stored once. Raises Stale when someone else
    saved meanwhile and Refused when the paper is not with its author.
    """
    paper, _ = ScheduleReturn.objects.get_or_create(unit=unit, round=round)
    # Locked in both ways: against a second writer, and against the version read.
    paper = ScheduleReturn.objects.select_for_update().get(pk=paper.pk)
    if paper.submission_key == key:
        return paper
    paper = lock(paper, version=version)
    if not paper.is_open:
        raise Refused(
            f"本表{paper.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )
    if completion is not None:
        _put_completion(paper, completion)
    _put_lines(paper, lines)
    paper.version += 1
    paper.submission_key = key
    paper.saved_by, paper.saved_at = by, clock.now()
    paper.save()
    if not ScheduleReturn.objects.editable_by(by).filter(pk=paper.pk).exists():
        raise PermissionDenied  # rolls back: the row left the user's scope while saving
    return paper


def _put_completion(paper: ScheduleReturn, cells: Cells) -> None:
    span, kind = cells[ScheduleColumn.COMPLETION]
    paper.federations_done_on = span.start
    paper.federations_done_note = span.note
    paper.federations_done_kind = kind


def _put_lines(paper: ScheduleReturn, lines: dict[int, Cells]) -> None:
    kept = {line.township_id: line for line in paper.lines.all()}
    for township_id, cells in lines.items():
        line = kept.get(township_id) or ScheduleLine(schedule_return=paper, township_id=township_id)
        for column, (span, kind) in cells.items():
            line.set_span(column, span, kind)
        line.save()
