"""The figures of a village in a row of a workbook. Pure: no request, no database.

A missing column and an empty cell leave the stored figure as it is: people upload tables with new figures
only, and an empty cell must not delete what someone else has reported. Figures are deleted on the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guidance.reference.places.matching import normalize
from guidance.reporting.returns.imports.cell_values import FLAGS, SOURCES, Cell, UnreadableCell
from guidance.reporting.returns.imports.columns import COLUMNS, Column
from guidance.reporting.returns.rules import Counts, contradictions

# The columns of a sheet, each with its index in a row.
ColumnPlaces = Mapping[Column, int]
TOTALS = ("合计", "小计", "总计", "共计", "总数")
COMMITTEES = {
    "villagers": {"村民委员会", "村委会", "村民委员", "村委"},
    "residents": {"社区居民委员会", "居民委员会", "居委会", "社区居委会", "社区"},
}
COMMITTEE_LABELS = {"villagers": "村民委员会", "residents": "社区居民委员会"}
YES_NO = {True: "是", False: "否", None: "—"}


@dataclass(frozen=True)
class ParsedRow:
    """The figures of a row as they would be stored, and errors as (head of the column, message)."""

    counts: Counts
    problems: tuple[tuple[str, str], ...] = ()


def parse_row(cells: list[Cell], column_places: ColumnPlaces, stored: Counts, stage: str) -> ParsedRow:
    """The `stored` figures updated by the row. Problems name the heads of our own workbook."""
    figures: dict[str, Any] = {}
    problems = []
    for column, place in column_places.items():
        cell = cells[place] if place < len(cells) else None
        if cell is None:
            continue
        try:
            value = column.parse(cell)
        except UnreadableCell as error:
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
        problems = [(get_head(name, stage), message) for name, message in contradictions(counts, stage)]
    return ParsedRow(counts, tuple(problems))


def get_head(name: str, stage: str) -> str:
    """The head of the column of this field; `director` means both fields of directors."""
    for column in COLUMNS[stage]:
        if name in (column.name, *column.fields) or column.name == f"{name}_people":
            return column.head
    return ""


def committee_problem(cell: Cell, committee_type: str) -> str:
    """A message if the file names another type of committee than is registered, else empty."""
    text = normalize(cell)
    named = next((kind for kind, words in COMMITTEES.items() if text in words), committee_type)
    if named == committee_type:
        return ""
    return f"登记的是{COMMITTEE_LABELS[committee_type]}，与表中不同；请核对是不是填错了行"


def is_total(names: list[Cell]) -> bool:
    """Whether the cells with the row's number or place mark the row as a sum."""
    texts = [normalize(name) for name in names]
    return any(text.endswith(TOTALS) or text.startswith(TOTALS) for text in texts)


def has_figures(cells: list[Cell], column_places: ColumnPlaces) -> bool:
    """Whether the row holds any figure."""
    return any(place < len(cells) and normalize(cells[place]) for place in column_places.values())


def get_differences(before: Counts, after: Counts, stage: str) -> Iterator[tuple[str, str, str]]:
    """Head, old text and new text of each column that differs."""
    for column in COLUMNS[stage]:
        old, new = ([getattr(counts, name) for name in column.fields] for counts in (before, after))
        if old != new:
            yield column.head, _format(column, old), _format(column, new)


def get_cell_value(column: Column, counts: Counts) -> Any:
    """The value of this column in our workbook; None if nothing is stored."""
    value = [getattr(counts, name) for name in column.fields]
    text = _format(column, value)
    if text == "—":
        return None
    return value[0] if column.is_number or column.is_day else text


_DIRECTORS = {(1, 1): "女", (1, 0): "男", (0, 0): "空缺"}
_LABELS = {code: label for words in (SOURCES, FLAGS) for label, code in words.items()}


def _format(column: Column, value: list[Any]) -> str:
    if column.name == "director":
        return _DIRECTORS.get((value[0], value[1]), "—")
    (single,) = value
    if column.name == "secretary_woman":
        return {True: "女", False: "男", None: "—"}[single]
    if isinstance(single, bool) or single is None:
        return YES_NO[single]
    return _LABELS.get(str(single), str(single))
