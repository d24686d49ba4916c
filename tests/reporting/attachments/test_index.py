"""The page where papers are uploaded: which are accepted, how others are refused, who sees which."""

import zipfile
from io import BytesIO

import docx
import pytest

from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import ReadPaper
from tests.pages import query_count, read
from tests.reporting.attachments.samples import store_schedule_paper, store_visit_paper
from tests.reporting.attachments.upload_requests import INDEX, newest_paper, upload_paper

pytestmark = pytest.mark.django_db


def letter():
    """A Word file that is no attachment."""
    file = docx.Document()
    file.add_paragraph("关于开会的通知")
    file.add_table(2, 2).cell(0, 0).text = "时间"
    return file


def test_a_document_that_is_no_attachment_says_what_was_looked_for(cast, log_in):
    page = read(upload_paper(log_in(cast.reporter), letter())).text
    assert "这个文件不像本通知的附件，没有读取。系统认得：附件1联系指导安排表（要有“姓名”" in page
    assert "附件3日程安排表（要有“乡镇（街道）”和三个换届选举大会时间栏）" in page
    assert not ReadPaper.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的，请重新选择。"),
        (b"%PDF-1.7 \n", "PDF 不完整或已损坏"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "这是图片或扫描件，读不出文字"),
        (b"PK\x03\x04" + bytes(40), "不完整"),
        ("一封信".encode(), "没有读取"),
    ],
)
def test_another_kind_of_file_says_what_to_do(cast, log_in, content, message):
    page = read(upload_paper(log_in(cast.reporter), content))
    assert message in page.text
    assert not ReadPaper.objects.exists()


def test_no_file_and_a_foreign_round_are_told(cast, log_in):
    client = log_in(cast.reporter)
    assert "请选择文件。" in read(client.post(INDEX, {})).text
    assert "请从列表中选择。" in read(upload_paper(client, letter(), round="999")).text


def test_without_a_round_a_schedule_is_not_taken(cast, log_in):
    client = log_in(cast.reporter)
    content = client.get(f"/schedules/2/{cast.unit.pk}/attachment3.docx").content
    ReportingRound.objects.all().delete()
    page = read(upload_paper(client, content)).text
    assert "工作方案还没有填报批次；请市妇联工作人员先在“日程安排—填报批次”中添加。" in page
    assert not ReadPaper.objects.exists()


def test_without_a_plan_the_page_says_so(cast, log_in):
    Plan.objects.filter(pk=cast.plan.pk).update(is_current=False)
    answer = log_in(cast.reporter).get(INDEX)
    assert answer.status_code == 403
    assert "还没有载入工作方案，暂不能填报。" in read(answer).text


def test_the_round_that_is_open_is_chosen_already(cast, log_in):
    page = read(log_in(cast.reporter).get(INDEX))
    assert page.form(INDEX)["round"] == [str(cast.round.pk)]


def test_attachment_1_is_for_the_municipal_office_alone(cast, log_in):
    file = log_in(cast.clerk).get("/assignments/attachment1.docx").content
    page = read(upload_paper(log_in(cast.reporter), file)).text
    assert "这是附件1联系指导安排表，由市妇联组联部读入" in page
    assert not ReadPaper.objects.exists()
    assert upload_paper(log_in(cast.clerk), file).status_code == 302
    assert newest_paper().kind == Attachment.ATTACHMENT1


def test_the_file_is_kept_as_it_came(cast, log_in):
    client = log_in(cast.reporter)
    content = client.get(f"/schedules/2/{cast.unit.pk}/attachment3.xlsx").content
    upload_paper(client, content, round=cast.round.pk, name="附件3.xlsx")
    with newest_paper().file.open() as file:
        assert file.read() == content
    assert newest_paper().file_name == "附件3.xlsx"


def test_everyone_finds_her_own_papers_and_staff_all(cast, log_in):
    store_schedule_paper(cast.reporter, cast.township)
    store_visit_paper(cast.leader, cast.township)
    numbers = {
        who: [row[1] for row in read(log_in(getattr(cast, who)).get(INDEX)).rows[1:]]
        for who in ("clerk", "reporter", "leader", "other_reporter")
    }
    schedule, visit = "附件3 日程安排表 第2次", "附件2 情况统计表"
    assert numbers == {
        "clerk": [visit, schedule],
        "reporter": [schedule],
        "leader": [visit],
        "other_reporter": [],
    }


def test_the_list_is_of_the_newest(cast, log_in):
    stored = [store_schedule_paper(cast.reporter, cast.township).pk for _ in range(21)]
    links = read(log_in(cast.reporter).get(INDEX)).links
    assert [f"/papers/{pk}/" for pk in reversed(stored[1:])] == [
        link for link in links if link != INDEX and link.startswith(INDEX)
    ]


def test_a_blank_attachment_1_is_offered_to_who_reads_it_back(cast, log_in):
    blank = "/assignments/attachment1.docx?blank=1"
    assert blank in read(log_in(cast.clerk).get(INDEX)).links
    assert blank not in read(log_in(cast.reporter).get(INDEX)).links


def test_the_list_costs_the_same_for_many(cast, log_in):
    client = log_in(cast.clerk)
    client.get(INDEX)
    for number in (1, 5):
        for _ in range(number):
            store_schedule_paper(cast.reporter, cast.township)
        with query_count(9):
            client.get(INDEX)


def test_a_file_without_a_name_is_taken(cast, log_in):
    client = log_in(cast.reporter)
    content = client.get(f"/schedules/2/{cast.unit.pk}/attachment3.docx").content
    assert upload_paper(client, content, round=cast.round.pk, name="很" * 300 + ".docx").status_code == 302
    assert newest_paper().file_name.endswith(".docx")


def test_a_workbook_with_macros_is_refused(cast, log_in):
    client = log_in(cast.reporter)
    content = client.get(f"/schedules/2/{cast.unit.pk}/attachment3.xlsx").content
    page = read(upload_paper(client, with_macros(content), round=cast.round.pk, name="表.xlsx"))
    assert "文件含有宏，不能上传" in page.text


def with_macros(content):
    packed = BytesIO(content)
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    return packed.getvalue()
