"""Fill in, submit and review the schedule of a unit; open, extend and close its rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.merge import MergeResult
from guidance.core.records import ClashingCells, Refused, lock_row, save_row
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.choices import Status
from guidance.core.workflow.deadlines import closed_reason
from guidance.core.workflow.models import Transition
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import ReportingRound
from guidance.reporting.schedules.access import can_submit_for_unit
from guidance.reporting.schedules.cells import Cell, Content
from guidance.reporting.schedules.differences import carry_over, differences
from guidance.reporting.schedules.models import DateChange, ScheduleLine, ScheduleReturn
from guidance.reporting.schedules.queries import get_unit_sheet, latest_accepted, link_day
from guidance.reporting.schedules.typed_cells import TypedCell, is_edited, merge_typed_cells, row_ids_in
from guidance.reporting.schedules.villages.cells import with_village_cells


@dataclass
class SaveResult:
    """What a save did: the paper as it stands, the merged cells, and who had saved it before."""

    paper: ScheduleReturn
    merged: MergeResult[Cell]
    previous_saver: User | None = None

    @property
    def previous_writer(self) -> str:
        """Name of the previous saver, for a message."""
        return str(self.previous_saver or "他人")


@transaction.atomic
def save_cells(
    *,
    unit: ReportingUnit,
    round: ReportingRound,
    typed_cells: Iterable[TypedCell],
    by: User,
    is_partial: bool = False,
) -> SaveResult:
    """存草稿: store the typed cells over what is stored; all other cells stay as they are.

    A sheet saved for the first time begins with what was accepted in the round before. Where two users
    changed the same cell, what is stored stays: with `is_partial` (autosave) the other cells are stored
    all the same; without it none is, and ClashingCells is raised. Raises Refused when the round is closed
    or the paper is not open.
    """
    typed_cells = list(typed_cells)
    _check_scope(typed_cells, unit, by)
    if is_partial and not any(is_edited(cell, round.due_on.year) for cell in typed_cells):
        return _merge_unedited(unit, round, typed_cells)
    paper, _ = ScheduleReturn.objects.get_or_create(unit=unit, round=round)
    paper = ScheduleReturn.objects.select_for_update().get(pk=paper.pk)
    paper.round = round
    stored = _get_stored_content(paper)
    _check_not_derived(typed_cells, stored, round.due_on.year)
    merged = merge_typed_cells(typed_cells, stored.cell_at, round.due_on.year)
    is_new = paper.version == 0 and not is_partial
    if not (merged.mine or merged.clashes or is_new):
        return SaveResult(paper, merged, paper.saved_by)  # also the same form sent again, after it went out
    _check_open(paper)
    if merged.clashes and not is_partial:
        raise ClashingCells(str(paper.saved_by or "他人"), merged)
    previous_saver = paper.saved_by
    if merged.mine or is_new:
        _save_content(paper, stored.with_cells(merged.mine), by=by)
    return SaveResult(paper, merged, previous_saver)


def _merge_unedited(unit: ReportingUnit, round: ReportingRound, typed_cells: list[TypedCell]) -> SaveResult:
    existing_return = ScheduleReturn.objects.filter(unit=unit, round=round).first()
    paper = existing_return or ScheduleReturn(unit=unit, round=round)
    stored = _get_stored_content(paper)
    return SaveResult(
        paper, merge_typed_cells(typed_cells, stored.cell_at, round.due_on.year), paper.saved_by
    )


def _check_scope(typed_cells: list[TypedCell], unit: ReportingUnit, by: User) -> None:
    """Raise PermissionDenied if any cell is outside the user's townships or unit."""
    townships, completion = row_ids_in(typed_cells)
    own = Township.objects.editable_by(by).filter(unit=unit, pk__in=townships).count() == len(townships)
    if not own or (completion and not can_submit_for_unit(by, unit)):
        raise PermissionDenied


def _check_not_derived(typed_cells: list[TypedCell], stored: Content, year: int) -> None:
    """Raise Refused if a derived cell was edited: villages' days are changed at the villages only."""
    if any(is_edited(cell, year) and stored.cell_at(cell.key).is_derived for cell in typed_cells):
        raise Refused("有的日期已改由各村（社区）日期得出，请刷新本页，如需修改请点“逐村填报”。")


