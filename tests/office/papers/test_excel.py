"""Workbooks: the sheet to print and the plain one."""

from datetime import date, datetime

import pytest

from guidance.office.papers.excel import MAX_ROW_HEIGHT, make_xlsx
from guidance.office.papers.spec import Cell, Column, DataSheet, Picture, Table, Text, TextRole
from tests.office.papers import readers
from tests.office.papers.samples import DATA, full_paper, paper, table
from tests.office.uploads.samples import picture


def workbook(*blocks, data=None, **options):
    return readers.workbook(make_xlsx(paper(*blocks, **options), data))


@pytest.mark.parametrize("start", "=+-@")
def test_no_text_is_a_formula(start):
    text = f"{start}1+1"
    data = DataSheet([text], [[text]], [text])
    book = workbook(Text(TextRole.NOTE, text), table(text), data=DataSheet(["示例"], data.rows, data.notes))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if text in str(cell.value)] == [f"'{text}"] * 4
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_day_alone_is_a_day_and_with_words_a_text():
    rows = [[Cell("2月5日", day=date(2021, 2, 5))], [Cell("2月5日左右")]]
    sheet = workbook(Table([Column("日期", 156)], rows))["打印"]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (datetime(2021, 2, 5), 'm"月"d"日"')  # noqa: DTZ001
    assert (sheet["A3"].value, sheet["A3"].number_format) == ("2月5日左右", "General")


def test_a_text_longer_than_a_row_goes_on_in_the_next():
    text = "长" * 3000 + "\n" + "短"
    sheet = workbook(Text(TextRole.SHEET, text))["打印"]
    pieces = [row[0] for row in readers.sheet_values(sheet)]
    assert len(pieces) > 1
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    assert max(sheet.row_dimensions[number].height for number in range(1, len(pieces) + 1)) <= MAX_ROW_HEIGHT


def test_a_row_is_as_high_as_its_texts():
    sheet = workbook(table("短", "长" * 200))["打印"]
    low, high = (sheet.row_dimensions[number].height for number in (2, 3))
    assert low == pytest.approx(12 * 72 / 25.4, abs=0.1)
    assert high > 5 * 18  # 200 characters of 12 points in 140 mm are six lines


def test_continuation_sheets_are_sheets():
    book = workbook(
        table("一"), Text(TextRole.MARK, "附页", new_page=True), Picture(picture(), "会场.jpg", "会场")
    )
    assert book.sheetnames == ["打印", "附页"]
    assert [row[0] for row in readers.sheet_values(book["附页"])] == ["附页", None, "会场"]


def test_a_picture_is_as_large_as_a_row_allows():
    sizes, lefts = [], []
    for size in ((400, 200), (200, 800)):
        sheet = workbook(Text(TextRole.MARK, "附页"), Picture(picture(size=size), "会场.jpg"))["打印"]
        (image,) = sheet._images
        assert (image.anchor._from.col, image.anchor._from.row) == (0, 1)
        lefts.append(round(image.anchor._from.colOff / readers.MILLIMETRE))
        picture_size = (
            round(side / readers.MILLIMETRE) for side in (image.anchor.ext.width, image.anchor.ext.height)
        )
        sizes.append((*picture_size, round(sheet.row_dimensions[2].height / 72 * 25.4)))
    assert sizes == [(136, 68, 74), (34, 138, 144)]
    assert lefts == [3, 54]  # in the middle of 142 mm


def test_one_head_is_repeated_two_stand_on_their_pages():
    assert workbook(table("一"))["打印"].print_title_rows == "$1:$1"
    assert workbook(table("一"), table("二", new_page=True))["打印"].print_title_rows is None


def test_the_plain_sheet():
    sheet = workbook(table("一"), data=DATA)["数据"]
    assert readers.sheet_values(sheet) == [
        ["序号", "日期", "说明"],
        [1, datetime(2021, 2, 5), "示例"],  # noqa: DTZ001
        [2, None, None],  # an empty text is an empty cell: filters call it 空白
        [None, None, None],
        ["注：示例", None, None],
    ]
    assert sheet["A1"].font.bold
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")


def test_columns_of_the_plain_sheet_are_as_wide_as_their_texts():
    data = DataSheet(["短", "一个很长很长的表头", "词"], [["一", "二", "字" * 15], ["一", "二", "字" * 90]])
    sheet = workbook(table("一"), data=data)["数据"]
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [5, 15, 50]


def test_a_long_text_of_the_plain_sheet_is_shown_whole():
    data = DataSheet(
        ["短", "长"], [["一", "长" * 50], ["一", "二\n三"], ["一", "字" * 9], ["一", "行\n" * 99]]
    )
    sheet = workbook(table("一"), data=data)["数据"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [45, 30, None, MAX_ROW_HEIGHT]
    for column in (1, 2):
        alignments = [sheet.cell(row, column).alignment for row in (2, 3, 4)]
        assert [bool(alignment.wrap_text) for alignment in alignments] == [True, True, False]
        assert [alignment.vertical for alignment in alignments] == ["top", "top", None]


def test_covered_cells_have_their_lines_and_no_words():
    sheet = workbook(full_paper().tables[0])["打印"]
    assert sheet["B3"].value is None
    assert sheet["B3"].border.bottom.style == "thin"
    assert readers.merged_cells(sheet, "B") == [f"B{row}:B{row + 1}" for row in range(2, 62, 2)]
