"""The tables in the sheets of a file: their heads, and their rows with villages. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guidance.reference.places.matching import normalize
from guidance.reporting.returns.imports.cell_values import Cell
from guidance.reporting.returns.imports.columns import COLUMNS, TOWNSHIP, UNIT, VILLAGE, Column, find_column
from guidance.reporting.returns.imports.rules import has_figures, is_total

MAX_HEAD_ROW = 20
STAGES = {"previous": "上届", "nominated": "提名", "elected": "当选"}
MAX_NAMED = 20
INSTRUCTIONS_SHEET, PROBLEMS_SHEET = "填表说明", "问题"
OWN_SHEETS = (INSTRUCTIONS_SHEET, PROBLEMS_SHEET)  # of our own files; they hold no figures


@dataclass(frozen=True)
class ImportProblem:
    """An error in a file, and its place. Row 0 means the sheet or the file as a whole."""

    sheet: str
    row: int
    column: str
    reason: str

    @property
    def where(self) -> str:
        """表“填报”第5行“其中女性”, as far as these are known."""
        sheet = f"“{self.sheet}”" if self.sheet else ""
        row = f"第{self.row}行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{sheet}{row}{column}"


@dataclass(frozen=True)
class VillageLine:
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
    """A sheet with heads: the index of each column, and its rows."""

    sheet: str
    title: str  # the text above the heads
    head_row: int
    places: dict[str, int]  # unit, township, village, committee -> index
    column_places: dict[Column, int]
    lines: list[VillageLine] = field(default_factory=list)
    skipped: int = 0


@dataclass
class FileTables:
    """The tables of a file, its errors as a whole, and notes for the user."""

    tables: list[Table] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_tables(content: dict[str, Any], stage: str) -> FileTables:
    """The tables of all visible sheets with heads of this stage."""
    result = FileTables()
    for sheet in content["sheets"]:
        if sheet["hidden"]:
            result.notes.append(f"隐藏的工作表“{sheet['name']}”没有读取。")
            continue
        table = _find_table(sheet, stage, result)
        if table:
            result.tables.append(table)
        elif sheet["rows"] and sheet["name"] not in OWN_SHEETS:
            result.notes.append(f"工作表“{sheet['name']}”中没有找到表头，没有读取。")
    if not result.tables and not result.problems:
        wanted = "、".join(column.head for column in COLUMNS[stage])
        reason = f"没有找到表头：前{MAX_HEAD_ROW}行中要有“村（社区）”和数据各列（{wanted}），请用下载的表填报"
        result.problems.append(ImportProblem("", 0, "", reason))
    return result


def _find_table(sheet: dict[str, Any], stage: str, result: FileTables) -> Table | None:
    rows: list[tuple[int, list[Cell]]] = [(number, cells) for number, cells in sheet["rows"]]
    heads = _possible_heads(rows, sheet["merged"])
    known = [(_find_heads(cells, stage), number, cells) for number, cells in heads]
    known = [row for row in known if VILLAGE in row[0] and any(isinstance(key, Column) for key in row[0])]
    if not known:
        return None
    by_head, head_row, cells = max(known, key=lambda row: (len(row[0]), -row[1]))
    title = " ".join(str(cell) for number, above in heads if number < head_row for cell in above if cell)
    doubled = [str(cells[places[1]]) for places in by_head.values() if len(places) > 1]
    result.problems += [
        ImportProblem(sheet["name"], head_row, head, "这一列出现了两次，分不清用哪一列，请删去或改名其中一列")
        for head in doubled
    ]
    result.problems += _other_stage(sheet["name"], title, stage)
    places = {key: at[0] for key, at in by_head.items() if isinstance(key, str)}
    reading = {key: at[0] for key, at in by_head.items() if isinstance(key, Column)}
    table = Table(sheet["name"], title, head_row, places, reading)
    _report_columns(table, cells, stage, result)
    for line in _find_rows(table, [row for row in rows if row[0] > head_row], result):
        table.lines.append(line)
    return table


def _possible_heads(
    rows: list[tuple[int, list[Cell]]], merged: list[list[int]]
) -> list[tuple[int, list[Cell]]]:
    """Copies of the first rows, with a head that is merged over several rows written into each of them.

    Copies, because a figure that is merged over two villages belongs to neither.
    """
    by_number = {number: list(cells) for number, cells in rows if number <= MAX_HEAD_ROW}
    for top, column, last in merged:
        cells = by_number.get(top, [])
        value = cells[column] if column < len(cells) else None
        for number in range(top + 1, last + 1) if value is not None else ():
            if number in by_number:
                row = by_number[number]
                row.extend([None] * (column + 1 - len(row)))
                row[column] = value
    return list(by_number.items())


def _find_heads(cells: list[Cell], stage: str) -> dict[Column | str, list[int]]:
    """The known heads of a row and their indexes. The second 其中女性 is that of the Party organisation."""
    indexes: dict[Column | str, list[int]] = {}
    before: Column | str | None = None
    for place, cell in enumerate(cells):
        known = find_column(cell, stage) if cell else None
        if isinstance(before, Column) and before.name == "party_people" and _is_women(known):
            known = next(column for column in COLUMNS[stage] if column.name == "party_women")
        if known is not None:
            indexes.setdefault(known, []).append(place)
        before = known
    return indexes


def _is_women(known: Column | str | None) -> bool:
    return isinstance(known, Column) and known.name == "women"


def _other_stage(sheet: str, title: str, stage: str) -> Iterator[ImportProblem]:
    """An error if the title names another stage, whose heads may be the same."""
    named = [code for code, label in STAGES.items() if f"({label})" in normalize(title)]
    if named and stage not in named:
        on_sheet, chosen = STAGES[named[0]], STAGES[stage]
        yield ImportProblem(sheet, 0, "", f"表上写的是“{on_sheet}”，您选的阶段是“{chosen}”，请核对后重新上传")


def _report_columns(table: Table, cells: list[Cell], stage: str, result: FileTables) -> None:
    used = {*table.places.values(), *table.column_places.values()}
    extra = [str(cell) for place, cell in enumerate(cells) if cell and place not in used]
    if extra:
        result.notes.append(f"“{table.sheet}”中没有用到的列：{_some(extra)}。")
    absent = [column.head for column in COLUMNS[stage] if column not in table.column_places]
    if absent:
        result.notes.append(f"“{table.sheet}”中没有这些列，保留已有的数据：{_some(absent)}。")


def _some(names: list[str]) -> str:
    shown = [name[:20] for name in names[:MAX_NAMED]]
    return "、".join(shown) + (f"等{len(names)}列" if len(names) > MAX_NAMED else "")


def _find_rows(table: Table, rows: list[tuple[int, list[Cell]]], result: FileTables) -> Iterator[VillageLine]:
    """The rows that name a village. A township holds for the rows below it until the next is written: it
    stands in merged cells, on a row of its own, or only beside its first village."""
    township = unit = ""
    first = min([*table.places.values(), *table.column_places.values()])
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
            if has_figures(cells, table.column_places):
                reason = "没有填村（社区）名称，不知道是哪个村（社区）的数据"
                result.problems.append(ImportProblem(table.sheet, number, "村（社区）", reason))
            continue
        yield VillageLine(
            *(table.sheet, number, unit, township, str(names[VILLAGE]), names.get("committee"), cells)
        )


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
