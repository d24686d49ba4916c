"""/schedules/2/attachment3.docx and one unit's: Attachment 3 as the notice has it (dossier 4.4)."""

import pytest

from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.details import PrintedText
from guidance.reporting.schedules.models import ScheduleReturn
from tests.office.papers import printed_attachments, readers
from tests.pages import query_count
from tests.reporting.schedules.sheet_pages import (
    address,
    cells,
    complete_cells,
    press_button,
    save_sheet,
    submit_sheet,
)

MERGED = "/schedules/2/attachment3.docx"
STAMP = "填报单位（盖章）：{}    填报人：        联系电话：            填报日期：    年  月  日"


@pytest.fixture
def get_file(cast, log_in):
    """get_file(file, user) is the response to this user, by default the clerk."""
    return lambda file=MERGED, user=None: log_in(user or cast.clerk).get(file)


@pytest.fixture
def submitted_sheet(cast, log_in):
    """The submitted sheet of 融安县: an actual day, a planned day, a span and words."""
    typed = complete_cells() | cells(1, party="1.20", party_kind="actual", federation="2月下旬")
    submit_sheet(log_in(cast.reporter), cast.unit, typed | {"unit-completion": "3.5"})
    assert ScheduleReturn.objects.get(unit=cast.unit).status == "submitted"


def rows_of(document):
    """The rows of all tables of the document without the heads."""
    return [row for table in document.tables for row in readers.table_texts(table)[1:]]


def set_options(plan, **settings):
    for name, value in settings.items():
        setattr(plan, name, value)
    plan.save()


def test_it_works(get_file):
    document = readers.word_document(get_file())
    assert readers.paragraph_texts(document) == [
        "附件3",
        printed_attachments.TITLE3,
        printed_attachments.NOTE3,
    ]
    first, second = document.tables
    assert not readers.begins_page(first)
    assert readers.begins_page(second)
    (head, *upper), (head2, *lower) = readers.table_texts(first), readers.table_texts(second)
    assert head == head2 == printed_attachments.HEAD3
    assert (len(upper), len(lower)) == (7, 11)
    rows = upper + lower
    assert [row[0] for row in rows] == [str(number) for number in range(1, 19)]
    assert [row[1] for row in rows] == printed_attachments.TOWNSHIPS
    assert [row[2:5] for row in rows] == [["", "", ""]] * 18


def test_units_are_merged_over_their_rows(get_file):
    upper, lower = (readers.table_texts(table)[1:] for table in readers.word_document(get_file()).tables)
    assert readers.merged_row_ranges(upper, 5) == [(1, 2), (3, 4), (5, 6), (7, 7)]
    # 8, 9, 10-11, 12-13, 14, 15, 16-17, 18
    assert readers.merged_row_ranges(lower, 5) == [
        (1, 1),
        (2, 2),
        (3, 4),
        (5, 6),
        (7, 7),
        (8, 8),
        (9, 10),
        (11, 11),
    ]
    assert [row[5] for row in upper + lower if row[5] is not None] == printed_attachments.UNITS
    assert all(cell is not None for row in upper + lower for cell in row[:5])


def test_how_it_looks(get_file):
    document = readers.word_document(get_file())
    mark, title, note = (paragraph for paragraph in document.paragraphs if paragraph.text)
    assert readers.page_measures(document) == printed_attachments.A4
    assert readers.paragraph_style(mark) == ("黑体", 16, "LEFT")
    # Its first line has 28 characters: it is kept whole rather than large.
    assert readers.paragraph_style(title) == ("方正小标宋简体", 15, "CENTER")
    assert readers.paragraph_style(note) == ("仿宋_GB2312", 11, "JUSTIFY")
    for table in document.tables:
        assert readers.table_width(table) == pytest.approx(156, abs=0.1)
        readers.check_table_layout(table, heads=1)
        assert readers.cell_styles(table, 0, 2) == {("黑体", 10, "CENTER")}
        assert readers.cell_styles(table, 1, 1) == {("仿宋_GB2312", 10.5, "CENTER")}


