"""The township's cells of Attachment 3 as the days of its villages make them (A-17). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guidance.reporting.schedules.cells import BLANK, Cell, Content, cell_key
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan


@dataclass(frozen=True)
class VillageDay:
    """The day of a meeting in one village, planned or actual."""

    held_on: date
    kind: str

    @property
    def is_actual(self) -> bool:
        """Whether it is said to have happened."""
        return self.kind == DateKind.ACTUAL

    def is_held(self, today: date) -> bool:
        """Whether the village has met: an actual day that has come."""
        return self.is_actual and self.held_on <= today


def derive_cell(days: Sequence[VillageDay], villages: int, today: date) -> Cell:
    """From the first day of the villages to the last, and how many of all `villages` have met.

    Actual only when every village has an actual day. Blank, and so to be typed by hand, where no village
    has a day.
    """
    if not days:
        return BLANK
    dates = [day.held_on for day in days]
    is_whole = len(days) >= villages and all(day.is_actual for day in days)
    return Cell(
        DateSpan(min(dates), max(dates)),
        DateKind.ACTUAL if is_whole else DateKind.PLANNED,
        held=sum(day.is_held(today) for day in days),
        total=villages,
    )


def with_derived_cells(content: Content, derived: Mapping[str, Cell]) -> Content:
    """The sheet with the cells that the villages make, by their keys, in place of what it says there.

    A cell behind which no village stands any more keeps its last days, as if they had been typed.
    """
    typed = {
        cell_key(column, township): Cell(cell.span, cell.kind)
        for township, cells in content.lines.items()
        for column, cell in cells.items()
        if cell.is_derived
    }
    return content.with_cells(typed | dict(derived))
