"""How the tables of a file and their heads are located."""

import pytest

from guidance.reporting.attachments.attachment3.parser import DATED, ISSUED, TOWNSHIP, classify_head
from guidance.reporting.attachments.tables import Sheet, find_head, find_parts, is_empty, is_note, plain

NEEDED = DATED | {TOWNSHIP}
HEAD = ["序号", "乡镇（街道）", "党组织", "村（居）委会", "妇联", "完成换届"]
ROW = ["1", "示例一镇", "2.5", "2.6", "2.7", "示例县：3月1日"]


def sheet(*rows, name="工作表“一”", word=False):
    return Sheet(name, rows, list(range(1, len(rows) + 1)), may_continue=word)


def head_of(*rows):
    return find_head(rows, classify_head, needed=NEEDED, order=ISSUED)


def parts(*sheets):
    """The rows of each located table, by their first two cells."""
    parts_ = find_parts(sheets, classify_head, needed=NEEDED, order=ISSUED)
    return [[part.sheet.rows[number][:2] for number in part.rows] for part in parts_]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓  名", "姓名"),
        ("联系指导\n乡镇（街道）", "联系指导乡镇(街道)"),
        ("１月　２日", "1月2日"),
        (None, ""),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


def test_a_place_is_told_as_the_file_shows_it():
    assert Sheet("第2个表格", [ROW, ROW], [4, 7]).describe_place(1, 2) == "第2个表格第7行第3列"


class TestHead:
    def test_under_titles_and_blank_rows(self):
        head = head_of(["附件3"], ["日程安排表", "", ""], [], HEAD, ROW)
        assert head.row == 3
        assert head.columns == {name: at for at, name in enumerate(ISSUED)}

    def test_in_two_rows_with_groups_above(self):
        above = ["序号", "乡镇（街道）", "换届选举大会时间", "", "", "完成换届的时间"]
        head = head_of(above, [None, None, "党组织", "村（居）委会", "妇联", None], ROW)
        assert head.row == 1
        assert head.columns == {name: at for at, name in enumerate(ISSUED)}

    def test_whose_two_lines_became_two_rows(self):
        above = ["序号", "联系指导乡镇", "村党组织", "村（居）委会", "村妇联换届", "完成换届"]
        assert (
            head_of(
                above, ["", "（街道）名称", "换届选举大会时间", "换届选举大会时间", "选举大会时间", "的时间"]
            ).row
            == 0
        )
        assert (
            head_of(
                above, ["", "乡镇（街道）", "换届选举大会时间", "换届选举大会时间", "选举大会时间", "的时间"]
            ).row
            == 1
        )

    def test_a_row_of_the_table_is_no_second_line(self):
        assert head_of(HEAD, ["", "示例一街道", "待定", "待定", "待定", ""]).row == 0

    def test_columns_in_another_order_and_more_of_them(self):
        head = head_of(["备注", "妇联", "村委会", "党支部", "街道", "联系人"])
        assert head.columns == {"federation": 1, "committee": 2, "party": 3, "township": 4}
        assert head.unknown == ["备注", "联系人"]

    def test_an_unknown_head_is_read_by_its_place_where_most_are_known(self):
        head = head_of(["序号", "乡镇（街道）", "支部", "村（居）委会", "妇联", "完成换届"])
        assert head.columns["party"] == 2
        assert head.guessed == {"party": "支部"}
        assert head.unknown == []

    def test_where_columns_were_moved_nothing_is_guessed_by_its_place(self):
        head = head_of(["地点", "妇联", "村委会", "党支部", "街道", "时限"])
        assert set(head.columns) == NEEDED
        assert head.unknown == ["地点", "时限"]

    def test_a_column_that_the_office_added_is_not_guessed(self):
        head = head_of([*HEAD[:5], "备注"])
        assert "completion" not in head.columns
        assert head.unknown == ["备注"]

    def test_a_row_with_a_street_is_no_head(self):
        assert head_of(["1", "示例一街道", "2.5", "2.6", "2.7", "3月1日"]) is None

    def test_without_one_of_the_meetings_there_is_none(self):
        assert head_of(["序号", "乡镇（街道）", "党组织", "村（居）委会"]) is None


class TestParts:
    def test_one_table(self):
        assert parts(sheet(HEAD, ROW)) == [[ROW[:2]]]

    def test_tables_under_one_another_each_with_its_columns(self):
        other = ["妇联", "村委会", "党组织", "乡镇"]
        second = ["2.7", "2.6", "2.5", "示例二镇"]
        parts_ = list(
            find_parts(
                [sheet(HEAD, ROW, ["注：示例"], [], other, second)],
                classify_head,
                needed=NEEDED,
                order=ISSUED,
            )
        )
        assert [list(part.rows) for part in parts_] == [[1, 2, 3], [5]]
        assert [part.head.columns["party"] for part in parts_] == [2, 2]
        assert [part.head.columns["township"] for part in parts_] == [1, 3]

    def test_a_head_that_is_repeated(self):
        assert parts(sheet(HEAD, ROW, HEAD, ["2", *ROW[1:]])) == [[ROW[:2]], [["2", "示例一镇"]]]

    def test_a_head_in_two_rows_that_is_repeated(self):
        above = ["序号", "乡镇（街道）", "换届选举大会时间", "", "", "完成换届的时间"]
        below = [None, None, "党组织", "村（居）委会", "妇联", None]
        assert parts(sheet(above, below, ROW, above, below, ROW)) == [[ROW[:2]], [ROW[:2]]]

    def test_the_row_above_a_repeated_head_is_kept(self):
        words = ["", "示例一镇", "待定", "", "", ""]
        assert parts(sheet(HEAD, words, HEAD, ROW)) == [[words[:2]], [ROW[:2]]]

    def test_words_like_those_of_heads_are_no_head(self):
        words = ["1", "示例一街道", "2月5日党员大会", "2月6日村委会后", "2月7日妇代会", ""]
        assert parts(sheet(HEAD, words, ROW)) == [[words[:2], ROW[:2]]]

    def test_a_word_table_without_a_head_goes_on_with_the_one_before(self):
        assert parts(sheet(HEAD, ROW, word=True), sheet(ROW, word=True)) == [[ROW[:2]], [ROW[:2]]]

    def test_but_not_one_of_other_columns_and_not_a_sheet(self):
        assert parts(sheet(HEAD, ROW, word=True), sheet(["填报人", "示例"], word=True)) == [[ROW[:2]]]
        assert parts(sheet(HEAD, ROW), sheet(ROW)) == [[ROW[:2]]]
        assert parts(sheet(ROW, word=True)) == []

    def test_a_sheet_of_each_unit(self):
        assert len(parts(sheet(HEAD, ROW), sheet(["请按时报送"]), sheet(HEAD, ROW, name="工作表“二”"))) == 2

    def test_our_plain_sheet_says_the_same_again(self):
        copy = sheet(HEAD, ROW, name="工作表“数据”")
        assert len(parts(sheet(HEAD, ROW), copy)) == 1
        assert len(parts(copy)) == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["注：此表由县区妇联填报"], True),
        ([None, "", "备注: 示例"], True),
        (["填报人：示例"], True),
        (["1", "注：示例"], False),
        (["备注"], False),
        ([], False),
    ],
)
def test_is_note(row, expected):
    assert is_note(row) is expected


def test_is_empty():
    assert is_empty([None, "", " \n"])
    assert not is_empty([None, "待定"])
