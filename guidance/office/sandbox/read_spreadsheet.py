"""Reads the cells of a workbook or a CSV file, as JSON.

A file may be made to burst whoever opens it: one cell in the last corner asks for half a terabyte. Days
are written as 2021-01-24; nothing is evaluated, formulas give the value that the file holds.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree  # entities were refused before

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from guidance.office.sandbox.bootstrap import ContentTooLarge

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 100_000, 100, 100
MOST_MERGED = 200_000  # rows that merged cells cover, together
MOST_TEXT = 2000  # characters of a cell
MOST_SCANNED = 100 << 20  # bytes of a sheet in which silent cells are looked for
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])  # PostgreSQL keeps no null character
DELIMITERS = ",\t;"
CELL = re.compile(rb'<c\b([^>]*?)\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
VALUE = re.compile(rb"<v\b[^>/]*>[^<]|<is\b")
ERROR, NO_VALUE, MOST_SILENT = "#错误值", "#公式没有结果", 1000


def run(content: bytes, kind: str) -> bytes:
    """Return the sheets of a file of this kind (uploads.container)."""
    sheets = _csv(content.decode()) if kind == "csv" else _workbook(content)
    return json.dumps({"sheets": list(sheets)}, ensure_ascii=False, separators=(",", ":")).encode()


def _workbook(content: bytes) -> Iterator[dict[str, Any]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        worksheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(worksheets) > MOST_SHEETS:
            raise ContentTooLarge(f"文件有{len(worksheets)}张工作表，最多{MOST_SHEETS}张")
        parts = _get_sheet_parts(content)
        for sheet in worksheets:
            if sheet.visible == SheetVisibleEnum.Visible:
                silent = _silent_cells(content, parts.get(sheet.name, ""))
                yield _sheet(sheet.name, book.get_sheet_by_name(sheet.name), silent)
            else:
                yield {"name": sheet.name, "hidden": True, "rows": [], "merged": []}


def _sheet(name: str, sheet: CalamineSheet, silent: dict[tuple[int, int], str]) -> dict[str, Any]:
    bottom, right = sheet.end or (-1, -1)
    _check_size(name, bottom + 1, right + 1)
    before = [None] * (sheet.start[1] if sheet.start else 0)
    # Rows are counted from the sheet's first, columns from the first that holds anything.
    rows = _filled_rows(before + [_plain(value) for value in row] for row in sheet.iter_rows())
    _fill_silent_cells(rows, silent)
    return {"name": name, "hidden": False, "rows": rows, "merged": list(_merged(sheet))}


def _merged(sheet: CalamineSheet) -> Iterator[list[int]]:
    """First row, column and last row of each group of cells merged over several rows."""
    covered = 0
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        covered += bottom - top
        if covered > MOST_MERGED:
            return
        if bottom > top:
            yield [top + 1, left, bottom + 1]


def _fill_silent_cells(rows: list[Any], silent: dict[tuple[int, int], str]) -> None:
    """Say in its place which cell holds an error, or a formula without its value.

    Read as empty, it would pass for a blank one.
    """
    for number, cells in rows if silent else ():
        for column, word in [(column, word) for (row, column), word in silent.items() if row == number]:
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = word


def _get_sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name -> its part of an .xlsx file; nothing for the older format."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        related = ElementTree.fromstring(members.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {relation.get("Id"): relation.get("Target", "") for relation in related}
        book = ElementTree.fromstring(members.read("xl/workbook.xml"))  # noqa: S314 - no entities
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {sheet.get("name", ""): targets.get(sheet.get(key), "") for sheet in sheets}


def _silent_cells(content: bytes, target: str) -> dict[tuple[int, int], str]:
    """Row (from 1) and column (from 0) of cells that the parser reads as empty although they are not."""
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    with zipfile.ZipFile(io.BytesIO(content)) if target else nullcontext() as members:
        if not members or members.getinfo(part).file_size > MOST_SCANNED:
            return {}
        data = members.read(part)
    if b't="e"' not in data and b"<f" not in data:
        return {}
    cells = {}
    for match in CELL.finditer(data):
        letters, row, attributes, inner = match[2], match[3], match[1] + match[4], match[5] or b""
        if b't="e"' in attributes:
            cells[int(row), _column_number(letters)] = ERROR
        elif b"<f" in inner and not VALUE.search(inner):
            cells[int(row), _column_number(letters)] = NO_VALUE
        if len(cells) >= MOST_SILENT:
            break
    return cells


def _column_number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _csv(text: str) -> Iterator[dict[str, Any]]:
    first = text[:4000]
    delimiter = max(DELIMITERS, key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    _check_size("CSV", len(lines), max(map(len, lines), default=0))
    yield {"name": "CSV", "hidden": False, "rows": _filled_rows(map(_plain_row, lines)), "merged": []}


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise ContentTooLarge(f"工作表“{name[:40]}”到第{rows}行还有内容，最多{MOST_ROWS}行")
    if columns > MOST_COLUMNS:
        raise ContentTooLarge(f"工作表“{name[:40]}”到第{columns}列还有内容，最多{MOST_COLUMNS}列")


def _filled_rows(rows: Any) -> list[Any]:
    """Each row that holds anything, with its number as the file shows it."""
    filled = []
    for number, cells in enumerate(rows, start=1):
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            filled.append([number, cells])
    return filled


def _plain_row(texts: list[str]) -> list[Any]:
    return [_plain(text) for text in texts]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(CONTROLS).strip()[:MOST_TEXT] or None
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int) else str(value)
