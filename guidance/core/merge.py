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
class Merged(Generic[CellT]):
    """What comes of the cells that were sent, by their keys; those that nobody changed are left out."""

    mine: dict[str, CellT] = field(default_factory=dict)  # typed here and to be stored
    theirs: dict[str, CellT] = field(default_factory=dict)  # changed by someone else meanwhile: as stored
    clashes: dict[str, CellT] = field(default_factory=dict)  # changed by both: as stored, where it stays


def merge_cells(
    *, typed: Values, bases: Sequence[Values], stored: Values, together: Iterable[Sequence[str]] = ()
) -> Merged[Value]:
    """Which of `typed` may be stored over `stored`; cells `together` are taken together or not at all.

    `bases` are what the page had from the server, and what it sent before without hearing an answer: either
    of them standing there now is nobody else's change. A cell that `typed` lacks was not understood: it
    stays as it is.
    """
    merged: Merged[Value] = Merged()
    groups = [tuple(keys) for keys in together]
    grouped = {key for keys in groups for key in keys}
    for keys in [*groups, *((key,) for key in stored if key not in grouped)]:
        mine, now = _part(typed, keys), _part(stored, keys)
        if mine is None or mine == now:
            continue
        known = [part for base in bases if (part := _part(base, keys)) is not None]
        if now in known:
            merged.mine |= {key: typed[key] for key in keys}
        elif known and mine == known[0]:
            merged.theirs |= {key: stored[key] for key in keys}
        else:
            merged.clashes |= {key: stored[key] for key in keys}
    return merged


def _part(values: Values, keys: Sequence[str]) -> list[Value] | None:
    """The values of `keys`; None where one is missing."""
    if any(key not in values for key in keys):
        return None
    part = [values[key] for key in keys]
    return [sorted(value) if isinstance(value, list) else value for value in part]  # ticks have no order
