"""An uploaded Attachment 2: the prefilled form beside the file's words, and the one draft stored from it."""

import pytest

from guidance.core.access import Role
from guidance.core.workflow.choices import Status
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.people.models import Link
from guidance.reporting.attachments.attachment2.matching import report_key
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.visits.models import VisitReport
from tests.cast import make_user
from tests.days import FEB
from tests.pages import read
from tests.reporting.attachments.samples import store_paper, store_visit_paper
from tests.reporting.attachments.upload_requests import newest_paper, upload_paper, word_document

pytestmark = pytest.mark.django_db

SAVE = "/visits/new/"


def read_page(client, paper):
    return read(client.get(f"/papers/{paper.pk}/"))


def test_the_blank_paper_filled_in_becomes_a_draft(cast, log_in):
    client = log_in(cast.leader)
    file = word_document(client.get("/visits/attachment2.docx"))
    line = next(p for p in file.paragraphs if "乡镇（街道）名称" in p.text)
    line.add_run(cast.township.printed_name)
    form_table = file.tables[0]
    form_table.cell(0, 1).text = "联系指导时间：2021年2月3日至4日\n联系指导方式：听取汇报、座谈会（入户12户）"
    for row, text in enumerate(("演示：总体。", "演示：问题。", "演示：做法。", "演示：建议。"), start=1):
        form_table.cell(row, 1).text = text
    upload_paper(client, file, name="附件2.docx")
    paper = newest_paper()
    assert paper.round is None
    assert not VisitReport.objects.exists()
    page = read_page(client, paper)
    assert "2021年2月3日至4日" in page.text
    form = page.form(SAVE)
    assert form["started_on"] == ["2021-02-03"]
    assert form["ended_on"] == ["2021-02-04"]
    assert form["methods"] == ["hearing", "seminar"]
    assert form["method_note"] == ["入户12户"]
    assert form["submission_key"] == [str(report_key(paper))]
    client.post(SAVE, form)
    report = VisitReport.objects.get()
    assert (report.township, report.leader) == (cast.township, cast.leader_person)
    assert (report.overall_situation, report.recommendations) == ("演示：总体。", "演示：建议。")
    assert report.status == Status.DRAFT


def test_its_page_opened_again_leads_to_the_draft_and_makes_no_second(cast, log_in):
    client = log_in(cast.leader)
    paper = store_visit_paper(cast.leader, cast.township)
    form = read_page(client, paper).form(SAVE)
    client.post(SAVE, form)
    client.post(SAVE, form)
    report = VisitReport.objects.get()
    page = read_page(client, paper)
    assert f"/visits/{report.pk}/" in page.links
    assert not page.has_form(SAVE)


def test_what_cannot_be_read_is_told_and_left_to_fill_in(cast, log_in):
    blocks = store_visit_paper(cast.leader, cast.other_township).content["blocks"]
    blocks[-1]["rows"][0][1] = "联系指导时间：上周\n联系指导方式："
    page = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks))
    assert "联系指导时间“上周”看不懂，请在下面填写日期。" in page.text
    assert f"“{cast.other_township.printed_name}”不是您的联系点，没有填入" in page.text
    form = page.form(SAVE)
    assert (form["link"], form["started_on"]) == ([""], [""])


def test_an_empty_head_is_told(cast, log_in):
    blocks = store_visit_paper(cast.leader, cast.township).content["blocks"]
    blocks[1]["text"] = "联系乡镇（街道）名称："
    blocks[-1]["rows"][0][1] = "联系指导时间：     年  月  日\n联系指导方式："
    page = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks)).text
    assert "联系指导时间 空 联系指导方式 空" in page
    assert "文件里没有填联系指导时间，请在下面填写日期。" in page
    assert "文件里没有填联系乡镇（街道）名称，请在下面选择。" in page


def test_a_row_of_the_offices_own_and_a_second_form_are_told(cast, log_in):
    blocks = store_visit_paper(cast.leader, cast.township).content["blocks"]
    blocks[-1]["rows"].append(["其他情况", "演示：另有一事。"])
    blocks.append({"rows": blocks[-1]["rows"][:5]})
    page = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks)).text
    assert "表中“其他情况”一行不是附件2的栏目，没有读取" in page
    assert "文件里有2份附件2，只读取了第1份" in page
    plain = read_page(log_in(cast.leader), store_visit_paper(cast.leader, cast.township)).text
    assert "不是附件2的栏目" not in plain
    assert "只读取了第1份" not in plain


