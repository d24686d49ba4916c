"""Attachment 1 as Word file, workbook and print equals the notice (dossier 4.4)."""

import pytest

from guidance.reference.people.models import Link, TownshipLiaison
from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.models import Plan
from tests.office.papers import printed_attachments, readers
from tests.pages import query_count, read

WORD, EXCEL, PRINT = (f"/assignments/{page}" for page in ("attachment1.docx", "attachment1.xlsx", "print/"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HIGH, DEPUTY = "市妇联主席、党组书记", "市妇联副主席"


@pytest.fixture
def get(cast, log_in):
    return lambda address, user=None: log_in(user or cast.clerk).get(address)


def notice_layout(liaison):
    """Write a name of two characters with two blanks between, and the number below the name."""
    name = liaison.name
    return f"{name[0]}  {name[1]}\n{liaison.phone}" if len(name) == 2 else f"{name}\n{liaison.phone}"


def liaisons():
    rows = Link.objects.order_by("order").values_list("township", flat=True)
    by_township = {liaison.township_id: liaison for liaison in TownshipLiaison.objects.all()}
    return [by_township[township] for township in rows]


def leaders():
    return [Link.objects.get(order=order).leader.name for order in (1, 7, 10, 15)]


def test_it_works(get):
    document = readers.word_document(get(WORD))
    assert readers.paragraph_texts(document) == ["附件1", printed_attachments.TITLE1]
    first_table, second_table = document.tables
    assert not readers.begins_page(first_table)
    assert readers.begins_page(second_table)
    head, *upper = readers.table_texts(first_table)
    head2, *lower = readers.table_texts(second_table)
    assert (head, head2) == (printed_attachments.HEAD1, printed_attachments.HEAD1_PAGE2)
    assert (len(upper), len(lower)) == (9, 9)
    rows = upper + lower
    assert [row[0] for row in rows] == [str(number) for number in range(1, 19)]
    assert [row[3] for row in rows] == printed_attachments.TOWNSHIPS
    assert [row[4] for row in rows] == [notice_layout(liaison) for liaison in liaisons()]


def test_leaders_are_merged_over_their_rows(get):
    upper, lower = (readers.table_texts(table)[1:] for table in readers.word_document(get(WORD)).tables)
    for column in (1, 2):
        assert readers.merged_row_ranges(upper, column) == [(1, 6), (7, 9)]
        assert readers.merged_row_ranges(lower, column) == [(1, 5), (6, 9)]  # rows 10-14, 15-18
    for column in (0, 3, 4):
        assert all(row[column] is not None for row in upper + lower)
    assert [row[1] for row in upper + lower if row[1]] == leaders()
    assert [row[2] for row in upper + lower if row[2]] == [HIGH, DEPUTY, DEPUTY, DEPUTY]


def test_how_it_looks(get):
    document = readers.word_document(get(WORD))
    mark, title = (paragraph for paragraph in document.paragraphs if paragraph.text)
    assert readers.page_measures(document) == printed_attachments.A4
    assert readers.paragraph_style(mark) == ("黑体", 16, "LEFT")
    assert readers.paragraph_style(title) == ("方正小标宋简体", 22, "CENTER")
    for table in document.tables:
        assert readers.table_width(table) == pytest.approx(156, abs=0.1)
        readers.check_table_layout(table, heads=1)
        assert readers.cell_styles(table, 0, 3) == {("黑体", 12, "CENTER")}
        assert readers.cell_styles(table, 1, 4) == {("仿宋_GB2312", 12, "CENTER")}


def test_the_number_of_key_villages_is_printed_where_the_plan_says_so(cast, get):
    link = Link.objects.get(order=14)
    link.key_village_count = 5
    link.save()
    assert "（5）" not in str(readers.table_texts(readers.word_document(get(WORD)).tables[1]))
    cast.plan.prints_key_villages = True
    cast.plan.save()
    rows = [
        row for table in readers.word_document(get(WORD)).tables for row in readers.table_texts(table)[1:]
    ]
    expected = [*printed_attachments.TOWNSHIPS]
    expected[13] = "阳和工业新区\n阳和街道（5）"
    assert [row[3] for row in rows] == expected


def test_corrected_words(cast, get):
    cast.plan.printed_wording = "corrected"
    cast.plan.save()
    heads = [readers.table_texts(table)[0] for table in readers.word_document(get(WORD)).tables]
    assert heads == [
        printed_attachments.HEAD1,
        printed_attachments.HEAD1,
    ]  # the left-over of page 2 is gone


def test_words_of_ones_own(cast, get):
    cast.plan.printed_wording = "custom"
    cast.plan.save()
    text = PrintedText.objects.get(slot="attachment1.title")
    text.custom = "示例标题\n<二>"
    text.save()
    assert readers.paragraph_texts(readers.word_document(get(WORD))) == ["附件1", "示例标题\n<二>"]
    assert (
        readers.table_texts(readers.word_document(get(WORD)).tables[0])[0] == printed_attachments.HEAD1
    )  # empty: as issued


def test_a_blank_one_has_numbers_and_nothing_else(get):
    response = get(f"{WORD}?blank=1")
    document = readers.word_document(response)
    assert readers.file_name(response) == "附件1（空白）.docx"
    assert readers.paragraph_texts(document) == ["附件1", printed_attachments.TITLE1]
    heads, rows = zip(
        *((grid[0], grid[1:]) for grid in map(readers.table_texts, document.tables)), strict=True
    )
    assert heads == (printed_attachments.HEAD1, printed_attachments.HEAD1_PAGE2)
    assert [*rows[0], *rows[1]] == [[str(number), "", "", "", ""] for number in range(1, 19)]


def test_as_a_workbook(get):
    book = readers.workbook(get(EXCEL))
    assert book.sheetnames == ["打印", "数据"]
    sheet = book["打印"]
    rows = readers.sheet_values(sheet)
    assert [row[0] for row in rows[:2]] == ["附件1", printed_attachments.TITLE1]
    top = rows.index(printed_attachments.HEAD1) + 1
    second_head_row = rows.index(printed_attachments.HEAD1_PAGE2) + 1
    assert second_head_row == top + 10
    assert [row[3] for row in rows[top : top + 9] + rows[second_head_row:]] == printed_attachments.TOWNSHIPS
    for letter in "BC":
        assert readers.merged_cells(sheet, letter) == [
            f"{letter}{top + 1}:{letter}{top + 6}",
            f"{letter}{top + 7}:{letter}{top + 9}",
            f"{letter}{second_head_row + 1}:{letter}{second_head_row + 5}",
            f"{letter}{second_head_row + 6}:{letter}{second_head_row + 9}",
        ]
    assert readers.merged_cells(sheet, "D") == readers.merged_cells(sheet, "E") == []
    assert [page_break.id for page_break in sheet.row_breaks.brk] == [top + 9]


def test_the_workbook_prints_on_a4(get):
    sheet = readers.workbook(get(EXCEL))["打印"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    sides = (margins.top, margins.right, margins.bottom, margins.left)
    assert [round(side * 25.4) for side in sides] == [37, 26, 35, 28]
    assert sheet.print_area == f"'打印'!$A$1:$E${sheet.max_row}"
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths == pytest.approx([6, 12, 19, 21, 20])  # as wide to each other as on the paper


def test_the_plain_sheet(get):
    sheet = readers.workbook(get(EXCEL))["数据"]
    head, *rows = readers.sheet_values(sheet)
    place = ["填报单位", "乡镇（街道）", "重难点村数量"]
    assert head == ["序号", "姓名", "单位职务", *place, "联络员", "联系电话"]
    assert not sheet.merged_cells.ranges
    assert [row[0] for row in rows] == list(range(1, 19))
    assert rows[0] == [
        *(1, leaders()[0], HIGH, "融安县", "桥板乡", None),
        *(liaisons()[0].name, liaisons()[0].phone),
    ]
    assert rows[13][3:5] == ["阳和工业新区", "阳和街道"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H19")


def test_no_text_is_a_formula(get):
    liaison = liaisons()[0]
    liaison.name = "=1+1"
    liaison.save()
    book = readers.workbook(get(EXCEL))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell.value for cell in cells if "=1+1" in str(cell.value)] == [f"'=1+1\n{liaison.phone}", "'=1+1"]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_to_print(get):
    page = read(get(PRINT))
    assert f"附件1 {' '.join(printed_attachments.TITLE1.split())}" in page.text
    word_rows = [
        row for table in readers.word_document(get(WORD)).tables for row in readers.table_texts(table)
    ]
    assert page.rows == [[" ".join(cell.split()) for cell in row if cell is not None] for row in word_rows]
    spans = [span for row in page.spans for span in row if span > 1]
    assert spans == [6, 6, 3, 3, 5, 5, 4, 4]


@pytest.mark.parametrize(("address", "name"), [(WORD, "附件1.docx"), (EXCEL, "附件1.xlsx")])
def test_the_file_has_a_name_and_a_kind(get, address, name):
    response = get(address)
    assert readers.file_name(response) == name
    assert response.headers["Content-Type"] == (DOCX if name.endswith("docx") else XLSX)


def test_who_only_reads_gets_masked_numbers(cast, get):
    numbers = {liaison.phone for liaison in liaisons()}
    for address in (WORD, EXCEL, PRINT):
        response = get(address, cast.viewer)
        page_text = response.content.decode() if address == PRINT else _all_words(response, address)
        assert not [number for number in numbers if number in page_text]
        assert page_text.count("****") >= 18


def _all_words(response, address):
    if address == WORD:
        return str([readers.table_texts(table) for table in readers.word_document(response).tables])
    return str([readers.sheet_values(sheet) for sheet in readers.workbook(response)])


def test_a_reporter_gets_her_units_rows(cast, get):
    (table,) = readers.word_document(get(WORD, cast.reporter)).tables
    assert [row[3] for row in readers.table_texts(table)[1:]] == ["融安县桥板乡", "融安县雅瑶乡"]
    assert [row[4] for row in readers.sheet_values(readers.workbook(get(EXCEL, cast.reporter))["数据"])] == [
        *("乡镇（街道）", "桥板乡", "雅瑶乡")
    ]


def test_a_leader_gets_her_own_rows_with_their_numbers_in_the_notice(cast, get):
    (table,) = readers.word_document(get(WORD, cast.other_leader)).tables
    assert [row[0] for row in readers.table_texts(table)[1:]] == ["7", "8", "9"]


def test_without_a_plan(cast, get):
    Plan.objects.update(is_current=False)
    response = get(WORD)
    assert response.status_code == 403
    assert "还没有载入工作方案" in response.content.decode()


@pytest.mark.parametrize("address", [WORD, EXCEL, PRINT])
def test_the_number_of_queries_is_that_of_one_row(cast, log_in, address):
    client = log_in(cast.clerk)
    client.get(address)
    with query_count(8):
        client.get(address)
    Link.objects.exclude(order=1).delete()
    with query_count(8):
        client.get(address)
