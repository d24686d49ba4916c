"""The files of an archive, and what the index says of each."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from guidance.office.papers import zipping
from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.spec import DataSheet, Paper
from guidance.office.papers.styles import count_characters
from guidance.office.papers.text import clean_text
from guidance.office.papers.word import make_docx
from guidance.office.spreadsheets.formulas import escape_formula
from guidance.outputs.archives.pages import count_pages

A4 = 9  # Excel's number of this paper size
MEASURED_ROWS, WIDEST_COLUMN = 200, 70  # rows by which a column's width is set; characters
MOST_ROWS = 20_000  # of one workbook, which is in memory while it is written
LONGEST_NAME = 80  # characters of a folder or file: Windows unpacks no path beyond 260
FORBIDDEN = str.maketrans('\\/:*?"<>|\t\r\n', "＼／：＊？＂＜＞｜   ")

Row = Sequence[Any]


@dataclass(frozen=True)
class Member:
    """A file of the archive: its bytes or its path; neither where it is missing, and `note` says why."""

    name: str
    content: bytes | Path | None = None
    pages: int | None = None
    note: str = ""


def safe_file_name(text: str) -> str:
    """Make a text a name of a file or folder that any computer accepts; never empty, never `..`."""
    name = clean_text(text).translate(FORBIDDEN).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].strip()}.{ending}"
    return name[:LONGEST_NAME].strip() or "未命名"


def word_member(folder: str, paper: Paper) -> Member:
    """A paper as a Word file."""
    return Member(f"{folder}/{safe_file_name(paper.name + '.docx')}", make_docx(paper), count_pages(paper))


def workbook_member(folder: str, paper: Paper, data: DataSheet) -> Member:
    """A paper as a workbook."""
    return Member(f"{folder}/{safe_file_name(paper.name + '.xlsx')}", make_xlsx(paper, data))


def table_members(name: str, heads: Row, rows: Iterable[Row], made_at: datetime) -> Iterator[Member]:
    """A table as one workbook, or as several where it is long; `name` has no extension."""
    remaining = iter(rows)
    chunk = list(islice(remaining, MOST_ROWS))
    number = 1
    while chunk or number == 1:
        numbered = name if number == 1 else f"{name}（续{number - 1}）"
        yield Member(f"{numbered}.xlsx", build_sheet(heads, chunk, made_at))
        number += 1
        chunk = list(islice(remaining, MOST_ROWS))


def build_sheet(heads: Row, rows: Iterable[Row], made_at: datetime) -> bytes:
    """Build a workbook of one sheet with a head row; the same rows make the same bytes."""
    workbook = Workbook(write_only=True)
    worksheet = workbook.create_sheet("数据")
    worksheet.freeze_panes = "A2"
    _set_page_layout(worksheet)
    all_rows = list(rows)
    for number, head in enumerate(heads, 1):
        texts = [str(row[number - 1] or "") for row in all_rows[:MEASURED_ROWS] if len(row) >= number]
        widest = 2 * max(map(count_characters, [str(head), *texts])) + 3
        worksheet.column_dimensions[get_column_letter(number)].width = min(WIDEST_COLUMN, max(10, widest))
    worksheet.append([_head_cell(worksheet, head) for head in heads])
    for row in all_rows:
        worksheet.append([_value_cell(worksheet, value) for value in row])
    created_at = made_at.astimezone(UTC)
    workbook.properties.creator = ""
    workbook.properties.created = created_at.replace(tzinfo=None, microsecond=0)
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        return zipping.set_saved_at(file.read(), f"{created_at:%Y-%m-%dT%H:%M:%SZ}")


def _set_page_layout(worksheet: Any) -> None:
    """Fit the sheet to the width of landscape A4, with the head on every page: archives are printed too."""
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = "1:1"


def _head_cell(worksheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(worksheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _value_cell(worksheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        cell = WriteOnlyCell(worksheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return escape_formula(clean_text(value)) if isinstance(value, str) else value
