"""The parser of Attachment 2, on papers as offices send them."""

import pytest

from guidance.office.papers.word_reader import Grid, Paragraph
from guidance.reporting.attachments.attachment2.parser import (
    ReadVisit,
    get_section,
    read_methods,
    read_visit,
    without_hints,
)

SIGNED = Paragraph("领导班子成员（签字）：")
PLACE = Paragraph("联系乡镇（街道）名称：示例县一镇、示例县二镇")
VISIT = ["本次联系指导情况", "联系指导时间：2021年1月19日至20日\n联系指导方式：听取汇报、座谈会（线上）"]
BOXES = [
    ["总体\n情况", "进展顺利。"],
    ["发现\n问题", "（可另附页）"],
    ["经验\n做法", "一\n\n　二"],
    ["工作\n建议", ""],
]
NOTE = Paragraph("备注：领导班子成员应在每次联系指导结束后的第二天，将此表提供市妇联组联部。")
MARK = Paragraph("附页", "Papermark")


def form(*rows):
    return Grid(list(rows))


def read(*blocks) -> ReadVisit:
    reading = read_visit(blocks)
    assert reading
    return reading


def boxes(*rows):
    """The sections of a form with these rows."""
    return {name: text for name, text in read(form(VISIT, *rows)).sections.items() if text}


def box(text):
    """The text read from the first box."""
    return read(form(VISIT, ["总体情况", text], *BOXES[1:])).sections["overall_situation"]


def sheets(*paragraphs):
    """The sections of a form whose boxes are blank, with these continuation sheets."""
    blank = [[label, "（见附页）"] for label, _ in BOXES]
    sections = read(form(VISIT, *blank), NOTE, *paragraphs).sections
    return {name: text for name, text in sections.items() if text}


def test_it_works():
    reading = read(SIGNED, PLACE, form(VISIT, *BOXES), NOTE)
    assert reading.leader == ""
    assert reading.townships == "示例县一镇、示例县二镇"
    assert reading.time == "2021年1月19日至20日"
    assert reading.methods == "听取汇报、座谈会（线上）"
    assert reading.sections == {
        "overall_situation": "进展顺利。",
        "issues_found": "",
        "good_practices": "一\n\n　二",
        "recommendations": "",
    }


def test_without_its_table_there_is_none():
    assert read_visit([SIGNED, PLACE, NOTE]) is None
    assert read_visit([form(["总体情况", "一"], ["发现问题", "二"])]) is None


class TestHead:
    def test_in_one_line_and_underlined(self):
        line = Paragraph("领导班子成员（签字）：__张三__    联系乡镇（街道）名称：＿示例县一镇＿")
        reading = read(line, form(VISIT, *BOXES))
        assert (reading.leader, reading.townships) == ("张三", "示例县一镇")

    @pytest.mark.parametrize(
        "lead",
        ["联系乡镇（街道）名称：", "联系乡镇(街道)名称:", "联系指导乡镇、街道：", "联系乡镇（街道） 名称 ："],
    )
    def test_worded_a_little_otherwise(self, lead):
        assert read(Paragraph(lead + "示例县一镇"), form(VISIT, *BOXES)).townships == "示例县一镇"

    def test_inside_the_table(self):
        reading = read(
            form(["领导班子成员（签字）：", "张三", "联系乡镇（街道）名称", "示例县一镇"], VISIT, *BOXES)
        )
        assert (reading.leader, reading.townships) == ("张三", "示例县一镇")
        assert reading.time == "2021年1月19日至20日"

    def test_time_and_methods_in_rows_of_their_own(self):
        reading = read(form(["联系指导时间", "1.19-1.20"], ["联系指导方式：", "座谈会"], *BOXES))
        assert (reading.time, reading.methods) == ("1.19-1.20", "座谈会")

    def test_time_and_methods_in_one_line(self):
        line = "联系指导时间：1月19日  联系指导方式：座谈会"
        reading = read(form([VISIT[0], line], *BOXES))
        assert (reading.time, reading.methods) == ("1月19日", "座谈会")

    @pytest.mark.parametrize("blank", ["", "     年  月  日", "  年月日 "])
    def test_a_blank_day_is_none(self, blank):
        assert read(form([VISIT[0], f"联系指导时间：{blank}\n联系指导方式："], *BOXES)).time == ""

    def test_a_day_half_filled_in_is_told_as_it_stands(self):
        assert read(form([VISIT[0], "联系指导时间：2021年  月  日"], *BOXES)).time == "2021年  月  日"

    def test_what_a_section_says_is_no_head(self):
        box = ["总体情况", "联系指导时间：3月1日\n联系乡镇（街道）名称：别处"]
        reading = read(SIGNED, form(box, *BOXES[1:], VISIT))
        assert (reading.townships, reading.time) == ("", "2021年1月19日至20日")


