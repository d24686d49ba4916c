"""Word files, workbooks and zips are read as another program opens them."""

from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

MILLIMETRE = 36_000  # EMU


def response_bytes(response):
    """Return the bytes that the browser gets."""
    assert response.status_code == 200
    if not response.streaming:
        return response.content
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:  # `response.close` would close the test's database too
        close()
    return content


def word_document(response):
    """Open the Word file of a response, or of these bytes."""
    return Document(BytesIO(response if isinstance(response, bytes) else response_bytes(response)))


def workbook(response):
    """Open the workbook of a response, or of these bytes."""
    return load_workbook(BytesIO(response if isinstance(response, bytes) else response_bytes(response)))


def zip_members(response):
    """Return the files of a zip by name, in their order."""
    with ZipFile(BytesIO(response_bytes(response))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def file_name(response):
    """Return the name under which the browser saves the file."""
    kind, _, coded = response.headers["Content-Disposition"].partition("filename*=utf-8''")
    assert kind == "attachment; "
    return unquote(coded)


# -- Word


def table_texts(table):
    """Return the text of each cell, row by row; None where the cell above reaches down."""
    return [[_cell_text(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def _cell_text(cell):
    covered = cell.vMerge is not None and cell.vMerge != "restart"
    text = "\n".join("".join(part.text or "" for part in p.iter(qn("w:t"))) for p in cell.p_lst)
    assert not (covered and text)
    return None if covered else text


def merged_row_ranges(rows, column):
    """Return which rows of a column are one cell, counted from 1: (1, 6), (7, 9)."""
    starts = [number for number, row in enumerate(rows, 1) if row[column] is not None]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), len(rows)], strict=True))


def paragraph_texts(document):
    """Return the texts of the paragraphs outside the tables, without empty ones; line breaks stay."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def paragraph_style(paragraph):
    """Return the Chinese font, the size in points and the alignment of a paragraph."""
    style, run = paragraph.style, paragraph.runs[0]
    size = run.font.size or style.font.size
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), size.pt, _alignment(paragraph)


def _alignment(paragraph):
    alignment = paragraph.alignment
    alignment = paragraph.paragraph_format.alignment if alignment is None else alignment
    alignment = paragraph.style.paragraph_format.alignment if alignment is None else alignment
    return alignment.name if alignment is not None else "LEFT"


def cell_styles(table, row, column):
    """Return the styles of the lines of a cell."""
    return {paragraph_style(paragraph) for paragraph in table.cell(row, column).paragraphs if paragraph.runs}


def table_width(table):
    """Return the width of a table in millimetres, after checking that its grid and its cells agree."""
    columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    for row in table._tbl.tr_lst:
        assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst] == columns
    assert int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == sum(columns)
    return sum(columns) / 1440 * 25.4


def check_table_layout(table, *, heads):
    """Check that widths are fixed, only the first `heads` rows repeat on each page, and no row is split."""
    properties = [row.find(qn("w:trPr")) for row in table._tbl.tr_lst]
    repeated = [row_properties.find(qn("w:tblHeader")) is not None for row_properties in properties]
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert all(row_properties.find(qn("w:cantSplit")) is not None for row_properties in properties)
    assert repeated == [True] * heads + [False] * (len(properties) - heads)


def begins_page(table):
    """Whether the table begins a page; its first paragraph says so, since a table cannot."""
    return table.cell(0, 0).paragraphs[0].paragraph_format.page_break_before is True


def page_measures(document):
    """Return width, height and the margins (top, right, bottom, left) in millimetres."""
    (section,) = document.sections
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    sides = (section.page_width, section.page_height, *margins)
    return tuple(round(side / MILLIMETRE) for side in sides)


# -- Excel


def sheet_values(sheet):
    """Return the values of each row of a sheet."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def merged_cells(sheet, letter):
    """Return the merged cells of one column, such as B4:B9."""
    ranges = sorted(sheet.merged_cells.ranges, key=lambda cell_range: cell_range.min_row)
    return [
        cell_range.coord
        for cell_range in ranges
        if cell_range.coord.startswith(letter) and cell_range.size["columns"] == 1
    ]
