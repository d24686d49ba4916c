"""Filling in, sending and reviewing the schedule of a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.merge import Merged
from guidance.core.records import Clash, Refused, lock_row, save_row
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.choices import Status
from guidance.core.workflow.deadlines import closed_reason
from guidance.core.workflow.models import Transition
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import ReportingRound
from guidance.reporting.schedules.access import can_submit
from guidance.reporting.schedules.cells import Cell, Content
from guidance.reporting.schedules.differences import carried_over, differences
from guidance.reporting.schedules.models import DateChange, ScheduleLine, ScheduleReturn
from guidance.reporting.schedules.queries import accepted_before, day_of, sheet_of
from guidance.reporting.schedules.typed_cells import Typed, is_typed, merge_typed, townships_in
from guidance.reporting.schedules.villages.cells import with_villages


@dataclass
class Saved:
    """What came of a save: the paper as it stands, the cells in question, and who had saved it before."""

    paper: ScheduleReturn
    merged: Merged[Cell]
    saved_before_by: User | None = None

    @property
    def who(self) -> str:
        """Who had saved it before, for a sentence."""
        return str(self.saved_before_by or "他人")


@transaction.atomic
def save_cells(
    *, unit: ReportingUnit, round: ReportingRound, typed: Iterable[Typed], by: User, partly: bool = False
) -> Saved:
    """存草稿: the cells that were typed, laid over what is stored; others keep what others wrote.

    A sheet saved for the first time begins with what was accepted in the round before. Where a cell was
    changed by two, what is stored stays: with `partly` (autosave) the other cells are stored all the
    same, without it none is and Clash is raised. Raises Refused when the round is shut or the paper is not
    with its author.
    """
    typed = list(typed)
    _refuse_strange(typed, unit, by)
    if partly and not any(is_typed(one, round.due_on.year) for one in typed):
        found = ScheduleReturn.objects.filter(unit=unit, round=round).first()
        paper = found or ScheduleReturn(unit=unit, round=round)
        return Saved(paper, merge_typed(typed, _stored(paper).at, round.due_on.year), paper.saved_by)
    paper, _ = ScheduleReturn.objects.get_or_create(unit=unit, round=round)
    paper = ScheduleReturn.objects.select_for_update().get(pk=paper.pk)
    paper.round = round
    stored = _stored(paper)
    _refuse_counted(typed, stored, round.due_on.year)
    merged = merge_typed(typed, stored.at, round.due_on.year)
    is_new = paper.version == 0 and not partly
    if not (merged.mine or merged.clashes or is_new):
        return Saved(paper, merged, paper.saved_by)  # also the same form sent again, after it went out
    _refuse_shut(paper)
    if merged.clashes and not partly:
        raise Clash(str(paper.saved_by or "他人"), merged)
    other = paper.saved_by
    if merged.mine or is_new:
        _store(paper, stored.with_cells(merged.mine), by=by)
    return Saved(paper, merged, other)


def _refuse_strange(typed: list[Typed], unit: ReportingUnit, by: User) -> None:
    """Nobody writes into a cell of another unit's township, or of the unit, who does not fill it in."""
    townships, completion = townships_in(typed)
    own = Township.objects.editable_by(by).filter(unit=unit, pk__in=townships).count() == len(townships)
    if not own or (completion and not can_submit(by, unit)):
        raise PermissionDenied


def _refuse_counted(typed: list[Typed], stored: Content, year: int) -> None:
    """What the villages' days say is changed there, so that a sheet cannot contradict them."""
    if any(is_typed(one, year) and stored.at(one.key).is_counted for one in typed):
        raise Refused("有的日期已改由各村（社区）日期得出，请刷新本页，如需修改请点“逐村填报”。")


