"""Figures of a village in words: what a column is called at a stage, and what a change changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidance.core.dates import full_day
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

EMPTY = "（空）"
# The columns of the nominated stage count candidates.
NOMINATED_LABELS = {
    "seats": "应选人数",
    "people": "候选人数",
    "women": "其中女性",
    "director_people": "主任候选人",
    "director_women": "其中女候选人",
    "chair_in_two_committees": "妇联主席获“两委”提名",
}
CODES = {"data_source": DataSource, "flag": Flag}


@dataclass(frozen=True)
class Change:
    """One figure that a save changed, in words."""

    label: str
    before: str
    after: str


def label_of(column: str, stage: str) -> str:
    """What a column is called: 成员人数, or 候选人数 before the election."""
    own = NOMINATED_LABELS.get(column) if stage == Stage.NOMINATED else None
    return own or LABELS[column]


LABELS = {field.name: str(field.verbose_name) for field in VillageReturn._meta.fields}


def in_words(column: str, value: Any) -> str:
    """A figure, an answer, a day or a state as people write it."""
    if value is None or value == "":
        return EMPTY
    if column in CODES:
        return str(CODES[column](value).label)
    if isinstance(value, bool):
        return "是" if value else "否"
    return full_day(value) if isinstance(value, date) else str(value)


def changes_of(before: Any, after: Any) -> Iterator[Change]:
    """What differs between two states of one return; None is no return."""
    stage = (after or before).stage
    for column in COLUMNS:
        old, new = getattr(before, column, None), getattr(after, column, None)
        described = column in CODES and (before is None or after is None)
        if old != new and not described:
            yield Change(label_of(column, stage), in_words(column, old), in_words(column, new))
