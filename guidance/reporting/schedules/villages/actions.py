"""Entering the days of the villages of a township, and what follows from them in the sheets of its unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.merge import MergeResult
from guidance.core.records import ClashingCells, Refused
from guidance.core.workflow.deadlines import closed_reason
from guidance.core.workflow.models import OPEN
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.actions import refresh_derived_cells
from guidance.reporting.schedules.cells import BLANK, Cell
from guidance.reporting.schedules.models import ScheduleReturn, VillageMeeting
from guidance.reporting.schedules.typed_cells import TypedCell, merge_typed_cells, row_ids_in
from guidance.reporting.schedules.villages.queries import default_year, meeting_cell, village_meetings

OUT_OF_SCOPE_MESSAGE = "没有保存：表中有不属于本乡镇（街道）、或已撤并的村（社区）。请刷新本页后再填。"


@dataclass
class VillageSaveResult:
    """What came of a save: the cells in question, and the sheets whose cells went along."""

    merged: MergeResult[Cell]
    previous_writer: str  # who stored last what stood there before
    papers: list[ScheduleReturn]


@transaction.atomic
def save_village_meetings(
    *, plan: Plan, township: Township, typed_cells: Iterable[TypedCell], by: User
) -> VillageSaveResult:
    """The cells that were typed ("<village>-<column>"), all or none; those that nobody typed stay.

    The sheets of the unit that can still be filled in get the township's cells that follow from them;
    sent ones stay as they were sent. Raises ClashingCells where two changed the same cell, Refused where
    a village is not (or no longer) one of the township.
    """
    typed_cells = list(typed_cells)
    if not Township.objects.editable_by(by).filter(pk=township.pk).exists():
        raise PermissionDenied
    papers = _open_papers(plan, township)  # locked first: a sheet that is being saved reads the villages
    villages = set(
        Village.objects.current()
        .filter(township=township)
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not row_ids_in(typed_cells)[0] <= villages:
        raise Refused(OUT_OF_SCOPE_MESSAGE)
    rows = {f"{row.village_id}-{row.column}": row for row in village_meetings(plan, township)}
    stored = {key: meeting_cell(row) for key, row in rows.items()}
    merged = merge_typed_cells(typed_cells, lambda key: stored.get(key, BLANK), default_year(plan))
    previous_writer = _last_writer(plan, township) if merged.clashes or merged.theirs else ""
    if merged.clashes:
        raise ClashingCells(previous_writer, merged)
    for key, cell in merged.mine.items():
        _write_meeting(plan, key, cell, rows.get(key))
    changed = [paper for paper in papers if refresh_derived_cells(paper, by=by)]
    return VillageSaveResult(merged, previous_writer, changed)


def _open_papers(plan: Plan, township: Township) -> list[ScheduleReturn]:
    """The unit's sheets that somebody has begun and can still fill in, locked."""
    papers = (
        ScheduleReturn.objects.filter(unit=township.unit_id, round__plan=plan, status__in=OPEN, version__gt=0)
        .select_related("round__plan")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return [paper for paper in papers if not closed_reason(paper.round, paper, clock.today())]


def _write_meeting(plan: Plan, key: str, cell: Cell, row: VillageMeeting | None) -> None:
    day = cell.span.start
    if day is None:
        if row:
            row.delete()
        return
    village, _, column = key.rpartition("-")
    row = row or VillageMeeting(plan=plan, village_id=int(village), column=column)
    row.held_on, row.kind = day, cell.kind
    row.save()


def _last_writer(plan: Plan, township: Township) -> str:
    """Who wrote a day of this township last, as the trail tells."""
    trail = VillageMeeting.history.filter(plan=plan, village__township=township)
    last = trail.select_related("history_user").order_by("-history_id").first()
    return str(last.history_user) if last and last.history_user else "他人"