def _refuse_shut(paper: ScheduleReturn) -> None:
    if reason := closed_reason(paper.round, paper, clock.today()):
        raise Refused(reason)
    if not paper.is_open:
        raise Refused(
            f"本表{paper.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _stored(paper: ScheduleReturn) -> Content:
    """What stands in the sheet; before it is saved for the first time, what it opens with.

    Where villages have days of their own, the cells are theirs, whatever was stored.
    """
    plan = paper.round.plan
    links = Link.objects.in_plan(plan).valid_on(day_of(paper.round)).filter(township__unit=paper.unit_id)
    townships = links.order_by().values_list("township", flat=True)
    if paper.version:
        content = paper.content()
    else:
        accepted = accepted_before(paper.round, [paper.unit_id]).get(paper.unit_id)
        content = carried_over(accepted.content if accepted else Content(), list(townships))
    return with_villages(content, plan, townships)


def restore_counted(paper: ScheduleReturn, *, by: User) -> bool:
    """Take the cells that villages make from the villages again; whether that changed the sheet.

    `paper` is locked, and with its author.
    """
    content = _stored(paper)
    if content == paper.content():
        return False
    _store(paper, content, by=by)
    return True


def _store(paper: ScheduleReturn, content: Content, *, by: User) -> None:
    _write_lines(paper, content)
    paper.set_completion(content.completion)
    save_row(paper, by=by)


def _write_lines(paper: ScheduleReturn, content: Content) -> None:
    kept = {line.township_id: line for line in paper.lines.all()}
    for township_id, cells in content.lines.items():
        line = kept.get(township_id) or ScheduleLine(schedule_return=paper, township_id=township_id)
        if line.pk is None or any(line.cell(column) != cell for column, cell in cells.items()):
            for column, cell in cells.items():
                line.set_cell(column, cell)
            line.save()


@transaction.atomic
def submit(paper: ScheduleReturn, *, by: User, version: int) -> ScheduleReturn:
    """上报 of the version that was seen; what moved is told to the people concerned.

    Raises Refused after the round was closed, where the unit has no extension.
    """
    if reason := closed_reason(paper.round, paper, clock.today()):
        raise Refused(reason)
    current = lock_row(paper, version=version)
    if current.is_open:
        current.round = paper.round
        _write_lines(current, _stored(current))  # a village may have been merged away since it was saved
    told = _last_submitted(paper)
    sent = workflow.submit_paper(paper, by=by, version=version)
    if told is not None:
        _tell_changes(sent, told, by=by)
    return sent


def _last_submitted(paper: ScheduleReturn) -> Content | None:
    """What the unit sent last, in this round or one before."""
    papers = ScheduleReturn.objects.filter(unit=paper.unit_id, round__plan=paper.round.plan_id)
    kind = ContentType.objects.get_for_model(ScheduleReturn)
    steps = Transition.objects.filter(
        content_type=kind, object_id__in=papers.values("pk"), to_status=Status.SUBMITTED
    )
    last = steps.order_by("pk").last()
    return Content.from_json(last.content) if last and last.content else None


def _tell_changes(paper: ScheduleReturn, told: Content, *, by: User) -> None:
    year = paper.round.due_on.year
    for change in differences(told, paper.content()):
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
def accept_clean(paper: ScheduleReturn, *, by: User, version: int) -> ScheduleReturn:
    """接收 as one of many: of the version that was listed, and only where nothing is to be checked."""
    current = lock_row(paper, version=version)
    if sheet_of(by, current.round, current.unit).warnings:
        raise Refused("有需要核对的地方，请打开逐处核对后再接收。")
    return workflow.accept_paper(current, by=by, version=version)


@transaction.atomic
def extend(
    *, unit: ReportingUnit, round: ReportingRound, due_on: date, reason: str, by: User
) -> ScheduleReturn:
    """延期: this unit may send until the end of `due_on`, also after the round was closed."""
    paper, _ = ScheduleReturn.objects.get_or_create(unit=unit, round=round)
    paper = ScheduleReturn.objects.select_for_update().get(pk=paper.pk)
    paper.extended_due_on, paper.extension_reason = due_on, reason
    paper.extended_by, paper.extended_at = by, clock.now()
    paper.save()
    return paper


@transaction.atomic
def close_round(round: ReportingRound) -> ReportingRound:
    """Nobody sends any more, but for units with an extension and returned sheets. Twice is once."""
    current = ReportingRound.objects.select_for_update().get(pk=round.pk)
    if current.closed_at is None:
        current.closed_at = clock.now()
        current.save()
    return current


@transaction.atomic
def reopen_round(round: ReportingRound) -> ReportingRound:
    """Units may send again."""
    current = ReportingRound.objects.select_for_update().get(pk=round.pk)
    if current.closed_at is not None:
        current.closed_at = None
        current.save()
    return current


def add_round(round: ReportingRound) -> ReportingRound:
    """One more round, unless another of the staff has added that number a moment ago."""
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        return ReportingRound.objects.get(plan=round.plan, number=round.number)
    return round
