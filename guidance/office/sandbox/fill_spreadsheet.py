"""Scans or fills an Excel template.

A cell that holds nothing but a placeholder becomes a true number. What lies below a repeated row moves down,
and formulas, merged cells, heights, print areas and rules move or grow with it. See placeholders.py for input
and output.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.placeholders import (
    PLACEHOLDER,
    TOO_MANY_ROWS_MESSAGE,
    TemplateScan,
    Values,
    row_kinds,
    split_fill_input,
)

MOST_CELLS, MOST_ROWS, MOST_COPIED_CELLS = 200_000, 100_000, 1_000_000
# A reference as it stands in a formula: with its sheet perhaps, to a cell, cells or whole rows.
REFERENCE = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?(?P<cells>[^!]+)")
CORNER = re.compile(r"(?P<column>\$?[A-Z]{0,3})(?P<fixed>\$?)(?P<row>\d+)")
MARGINS = {"oddHeader": "页眉", "oddFooter": "页脚", "evenHeader": "偶数页页眉", "evenFooter": "偶数页页脚"}


def run(content: bytes, task: str) -> bytes:
    """Scan or fill the template."""
    if task == "scan":
        return _scan(content)
    content, values, rows = split_fill_input(content)
    return _fill(_open(content), values, rows)


def _open(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/")]
        cells = sum(file.read(name).count(b"<c ") for name in sheets)
    if cells > MOST_CELLS:
        raise ContentTooLarge(f"表格超过{MOST_CELLS}格")
    return load_workbook(io.BytesIO(content), keep_vba=False, rich_text=True)


# Scanning.


def _scan(content: bytes) -> bytes:
    scan = TemplateScan()
    if _has_shapes(content):
        scan.add_fault("图表、文本框或图形", "工作表", "shape")
    for sheet in _open(content).worksheets:
        _scan_cells(sheet, scan)
        for margin, part in _margin_parts(sheet):
            place = f"工作表“{sheet.title[:40]}”{MARGINS[margin]}"
            scan.add(part.text or "", place, lambda: None)
    return scan.as_json()


def _has_shapes(content: bytes) -> bool:
    """Whether charts or shapes lie over the cells, which openpyxl loses."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        drawings = [name for name in file.namelist() if re.match(r"xl/drawings/[^/]+\.xml$", name)]
        return any(
            re.search(rb"<(\w+:)?(sp|grpSp|cxnSp|graphicFrame)[ >]", file.read(name)) for name in drawings
        )


def _scan_cells(sheet: Any, scan: TemplateScan) -> None:
    cells = [cell for cell in sheet._cells.values() if _may_hold_placeholder(cell)]
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(str(cell.value))
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        place = f"工作表“{sheet.title[:40]}”{cell.coordinate}"
        get_kinds = partial(row_kinds, rows[cell.row])
        scan.add(str(cell.value), place, get_kinds, is_formula=cell.data_type == "f")


def _margin_parts(sheet: Any) -> Iterator[tuple[str, Any]]:
    for margin in MARGINS:
        for part in ("left", "center", "right"):
            yield margin, getattr(getattr(sheet, margin), part)


def _may_hold_placeholder(cell: Any) -> bool:
    return (
        isinstance(cell, Cell) and cell.value is not None and bool(re.search("[{｛%#}｝]", str(cell.value)))
    )


# Filling.


def _fill(book: Any, values: Values, rows: dict[str, list[Values]]) -> bytes:
    for sheet in book.worksheets:
        for number, kind in sorted(_repeated(sheet).items(), reverse=True):
            _repeat(book, sheet, number, rows[kind], values)
        for cell in [cell for cell in sheet._cells.values() if _may_hold_placeholder(cell)]:
            _replace(cell, values)
        for _, part in _margin_parts(sheet):
            part.text = part.text and _text(part.text, values)
    book.calculation.fullCalcOnLoad = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _repeated(sheet: Any) -> dict[int, str]:
    """The rows to repeat, each with what by."""
    kinds = {}
    for cell in sheet._cells.values():
        if _may_hold_placeholder(cell) and cell.data_type != "f":
            for kind in row_kinds([str(cell.value)]):
                kinds[cell.row] = kind
    return kinds


