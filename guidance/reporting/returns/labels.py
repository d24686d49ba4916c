"""Figures of a village as text: labels of columns by stage, values, and differences of two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guidance.core.dates import format_full_day
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
class FigureChange:
    """One figure that a save changed, as text."""

    label: str
    before: str
    after: str


def get_label(column: str, stage: str) -> str:
    """The label of a column: 成员人数, or 候选人数 before the election."""
    own = NOMINATED_LABELS.get(column) if stage == Stage.NOMINATED else None
    return own or LABELS[column]


LABELS = {field.name: str(field.verbose_name) for field in VillageReturn._meta.fields}


def format_value(column: str, value: Any) -> str:
    """A number, yes or no, a day or a code as text for readers."""
    if value is None or value == "":
        return EMPTY
    if column in CODES:
        return str(CODES[column](value).label)
    if isinstance(value, bool):
        return "是" if value else "否"
    return format_full_day(value) if isinstance(value, date) else str(value)


def get_changes(before: Any, after: Any) -> Iterator[FigureChange]:
    """The differences between two versions of one return; None means that there is no return."""
    stage = (after or before).stage
    for column in COLUMNS:
        old, new = getattr(before, column, None), getattr(after, column, None)
        is_only_code = column in CODES and (before is None or after is None)
        if old != new and not is_only_code:
            yield FigureChange(get_label(column, stage), format_value(column, old), format_value(column, new))
