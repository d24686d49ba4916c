"""/schedules/2/attachment3.xlsx and /print/: the same Attachment 3 as a workbook and as a page to print."""

from datetime import datetime

import pytest

from tests.office.papers import printed_attachments, readers
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import address, cells, complete_cells, submit_sheet

WORD, EXCEL, PRINT = (f"/schedules/2/{page}" for page in ("attachment3.docx", "attachment3.xlsx", "print/"))
FIRST = 4  # the first row under the head: the mark, the title, the head
DATED = [
    f"{meeting}{part}"
    for meeting in ("党组织", "村（居）委会", "妇联", "完成换届")
    for part in (*("开始", "结束", "计划/实际", "说明"),)
]


def day(*parts):
    """As openpyxl reads a day."""
    return datetime(*parts)  # noqa: DTZ001 - a workbook knows no zones


@pytest.fixture
def get_file(cast, log_in):
    return lambda file=EXCEL, user=None: log_in(user or cast.clerk).get(file)


@pytest.fixture
def submitted_sheet(cast, log_in):
    typed = complete_cells() | cells(1, party="1.20", party_kind="actual", federation="@示例")
    submit_sheet(log_in(cast.reporter), cast.unit, typed | {"unit-completion": "3.5", "checked": "on"})


def test_it_works(submitted_sheet, get_file):
    response = get_file()
    assert readers.file_name(response) == "附件3 第2次 汇总.xlsx"
    book = readers.workbook(response)
    assert book.sheetnames == ["打印", "数据"]
    rows = readers.sheet_values(book["打印"])
    assert [row[0] for row in rows[:2]] == ["附件3", printed_attachments.TITLE3]
    assert rows[2] == rows[10] == printed_attachments.HEAD3
    assert [row[1] for row in [*rows[3:10], *rows[11:22]]] == printed_attachments.TOWNSHIPS
    assert [row[0] for row in rows[22:]] == [printed_attachments.NOTE3]


def test_units_are_merged_over_their_rows(get_file):
    sheet = readers.workbook(get_file())["打印"]
    # Rows 1-2, 3-4, 5-6 stand in 4-9; rows 10-11, 12-13, 16-17 in 14-15, 16-17, 20-21.
    assert readers.merged_cells(sheet, "F") == ["F4:F5", "F6:F7", "F8:F9", "F14:F15", "F16:F17", "F20:F21"]
    assert [letter for letter in "ABCDE" if readers.merged_cells(sheet, letter)] == []
    assert [page_break.id for page_break in sheet.row_breaks.brk] == [10]


def test_days_are_days(submitted_sheet, get_file):
    sheet = readers.workbook(get_file())["打印"]
    planned = sheet["D4"]
    assert (planned.value, planned.number_format) == (day(2021, 2, 5), 'm"月"d"日"')
    assert sheet["C4"].value == "1月20日\n（实际）"
    assert sheet["C5"].value == "1月20日至28日"
    assert sheet["F4"].value == "融安县：\n3月5日"


