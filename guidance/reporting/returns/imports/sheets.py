"""The tables in the sheets of a file: where their heads stand, and which rows are villages. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guidance.reference.places.matching import normal
from guidance.reporting.returns.imports.cell_values import Cell
from guidance.reporting.returns.imports.columns import COLUMNS, TOWNSHIP, UNIT, VILLAGE, Column, column_of
from guidance.reporting.returns.imports.rules import is_said, is_total

ROWS_WITH_HEADS = 20
STAGES = {"previous": "上届", "nominated": "提名", "elected": "当选"}
MOST_NAMED = 20
INSTRUCTIONS, TROUBLES = "填表说明", "问题"
OUR_OTHER_SHEETS = (INSTRUCTIONS, TROUBLES)  # in our own files, and never figures


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, and where. Row 0 is the sheet or the file as a whole."""

    sheet: str
    row: int
    column: str
    reason: str

    @property
    def where(self) -> str:
        """表“填报”第5行“其中女性”, as far as it is known."""
        sheet = f"“{self.sheet}”" if self.sheet else ""
        row = f"第{self.row}行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{sheet}{row}{column}"


@dataclass(frozen=True)
class Line:
    """A row of a table that names a village."""

    sheet: str
    row: int
    unit: str
    township: str
    village: str
    committee: Cell
    cells: list[Cell]


@dataclass
class Table:
    """A sheet with heads: in which column each figure stands, and its rows."""

    sheet: str
    title: str  # what is written above the heads
    head_row: int
    places: dict[str, int]  # unit, township, village, committee -> column
    reading: dict[Column, int]
    lines: list[Line] = field(default_factory=list)
    skipped: int = 0


@dataclass
class Found:
    """The tables of a file, what is wrong with it as a whole, and what the reader should know."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def tables_of(content: dict[str, Any], stage: str) -> Found:
    """The tables of every visible sheet with heads of this stage."""
    found = Found()
    for sheet in content["sheets"]:
        if sheet["hidden"]:
            found.notes.append(f"隐藏的工作表“{sheet['name']}”没有读取。")
            continue
        table = _table_of(sheet, stage, found)
        if table:
            found.tables.append(table)
        elif sheet["rows"] and sheet["name"] not in OUR_OTHER_SHEETS:
            found.notes.append(f"工作表“{sheet['name']}”中没有找到表头，没有读取。")
    if not found.tables and not found.problems:
        wanted = "、".join(column.head for column in COLUMNS[stage])
        reason = (
            f"没有找到表头：前{ROWS_WITH_HEADS}行中要有“村（社区）”和数据各列（{wanted}），请用下载的表填报"
        )
        found.problems.append(Problem("", 0, "", reason))
    return found


def _table_of(sheet: dict[str, Any], stage: str, found: Found) -> Table | None:
    rows: list[tuple[int, list[Cell]]] = [(number, cells) for number, cells in sheet["rows"]]
    heads = _possible_heads(rows, sheet["merged"])
    known = [(_heads_of(cells, stage), number, cells) for number, cells in heads]
    known = [one for one in known if VILLAGE in one[0] and any(isinstance(key, Column) for key in one[0])]
    if not known:
        return None
    by_head, head_row, cells = max(known, key=lambda one: (len(one[0]), -one[1]))
    title = " ".join(str(cell) for number, above in heads if number < head_row for cell in above if cell)
    doubled = [str(cells[places[1]]) for places in by_head.values() if len(places) > 1]
    found.problems += [
        Problem(sheet["name"], head_row, head, "这一列出现了两次，分不清用哪一列，请删去或改名其中一列")
        for head in doubled
    ]
    found.problems += _other_stage(sheet["name"], title, stage)
    places = {key: at[0] for key, at in by_head.items() if isinstance(key, str)}
    reading = {key: at[0] for key, at in by_head.items() if isinstance(key, Column)}
    table = Table(sheet["name"], title, head_row, places, reading)
    _tell_of_columns(table, cells, stage, found)
    for line in _lines_of(table, [row for row in rows if row[0] > head_row], found):
        table.lines.append(line)
    return table


def _possible_heads(
    rows: list[tuple[int, list[Cell]]], merged: list[list[int]]
) -> list[tuple[int, list[Cell]]]:
    """The first rows, with a head that is merged over several rows written into each of them.

    Copies: a figure that is merged over two villages belongs to neither.
    """
    by_number = {number: list(cells) for number, cells in rows if number <= ROWS_WITH_HEADS}
    for top, column, last in merged:
        cells = by_number.get(top, [])
        value = cells[column] if column < len(cells) else None
        for number in range(top + 1, last + 1) if value is not None else ():
            if number in by_number:
                row = by_number[number]
                row.extend([None] * (column + 1 - len(row)))
                row[column] = value
    return list(by_number.items())


def _heads_of(cells: list[Cell], stage: str) -> dict[Column | str, list[int]]:
    """What is known of a row of heads, and in which columns. The second 其中女性 counts the Party's."""
    found: dict[Column | str, list[int]] = {}
    before: Column | str | None = None
    for place, cell in enumerate(cells):
        known = column_of(cell, stage) if cell else None
        if isinstance(before, Column) and before.name == "party_people" and _is_women(known):
            known = next(column for column in COLUMNS[stage] if column.name == "party_women")
        if known is not None:
            found.setdefault(known, []).append(place)
        before = known
    return found