def _text(text: str, values: Values) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match[1].strip(), [match[0]])[0], text)


def _replace(cell: Any, values: Values) -> None:
    """The value of a placeholder that fills its cell as a number, else its words within the text."""
    if cell.data_type == "f":
        return
    text = str(cell.value)
    alone = PLACEHOLDER.fullmatch(text.strip())
    value = values.get(alone[1].strip()) if alone else None
    if value is not None and value[1] is not None:
        cell.value = value[1]
        number_format = cell.number_format
        if number_format == "General" or ("%" in number_format) != ("%" in value[2]):
            cell.number_format = value[2]
    elif PLACEHOLDER.search(text):
        cell.value = _text(text, values)
        cell.data_type = "s"  # what begins like a formula stays a text


def _repeat(book: Any, sheet: Any, row: int, row_values: list[Values], values: Values) -> None:
    """Row `row` once for each of `several`, with everything below moved down."""
    more = len(row_values) - 1
    columns = sorted(column for number, column in sheet._cells if number == row)
    if sheet.max_row + more > MOST_ROWS or len(columns) * more > MOST_COPIED_CELLS:
        raise ContentTooLarge(TOO_MANY_ROWS_MESSAGE)
    template = {column: sheet._cells[row, column] for column in columns}
    merged = [area for area in sheet.merged_cells.ranges if area.min_row == area.max_row == row]
    across = [(area.min_col, area.max_col) for area in merged]
    hidden = {
        column
        for area in sheet.merged_cells.ranges
        if area.min_row == row < area.max_row
        for column in range(area.min_col, area.max_col + 1)
    }
    if more:
        _move_down(book, sheet, row, more)
    for offset, own_values in reversed(list(enumerate(row_values))):
        for column, cell in template.items():
            is_covered = offset and column in hidden  # a cell that is merged down is said once
            template_cell = MergedCell(sheet, row, column) if is_covered else cell
            _copy_into(sheet, template_cell, row + offset, column, values | own_values)
    for offset in range(1, more + 1):
        if row in sheet.row_dimensions:
            _put_row(sheet, copy.copy(sheet.row_dimensions[row]), row + offset)
        for first, last in across:
            sheet.merged_cells.add(
                CellRange(min_row=row + offset, max_row=row + offset, min_col=first, max_col=last).coord
            )


def _copy_into(sheet: Any, cell: Any, row: int, column: int, values: Values) -> None:
    if isinstance(cell, MergedCell):
        sheet._cells[row, column] = MergedCell(sheet, row, column)
        return
    copied = Cell(sheet, row, column)
    copied._style = copy.copy(cell._style)
    if cell.data_type == "f" and isinstance(cell.value, str):
        copied.value = Translator(cell.value, cell.coordinate).translate_formula(copied.coordinate)
    else:
        copied.value = cell.value
        copied.data_type = cell.data_type
    sheet._cells[row, column] = copied
    if _may_hold_placeholder(copied):
        _replace(copied, values)


def _put_row(sheet: Any, dimension: Any, row: int) -> None:
    dimension.index = row
    sheet.row_dimensions[row] = dimension


def _move_down(book: Any, sheet: Any, row: int, more: int) -> None:
    below = {place: cell for place, cell in sheet._cells.items() if place[0] > row}
    for place in below:
        del sheet._cells[place]
    for (number, column), cell in below.items():
        cell.row = number + more
        sheet._cells[number + more, column] = cell
        if getattr(cell, "hyperlink", None):
            cell.hyperlink.ref = cell.coordinate
    heights = {number: dimension for number, dimension in sheet.row_dimensions.items() if number > row}
    for number in heights:
        del sheet.row_dimensions[number]
    for number, dimension in heights.items():
        _put_row(sheet, dimension, number + more)
    for area in sheet.merged_cells.ranges:
        _move_or_grow(area, row, more)
    _move_formulas(book, sheet, row, more)
    _move_rules(sheet, row, more)
    _move_objects(sheet, row, more)


