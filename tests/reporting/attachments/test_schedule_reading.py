"""The parser of Attachment 3, on tables as offices send them."""

import pytest

from guidance.reporting.attachments.attachment3.matching import make_cell_text
from guidance.reporting.attachments.attachment3.parser import read_schedule
from guidance.reporting.attachments.tables import Sheet

YEAR = 2021
HEAD = [
    "序号",
    "联系指导\n乡镇（街道）",
    "村（社区）党组织\n换届选举大会时间",
    "村（居）委会\n换届选举大会时间",
]
HEAD += ["村（社区）妇联换届\n选举大会时间", "各县区所有\n村（社区）妇联\n完成换届的时间"]
ROW = ["1", "示例县一镇", "1月20日", "2月5日", "3月1日", "示例县：3月8日"]


def table(*rows, name="第1个表格", word=True):
    return Sheet(name, rows, list(range(1, len(rows) + 1)), may_continue=word)


def rows_of(*rows):
    return read_schedule([table(*rows)]).rows


def words(row):
    """The place, the three meetings in the form's order, and the completion."""
    cells = [row.cells[name].text for name in ("party", "committee", "federation")]
    return [row.place, *cells, row.completion.text if row.completion else None]


def reading(text, *, one_day=False):
    """Text and kind that the form receives for a cell."""
    row = ["1", "示例县一镇", text, "", "", f"示例县：{text}"]
    read = rows_of(HEAD, row)[0]
    cell = make_cell_text(read.completion if one_day else read.cells["party"], YEAR, one_day=one_day)
    return cell.text, cell.kind


def test_it_works():
    (row,) = rows_of(HEAD, ROW)
    assert words(row) == ["示例县一镇", "1月20日", "2月5日", "3月1日", "3月8日"]
    assert (row.number, row.completion_of, row.where) == ("1", "示例县", "第1个表格第2行")
    assert row.cells["committee"].where == "第1个表格第2行第4列"


@pytest.mark.parametrize(
    ("text", "field", "kind"),
    [
        ("1.20", "1月20日", "planned"),
        ("元月20日", "1月20日", "planned"),
        ("１月２０日", "1月20日", "planned"),
        ("20210120", "1月20日", "planned"),
        ("1月20日\n至28日", "1月20日至28日", "planned"),
        ("2.5-2.8", "2月5日至8日", "planned"),
        ("2020年12月31日", "2020年12月31日", "planned"),
        ("2月上旬", "2月上旬", "planned"),
        ("2月20日左右", "2月20日左右", "planned"),
        ("20号左右", "20号左右", "planned"),  # of which month? kept as words
        ("待定", "待定", "planned"),
        ("等上级通知", "等上级通知", "planned"),
        ("1月20日\n（实际）", "1月20日", "actual"),
        ("1月20日(已召开)", "1月20日", "actual"),
        ("1月20日 已开", "1月20日", "actual"),
        ("1月20日实际", "1月20日", "actual"),
        ("2月上旬（实际）", "2月上旬", "actual"),
        ("2月5日（计划）", "2月5日", "planned"),
        ("已完成", "已完成", "planned"),  # no day: words
        ("等上级通知（实际）", "等上级通知（实际）", "planned"),
        ("2月31日", "2月31日", "planned"),  # the form says what is wrong with it
        ("", "", "planned"),
    ],
)
def test_days_as_offices_write_them(text, field, kind):
    assert reading(text) == (field, kind)


def test_column_six_is_one_day():
    assert reading("3月8日", one_day=True) == ("3月8日", "planned")
    assert reading("3月8日（实际）", one_day=True) == ("3月8日", "actual")
    assert reading("3月1日至8日", one_day=True) == ("3月1日至8日", "planned")  # the form asks for one day


@pytest.mark.parametrize(
    "text", ["示例县：3月8日", "示例县:3月8日", " 示例县 ：\n3月8日", "示例县：\n3月8日\n（实际）"]
)
def test_the_unit_before_its_day_with_either_colon(text):
    (row,) = rows_of(HEAD, [*ROW[:5], text])
    assert (row.completion_of, row.completion.text) == ("示例县", "3月8日")
    assert row.completion.original == text.strip()


def test_a_completion_without_its_unit():
    (row,) = rows_of(HEAD, [*ROW[:5], "3月8日"])
    assert (row.completion_of, row.completion.text) == ("", "3月8日")


def test_a_clock_time_is_no_unit():
    (row,) = rows_of(HEAD, [*ROW[:5], "3月8日9:30"])
    assert (row.completion_of, row.completion.text) == ("", "3月8日9:30")


class TestCompletionOverSeveralRows:
    SECOND = ("2", "示例县二镇", "", "", "")

    def test_merged(self):
        assert [words(row)[4] for row in rows_of(HEAD, ROW, [*self.SECOND, None])] == ["3月8日", "3月8日"]

    def test_broken_and_repeated(self):
        assert [words(row)[4] for row in rows_of(HEAD, ROW, [*self.SECOND, ROW[5]])] == ["3月8日", "3月8日"]

    def test_broken_and_left_blank(self):
        assert [words(row)[4] for row in rows_of(HEAD, ROW, [*self.SECOND, ""])] == ["3月8日", None]

    def test_of_the_next_unit(self):
        rows = rows_of(HEAD, ROW, [*self.SECOND, "另县：3月9日"])
        assert [(row.completion_of, row.completion.text) for row in rows] == [
            ("示例县", "3月8日"),
            ("另县", "3月9日"),
        ]

    def test_in_a_row_of_its_own(self):
        (row,) = rows_of(HEAD, [*ROW[:5], ""], ["", "", "", "", "", "示例县：3月8日"])
        assert words(row)[4] == "3月8日"


