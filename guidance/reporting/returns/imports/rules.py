"""What a row of a workbook says about a village. Pure: no request, no database.

A column that the file lacks, and an empty cell, keep what is stored: people send tables that hold only
what is new, and an empty cell must not wipe out what someone else has reported. To take a figure back
one opens the village's page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guidance.reference.places.matching import normal
from guidance.reporting.returns.imports.cell_values import FLAGS, SOURCES, Cell, Unreadable
from guidance.reporting.returns.imports.columns import COLUMNS, Column
from guidance.reporting.returns.rules import Counts, contradictions

# The columns that a sheet has, each with its place in a row.
Reading = Mapping[Column, int]
TOTALS = ("合计", "小计", "总计", "共计", "总数")
COMMITTEES = {
    "villagers": {"村民委员会", "村委会", "村民委员", "村委"},
    "residents": {"社区居民委员会", "居民委员会", "居委会", "社区居委会", "社区"},
}
COMMITTEE_LABELS = {"villagers": "村民委员会", "residents": "社区居民委员会"}
YES_NO = {True: "是", False: "否", None: "—"}


@dataclass(frozen=True)
class Said:
    """What a row says: the figures as they would be stored, and per column what is wrong with them."""

    counts: Counts
    problems: tuple[tuple[str, str], ...] = ()


def read_row(cells: list[Cell], reading: Reading, stored: Counts, stage: str) -> Said:
    """The row laid over what is `stored`. Problems stand by the heads of our own columns."""
    figures: dict[str, Any] = {}
    problems = []
    for column, place in reading.items():
        cell = cells[place] if place < len(cells) else None
        if cell is None:
            continue
        try:
            value = column.read(cell)
        except Unreadable as error:
            problems.append((column.head, str(error)))
            continue
        if value is None:
            continue
        if column.name == "director":
            figures["director_people"], figures["director_women"] = value
        else:
            figures[column.name] = value
    counts = replace(stored, **figures)
    if not problems and counts != stored:
        problems = [(head_of(name, stage), message) for name, message in contradictions(counts, stage)]
    return Said(counts, tuple(problems))


def head_of(name: str, stage: str) -> str:
    """The head of the column that fills this field; `director` stands for both fields of directors."""
    for column in COLUMNS[stage]:
        if name in (column.name, *column.fields) or column.name == f"{name}_people":
            return column.head
    return ""


def committee_problem(cell: Cell, committee_type: str) -> str:
    """What to say where the file names another kind of committee than is registered, else empty."""
    text = normal(cell)
    said = next((kind for kind, words in COMMITTEES.items() if text in words), committee_type)
    if said == committee_type:
        return ""
    return f"登记的是{COMMITTEE_LABELS[committee_type]}，与表中不同；请核对是不是填错了行"


def is_total(names: list[Cell]) -> bool:
    """Whether the cells that name the place, or number the row, say that this row is a sum."""
    texts = [normal(name) for name in names]
    return any(text.endswith(TOTALS) or text.startswith(TOTALS) for text in texts)


def is_said(cells: list[Cell], reading: Reading) -> bool:
    """Whether the row holds any figure."""
    return any(place < len(cells) and normal(cells[place]) for place in reading.values())


def differences(before: Counts, after: Counts, stage: str) -> Iterator[tuple[str, str, str]]:
    """Head, old and new text of every column of the stage that changes."""
    for column in COLUMNS[stage]:
        old, new = ([getattr(counts, name) for name in column.fields] for counts in (before, after))
        if old != new:
            yield column.head, _shown(column, old), _shown(column, new)


def cell_of(column: Column, counts: Counts) -> Any:
    """What our workbook writes into this column; None where nothing is stored."""
    value = [getattr(counts, name) for name in column.fields]
    text = _shown(column, value)
    if text == "—":
        return None
    return value[0] if column.is_number or column.is_day else text


_DIRECTORS = {(1, 1): "女", (1, 0): "男", (0, 0): "空缺"}
_LABELS = {code: label for words in (SOURCES, FLAGS) for label, code in words.items()}


def _shown(column: Column, value: list[Any]) -> str:
    if column.name == "director":
        return _DIRECTORS.get((value[0], value[1]), "—")
    (one,) = value
    if column.name == "secretary_woman":
        return {True: "女", False: "男", None: "—"}[one]
    if isinstance(one, bool) or one is None:
        return YES_NO[one]
    return _LABELS.get(str(one), str(one))