def _move_formulas(book: Any, sheet: Any, row: int, more: int) -> None:
    for other in book.worksheets:
        for cell in other._cells.values():
            if cell.data_type == "f" and isinstance(cell.value, str):
                of_row = other is sheet and cell.row == row
                cell.value = _moved(cell.value, sheet.title, other is sheet, row, more, of_row=of_row)
    for names in (book.defined_names, *(worksheet.defined_names for worksheet in book.worksheets)):
        for name in names.values():
            name.value = _moved(f"={name.value}", sheet.title, False, row, more)[1:]


def _move_or_grow(area: Any, row: int, more: int) -> None:
    """An area below moves down, one that reaches through the row grows; one within it stays."""
    if area.min_row > row:
        area.shift(row_shift=more)
    elif area.max_row > row or (area.max_row == row and area.min_row < row):
        area.expand(down=more)


def _move_rules(sheet: Any, row: int, more: int) -> None:
    """Coloured cells, lists to choose from, the filter, what is printed: they hold for the copies too."""
    coloured = ConditionalFormattingList()
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            coloured.add(_grown(formatting.sqref, row, more), rule)
    sheet.conditional_formatting = coloured
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(_grown(rule.sqref, row, more))


def _move_objects(sheet: Any, row: int, more: int) -> None:
    """The filter, tables, what is printed, pictures."""
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _grown(MultiCellRange(sheet.auto_filter.ref), row, more)
    for table in sheet.tables.values():
        table.ref = _grown(MultiCellRange(table.ref), row, more)
        if table.autoFilter:
            table.autoFilter.ref = _grown(MultiCellRange(table.autoFilter.ref), row, more)
    if sheet._print_area:
        sheet.print_area = _grown(sheet._print_area, row, more)
    for picture in sheet._images:
        for corner in (picture.anchor._from, getattr(picture.anchor, "to", None)):
            if corner is not None and corner.row >= row:
                corner.row += more


def _grown(areas: Any, row: int, more: int) -> str:
    grown = []
    for area in areas.ranges:
        cells = CellRange(area.coord)
        if cells.min_row == cells.max_row == row:
            cells.expand(down=more)
        else:
            _move_or_grow(cells, row, more)
        grown.append(cells.coord)
    return " ".join(grown)


def _moved(formula: str, title: str, is_own: bool, row: int, more: int, *, of_row: bool = False) -> str:
    """The formula with its references into this sheet below `row` moved down, those through it grown.

    What a formula `of_row` says of its own row is not grown: each copy adds up its own.
    """
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            match = REFERENCE.fullmatch(token.value)
            sheet = match and match["sheet"]
            named = sheet.strip("'").replace("''", "'") if sheet else title if is_own else None
            if match and named == title:
                start = f"{sheet}!" if sheet else ""
                token.value = start + _moved_cells(match["cells"], row, more, of_row)
    return "=" + "".join(token.value for token in tokens.items)


def _moved_cells(cells: str, row: int, more: int, of_row: bool) -> str:
    first, colon, last = cells.partition(":")
    start, end = CORNER.fullmatch(first), CORNER.fullmatch(last) if colon else None
    if start is None or (colon and end is None):
        return cells
    if end is None:
        return _at(start, int(start["row"]) + more * (int(start["row"]) > row))
    top, bottom = int(start["row"]), int(end["row"])
    grows = bottom > row or (bottom == row and not (of_row and top == row))
    return f"{_at(start, top + more * (top > row))}:{_at(end, bottom + more * grows)}"


def _at(corner: re.Match[str], row: int) -> str:
    return f"{corner['column']}{corner['fixed']}{row}"