def test_pictures_are_not_read_and_that_is_said(cast, log_in):
    paper = store_visit_paper(cast.leader, cast.township)
    paper.content["pictures"] = 2
    paper.save()
    assert (
        "文件里有2张图片，没有读取；存草稿后请在各栏下面的附页处上传原图。"
        in read_page(log_in(cast.leader), paper).text
    )


@pytest.mark.parametrize("comma", ["、", "，", ","])
def test_a_second_township_is_printed_beside_but_not_reported_on(cast, log_in, comma):
    second = cast.leader_person.links.exclude(township=cast.township).first().township
    blocks = store_visit_paper(cast.leader, cast.township).content["blocks"]
    blocks[1]["text"] += f"{comma}{second.printed_name}"
    form = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks)).form(SAVE)
    assert form["also_named"] == [second.code]


def test_the_link_is_the_one_of_the_day_of_the_visit(cast, log_in):
    """She had the township twice: the form takes the link that held on the day, and none where none did."""
    link = cast.leader_person.links.get(township=cast.township)
    former = Link.objects.get(pk=link.pk)
    former.pk, former._state.adding = None, True
    former.valid_from, former.valid_to = link.valid_from, FEB[2]
    link.valid_from = FEB[4]
    link.save()
    former.save()
    blocks = store_visit_paper(cast.leader, cast.township).content["blocks"]
    picked = {}
    for day in (2, 3, 4):
        blocks[-1]["rows"][0][1] = f"联系指导时间：2021年2月{day}日\n联系指导方式：听取汇报"
        page = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks))
        picked[day] = page.form(SAVE)["link"]
    assert picked == {2: [str(former.pk)], 3: [""], 4: [str(link.pk)]}


def test_without_a_day_the_link_is_todays(cast, log_in):
    link = cast.leader_person.links.get(township=cast.township)
    blocks = store_visit_paper(cast.leader, cast.township).content["blocks"]
    blocks[-1]["rows"][0][1] = "联系指导时间：\n联系指导方式：听取汇报"
    form = read_page(log_in(cast.leader), store_paper(Attachment.ATTACHMENT2, cast.leader, blocks)).form(SAVE)
    assert form["link"] == [str(link.pk)]


def test_who_writes_no_reports_is_told_who_does(cast, log_in):
    paper = store_visit_paper(cast.reporter, cast.township)
    page = read_page(log_in(cast.reporter), paper)
    assert "情况统计表由上传文件的领导班子成员或联络员存为草稿。" in page.text
    assert not page.has_form(SAVE)
    assert log_in(cast.reporter).get(f"/papers/{paper.pk}/{cast.unit.pk}/").status_code == 404


def test_a_file_of_another_author_is_not_hers_to_save(cast, log_in):
    """Staff who guide as well see every file."""
    both = make_user("both", Role.LEADER, leader=cast.leader_person)
    RoleGrant.objects.create(user=both, role=Role.MUNICIPAL_STAFF)
    own, other = (store_visit_paper(by, cast.township) for by in (both, cast.leader))
    client = log_in(both)
    assert read_page(client, own).has_form(SAVE)
    assert not read_page(client, other).has_form(SAVE)


def test_long_texts_of_the_continuation_sheet_come_back_whole(cast, log_in):
    client = log_in(cast.leader)
    form = read_page(client, store_visit_paper(cast.leader, cast.township)).form(SAVE)
    long = "\n".join(f"演示：第{n}件事，" + "逐村走访了解情况。" * 20 for n in range(9))
    client.post(SAVE, form | {"issues_found": long, "overall_situation": "演示：短。"})
    report = VisitReport.objects.get()
    upload_paper(client, client.get(f"/visits/{report.pk}/attachment2.docx").content)
    again = read_page(client, newest_paper()).form(SAVE)
    assert again["issues_found"] == [long]
    assert again["overall_situation"] == ["演示：短。"]
