"""Two writers at one record: a three-way merge, cell by cell. Pure.

A page knows each cell as the server last gave it (its base). What was typed is held against that and against
what is stored now: changed by one side, it is taken; changed by both in different ways, it is a clash.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = str | list[str]
Values = Mapping[str, Value]
CellT = TypeVar("CellT")


@dataclass
class MergeResult(Generic[CellT]):
    """What comes of the cells that were sent, by their keys; those that nobody changed are left out."""

    mine: dict[str, CellT] = field(default_factory=dict)  # typed here and to be stored
    theirs: dict[str, CellT] = field(default_factory=dict)  # changed by someone else meanwhile: as stored
    clashes: dict[str, CellT] = field(default_factory=dict)  # changed by both: as stored, where it stays


def merge_cells(
    *, typed: Values, bases: Sequence[Values], stored: Values, together: Iterable[Sequence[str]] = ()
) -> MergeResult[Value]:
    """Which of `typed` may be stored over `stored`; cells `together` are taken together or not at all.

    `bases` are what the page had from the server, and what it sent before without hearing an answer: either
    of them standing there now is nobody else's change. A cell that `typed` lacks was not understood: it
    stays as it is.
    """
    merged: MergeResult[Value] = MergeResult()
    groups = [tuple(keys) for keys in together]
    grouped = {key for keys in groups for key in keys}
    for keys in [*groups, *((key,) for key in stored if key not in grouped)]:
        mine, current = _get_values(typed, keys), _get_values(stored, keys)
        if mine is None or mine == current:
            continue
        known = [values for base in bases if (values := _get_values(base, keys)) is not None]
        if current in known:
            merged.mine |= {key: typed[key] for key in keys}
        elif known and mine == known[0]:
            merged.theirs |= {key: stored[key] for key in keys}
        else:
            merged.clashes |= {key: stored[key] for key in keys}
    return merged


def _get_values(cells: Values, keys: Sequence[str]) -> list[Value] | None:
    """The values of `keys`; None where one is missing."""
    if any(key not in cells for key in keys):
        return None
    values = [cells[key] for key in keys]
    return [sorted(value) if isinstance(value, list) else value for value in values]  # ticks have no order
