"""/visits/…/print/: Attachment 2 in its issued layout."""

from uuid import uuid4

import pytest

from guidance.core.workflow.choices import Status
from guidance.reference.people.models import Link
from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.issued_words import ATTACHMENT2 as WORDS
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from tests.pages import Page, read

BLANK = "/visits/print/"


@pytest.fixture
def paper(cast) -> VisitReport:
    """A report sent by the leader, with text in two boxes."""
    return VisitReport.objects.create(
        plan=cast.plan,
        leader=cast.leader_person,
        township=cast.township,
        author=cast.leader,
        started_on="2021-01-20",
        ended_on="2021-01-21",
        methods=["hearing", "field_visit"],
        method_note="乘车",
        overall_situation="演示：总体\n第二段",
        issues_found="演示：问题",
        also_named=[Link.objects.get(order=2).township.code, "000000000"],
        status=Status.SUBMITTED,
        creation_key=uuid4(),
        version=1,
    )


def cells(page: Page) -> list[list[str]]:
    """The rows of the table, without the remark below it."""
    return [[cell.split(" 备注：")[0] for cell in row] for row in page.rows]


def address(paper: VisitReport) -> str:
    return f"/visits/{paper.pk}/print/"


@pytest.fixture
def print_page(cast, log_in):
    return lambda paper, user=None: read(log_in(user or cast.leader).get(address(paper)))


def test_it_works(paper, print_page):
    page = print_page(paper)
    assert cells(page) == [
        ["本次联系指导情况", "联系指导时间：2021年1月20日至21日 联系指导方式：听取汇报、实地走访（乘车）"],
        ["总体 情况", "演示：总体 第二段"],
        ["发现 问题", "演示：问题"],
        ["经验 做法", "（可另附页）"],
        ["工作 建议", "（可另附页）"],
    ]
    title = "柳州市妇联领导小组成员开展联系指导 村（社区）妇联换届情况统计表"
    assert (
        f"附件2 {title} 领导班子成员（签字）： 联系乡镇（街道）名称：融安县桥板乡、融安县雅瑶乡" in page.text
    )
    assert "备注：领导班子成员应在每次联系指导结束后的第二天，将此表提供市妇联组联部。" in page.text
    for no_part in ("草稿", "见附页", "表后另有附页"):
        assert no_part not in page.text


def test_the_plans_wording(cast, paper, print_page):
    cast.plan.printed_wording = "corrected"
    cast.plan.save()
    assert "柳州市妇联领导班子成员开展联系指导 村（社区）妇联换届情况统计表" in print_page(paper).text


@pytest.mark.parametrize(
    ("status", "words"), [("draft", "草稿，尚未上报"), ("returned", "草稿，已退回待改"), ("accepted", None)]
)
def test_what_is_not_sent_is_marked(paper, print_page, status, words):
    paper.status = status
    paper.overall_situation = "长" * 5000
    paper.save()
    text = print_page(paper).text
    assert text.count("草稿，") == (2 if words else 0)  # on the form and on the sheet
    if words:
        assert words in text


def test_a_long_section_goes_on_under_its_label(paper, print_page):
    paper.issues_found = "长" * 5000
    paper.save()
    page = print_page(paper)
    assert page.row("发现")[1] == "（见附页）"
    form, sheet = page.text.split("备注：")
    assert "长" not in form
    assert "附页 融安县桥板乡、融安县雅瑶乡 2021年1月20日至21日" in sheet
    assert "发现问题 " + "长" * 5000 in sheet
    assert "总体情况" not in sheet


def test_files_are_named_and_pictures_shown(paper, print_page):
    kinds = [("照片.jpg", "image/jpeg"), ("方案.pdf", "application/pdf")]
    for name, kind in kinds:
        ContinuationSheet.objects.create(
            report=paper, section=Section.ISSUES_FOUND, original_name=name, media_type=kind, file=name
        )
    removed = paper.continuation_sheets.create(section=Section.ISSUES_FOUND, original_name="旧.jpg", file="x")
    removed.removed_at = "2021-02-05T08:00Z"
    removed.save()
    page = print_page(paper)
    assert page.row("发现")[1] == "演示：问题 （另见附页）"
    assert "发现问题 附件： 照片.jpg 方案.pdf 照片.jpg" in page.text
    assert "旧.jpg" not in page.text


def test_a_blank_one(cast, log_in):
    page = read(log_in(cast.leader).get(BLANK))
    assert page.rows[0][1] == "联系指导时间： 年 月 日 联系指导方式："
    assert [row[1] for row in cells(page)[1:]] == ["（可另附页）"] * 4
    assert "草稿" not in page.text


def test_the_words_of_the_notice_are_those_of_a_plan_without_words(cast, paper, print_page):
    texts = PrintedText.objects.filter(plan=cast.plan, slot__startswith="attachment2.")
    assert {text.slot.removeprefix("attachment2."): text.as_issued for text in texts} == WORDS
    before = print_page(paper).text
    texts.delete()
    assert print_page(paper).text == before


def test_what_was_typed_is_no_markup(paper, print_page):
    paper.overall_situation = "<b>粗</b>"
    paper.save()
    assert "<b>粗</b>" in print_page(paper).row("总体")[1]
