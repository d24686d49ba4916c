"""What an archive holds: one file after the other, each with what the index says of it."""

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
from guidance.office.papers.excel import xlsx
from guidance.office.papers.spec import DataSheet, Paper
from guidance.office.papers.styles import characters
from guidance.office.papers.text import clean_text
from guidance.office.papers.word import docx
from guidance.office.spreadsheets.formulas import escape_formula
from guidance.outputs.archives.pages import pages_of

A4 = 9  # as Excel numbers papers
MEASURED, WIDEST = 200, 70  # rows that a column is fitted to; characters of its width
MOST_ROWS = 20_000  # of one workbook, which is held in memory while it is packed
LONGEST_NAME = 80  # characters of a folder or file: Windows unpacks no path beyond 260
FORBIDDEN = str.maketrans('\\/:*?"<>|\t\r\n', "＼／：＊？＂＜＞｜   ")

Row = Sequence[Any]


@dataclass(frozen=True)
class Member:
    """A file of the archive: its bytes, or where they lie, or neither where `note` says why there is none."""

    name: str
    content: bytes | Path | None = None
    pages: int | None = None
    note: str = ""


def as_name(text: str) -> str:
    """A text as the name of a file or folder on any computer; never empty, never a step upwards."""
    name = clean_text(text).translate(FORBIDDEN).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].strip()}.{ending}"
    return name[:LONGEST_NAME].strip() or "未命名"


def word(folder: str, paper: Paper) -> Member:
    """A paper as Word."""
    return Member(f"{folder}/{as_name(paper.name + '.docx')}", docx(paper), pages_of(paper))


def workbook_of(folder: str, paper: Paper, data: DataSheet) -> Member:
    """A paper as a workbook."""
    return Member(f"{folder}/{as_name(paper.name + '.xlsx')}", xlsx(paper, data))


def table(name: str, heads: Row, rows: Iterable[Row], made_at: datetime) -> Iterator[Member]:
    """A table as one workbook, or as several where it is long; `name` is without its ending."""
    left = iter(rows)
    part = list(islice(left, MOST_ROWS))
    number = 1
    while part or number == 1:
        numbered = name if number == 1 else f"{name}（续{number - 1}）"
        yield Member(f"{numbered}.xlsx", sheet(heads, part, made_at))
        number += 1
        part = list(islice(left, MOST_ROWS))


def sheet(heads: Row, rows: Iterable[Row], made_at: datetime) -> bytes:
    """A plain sheet with one head row; the same rows make the same bytes."""
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet("数据")
    page.freeze_panes = "A2"
    _set_up(page)
    kept = list(rows)
    for number, head in enumerate(heads, 1):
        texts = [str(row[number - 1] or "") for row in kept[:MEASURED] if len(row) >= number]
        widest = 2 * max(map(characters, [str(head), *texts])) + 3
        page.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(10, widest))
    page.append([_head(page, head) for head in heads])
    for row in kept:
        page.append([_cell(page, value) for value in row])
    made = made_at.astimezone(UTC)
    workbook.properties.creator = ""
    workbook.properties.created = made.replace(tzinfo=None, microsecond=0)
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        return zipping.set_saved_at(file.read(), f"{made:%Y-%m-%dT%H:%M:%SZ}")


def _set_up(page: Any) -> None:
    """Printed on lying A4 as wide as the page, the head on each: an archive is also read on paper."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _head(page: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return escape_formula(clean_text(value)) if isinstance(value, str) else value