def test_filled_in(submitted_sheet, get_file):
    first, second, *rest = rows_of(readers.word_document(get_file()))
    assert first[2:] == ["1月20日\n（实际）", "2月5日", "2月下旬", "融安县：\n3月5日"]
    assert second[2:] == ["1月20日至28日", "待定", "", None]
    assert [row[2:5] for row in rest] == [["", "", ""]] * 16


def test_what_is_not_sent_is_not_in_the_merged_table(cast, log_in, get_file):
    assert save_sheet(log_in(cast.reporter), cast.unit, complete_cells()).status_code == 302
    assert rows_of(readers.word_document(get_file(user=cast.viewer)))[0][2:] == ["", "", "", "融安县："]


def test_one_units_own(cast, submitted_sheet, get_file):
    """Its rows with the city's numbers, and its completion (4.4)."""
    response = get_file(address(cast.unit) + "attachment3.docx")
    assert readers.file_name(response) == "附件3 第2次 融安县.docx"
    (table,) = readers.word_document(response).tables
    rows = rows_of(readers.word_document(response))
    assert [row[:2] for row in rows] == [["1", "融安县桥板乡"], ["2", "融安县雅瑶乡"]]
    assert readers.merged_row_ranges(rows, 5) == [(1, 2)]
    assert rows[0][5] == "融安县：\n3月5日"
    assert readers.table_texts(table)[0] == printed_attachments.HEAD3


def test_a_units_numbers_are_those_of_the_city(get_file):
    unit = ReportingUnit.objects.get(printed_name="柳南区")
    rows = rows_of(readers.word_document(get_file(address(unit) + "attachment3.docx")))
    assert [row[:2] for row in rows] == [["16", "柳南区太阳村镇"], ["17", "柳南区洛满镇"]]


def test_a_draft_is_called_one(cast, log_in, get_file):
    save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    file = address(cast.unit) + "attachment3.docx"
    assert readers.file_name(get_file(file, cast.reporter)) == "附件3 第2次 融安县（未上报）.docx"
    assert rows_of(readers.word_document(get_file(file, cast.reporter)))[0][2] == "1月20日"
    # The viewer sees what was sent, and nothing was.
    assert rows_of(readers.word_document(get_file(file, cast.viewer)))[0][2:] == ["", "", "", "融安县："]


def test_the_name_says_so_no_more_once_it_is_accepted(cast, submitted_sheet, log_in, get_file):
    press_button(log_in(cast.clerk), cast.unit, "accept")
    file = address(cast.unit) + "attachment3.docx"
    assert readers.file_name(get_file(file)) == "附件3 第2次 融安县.docx"


def test_a_blank_one_has_no_days(cast, submitted_sheet, get_file):
    for file, count in ((MERGED, 18), (address(cast.unit) + "attachment3.docx", 2)):
        rows = rows_of(readers.word_document(get_file(f"{file}?blank=1")))
        assert len(rows) == count
        assert [row[2:5] for row in rows] == [["", "", ""]] * count
        assert rows[0][5] == "融安县："
    assert readers.file_name(get_file(f"{MERGED}?blank=1")) == "附件3 空白表 汇总.docx"


def test_corrected_words(cast, get_file):
    set_options(cast.plan, printed_wording="corrected")
    title = "柳州市村（社区）“两委”换届选举工作、村（社区）妇联\n换届选举工作日程安排表"
    assert readers.paragraph_texts(readers.word_document(get_file())) == [
        "附件3",
        title,
        printed_attachments.NOTE3,
    ]


def test_words_of_ones_own(cast, get_file):
    set_options(cast.plan, printed_wording="custom")
    note = PrintedText.objects.get(slot="attachment3.note")
    note.custom = "示例说明\n第二行 <b>"
    note.save()
    assert readers.paragraph_texts(readers.word_document(get_file())) == [
        "附件3",
        printed_attachments.TITLE3,
        "示例说明",
        "第二行 <b>",
    ]