def test_no_text_is_a_formula(submitted_sheet, get_file):
    book = readers.workbook(get_file())
    assert book["打印"]["E4"].value == "'@示例"
    assert "'@示例" in readers.sheet_values(book["数据"])[1]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_plain_sheet(submitted_sheet, get_file):
    sheet = readers.workbook(get_file())["数据"]
    head, first, second, *rest = readers.sheet_values(sheet)
    assert head == ["序号", "填报单位", "乡镇（街道）", *DATED, "状态"]
    assert not sheet.merged_cells.ranges
    assert first == [
        *(1, "融安县", "桥板乡", day(2021, 1, 20), day(2021, 1, 20), "实际", None),
        *(day(2021, 2, 5), day(2021, 2, 5), "计划", None, None, None, None, "'@示例"),
        *(day(2021, 3, 5), day(2021, 3, 5), "计划", None, "已上报"),
    ]
    assert second[3:7] == [day(2021, 1, 20), day(2021, 1, 28), "计划", None]
    assert second[7:11] == [None, None, None, "待定"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert [row[0] for row in rest[:16]] == list(range(3, 19))
    assert [row[0] for row in rest[16:]] == [None, printed_attachments.NOTE3]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T19")


def test_how_it_prints(cast, get_file):
    sheet = readers.workbook(get_file())["打印"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows is None  # each page has a head of its own
    cast.plan.schedule_is_landscape = True
    cast.plan.save()
    print_sheet = readers.workbook(get_file())["打印"]
    assert print_sheet.page_setup.orientation == "landscape"
    assert print_sheet.print_title_rows == "$3:$3"
    assert readers.sheet_values(print_sheet).count(printed_attachments.HEAD3) == 1
    margins = print_sheet.page_margins
    sides = (margins.top, margins.right, margins.bottom, margins.left)
    assert [round(side * 25.4) for side in sides] == [28, 37, 26, 35]


def test_the_letters(get_file):
    sheet = readers.workbook(get_file())["打印"]
    fonts = {address: (sheet[address].font.name, sheet[address].font.size) for address in ("A1", "A3", "B4")}
    assert fonts == {"A1": ("黑体", 16), "A3": ("黑体", 10), "B4": ("仿宋_GB2312", 10.5)}
    assert (sheet["A2"].font.name, sheet["A2"].alignment.horizontal) == ("方正小标宋简体", "center")
    assert sheet["F5"].border.bottom.style == "thin"  # under a merged cell too


def test_one_unit(cast, submitted_sheet, get_file):
    book = readers.workbook(get_file(address(cast.unit) + "attachment3.xlsx"))
    assert [row[0] for row in readers.sheet_values(book["打印"])] == [
        "附件3",
        printed_attachments.TITLE3,
        "序号",
        "1",
        "2",
        printed_attachments.NOTE3,
    ]
    assert book["打印"].print_title_rows == "$3:$3"
    assert len(readers.sheet_values(book["数据"])) == 5  # head, two rows, nothing, the note


def test_a_blank_one_has_no_plain_sheet(submitted_sheet, get_file):
    book = readers.workbook(get_file(f"{EXCEL}?blank=1"))
    assert book.sheetnames == ["打印"]
    assert [row[2:5] for row in readers.sheet_values(book["打印"])[3:10]] == [[None] * 3] * 7


def test_a_reporter_gets_her_units_rows(cast, submitted_sheet, get_file):
    book = readers.workbook(get_file(user=cast.other_reporter))
    assert [row[2] for row in readers.sheet_values(book["数据"])][1] == "古砦乡"
    assert book["打印"].max_row == FIRST + 1


@pytest.mark.parametrize("blank", ["", "?blank=1"])
def test_to_print(submitted_sheet, get_file, blank):
    """The page says what the Word file says, merged the same."""
    page = read(get_file(PRINT + blank))
    word = [readers.table_texts(table) for table in readers.word_document(get_file(WORD + blank)).tables]
    rows = [[" ".join(cell.split()) for cell in row if cell is not None] for table in word for row in table]
    assert page.rows == rows
    assert printed_attachments.NOTE3 in page.text
    spans = [span for row in page.spans for span in row if span > 1]
    assert spans == [2, 2, 2, 2, 2, 2]
    assert f"附件3 {' '.join(printed_attachments.TITLE3.split())}" in page.text


def test_to_print_lying_with_the_line_for_the_stamp(cast, get_file):
    cast.plan.schedule_is_landscape = cast.plan.schedule_has_stamp_line = True
    cast.plan.save()
    response = get_file(address(cast.unit) + "print/")
    page = read(response)
    assert 'class="paper lying"' in read(response).html
    assert "填报单位（盖章）：融安县妇联 填报人：" in page.text
    assert page.links[0] == address(cast.unit)


@pytest.mark.parametrize(("file", "queries"), [(EXCEL, 11), (PRINT, 10)])
def test_the_number_of_queries(cast, submitted_sheet, log_in, file, queries):
    client = log_in(cast.clerk)
    client.get(file)
    with query_count(queries):
        client.get(file)