def _is_women(known: Column | str | None) -> bool:
    return isinstance(known, Column) and known.name == "women"


def _other_stage(sheet: str, title: str, stage: str) -> Iterator[Problem]:
    """A table of another stage has the same heads; its title says which it is."""
    named = [code for code, label in STAGES.items() if f"({label})" in normal(title)]
    if named and stage not in named:
        said, chosen = STAGES[named[0]], STAGES[stage]
        yield Problem(sheet, 0, "", f"表上写的是“{said}”，您选的阶段是“{chosen}”，请核对后重新上传")


def _tell_of_columns(table: Table, cells: list[Cell], stage: str, found: Found) -> None:
    used = {*table.places.values(), *table.reading.values()}
    extra = [str(cell) for place, cell in enumerate(cells) if cell and place not in used]
    if extra:
        found.notes.append(f"“{table.sheet}”中没有用到的列：{_some(extra)}。")
    absent = [column.head for column in COLUMNS[stage] if column not in table.reading]
    if absent:
        found.notes.append(f"“{table.sheet}”中没有这些列，保留已有的数据：{_some(absent)}。")


def _some(names: list[str]) -> str:
    shown = [name[:20] for name in names[:MOST_NAMED]]
    return "、".join(shown) + (f"等{len(names)}列" if len(names) > MOST_NAMED else "")


def _lines_of(table: Table, rows: list[tuple[int, list[Cell]]], found: Found) -> Iterator[Line]:
    """The rows that name a village. A township holds for the rows below it until the next is written: it
    stands in merged cells, on a row of its own, or only beside its first village."""
    township = unit = ""
    first = min([*table.places.values(), *table.reading.values()])
    for number, cells in rows:
        names = {code: _at(cells, place) for code, place in table.places.items()}
        if is_total([*cells[:first], *names.values()]):
            table.skipped += 1
            continue
        if names.get(UNIT):
            unit = str(names[UNIT])
        if names.get(TOWNSHIP):
            township = str(names[TOWNSHIP])
        if not names.get(VILLAGE):
            table.skipped += 1
            if is_said(cells, table.reading):
                reason = "没有填村（社区）名称，不知道是哪个村（社区）的数据"
                found.problems.append(Problem(table.sheet, number, "村（社区）", reason))
            continue
        yield Line(*(table.sheet, number, unit, township, str(names[VILLAGE]), names.get("committee"), cells))


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
