"""Two people changed the same days: show both texts, and say what only the other one changed."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from guidance.core.conflicts import add_conflict_message
from guidance.core.merge import MergeResult
from guidance.core.records import ClashingCells
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.forms import CellsForm


class ShownSheet(Protocol):
    """A unit's sheet, or that of the villages of a township."""

    @property
    def year(self) -> int:
        """The year that its days without a year belong to."""

    def describe_place(self, key: str) -> str:
        """The name of a cell: its row and its column."""


def posted_over_cells(posted: QueryDict, fresh: Iterable[CellsForm], merged: MergeResult[Cell]) -> QueryDict:
    """What was posted, as though it had been typed over the cells of `fresh`, so that saving again decides.

    What only the other changed stands in the fields as it is stored.
    """
    data = posted.copy()
    for cell in (cell for form in fresh for cell in form.cells):
        bound = [cell.text, cell.kind] if cell.shown.key in merged.theirs else []
        for field in (cell.base, *bound):
            if field is not None:
                data[field.html_name] = field.initial
    return data


def present_cell_conflicts(
    request: HttpRequest, sheet: ShownSheet, forms: Iterable[CellsForm], clash: ClashingCells
) -> None:
    """Show what is stored in the cells that someone else changed too, beside what was typed into `forms`."""
    for form in forms:
        form.show_other_version(clash.merged.clashes | clash.merged.theirs)
    places = "、".join(sheet.describe_place(key) for key in clash.merged.clashes)
    add_conflict_message(request, f"{clash.who}在您打开之后修改了{places}", hint="格下写着现在的内容，")


def add_changes_message(
    request: HttpRequest, sheet: ShownSheet, who: str, theirs: Mapping[str, Cell]
) -> None:
    """Say which cells someone else changed while the page was open."""
    if theirs:
        changes = "；".join(
            f"{sheet.describe_place(key)}现为“{cell.text(sheet.year) or '空'}”"
            for key, cell in theirs.items()
        )
        messages.info(request, f"{who}在您打开之后修改了：{changes}。请核对。")
