"""Two people at the same days: both texts side by side, and word of what only the other changed."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from guidance.core.conflicts import add_conflict_message
from guidance.core.merge import Merged
from guidance.core.records import Clash
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.forms import CellsForm


class ShownSheet(Protocol):
    """The sheet of a unit, or of the villages of a township."""

    @property
    def year(self) -> int:
        """The year that its days without a year belong to."""

    def place_of(self, key: str) -> str:
        """The name of a cell: its row and its column."""


def posted_over_cells(posted: QueryDict, fresh: Iterable[CellsForm], merged: Merged[Cell]) -> QueryDict:
    """What was posted, as though it had been typed over the cells of `fresh`, so that saving again decides.

    What only the other changed stands in the fields as it is stored.
    """
    data = posted.copy()
    for cell in (cell for form in fresh for cell in form.cells):
        bound = [cell.text, cell.kind] if cell.shown.key in merged.theirs else []
        for field in (cell.was, *bound):
            if field is not None:
                data[field.html_name] = field.initial
    return data


def present_clash(request: HttpRequest, sheet: ShownSheet, forms: Iterable[CellsForm], clash: Clash) -> None:
    """Show what is stored now in the cells that another changed too, beside what was typed into `forms`."""
    for form in forms:
        form.show_other_version(clash.merged.clashes | clash.merged.theirs)
    places = "、".join(sheet.place_of(key) for key in clash.merged.clashes)
    add_conflict_message(request, f"{clash.who}在您打开之后修改了{places}", hint="格下写着现在的内容，")


def tell_changes(request: HttpRequest, sheet: ShownSheet, who: str, theirs: Mapping[str, Cell]) -> None:
    """Tell which cells someone else changed while the page was open."""
    if theirs:
        changes = "；".join(
            f"{sheet.place_of(key)}现为“{cell.text(sheet.year) or '空'}”" for key, cell in theirs.items()
        )
        messages.info(request, f"{who}在您打开之后修改了：{changes}。请核对。")