def _check_open(paper: ScheduleReturn) -> None:
    if reason := closed_reason(paper.round, paper, clock.today()):
        raise Refused(reason)
    if not paper.is_open:
        raise Refused(
            f"本表{paper.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _get_stored_content(paper: ScheduleReturn) -> Content:
    """What the sheet says; before it is saved for the first time, what it opens with.

    Where villages have days of their own, the cells are derived from them, whatever was stored.
    """
    plan = paper.round.plan
    links = Link.objects.in_plan(plan).valid_on(link_day(paper.round)).filter(township__unit=paper.unit_id)
    townships = links.order_by().values_list("township", flat=True)
    if paper.version:
        content = paper.content()
    else:
        accepted = latest_accepted(paper.round, [paper.unit_id]).get(paper.unit_id)
        content = carry_over(accepted.content if accepted else Content(), list(townships))
    return with_village_cells(content, plan, townships)


def refresh_derived_cells(paper: ScheduleReturn, *, by: User) -> bool:
    """Derive the cells of the villages again. Returns whether that changed the sheet.

    The caller has locked `paper`, which is open.
    """
    content = _get_stored_content(paper)
    if content == paper.content():
        return False
    _save_content(paper, content, by=by)
    return True


def _save_content(paper: ScheduleReturn, content: Content, *, by: User) -> None:
    _write_lines(paper, content)
    paper.set_completion(content.completion)
    save_row(paper, by=by)


def _write_lines(paper: ScheduleReturn, content: Content) -> None:
    lines = {line.township_id: line for line in paper.lines.all()}
    for township_id, cells in content.lines.items():
        line = lines.get(township_id) or ScheduleLine(schedule_return=paper, township_id=township_id)
        if line.pk is None or any(line.cell(column) != cell for column, cell in cells.items()):
            for column, cell in cells.items():
                line.set_cell(column, cell)
            line.save()


@transaction.atomic
def submit_schedule(paper: ScheduleReturn, *, by: User, version: int) -> ScheduleReturn:
    """上报 of the version that was seen; every date that moved leaves a DateChange.

    Raises Refused where the round is closed and the unit has no extension.
    """
    if reason := closed_reason(paper.round, paper, clock.today()):
        raise Refused(reason)
    current = lock_row(paper, version=version)
    if current.is_open:
        current.round = paper.round
        # A village may have been merged away since the sheet was saved.
        _write_lines(current, _get_stored_content(current))
    last_submitted = _last_submitted_content(paper)
    sent = workflow.submit_paper(paper, by=by, version=version)
    if last_submitted is not None:
        _record_date_changes(sent, last_submitted, by=by)
    return sent


def _last_submitted_content(paper: ScheduleReturn) -> Content | None:
    """What the unit submitted last, in this round or an earlier one."""
    papers = ScheduleReturn.objects.filter(unit=paper.unit_id, round__plan=paper.round.plan_id)
    kind = ContentType.objects.get_for_model(ScheduleReturn)
    steps = Transition.objects.filter(
        content_type=kind, object_id__in=papers.values("pk"), to_status=Status.SUBMITTED
    )
    last = steps.order_by("pk").last()
    return Content.from_json(last.content) if last and last.content else None


def _record_date_changes(paper: ScheduleReturn, last_submitted: Content, *, by: User) -> None:
    year = paper.round.due_on.year
    for change in differences(last_submitted, paper.content()):
        before, after = change.before.span, change.after.span
        if before != after and (before.start or after.start):
            DateChange.objects.create(
                plan_id=paper.round.plan_id,
                unit_id=paper.unit_id,
                township_id=change.township_id,
                column=change.column,
                before=change.before.text(year) or "未填",
                after=change.after.text(year) or "未填",
                days=change.days,
                by=by,
                at=clock.now(),
            )


@transaction.atomic
def accept_without_warnings(paper: ScheduleReturn, *, by: User, version: int) -> ScheduleReturn:
    """接收 of the version that was listed. Raises Refused where the sheet has warnings."""
    current = lock_row(paper, version=version)
    if get_unit_sheet(by, current.round, current.unit).warnings:
        raise Refused("有需要核对的地方，请打开逐处核对后再接收。")
    return workflow.accept_paper(current, by=by, version=version)


@transaction.atomic
def extend_due_day(
    *, unit: ReportingUnit, round: ReportingRound, due_on: date, reason: str, by: User
) -> ScheduleReturn:
    """延期: the unit may submit until the end of `due_on`, also after the round was closed."""
    paper, _ = ScheduleReturn.objects.get_or_create(unit=unit, round=round)
    paper = ScheduleReturn.objects.select_for_update().get(pk=paper.pk)
    paper.extended_due_on, paper.extension_reason = due_on, reason
    paper.extended_by, paper.extended_at = by, clock.now()
    paper.save()
    return paper


@transaction.atomic
def close_round(round: ReportingRound) -> ReportingRound:
    """Close the round: only units with an extension or a returned sheet still submit. Idempotent."""
    current = ReportingRound.objects.select_for_update().get(pk=round.pk)
    if current.closed_at is None:
        current.closed_at = clock.now()
        current.save()
    return current


@transaction.atomic
def reopen_round(round: ReportingRound) -> ReportingRound:
    current = ReportingRound.objects.select_for_update().get(pk=round.pk)
    if current.closed_at is not None:
        current.closed_at = None
        current.save()
    return current


def add_round(round: ReportingRound) -> ReportingRound:
    """Add the round, or return the one of that number that someone else has just added."""
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        return ReportingRound.objects.get(plan=round.plan, number=round.number)
    return round
