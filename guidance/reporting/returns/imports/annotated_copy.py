"""A copy of an uploaded file with the errors written beside its rows."""

import re
from collections import defaultdict
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from guidance.office.spreadsheets.formulas import escape_formula
from guidance.office.spreadsheets.reader import Content
from guidance.reporting.returns.imports.sheets import PROBLEMS_SHEET, ImportProblem
from guidance.reporting.returns.imports.template_workbook import to_bytes

HEAD = "问题（改好后可删去本列）"
WRONG = PatternFill("solid", fgColor="FDECEA")
NOT_IN_SHEET_NAMES = re.compile(r"[\\/*?:\[\]]")


def annotate(content: Content, problems: list[ImportProblem], head_rows: dict[str, int]) -> bytes:
    """Each visible sheet as it was read, with the errors of each row behind its last column.

    Errors of a sheet as a whole are on an extra sheet in front.
    """
    reasons: dict[tuple[str, int], list[str]] = defaultdict(list)
    book = Workbook(write_only=True)
    whole = [f"{problem.where}{problem.reason}。" for problem in problems if not problem.row]
    if whole:
        sheet = book.create_sheet(PROBLEMS_SHEET)
        for reason in whole:
            sheet.append([escape_formula(reason)])
    for problem in problems:
        column = f"“{problem.column}”" if problem.column else ""
        reasons[problem.sheet, problem.row].append(f"{column}{problem.reason}。")
    for read in content["sheets"]:
        if not read["hidden"]:
            texts_by_row = {
                row: "".join(texts) for (name, row), texts in reasons.items() if name == read["name"]
            }
            _write_sheet(book, read, texts_by_row, head_rows.get(read["name"], 0))
    return to_bytes(book)


def _write_sheet(book: Workbook, read: dict[str, Any], texts_by_row: dict[int, str], head_row: int) -> None:
    sheet = book.create_sheet(NOT_IN_SHEET_NAMES.sub("", read["name"])[:31] or "表")
    width = max((len(cells) for _, cells in read["rows"]), default=0)
    written = 0
    for number, cells in read["rows"]:
        for _ in range(number - written - 1):
            sheet.append([])
        written = number
        reason = texts_by_row.get(number, "")
        row = [_cell(sheet, value, bool(reason)) for value in cells]
        if reason or number == head_row:
            row += [None] * (width - len(row)) + [_cell(sheet, reason or HEAD, bool(reason))]
        sheet.append(row)


def _cell(sheet: Any, value: Any, is_wrong: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, escape_formula(value))
    if is_wrong:
        cell.fill, cell.font = WRONG, Font(color="8F1C13")
    return cell
