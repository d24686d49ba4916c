"""Cells of Attachment 3 as a page sends them, and what comes of them where two people typed. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guidance.core.merge import Merged, merge_cells
from guidance.reporting.schedules.cells import Cell


@dataclass(frozen=True)
class Typed:
    """A cell as it was sent: what is typed, and (as `twin` writes it) what stood there when it was opened.

    `cell` is None where the page only showed it: it is made of the villages' days.
    """

    key: str
    cell: Cell | None
    was: str


def twin(cell: Cell, year: int) -> str:
    """What a cell says, as the page carries it back: 2月5日|planned, 待定, or nothing.

    Two cells that say the same have the same twin.
    """
    return f"{cell.text(year)}|{cell.kind}" if cell.span.start else cell.text(year)


def merge_typed(typed: Iterable[Typed], stored: Callable[[str], Cell], year: int) -> Merged[Cell]:
    """Hold what was sent against what stood there when it was opened and what is stored now."""
    sent = {one.key: one for one in typed}
    now = {key: stored(key) for key in sent}
    merged = merge_cells(
        typed={key: twin(one.cell, year) if one.cell else one.was for key, one in sent.items()},
        bases=[{key: one.was for key, one in sent.items()}],
        stored={key: twin(cell, year) for key, cell in now.items()},
    )
    return Merged(
        mine={key: cell for key in merged.mine if (cell := sent[key].cell)},
        theirs={key: now[key] for key in merged.theirs},
        clashes={key: now[key] for key in merged.clashes},
    )


def is_typed(one: Typed, year: int) -> bool:
    """Whether the cell was changed on the page that sent it."""
    return one.cell is not None and twin(one.cell, year) != one.was


def townships_in(typed: Iterable[Typed]) -> tuple[set[int], bool]:
    """The townships whose cells were sent, and whether that of the unit was among them."""
    townships = {one.key.rpartition("-")[0] for one in typed}
    return {int(township) for township in townships if township}, "" in townships
