"""Recognize an uploaded file: which attachment it is with its words, or why it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidance.office.papers.word_reader import Grid, Paragraph, WordFile, read_word
from guidance.office.spreadsheets.formulas import unescape_formula
from guidance.office.spreadsheets.reader import read_spreadsheet as read_workbook
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.kinds import DOC, DOCX, PDF, XLS, XLSX, UnknownKind, detect_kind
from guidance.reference.plans.issued_words import ISSUED, Words
from guidance.reporting.attachments.attachment1.parser import read_assignments
from guidance.reporting.attachments.attachment2.parser import read_visit
from guidance.reporting.attachments.attachment3.parser import read_schedule
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.tables import Sheet

OLD_WORD_MESSAGE = (
    "这是旧版 Word 文件（.doc），读不出表格；请用 Word 或 WPS 打开后另存为“Word 文档（.docx）”再上传。"
)
NO_TEXT_MESSAGE = (
    "这是图片或扫描件，读不出文字；签字件请在情况统计表页面上传，需要读回的请上传 Word 或 Excel 文件。"
)
UNKNOWN_FILE_MESSAGE = (
    "这个文件不像本通知的附件，没有读取。系统认得：附件1联系指导安排表（要有“姓名”“乡镇（街道）”“联络员”三栏）、"
    "附件2情况统计表（要有“总体情况”“发现问题”“经验做法”“工作建议”各栏）、附件3日程安排表"
    "（要有“乡镇（街道）”和三个换届选举大会时间栏）。请核对是否选错了文件。"
)
VISIT_IN_EXCEL_MESSAGE = "这是 Excel 的附件2情况统计表；附件2请上传 Word 文档（.docx）。"
DROPPED_ZERO = re.compile(r"2\.[12]|(?:[13-9]|1[0-2])\.[123]")  # the 1st or the 10th, but no 30 February


@dataclass(frozen=True)
class RecognizedFile:
    """A file that is an attachment: which one, and its words as they are stored."""

    kind: Attachment
    content: dict[str, Any]


def recognize_file(content: bytes, words: Mapping[str, Words] = ISSUED) -> RecognizedFile:
    """Read a file whose attachment is known by its printed `words`, or by those that were issued.

    Raises FileRefused with one sentence where it is no attachment or cannot be read.
    """
    file_content: dict[str, Any]
    try:
        kind = detect_kind(content)
    except UnknownKind as unknown:
        raise FileRefused(UNKNOWN_FILE_MESSAGE) from unknown
    if kind == DOCX:
        word = read_word(content)
        blocks = [_dump_block(block) for block in word.blocks]
        file_content = {"title": word.title, "pictures": word.pictures, "blocks": blocks}
        return RecognizedFile(_kind_of_word(word, words), file_content)
    if kind in (XLSX, XLS):
        sheets = read_workbook(content)["sheets"]
        file_content = {
            "title": "",
            "sheets": [_dump_sheet(sheet) for sheet in sheets if not sheet["hidden"]],
        }
        if read_visit([Grid(sheet["rows"]) for sheet in file_content["sheets"]], words["attachment2"]):
            raise FileRefused(VISIT_IN_EXCEL_MESSAGE)
        return RecognizedFile(_kind_of_tables(load_sheets(file_content), words), file_content)
    raise FileRefused(
        OLD_WORD_MESSAGE
        if kind == DOC
        else NO_TEXT_MESSAGE
        if kind == PDF or kind.is_picture
        else UNKNOWN_FILE_MESSAGE
    )


def _kind_of_word(word: WordFile, words: Mapping[str, Words]) -> Attachment:
    if read_visit(word.blocks, words["attachment2"]):
        return Attachment.ATTACHMENT2
    return _kind_of_tables(_tables(word), words)


def _kind_of_tables(sheets: list[Sheet], words: Mapping[str, Words]) -> Attachment:
    if read_schedule(sheets, words["attachment3"]) is not None:
        return Attachment.ATTACHMENT3
    if read_assignments(sheets, words["attachment1"]) is not None:
        return Attachment.ATTACHMENT1
    raise FileRefused(UNKNOWN_FILE_MESSAGE)


def load_word(file_content: dict[str, Any]) -> WordFile:
    """The Word file that was stored as `file_content`."""
    blocks = [
        Grid(block["rows"]) if "rows" in block else Paragraph(**block) for block in file_content["blocks"]
    ]
    return WordFile(file_content["title"], blocks, file_content.get("pictures", 0))


def load_sheets(file_content: dict[str, Any]) -> list[Sheet]:
    """The tables of a stored file, of either kind."""
    if "blocks" in file_content:
        return _tables(load_word(file_content))
    return [
        Sheet(f"工作表“{sheet['name']}”", sheet["rows"], sheet["numbers"]) for sheet in file_content["sheets"]
    ]


def _tables(word: WordFile) -> list[Sheet]:
    return [
        Sheet(f"第{number}个表格", grid.rows, list(range(1, len(grid.rows) + 1)), may_continue=True)
        for number, grid in enumerate(word.grids, 1)
    ]


def _dump_block(block: Paragraph | Grid) -> dict[str, Any]:
    return {"rows": block.rows} if isinstance(block, Grid) else {"text": block.text, "style": block.style}


def _dump_sheet(sheet: dict[str, Any]) -> dict[str, Any]:
    """The rows of a sheet as texts; None where a merged cell reaches."""
    rows: list[list[str | None]] = [[_cell_text(cell) for cell in cells] for _, cells in sheet["rows"]]
    numbers = [number for number, _ in sheet["rows"]]
    at = {number: row for row, number in enumerate(numbers)}
    for first, column, last in sheet["merged"]:
        for number in range(first + 1, last + 1):
            if number in at:
                cells = rows[at[number]]
                cells += [""] * (column + 1 - len(cells))
                cells[column] = None
    return {"name": sheet["name"][:40], "rows": rows, "numbers": numbers}


def _cell_text(cell: Any) -> str:
    """The text of a cell. A number 1.2 may have been typed as 1.20, whose zero Excel drops: then both."""
    text = "" if cell is None else str(unescape_formula(cell))
    return f"{text}或{text}0" if isinstance(cell, float) and DROPPED_ZERO.fullmatch(text) else text