def test_a_merged_day_is_that_of_each_row_it_reaches():
    """The offices merge equal days of neighbouring townships."""
    rows = rows_of(
        HEAD, ROW, ["2", "示例县二镇", None, "", None, None], ["3", "示例县三镇", None, "", "", ""]
    )
    assert [words(row)[1:4] for row in rows] == [
        ["1月20日", "2月5日", "3月1日"],
        ["1月20日", "", "3月1日"],
        ["1月20日", "", ""],
    ]


def test_columns_moved_and_added_and_the_last_one_removed():
    head = ["乡镇", "妇联换届时间", "联系人", "村（居）“两委”换届时间", "党支部换届时间"]
    read = read_schedule([table(head, ["示例一镇", "3.1", "示例人", "2.5", "1.20"])])
    assert words(read.rows[0]) == ["示例一镇", "1.20", "2.5", "3.1", None]
    assert read.remarks == ["第1个表格的栏目“联系人”不是附件3的栏目，没有读取。"]


def test_a_renamed_column_is_told():
    head = [*HEAD[:2], "第一次大会", *HEAD[3:]]
    read = read_schedule([table(head, ROW)])
    assert words(read.rows[0])[1] == "1月20日"
    assert read.remarks == [
        "第1个表格的栏目“第一次大会”按位置理解为“村（社区）党组织换届选举大会时间”，请核对。"
    ]


def test_two_rows_of_heads():
    above = ["序号", "乡镇（街道）", "换届选举大会时间", "", "", "完成换届的时间"]
    below = [None, None, "党组织", "村（居）委会", "妇联", None]
    assert [words(row)[0] for row in rows_of(["附件3"], above, below, ROW)] == ["示例县一镇"]


def test_a_head_on_each_page_and_titles_and_notes_between():
    """Twelve units' files copied under one another."""
    title, note = ["柳州市日程安排表", "", "", "", "", ""], ["注：此表由县区妇联填报。", "", "", "", "", ""]
    second_note = ["2.联系电话：2823290", "", "", "", "", ""]
    rows = rows_of(
        title, HEAD, ROW, note, second_note, [], title, HEAD, ["2", "示例县二镇", "2.5", "", "", ""], note
    )
    assert [words(row)[:2] for row in rows] == [["示例县一镇", "1月20日"], ["示例县二镇", "2.5"]]


def test_a_note_where_the_numbers_were_taken_out():
    rows = rows_of(HEAD[1:], ROW[1:], ["注：此表由县区妇联填报。", "", "", "", ""])
    assert [row.place for row in rows] == ["示例县一镇"]


def test_one_table_a_page_with_and_without_a_head():
    second, third = ["2", "示例县二街道", *ROW[2:]], ["3", "示例县三街道", *ROW[2:]]
    tables = [table(HEAD, ROW), table(HEAD, second, name="第2个表格"), table(third, name="第3个表格")]
    schedule = read_schedule(tables)
    assert [row.place for row in schedule.rows] == ["示例县一镇", "示例县二街道", "示例县三街道"]
    assert schedule.rows[2].where == "第3个表格第1行"
    assert schedule.remarks == []


def test_words_that_name_a_party_meeting_are_a_row():
    (row,) = rows_of(HEAD, ["1", "示例县一镇", "等党委研究", "", "", ""])
    assert words(row)[1] == "等党委研究"


def test_a_unit_in_a_column_of_its_own():
    head = ["填报单位", "乡镇（街道）", "党组织", "村委会", "妇联"]
    rows = rows_of(
        head, ["示例县", "一镇", "2.5", "", ""], [None, "二镇", "", "", ""], ["另县", "一镇", "2.6", "", ""]
    )
    assert [(row.unit, row.place, row.cells["party"].text) for row in rows] == [
        ("示例县", "一镇", "2.5"),
        ("示例县", "二镇", ""),
        ("另县", "一镇", "2.6"),
    ]


def test_a_township_that_stands_there_twice_is_told():
    read = read_schedule([table(HEAD, ROW, ["2", "示例县\n一镇", "1月21日", *ROW[3:]])])
    assert [words(row)[1] for row in read.rows] == ["1月20日"]
    assert read.remarks == ["第1个表格第3行的“示例县 一镇”前面已有，没有读取。"]


def test_blank_rows_are_none_and_numbers_may_be_missing():
    rows = rows_of(HEAD, [], [""] * 6, ["", *ROW[1:]], ["2", "", "2.5", "", "", ""])
    assert [(row.number, row.place, row.where) for row in rows] == [
        ("", "示例县一镇", "第1个表格第4行"),
        ("2", "", "第1个表格第5行"),
    ]


def test_a_name_in_two_lines():
    assert rows_of(HEAD, ["14", "示例工业新区\n示例街道", *ROW[2:]])[0].place == "示例工业新区\n示例街道"


def test_a_sheet_of_each_unit():
    """All are read; 数据 of our own workbooks says the same again."""
    second = ["2", "示例县二镇", *ROW[2:]]
    sheets = [
        table(HEAD, ROW, name="工作表“一”", word=False),
        table(HEAD, second, name="工作表“二”", word=False),
        table(HEAD, ROW, name="工作表“数据”", word=False),
    ]
    schedule = read_schedule(sheets)
    assert [row.place for row in schedule.rows] == ["示例县一镇", "示例县二镇"]
    assert schedule.remarks == []


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["姓名", "单位职务", "乡镇（街道）", "联络员"], ["示例", "主席", "一镇", "示例"]],
        [["村党组织和村委会换届前，妇联要做好准备。乡镇（街道）应当……"]],
    ],
)
def test_what_is_no_attachment_3(rows):
    assert read_schedule([table(*rows)]) is None


def test_a_head_alone_is_an_empty_attachment_3():
    assert read_schedule([table(HEAD)]).rows == []