def test_lying(cast, get_file):
    """One table, filled page by page, with the head on each."""
    set_options(cast.plan, schedule_is_landscape=True)
    document = readers.word_document(get_file())
    (table,) = document.tables
    assert readers.page_measures(document) == printed_attachments.A4_LYING
    assert document.sections[0].orientation == 1
    assert readers.table_width(table) == pytest.approx(225, abs=0.1)
    readers.check_table_layout(table, heads=1)
    assert len(rows_of(document)) == 18
    title = next(part for part in document.paragraphs if part.text == printed_attachments.TITLE3)
    assert readers.paragraph_style(title) == ("方正小标宋简体", 22, "CENTER")  # here it has the room


def test_the_line_for_the_stamp(cast, get_file):
    set_options(cast.plan, schedule_has_stamp_line=True)
    assert readers.paragraph_texts(readers.word_document(get_file()))[-1] == STAMP.format("")
    unit = readers.word_document(get_file(address(cast.unit) + "attachment3.docx"))
    assert readers.paragraph_texts(unit)[-2:] == [printed_attachments.NOTE3, STAMP.format("融安县妇联")]


def test_a_unit_of_twelve_rows_is_not_cut_in_two(cast, get_file):
    """Its cells would cross the end of page 1: they begin on page 2, as 9|10 of the notice."""
    unit = Link.objects.get(order=7).township.unit
    for link in Link.objects.filter(order__range=(6, 17)):
        link.township.unit = unit
        link.township.save()
    upper, lower = (readers.table_texts(table)[1:] for table in readers.word_document(get_file()).tables)
    assert (len(upper), len(lower)) == (5, 13)
    assert readers.merged_row_ranges(lower, 5) == [(1, 12), (13, 13)]


def test_no_round_no_paper(get_file):
    assert get_file("/schedules/9/attachment3.docx").status_code == 404


def test_a_reporter_gets_her_units_rows(cast, get_file):
    assert [row[0] for row in rows_of(readers.word_document(get_file(user=cast.reporter)))] == ["1", "2"]
    other = address(cast.other_unit) + "attachment3.docx"
    assert get_file(other, cast.reporter).status_code == 404


def test_all_units_as_one_zip(cast, submitted_sheet, get_file):
    response = get_file("/schedules/2/attachment3.zip")
    assert readers.file_name(response) == "附件3 第2次 各单位.zip"
    assert response.headers["Content-Type"] == "application/zip"
    units = [unit.removesuffix("：") for unit in printed_attachments.UNITS]
    members = readers.zip_members(response)
    assert list(members) == [
        f"附件3 第2次 {unit}{'' if unit == '融安县' else '（未上报）'}.docx" for unit in units
    ]
    alone = readers.word_document(get_file(address(cast.unit) + "attachment3.docx"))
    assert rows_of(readers.word_document(members["附件3 第2次 融安县.docx"])) == rows_of(alone)


def test_a_zip_of_blank_papers_and_of_ones_own_unit(cast, submitted_sheet, get_file):
    blank = readers.zip_members(get_file("/schedules/2/attachment3.zip?blank=1"))
    assert next(iter(blank)) == "附件3 空白表 融安县.docx"
    assert list(readers.zip_members(get_file("/schedules/2/attachment3.zip", cast.other_reporter))) == [
        "附件3 第2次 柳城县（未上报）.docx"
    ]


def test_the_zip_has_no_drafts_of_others(cast, log_in, get_file):
    save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    for file, content in readers.zip_members(get_file("/schedules/2/attachment3.zip", cast.viewer)).items():
        rows = rows_of(readers.word_document(content))
        assert all(cell in ("", None) for row in rows for cell in row[2:5]), file


@pytest.mark.parametrize("file", ["attachment3.docx", "attachment3.zip"])
def test_the_number_of_queries_is_that_of_one_unit(cast, submitted_sheet, log_in, file):
    client = log_in(cast.clerk)
    readers.response_bytes(client.get(f"/schedules/2/{file}"))
    with query_count(10):
        readers.response_bytes(client.get(f"/schedules/2/{file}"))
    Link.objects.filter(order__gt=2).delete()
    with query_count(10):
        readers.response_bytes(client.get(f"/schedules/2/{file}"))
