"""Cells of Attachment 3 as a page sends them, and their merge with what someone else stored. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guidance.core.merge import MergeResult, merge_cells
from guidance.reporting.schedules.cells import Cell


@dataclass(frozen=True)
class TypedCell:
    """A cell as it was sent: what is typed, and its base, as `base_text` wrote it when the page was opened.

    `cell` is None where the page only showed the cell, since it is derived from the villages' days.
    """

    key: str
    cell: Cell | None
    base: str


def base_text(cell: Cell, year: int) -> str:
    """What a cell says, as the page carries it along: 2月5日|planned, 待定, or nothing.

    Two cells that say the same have the same text.
    """
    return f"{cell.text(year)}|{cell.kind}" if cell.span.start else cell.text(year)


def merge_typed_cells(
    typed_cells: Iterable[TypedCell], get_stored: Callable[[str], Cell], year: int
) -> MergeResult[Cell]:
    """Merge the typed cells with their bases and with what is stored now, by key."""
    sent = {cell.key: cell for cell in typed_cells}
    stored = {key: get_stored(key) for key in sent}
    merged = merge_cells(
        typed={key: base_text(typed.cell, year) if typed.cell else typed.base for key, typed in sent.items()},
        bases=[{key: typed.base for key, typed in sent.items()}],
        stored={key: base_text(cell, year) for key, cell in stored.items()},
    )
    return MergeResult(
        mine={key: cell for key in merged.mine if (cell := sent[key].cell)},
        theirs={key: stored[key] for key in merged.theirs},
        clashes={key: stored[key] for key in merged.clashes},
    )


def is_edited(typed_cell: TypedCell, year: int) -> bool:
    """Whether the cell was changed on the page that sent it."""
    return typed_cell.cell is not None and base_text(typed_cell.cell, year) != typed_cell.base


def row_ids_in(typed_cells: Iterable[TypedCell]) -> tuple[set[int], bool]:
    """Keys of the townships (or villages) whose cells were sent, and whether the unit's own was sent."""
    row_ids = {cell.key.rpartition("-")[0] for cell in typed_cells}
    return {int(row_id) for row_id in row_ids if row_id}, "" in row_ids
