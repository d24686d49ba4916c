"""A paper as a workbook: a sheet that prints as the paper does, with real merges, and the plain sheet 数据.

Only the print sheet is merged. Heights are counted from the texts, since no program fits the height of a
merged cell by itself.
"""

from collections.abc import Sequence
from datetime import UTC, date
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from guidance.exchange.cells import guarded
from guidance.papers import looks, packing, spec
from guidance.papers.looks import CELL, HEAD, LOOKS, POINTS_A_MILLIMETRE, Look
from guidance.papers.spec import Align, Cell, DataSheet, Paper, Picture, Role, Table, Text
from guidance.papers.xml import clean

MILLIMETRES_A_CHARACTER = 2.0  # of Excel's column width, with the usual font
MILLIMETRES_AN_INCH = 25.4
HIGHEST_ROW = 409  # points; Excel knows no higher one
DAY, FULL_DAY = 'm"月"d"日"', "yyyy-mm-dd"
THIN = Side(style="thin", color="000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
ALIGNED = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.BOTH: "left"}


def xlsx(paper: Paper, data: DataSheet | None = None) -> bytes:
    """The paper as .xlsx; the same paper makes the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    sheets = _sheets(paper)
    for title, blocks in sheets:
        _Print(workbook.create_sheet(title), paper).draw(blocks)
    if data:
        _draw_data(workbook.create_sheet("数据"), data)
    made_at = paper.made_at.astimezone(UTC)
    workbook.properties.title, workbook.properties.creator = paper.name, ""
    workbook.properties.created = made_at.replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    workbook.save(file)
    return packing.settled(file.getvalue(), f"{made_at:%Y-%m-%dT%H:%M:%SZ}")


def _sheets(paper: Paper) -> list[tuple[str, list[spec.Block]]]:
    """The blocks by sheet: continuation sheets, which begin a page with a text, are a sheet of their own."""
    first: list[spec.Block] = []
    sheets = [("打印", first)]
    for block in paper.blocks:
        if isinstance(block, Text) and block.new_page:
            sheets.append(("附页" if len(sheets) == 1 else f"附页{len(sheets)}", []))
        sheets[-1][1].append(block)
    return sheets


class _Print:
    """Draws blocks onto a sheet, one under the other, in the columns of its widest table."""

    def __init__(self, sheet: Any, paper: Paper) -> None:
        self.sheet, self.paper, self.row = sheet, paper, 1
        self.heads: list[int] = []  # the rows that are heads

    def draw(self, blocks: Sequence[spec.Block]) -> None:
        tables = [block for block in blocks if isinstance(block, Table)]
        self.columns = tables[0].columns if tables else [spec.Column("", self.paper.text_width)]
        for number, column in enumerate(self.columns, 1):
            width = column.width / MILLIMETRES_A_CHARACTER
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        for block in blocks:
            if isinstance(block, Table):
                self._draw_table(block)
            elif isinstance(block, Picture):
                self._draw_text(Text(Role.CAPTION, f"图：{block.caption or block.name}"))
            else:
                self._draw_text(block)
        self._set_up_page()

    def _set_up_page(self) -> None:
        sheet, page = self.sheet, self.sheet.page_setup
        page.paperSize = sheet.PAPERSIZE_A4
        page.orientation = "landscape" if self.paper.is_landscape else "portrait"
        page.fitToWidth, page.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = [spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM, spec.MARGIN_LEFT]
        if self.paper.is_landscape:
            margins = [spec.MARGIN_LEFT, spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM]
        for side, margin in zip(("top", "right", "bottom", "left"), margins, strict=True):
            setattr(sheet.page_margins, side, margin / MILLIMETRES_AN_INCH)
        last = get_column_letter(len(self.columns))
        sheet.print_area = f"A1:{last}{max(1, self.row - 1)}"
        if len(self.heads) == 1:  # two heads are two words for one column: each stands on its page
            sheet.print_title_rows = f"{self.heads[0]}:{self.heads[0]}"
        sheet.sheet_view.showGridLines = False

    def _draw_text(self, block: Text) -> None:
        look = LOOKS[block.role]
        size = look.size
        if block.role is Role.TITLE:
            size = looks.title_size(block.text, self.paper.text_width)
        width = sum(column.width for column in self.columns)
        line = look.line * size / look.size
        for part in _parts(block.text, width, size, line):
            if block.role in (Role.BODY, Role.HEADING, Role.SUBHEADING):
                part = "　" * round(look.indent) + part
            cell = self.sheet.cell(self.row, 1, _written(part))
            cell.font = Font(name=look.font, size=size)
            stands = "top" if block.role is Role.SHEET else "center"
            cell.alignment = Alignment(ALIGNED[look.align], stands, wrap_text=True)
            self._merge(self.row, self.row, 1, len(self.columns))
            height = _lines(part, width, size) * line + look.before + look.after
            self.sheet.row_dimensions[self.row].height = min(HIGHEST_ROW, height)
            self.row += 1

    def _draw_table(self, table: Table) -> None:
        if table.new_page and self.row > 1:
            self.sheet.row_breaks.append(Break(id=self.row - 1))
        if table.has_head:
            self.heads.append(self.row)
            heads = [Cell(column.head) for column in table.columns]
            self._draw_row(table, heads, HEAD, 0)
        for number, cells in enumerate(table.rows):
            self._draw_row(table, cells, CELL, table.height_of(number))

    def _draw_row(self, table: Table, cells: Sequence[Cell], look: Look, height: float) -> None:
        needed = height * POINTS_A_MILLIMETRE
        size = looks.head_size(table) if look is HEAD else table.size
        for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True), 1):
            written = self.sheet.cell(self.row, number)
            written.border = BOX
            if cell.is_covered:
                continue
            written.value = cell.day or _written(cell.text)
            if cell.day:
                written.number_format = DAY
            align = look.align if look is HEAD else column.align
            written.font = Font(name=look.font, size=size)
            written.alignment = Alignment(
                ALIGNED[align], "top" if column.at_top and look is CELL else "center", wrap_text=True
            )
            self._merge(self.row, self.row + cell.rows - 1, number, number)
            lines = _lines(cell.text, column.width - 4, size)
            needed = max(needed, (lines * look.line + 6) / cell.rows)
        self.sheet.row_dimensions[self.row].height = min(HIGHEST_ROW, needed)
        self.row += 1

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")


def _written(text: str) -> str:
    return str(guarded(clean(text)))


def _parts(text: str, width: float, size: float, line: float) -> list[str]:
    """The text in as many rows as it needs, since a row has a greatest height."""
    most = max(1, int(HIGHEST_ROW / line) - 1)
    parts: list[list[str]] = [[]]
    for paragraph in text.split("\n"):
        a_line = max(1, int(width * POINTS_A_MILLIMETRE / size))
        pieces = [paragraph[at : at + most * a_line] for at in range(0, len(paragraph) or 1, most * a_line)]
        for piece in pieces:
            if parts[-1] and _lines("\n".join([*parts[-1], piece]), width, size) > most:
                parts.append([])
            parts[-1].append(piece)
    return ["\n".join(part) for part in parts]


def _lines(text: str, width: float, size: float) -> int:
    room = max(1.0, width * POINTS_A_MILLIMETRE / size)
    return sum(max(1, ceil(looks.characters(line) * 1.05 / room)) for line in text.split("\n"))


def _draw_data(sheet: Any, data: DataSheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.append(list(data.heads))
    for number, head in enumerate(data.heads, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(10, 2 * len(head) + 4)
    for values in data.rows:
        sheet.append([_plain(value) for value in values])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = FULL_DAY
    if data.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(data.heads))}{len(data.rows) + 1}"
    for note in data.notes:
        sheet.append([])
        sheet.append([_written(note)])


def _plain(value: object) -> object:
    return _written(value) if isinstance(value, str) else value
