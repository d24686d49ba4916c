"""What a sheet says differently from the one before it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reporting.schedules.cells import Cell, Content


@dataclass(frozen=True)
class Difference:
    """One cell that changed; `township_id` is None for the completion of the unit."""

    township_id: int | None
    column: ScheduleColumn
    before: Cell
    after: Cell

    @property
    def days(self) -> int | None:
        """By how many days it moved; see `moved_days`."""
        return moved_days(self.before, self.after)


def differences(before: Content, after: Content) -> Iterator[Difference]:
    """Every cell of `after` that says something else than in `before`, row by row."""
    for township_id in after.lines:
        for column in MEETINGS:
            old, new = before.cell(township_id, column), after.cell(township_id, column)
            if not old.is_equivalent_to(new):
                yield Difference(township_id, column, old, new)
    if not before.completion.is_equivalent_to(after.completion):
        yield Difference(None, ScheduleColumn.COMPLETION, before.completion, after.completion)


def moved_days(before: Cell, after: Cell) -> int | None:
    """Days by which the meeting was put off, negative when brought forward; None where either has no day.

    The first day counts; where it stayed, the last one.
    """
    old, new = before.span, after.span
    if not (old.start and old.end and new.start and new.end):
        return None
    return (new.start - old.start).days or (new.end - old.end).days


def format_moved_days(days: int | None) -> str:
    """推迟 3 天, 提前 2 天, or nothing."""
    if not days:
        return ""
    return f"推迟 {days} 天" if days > 0 else f"提前 {-days} 天"


def carry_over(before: Content, township_ids: list[int]) -> Content:
    """What a new round opens with: the accepted cells of the townships that are still linked.

    Counts of villages are left out: they are of the day on which they were taken.
    """
    lines = {
        township_id: {column.value: _without_counts(before.cell(township_id, column)) for column in MEETINGS}
        for township_id in township_ids
    }
    return Content(lines, before.completion)


def _without_counts(cell: Cell) -> Cell:
    return Cell(cell.span, cell.kind)