class TestBoxes:
    @pytest.mark.parametrize(
        ("label", "name"),
        [
            ("总体\n情况", "overall_situation"),
            ("总体情况（可另附页）", "overall_situation"),
            ("一、总体情况", "overall_situation"),
            ("发 现 问 题", "issues_found"),
            ("存在问题", "issues_found"),
            ("经\n验\n做\n法", "good_practices"),
            ("工作建议", "recommendations"),
            ("本次联系指导情况", None),
            ("备注：发现问题应当在第二天报送市妇联组联部", None),
            ("", None),
        ],
    )
    def test_labels(self, label, name):
        assert get_section(label) == name

    def test_in_another_order(self):
        assert boxes(*reversed(BOXES)) == {"overall_situation": "进展顺利。", "good_practices": "一\n\n　二"}

    @pytest.mark.parametrize("label", [None, ""])
    def test_split_over_several_rows(self, label):
        assert boxes(["总体情况", "一"], [label, "二"], *BOXES[1:])["overall_situation"] == "一\n二"

    def test_the_text_under_its_label(self):
        rows = [
            ["总体情况"],
            ["一"],
            ["二"],
            ["发现问题"],
            ["三"],
            ["经验做法"],
            ["工作建议"],
            ["四"],
            ["备注：五"],
        ]
        assert boxes(*rows) == {"overall_situation": "一\n二", "issues_found": "三", "recommendations": "四"}

    def test_a_row_that_is_no_section_ends_the_one_above(self):
        assert boxes(*BOXES, ["备注：示例", ""]).keys() == {"overall_situation", "good_practices"}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("（可另附页）", ""),
            ("(可另附页)\n", ""),
            ("可另附页", ""),
            ("（可另附页）\n一", "一"),
            ("（可另附页）一", "一"),
            ("一\n（可另附页）", "一"),
            ("一（可另附页）", "一"),
            ("一\n（另见附页）", "一"),
            ("一\n（可另附页）\n二", "一\n（可另附页）\n二"),
            ("可另附页说明", "可另附页说明"),
            ("\n　　一 \n\n", "　　一"),
        ],
    )
    def test_hints(self, text, expected):
        assert without_hints(text) == expected
        assert box(text) == expected


class TestSheets:
    def test_headings_by_their_style(self):
        sections = sheets(
            MARK,
            Paragraph("示例县一镇　2021年1月19日　张三", "Papersheet"),
            Paragraph("发现问题", "Heading1"),
            Paragraph("一", "Papersheet"),
            Paragraph("经验做法", "Papersheet"),  # as the text has it
            Paragraph("", "Papersheet"),
            Paragraph("二", "Papersheet"),
            Paragraph("附件：1. 照片.jpg", "Papercaption"),
            Paragraph("工作建议", "Heading1"),
            Paragraph("三", "Papersheet"),
        )
        assert sections == {"issues_found": "一\n经验做法\n\n二", "recommendations": "三"}

    @pytest.mark.parametrize(
        "heading", ["发现问题", "二、发现问题", "（二）发现的问题：", "发现 问题", "存在问题"]
    )
    def test_headings_by_plain_lines(self, heading):
        lines = ["附 页", "示例", "总体情况", "一", "一是有些问题", heading, "二"]
        assert sheets(*map(Paragraph, lines)) == {
            "overall_situation": "一\n一是有些问题",
            "issues_found": "二",
        }

    def test_they_go_on_with_what_stands_in_the_box(self):
        blocks = [Paragraph("附页"), Paragraph("总体情况"), Paragraph("后文")]
        assert read(form(VISIT, *BOXES), *blocks).sections["overall_situation"] == "进展顺利。\n后文"

    def test_a_heading_of_ones_own_stays_in_its_section(self):
        blocks = [MARK, Paragraph("总体情况", "Heading1"), Paragraph("进度", "Heading1"), Paragraph("快")]
        assert sheets(*blocks) == {"overall_situation": "进度\n快"}

    def test_without_the_mark_there_are_none(self):
        assert sheets(Paragraph("发现问题", "Heading1"), Paragraph("一")) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ([], "")),
        ("听取汇报", (["hearing"], "")),
        ("听取汇报、实地走访", (["hearing", "field_visit"], "")),
        ("听取汇报，实地走访和座谈会", (["hearing", "field_visit", "seminar"], "")),
        ("走访县区领导（入户12户）", (["official_call"], "入户12户")),
        ("座谈会(线上（二）)", (["seminar"], "线上（二）")),
        ("（入户）", ([], "入户")),
        ("听取汇报、查阅资料", (["hearing"], "查阅资料")),
        ("查阅资料", (["other"], "查阅资料")),
        ("其他（查阅资料）", (["other"], "查阅资料")),
    ],
)
def test_methods(text, expected):
    assert read_methods(text) == expected
