"""Two people at one sheet: what each typed is kept, cell by cell. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from guidance.reporting.schedules.cells import Cell


@dataclass(frozen=True)
class Typed:
    """A cell as it was sent: what is typed, and (as `twin` writes it) what stood there when it was opened.

    `cell` is None where the page only showed it: it is made of the villages' days.
    """

    key: str
    cell: Cell | None
    was: str


@dataclass
class Merged:
    """What comes of the cells that were sent."""

    mine: dict[str, Cell] = field(default_factory=dict)  # typed here and to be stored
    theirs: dict[str, Cell] = field(default_factory=dict)  # changed by someone else meanwhile
    clashes: dict[str, Cell] = field(default_factory=dict)  # changed by both: what is stored stays


def twin(cell: Cell, year: int) -> str:
    """What a cell says, as the page carries it back: 2月5日|planned, 待定, or nothing.

    Two cells that say the same have the same twin.
    """
    return f"{cell.text(year)}|{cell.kind}" if cell.span.start else cell.text(year)


def merge(typed: Iterable[Typed], stored: Callable[[str], Cell], year: int) -> Merged:
    """Hold what was sent against what stood there when it was opened and what is stored now."""
    found = Merged()
    for one in typed:
        now = stored(one.key)
        has_moved = twin(now, year) != one.was
        if one.cell is None or not is_typed(one, year):
            if has_moved:
                found.theirs[one.key] = now
        elif not has_moved:
            found.mine[one.key] = one.cell
        elif not one.cell.says_as(now):
            found.clashes[one.key] = now
    return found


def is_typed(one: Typed, year: int) -> bool:
    """Whether the cell was changed on the page that sent it."""
    return one.cell is not None and twin(one.cell, year) != one.was


def townships_in(typed: Iterable[Typed]) -> tuple[set[int], bool]:
    """The townships whose cells were sent, and whether that of the unit was among them."""
    townships = {one.key.rpartition("-")[0] for one in typed}
    return {int(township) for township in townships if township}, "" in townships
