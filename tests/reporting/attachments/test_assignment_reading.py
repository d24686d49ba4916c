"""The parser of Attachment 1, on tables as offices send them."""

import pytest

from guidance.reporting.attachments.attachment1.parser import read_assignments
from guidance.reporting.attachments.tables import Sheet

HEAD = ["序号", "姓  名", "单位职务", "联系指导\n乡镇（街道）", "联系乡镇（街道）联络员及联系方式"]
PAGE_2 = [*HEAD[:3], "联系指导\n乡镇（街道）及\n重难点村数量", HEAD[4]]
PHONE = "13900000001"
ROW = ["1", "张  三", "市妇联主席、\n党组书记", "示例县一镇", f"李  四\n{PHONE}"]


def table(*rows, name="第1个表格", word=True):
    return Sheet(name, rows, list(range(1, len(rows) + 1)), may_continue=word)


def rows_of(*rows):
    return read_assignments([table(*rows)])


def leaders(rows):
    return [(row.leader, row.post) for row in rows]


def liaison(text):
    """Name and number of a liaison's cell."""
    (row,) = rows_of(HEAD, [*ROW[:4], text])
    return row.liaison, row.phone


def place(text):
    (row,) = rows_of(PAGE_2, [*ROW[:3], text, ROW[4]])
    return row.place, row.key_villages


def test_it_works():
    (row,) = rows_of(HEAD, ROW)
    assert (row.number, row.leader, row.post) == ("1", "张三", "市妇联主席、党组书记")
    assert (row.place, row.key_villages, row.unit) == ("示例县一镇", None, "")
    assert (row.liaison, row.phone, row.where) == ("李四", PHONE, "第1个表格第2行")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"李  四\n{PHONE}", ("李四", PHONE)),
        (f"李四 {PHONE}", ("李四", PHONE)),
        (f"李四{PHONE}", ("李四", PHONE)),
        (f"{PHONE}\n李四", ("李四", PHONE)),
        ("李四 139 0000 0001", ("李四", PHONE)),
        ("李四 139-0000-0001", ("李四", PHONE)),
        ("李四 139－0000—0001", ("李四", PHONE)),
        ("李四　１３９０００００００１", ("李四", PHONE)),
        (f"李四（{PHONE}）", ("李四", PHONE)),
        (f"联络员：李四，电话：{PHONE}", ("李四", PHONE)),
        ("李四\n0772-2823290", ("李四", "0772-2823290")),
        ("李四 0772 2823290", ("李四", "0772-2823290")),
        ("李四 2823290", ("李四", "2823290")),
        ("李四\n139****0001", ("李四", "")),  # as we print it for others: no number
        ("李四", ("李四", "")),
        ("李四 1390000", ("李四", "1390000")),
        ("李四 139000", ("李四139000", "")),  # too short: the page says so
        (f"李四 {PHONE}0", (f"李四{PHONE}0", "")),
        ("", ("", "")),
        ("阿依古丽·买买提\n" + PHONE, ("阿依古丽·买买提", PHONE)),
    ],
)
def test_the_liaison_and_the_number(text, expected):
    assert liaison(text) == expected


@pytest.mark.parametrize(
    "head",
    [
        ["联络员", "联系方式"],
        ["联络员姓名", "联络员电话"],
        ["联系乡镇联络员", "手机"],
    ],
)
def test_the_number_in_a_column_of_its_own(head):
    (row,) = rows_of([*HEAD[:4], *head], [*ROW[:4], "李四", PHONE])
    assert (row.liaison, row.phone) == ("李四", PHONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("示例县一镇", ("示例县一镇", None)),
        ("示例县一镇（3）", ("示例县一镇", 3)),
        ("示例县一镇(12)", ("示例县一镇", 12)),
        ("示例县一镇\n（３个）", ("示例县一镇", 3)),
        ("示例县一镇（重难点村3个）", ("示例县一镇", 3)),
        ("示例县一镇（0）", ("示例县一镇", 0)),
        ("示例工业新区\n示例街道（2）", ("示例工业新区\n示例街道", 2)),
        ("示例县一镇（新设）", ("示例县一镇（新设）", None)),
    ],
)
def test_key_villages_behind_the_township(text, expected):
    assert place(text) == expected


@pytest.mark.parametrize(("text", "count"), [("3", 3), ("3个", 3), ("", None), ("若干", None)])
def test_key_villages_and_units_in_columns_of_their_own(text, count):
    head = ["序号", "领导姓名", "职务", "填报单位", "乡镇（街道）", "重难点村数量", "联络员", "联系电话"]
    (row,) = rows_of(head, ["1", "张三", "主席", "示例县", "一镇", text, "李四", PHONE])
    assert (row.unit, row.place, row.key_villages) == ("示例县", "一镇", count)


class TestLeadersOverSeveralRows:
    def second(self, name, post):
        return ["2", name, post, "示例县二镇", "王五"]

    @pytest.mark.parametrize(
        ("name", "post"),
        [
            (None, None),
            ("", ""),
            ("张三", "市妇联主席、党组书记"),
            ("张三", ""),
            ("张三", None),
            ("", "市妇联主席、党组书记"),
        ],
    )
    def test_merged_or_broken(self, name, post):
        assert leaders(rows_of(HEAD, ROW, self.second(name, post))) == [("张三", "市妇联主席、党组书记")] * 2

    def test_another_one_without_a_post_has_none(self):
        assert leaders(rows_of(HEAD, ROW, self.second("赵六", "")))[1] == ("赵六", "")

    def test_two_of_one_name(self):
        assert leaders(rows_of(HEAD, ROW, self.second("张三", "市妇联副主席"))) == [
            ("张三", "市妇联主席、党组书记"),
            ("张三", "市妇联副主席"),
        ]

    def test_she_goes_on_on_the_next_page(self):
        rows = read_assignments([table(HEAD, ROW), table(PAGE_2, self.second("", ""), name="第2个表格")])
        assert leaders(rows) == [("张三", "市妇联主席、党组书记")] * 2
        assert rows[1].where == "第2个表格第2行"


def test_a_head_again_and_what_stands_between():
    note = ["注：示例", "", "", "", ""]
    note2 = ["2.请于3日前报送", "", "", "", ""]
    rows = rows_of(["附件1"], HEAD, ROW, note, note2, [], PAGE_2, ["2", "", "", "示例县二镇（3）", "王五"])
    assert [(row.place, row.key_villages) for row in rows] == [("示例县一镇", None), ("示例县二镇", 3)]


def test_a_liaison_told_with_her_title_is_a_row():
    assert [row.liaison for row in rows_of(HEAD, [*ROW[:4], f"联络员：李四 {PHONE}"])] == ["李四"]


def test_a_row_without_a_liaison_is_one_and_a_number_alone_is_none():
    rows = rows_of(HEAD, [*ROW[:4], ""], ["2", "", "", "", ""])
    assert [(row.number, row.liaison) for row in rows] == [("1", "")]


def test_our_plain_sheet_says_the_same_again():
    copy = table(
        ["姓名", "乡镇（街道）", "联络员"], ["张三", "一镇", "李四"], name="工作表“数据”", word=False
    )
    assert len(read_assignments([table(HEAD, ROW, name="工作表“打印”", word=False), copy])) == 1
    assert len(read_assignments([copy])) == 1


@pytest.mark.parametrize("rows", [[], [["序号", "姓名", "单位职务"], ["1", "张三", "主席"]]])
def test_what_is_no_attachment_1(rows):
    assert rows_of(*rows) is None
