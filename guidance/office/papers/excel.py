"""A paper as a workbook: a sheet that prints as the paper does, with real merges, and the plain sheet 数据.

Only the print sheet is merged. Heights are counted from the texts, since no program fits the height of a
merged cell by itself. Rows are written as they come and not kept, so a long table takes no more memory than
a short one: whatever stands above the rows in the file is set before the first of them.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from guidance.office.papers import spec, styles, zipping
from guidance.office.papers.spec import Align, Cell, DataSheet, Paper, Picture, Table, Text, TextRole
from guidance.office.papers.styles import CELL_STYLE, HEAD_STYLE, POINTS_A_MILLIMETRE, TEXT_STYLES, TextStyle
from guidance.office.papers.text import clean_text
from guidance.office.spreadsheets.formulas import escape_formula

MILLIMETRES_A_CHARACTER = 2.0  # of Excel's column width, with the usual font
MILLIMETRES_AN_INCH = 25.4
EMU_A_MILLIMETRE = 36_000  # of drawings
MAX_ROW_HEIGHT = 409  # points; Excel knows no higher one
# Millimetres: a picture stands in one row, and within columns that are narrower where the usual font is.
PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_ROOM = 136, 138, 3
# Of the plain sheet: whose texts say how wide a column is, and in characters: a head that is not broken.
MEASURED_ROWS, UNBROKEN_HEAD, MAX_COLUMN_WIDTH = 200, 6, 50
DATA_LINE_HEIGHT = 15  # points: a line of its rows
LEFT_ALIGNMENT, TOP_ALIGNMENT = Alignment("left"), Alignment("left", "top", wrap_text=True)
DAY_FORMAT, FULL_DAY_FORMAT = 'm"月"d"日"', "yyyy-mm-dd"
THIN = Side(style="thin", color="000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HORIZONTAL = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.BOTH: "left"}


def make_xlsx(paper: Paper, data: DataSheet | None = None) -> bytes:
    """The paper as .xlsx; the same paper makes the same bytes."""
    workbook = Workbook(write_only=True)
    sheets = _split_into_sheets(paper)
    for title, blocks in sheets:
        _PrintSheet(workbook.create_sheet(title), paper).draw(blocks)
    if data:
        _PlainSheet(workbook.create_sheet("数据")).draw(data)
    made_at = paper.made_at.astimezone(UTC)
    workbook.properties.title, workbook.properties.creator = paper.name, ""
    workbook.properties.created = made_at.replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    workbook.save(file)
    return zipping.set_saved_at(file.getvalue(), f"{made_at:%Y-%m-%dT%H:%M:%SZ}")


def _split_into_sheets(paper: Paper) -> list[tuple[str, list[spec.Block]]]:
    """The blocks by sheet: continuation sheets, which begin a page with a text, are a sheet of their own."""
    first: list[spec.Block] = []
    sheets = [("打印", first)]
    for block in paper.blocks:
        if isinstance(block, Text) and block.new_page:
            sheets.append(("附页" if len(sheets) == 1 else f"附页{len(sheets)}", []))
        sheets[-1][1].append(block)
    return sheets


class _PrintSheet:
    """Draws blocks onto a sheet, one under the other, in the columns of its widest table."""

    def __init__(self, sheet: Any, paper: Paper) -> None:
        self.sheet, self.paper, self.row = sheet, paper, 1
        self.heads: list[int] = []  # the rows that are heads
        self.styles: dict[tuple[Any, ...], Any] = {}  # a style is made once and then copied: it costs most

    def draw(self, blocks: Sequence[spec.Block]) -> None:
        tables = [block for block in blocks if isinstance(block, Table)]
        # Two where there is no table: LibreOffice does not fit a page to one column that is too wide for it.
        plain = [spec.Column("", self.paper.text_width / 2)] * 2
        self.columns = tables[0].columns if tables else plain
        for number, column in enumerate(self.columns, 1):
            width = column.width / MILLIMETRES_A_CHARACTER
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._set_up_page()
        for block in blocks:
            if isinstance(block, Table):
                self._draw_table(block)
            elif isinstance(block, Picture):
                self._draw_picture(block)
            else:
                self._draw_text(block)
        last = get_column_letter(len(self.columns))
        self.sheet.print_area = f"A1:{last}{max(1, self.row - 1)}"
        if len(self.heads) == 1:  # two heads are two words for one column: each stands on its page
            self.sheet.print_title_rows = f"{self.heads[0]}:{self.heads[0]}"

    def _set_up_page(self) -> None:
        sheet, page = self.sheet, self.sheet.page_setup
        page.paperSize = Worksheet.PAPERSIZE_A4
        page.orientation = "landscape" if self.paper.is_landscape else "portrait"
        page.fitToWidth, page.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = [spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM, spec.MARGIN_LEFT]
        if self.paper.is_landscape:
            margins = [spec.MARGIN_LEFT, spec.MARGIN_TOP, spec.MARGIN_RIGHT, spec.MARGIN_BOTTOM]
        for side, margin in zip(("top", "right", "bottom", "left"), margins, strict=True):
            setattr(sheet.page_margins, side, margin / MILLIMETRES_AN_INCH)
        sheet.sheet_view.showGridLines = False

    def _draw_text(self, block: Text) -> None:
        text_style = TEXT_STYLES[block.role]
        size = text_style.size
        if block.role is TextRole.TITLE:
            size = styles.title_size(block.text, self.paper.text_width)
        width = sum(column.width for column in self.columns)
        line = text_style.line * size / text_style.size
        for row_text in _split_into_rows(block.text, width, size, line):
            if block.role in (TextRole.BODY, TextRole.HEADING, TextRole.SUBHEADING):
                row_text = "　" * round(text_style.indent) + row_text
            cell = WriteOnlyCell(self.sheet, _make_cell_text(row_text))
            cell.font = Font(name=text_style.font, size=size)
            vertical = "top" if block.role is TextRole.SHEET else "center"
            cell.alignment = Alignment(HORIZONTAL[text_style.align], vertical, wrap_text=True)
            self._merge(self.row, self.row, 1, len(self.columns))
            height = _count_lines(row_text, width, size) * line + text_style.before + text_style.after
            self._append_row([cell], height)

    def _draw_picture(self, picture: Picture) -> None:
        image = Image(BytesIO(picture.content))
        enlarged = replace(picture, max_width=PICTURE_WIDTH, max_height=PICTURE_HEIGHT)
        width, height = styles.picture_size(enlarged, image.width, image.height)
        left = (PICTURE_WIDTH - width) / 2 + PICTURE_ROOM
        corner = AnchorMarker(0, _to_emu(left), self.row - 1, _to_emu(PICTURE_ROOM))
        image.anchor = OneCellAnchor(corner, ext=XDRPositiveSize2D(_to_emu(width), _to_emu(height)))
        self.sheet.add_image(image)
        self._append_row([], (height + 2 * PICTURE_ROOM) * POINTS_A_MILLIMETRE)
        if picture.caption:
            self._draw_text(Text(TextRole.CAPTION, picture.caption))

    def _draw_table(self, table: Table) -> None:
        if table.new_page and self.row > 1:
            self.sheet.row_breaks.append(Break(id=self.row - 1))
        if table.has_head:
            self.heads.append(self.row)
            heads = [Cell(column.head) for column in table.columns]
            self._draw_row(table, heads, HEAD_STYLE, 0)
        for number, cells in enumerate(table.rows):
            self._draw_row(table, cells, CELL_STYLE, table.get_row_height(number))

    def _draw_row(self, table: Table, cells: Sequence[Cell], text_style: TextStyle, height: float) -> None:
        row_height = height * POINTS_A_MILLIMETRE
        size = styles.head_size(table) if text_style is HEAD_STYLE else table.size
        row = []
        for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True), 1):
            sheet_cell = WriteOnlyCell(self.sheet)
            row.append(sheet_cell)
            align = text_style.align if text_style is HEAD_STYLE else column.align
            vertical = "top" if column.at_top and text_style is CELL_STYLE else "center"
            self._set_style(
                sheet_cell, text_style.font, size, HORIZONTAL[align], vertical, cell.day is not None
            )
            if cell.is_covered:
                continue
            sheet_cell.value = cell.day or _make_cell_text(cell.text)
            self._merge(self.row, self.row + cell.rows - 1, number, number)
            lines = _count_lines(cell.text, column.width - 4, size)
            row_height = max(row_height, (lines * text_style.line + 6) / cell.rows)
        self._append_row(row, row_height)

    def _append_row(self, cells: list[Any], height: float) -> None:
        self.sheet.row_dimensions[self.row].height = min(MAX_ROW_HEIGHT, height)
        self.sheet.append(cells)
        self.row += 1

    def _set_style(self, cell: Any, font: str, size: float, align: str, vertical: str, is_day: bool) -> None:
        """Box a cell of a table and set its letters."""
        key = (font, size, align, vertical, is_day)
        if key not in self.styles:
            cell.border, cell.font = BOX, Font(name=font, size=size)
            cell.alignment = Alignment(align, vertical, wrap_text=True)
            if is_day:
                cell.number_format = DAY_FORMAT
            self.styles[key] = cell._style
        cell._style = copy(self.styles[key])

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        if (top, left) != (bottom, right):  # not by `add`, which looks for each among all the others
            merged = CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom)
            self.sheet.merged_cells.ranges.add(merged)


def _to_emu(millimetres: float) -> int:
    return round(millimetres * EMU_A_MILLIMETRE)


def _make_cell_text(text: str) -> str:
    return str(escape_formula(clean_text(text)))


def _split_into_rows(text: str, width: float, size: float, line: float) -> list[str]:
    """The text in as many rows as it needs, since a row has a greatest height."""
    max_lines = max(1, int(MAX_ROW_HEIGHT / line) - 1)
    rows: list[list[str]] = [[]]
    for paragraph in text.split("\n"):
        line_length = max(1, int(width * POINTS_A_MILLIMETRE / size))
        pieces = [
            paragraph[at : at + max_lines * line_length]
            for at in range(0, len(paragraph) or 1, max_lines * line_length)
        ]
        for piece in pieces:
            if rows[-1] and _count_lines("\n".join([*rows[-1], piece]), width, size) > max_lines:
                rows.append([])
            rows[-1].append(piece)
    return ["\n".join(row) for row in rows]


def _count_lines(text: str, width: float, size: float) -> int:
    room = max(1.0, width * POINTS_A_MILLIMETRE / size)
    return sum(max(1, ceil(styles.count_characters(line) * 1.05 / room)) for line in text.split("\n"))


class _PlainSheet:
    """Draws the plain sheet 数据."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.styles: dict[tuple[bool, bool], Any] = {}  # made once and then copied, as in the print sheet

    def draw(self, data: DataSheet) -> None:
        self._set_up_page(data)
        self.sheet.append([self._make_head_cell(head) for head in data.heads])
        for number, values in enumerate(data.rows, 2):
            lines = max(map(_count_data_lines, values))
            if lines > 1:
                self.sheet.row_dimensions[number].height = min(MAX_ROW_HEIGHT, lines * DATA_LINE_HEIGHT)
            self.sheet.append([self._make_value(value, is_high=lines > 1) for value in values])
        for note in data.notes:
            self.sheet.append([])
            self.sheet.append([_make_cell_text(note)])

    def _set_up_page(self, data: DataSheet) -> None:
        sheet = self.sheet
        sheet.freeze_panes = "A2"
        sheet.page_setup.paperSize, sheet.page_setup.orientation = Worksheet.PAPERSIZE_A4, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        sheet.row_dimensions[1].height = 2 * HEAD_STYLE.line
        for number, width in enumerate(_get_column_widths(data), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        if data.rows:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(data.heads))}{len(data.rows) + 1}"

    def _make_head_cell(self, text: str) -> Any:
        cell = WriteOnlyCell(self.sheet, text)
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center", wrap_text=True)
        return cell

    def _make_value(self, value: object, *, is_high: bool) -> object:
        """A true date, a number, or a text that takes as many lines as it needs; at the top of a high row."""
        if isinstance(value, str):
            value = _make_cell_text(value) or None
        is_day = isinstance(value, date)
        if not is_high and not is_day:
            return value  # as the sheet writes it, without a style: there are many
        cell = WriteOnlyCell(self.sheet)
        if (is_high, is_day) not in self.styles:
            cell.alignment = TOP_ALIGNMENT if is_high else LEFT_ALIGNMENT
            cell.number_format = FULL_DAY_FORMAT if is_day else "General"
            self.styles[is_high, is_day] = cell._style
        cell._style = copy(self.styles[is_high, is_day])
        cell.value = value  # last: a day without the format of one is given it, at some cost
        return cell


def _get_column_widths(data: DataSheet) -> Iterator[float]:
    """Of each column, for its texts; a long head may take two lines."""
    for number, head in enumerate(data.heads):
        texts = [str(values[number] or "") for values in data.rows[:MEASURED_ROWS]]
        length = styles.count_characters(head)
        widest = max([length / 2, min(length, UNBROKEN_HEAD), *map(styles.count_characters, texts)])
        yield min(MAX_COLUMN_WIDTH, 2 * ceil(widest) + 3)


def _count_data_lines(value: object) -> int:
    """How many lines a value takes in the widest column."""
    if not isinstance(value, str) or (2 * len(value) <= MAX_COLUMN_WIDTH and "\n" not in value):
        return 1
    return sum(
        max(1, ceil(2 * styles.count_characters(line) / (MAX_COLUMN_WIDTH - 3))) for line in value.split("\n")
    )
