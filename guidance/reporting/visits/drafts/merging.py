"""Two people, or a phone and a desk, write on one report: field by field, over nothing unseen. Pure.

A page knows each field as the server last told it (`base`). What was typed is held against that and against
what is stored now: changed by one side, it is taken; changed by both in different ways, it is a clash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Value = str | list[str]
Values = Mapping[str, Value]

# Fields that only make sense together change together.
TOGETHER = (("started_on", "ended_on"),)


@dataclass
class Merged:
    """Names of fields: taken from what was typed, changed by someone else meanwhile, changed by both."""

    taken: set[str] = field(default_factory=set)
    theirs: set[str] = field(default_factory=set)
    clashes: set[str] = field(default_factory=set)


def merge(*, typed: Values, bases: Sequence[Values], stored: Values) -> Merged:
    """Which of `typed` may be stored over `stored`.

    `bases` are what the page had from the server, and what it sent before without hearing an answer: either
    of them standing there now is nobody else's change. A field that `typed` lacks was not understood: it
    stays as it is.
    """
    merged = Merged()
    for names in _groups(stored):
        mine, now = _part(typed, names), _part(stored, names)
        if mine is None or mine == now:
            continue
        known = [part for base in bases if (part := _part(base, names)) is not None]
        if now in known:
            merged.taken |= set(names)
        elif known and mine == known[0]:
            merged.theirs |= set(names)
        else:
            merged.clashes |= set(names)
    return merged


def _groups(stored: Values) -> list[tuple[str, ...]]:
    grouped = {name for names in TOGETHER for name in names}
    return [*TOGETHER, *((name,) for name in stored if name not in grouped)]


def _part(values: Values, names: Sequence[str]) -> list[Value] | None:
    """The values of `names`; None where one is missing."""
    found = [values[name] for name in names if name in values]
    if len(found) < len(list(names)):
        return None
    return [sorted(one) if isinstance(one, list) else one for one in found]  # ticks have no order
