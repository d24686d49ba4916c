"""Tables on their way out, row by row: hundreds of thousands of rows in the memory of a few."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from guidance.office.spreadsheets.formulas import escape_formula

# A sheet that an office's computer still opens; beyond it there is CSV.
MOST_SHEET_ROWS = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[Any]


class _Line:
    """What csv.writer writes to: it hands each line on instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def table_response(
    request: HttpRequest,
    file_format: str,
    *,
    name: str,
    heads: Row,
    rows: Iterable[Row],
    count: Callable[[], int],
    back: str,
) -> HttpResponseBase:
    """Download a table as .xlsx or .csv; one too long for a sheet is sent `back` with a message."""
    if file_format == "csv":
        return csv_response(name, heads, rows)
    if count() > MOST_SHEET_ROWS:
        messages.error(request, f"超过{MOST_SHEET_ROWS}行，Excel文件会太大，请缩小范围或导出CSV。")
        return redirect(back)
    return xlsx_response(name, heads, rows)


def csv_lines(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    """The table as CSV, with the mark by which Excel knows UTF-8; no cell is run as a formula."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([escape_formula(cell) for cell in row])


def csv_response(name: str, heads: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """The table as a CSV download."""
    headers = {"Content-Disposition": str(content_disposition_header(True, f"{name}.csv"))}
    return StreamingHttpResponse(
        csv_lines(heads, rows), content_type="text/csv; charset=utf-8", headers=headers
    )


def xlsx_response(name: str, heads: Row, rows: Iterable[Row]) -> FileResponse:
    """The table as an Excel download; written to disk as it comes."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("数据")
    sheet.freeze_panes = "A2"
    for number, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(10, 2 * len(str(head)) + 4)
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _head(sheet: Any, text: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return escape_formula(value)
