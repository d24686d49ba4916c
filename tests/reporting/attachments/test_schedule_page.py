"""An uploaded Attachment 3: the reading beside the file's words, and the drafts stored from it."""

import pytest

from guidance.core.access import Role
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import Transition
from guidance.reference.places.models import Township
from guidance.reference.plans.models import ReportingRound
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.cast import make_user
from tests.pages import query_count, read
from tests.reporting.attachments.samples import HEAD3, store_paper, store_schedule_paper, store_visit_paper
from tests.reporting.attachments.upload_requests import newest_paper, upload_paper, word_document
from tests.reporting.schedules.sheet_pages import cell, cells, complete_cells, press_button, submit_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(cast, log_in):
    return log_in(cast.reporter)


@pytest.fixture
def filled(cast, reporter):
    """The unit's own paper of round 2, filled in at the computer."""
    file = word_document(reporter.get(f"/schedules/2/{cast.unit.pk}/attachment3.docx?blank=1"))
    table = file.tables[0]
    for column, text in enumerate(("元月20日（实际）", "2.8-2.10", "待定"), start=2):
        table.cell(1, column).text = text
    table.cell(2, 2).text = "2月上旬"
    table.cell(1, 5).text = "融安县：3月5日"
    return file


def open_paper(cast, client, paper):
    return read(client.get(f"/papers/{paper.pk}/{cast.unit.pk}/"))


def test_the_blank_paper_filled_in_becomes_the_units_draft(cast, reporter, filled):
    answer = upload_paper(reporter, filled, round=cast.round.pk)
    paper = newest_paper()
    assert answer.url == f"/papers/{paper.pk}/"
    assert not ScheduleReturn.objects.exists()  # reading writes nothing
    page = open_paper(cast, reporter, paper)
    form = page.form(f"/schedules/2/{cast.unit.pk}/")
    first, second = (
        f"township-{t.pk}" for t in Township.objects.filter(links__order__in=(1, 2)).order_by("links__order")
    )
    assert form[f"{first}-party"] == ["1月20日"]
    assert form[f"{first}-party_kind"] == ["actual"]
    assert form[f"{first}-committee"] == ["2月8日至10日"]
    assert form[f"{second}-party"] == ["2月上旬"]
    assert form["unit-completion"] == ["3月5日"]
    assert "原文：元月20日（实际）" in page.text
    assert "原文：2.8-2.10" in page.text
    reporter.post(f"/schedules/2/{cast.unit.pk}/", form)
    line = ScheduleLine.objects.get(township=cast.township)
    assert (str(line.party_from), line.party_kind) == ("2021-01-20", "actual")
    assert (str(line.committee_from), str(line.committee_to)) == ("2021-02-08", "2021-02-10")
    assert str(ScheduleReturn.objects.get().federations_done_on) == "2021-03-05"
    assert ScheduleReturn.objects.get().status == Status.DRAFT


def test_what_the_file_leaves_blank_stays_as_it_is(cast, reporter):
    own = f"township-{cast.township.pk}"
    reporter.post(
        f"/schedules/2/{cast.unit.pk}/", {f"{own}-committee": "2月9日", "unit-completion": "3月9日"}
    )
    paper = store_schedule_paper(cast.reporter, cast.township, "2月3日")
    form = open_paper(cast, reporter, paper).form(f"/schedules/2/{cast.unit.pk}/")
    assert form[f"{own}-party"] == ["2月3日"]
    assert form[f"{own}-committee"] == ["2月9日"]
    assert form["unit-completion"] == ["3月1日"]  # the file says so


def test_a_day_that_cannot_be_read_is_pointed_out_in_its_cell(cast, reporter):
    paper = store_schedule_paper(cast.reporter, cast.township, "2月31日")
    page = open_paper(cast, reporter, paper)
    assert page.form(f"/schedules/2/{cast.unit.pk}/")[f"township-{cast.township.pk}-party"] == ["2月31日"]
    assert "：没有“2月31日”这一天。 原文：2月31日" in page.text
    reporter.post(f"/papers/{paper.pk}/store/")
    text = read(reporter.get(f"/papers/{paper.pk}/")).text
    assert "融安县没有存：有看不懂的日期，请点开核对后再存。" in text
    assert "已存为草稿" not in text
    assert not ScheduleReturn.objects.exists()


def test_the_whole_table_offers_staff_every_unit_and_a_reporter_only_hers(cast, log_in):
    whole = log_in(cast.clerk).get("/schedules/2/attachment3.docx").content
    upload_paper(log_in(cast.clerk), whole, round=cast.round.pk)
    page = read(log_in(cast.clerk).get(f"/papers/{newest_paper().pk}/"))
    assert len([row for row in page.rows if "核对并存为草稿" in row]) == 12
    for unit in (cast.unit, cast.other_unit):
        page = read(log_in(cast.clerk).get(f"/papers/{newest_paper().pk}/{unit.pk}/"))
        assert page.has_form(f"/schedules/2/{unit.pk}/")
        assert f"您正在代 {unit.office_name} 填报。" in page.text
    upload_paper(log_in(cast.reporter), whole, round=cast.round.pk)
    assert "您正在代" not in open_paper(cast, log_in(cast.reporter), newest_paper()).text
    page = read(log_in(cast.reporter).get(f"/papers/{newest_paper().pk}/"))
    assert [row[0] for row in page.rows if row[-1].startswith("核对并存为草稿")] == ["融安县"]
    assert "文件里还有融水县、柳江区" in page.text
    assert "不在您的填报范围，不会写入" in page.text


def test_all_units_are_stored_at_once_and_what_hinders_one_is_told(cast, log_in):
    rows = [
        HEAD3,
        ["1", cast.township.printed_name, "2月3日", "", "", ""],
        ["7", cast.other_township.printed_name, "2月4日", "", "", ""],
    ]
    client = log_in(cast.other_reporter)
    client.post(f"/schedules/2/{cast.other_unit.pk}/submit/", {"version": 0, "checked": "on"} | blank(cast))
    assert ScheduleReturn.objects.get().status == Status.SUBMITTED
    paper = store_paper(Attachment.ATTACHMENT3, cast.clerk, [{"rows": rows}])
    answer = log_in(cast.clerk).post(f"/papers/{paper.pk}/store/", follow=True)
    assert "已存为草稿：融安县。尚未上报，请核对。" in read(answer).text
    assert "柳城县没有存：" in read(answer).text
    assert str(ScheduleLine.objects.get(township=cast.township).party_from) == "2021-02-03"
    assert ReadPaper.objects.get(pk=paper.pk).used_at


def blank(cast):
    """A form of the other unit with every cell 待定."""
    prefix = f"township-{cast.other_township.pk}"
    cells = {f"{prefix}-{column}": "3月1日" for column in ("party", "committee", "federation")}
    return cells | {"unit-completion": "3月2日"}


def test_a_file_of_another_unit_says_whose_it_is(cast, reporter):
    paper = store_schedule_paper(cast.reporter, cast.other_township)
    page = read(reporter.get(f"/papers/{paper.pk}/")).text
    assert "文件里没有您填报范围内的单位。读出的是柳城县，请核对是否选错了文件。" in page
    assert reporter.get(f"/papers/{paper.pk}/{cast.other_unit.pk}/").status_code == 404


def test_a_file_of_another_round_is_doubted(cast, reporter):
    file = reporter.get(f"/schedules/1/{cast.unit.pk}/attachment3.docx").content
    upload_paper(reporter, file, round=cast.round.pk, name="附件3 第1次 融安县.docx")
    page = read(reporter.get(f"/papers/{newest_paper().pk}/")).text
    assert "文件写的是第1次，您选的是第2次" in page
    upload_paper(
        reporter, file, round=ReportingRound.objects.get(number=1).pk, name="附件3 第1次 融安县.docx"
    )
    assert "文件写的是" not in read(reporter.get(f"/papers/{newest_paper().pk}/")).text


@pytest.mark.parametrize(
    ("title", "name", "doubted"),
    [
        ("日程安排表（第1次）", "示例.docx", True),
        ("", "第1次.docx", True),
        ("日程安排表（第2次）", "示例.docx", False),
        ("第1次、第2次、第3次报送", "示例.docx", False),
        ("第9次", "示例.docx", False),
    ],
)
def test_the_round_is_named_in_the_title_or_in_the_files_name(cast, reporter, title, name, doubted):
    paper = store_schedule_paper(cast.reporter, cast.township)
    paper.content["title"], paper.file_name = title, name
    paper.save()
    page = read(reporter.get(f"/papers/{paper.pk}/")).text
    assert ("文件写的是第1次，您选的是第2次" in page) == doubted
    assert ("文件写的是" in page) == doubted


def test_staff_see_the_file_of_another_and_leave_it_to_her(cast, log_in):
    rows = [
        HEAD3,
        *(["", place.printed_name, "2月3日", "", "", ""] for place in (cast.township, cast.other_township)),
    ]
    rows.append(["", "示例不存在乡", "2月3日", "", "", ""])
    colleague = make_user("colleague", Role.MUNICIPAL_STAFF)
    paper = store_paper(Attachment.ATTACHMENT3, colleague, [{"rows": rows}])
    decide, store = f"/papers/{paper.pk}/decide/", f"/papers/{paper.pk}/store/"
    clerk = log_in(cast.clerk)
    page = read(clerk.get(f"/papers/{paper.pk}/"))
    assert [row[0] for row in page.rows[1:]] == ["融安县", "柳城县"]
    assert [page.has_form(address) for address in (decide, store)] == [False, False]
    colleague_page = read(log_in(colleague).get(f"/papers/{paper.pk}/"))
    assert [colleague_page.has_form(address) for address in (decide, store)] == [True, True]
    clerk = log_in(cast.clerk)
    for address in (decide, store):
        assert "这份文件由上传人处理。" in read(clerk.post(address, {"row-2": cast.township.pk})).text
    paper.refresh_from_db()
    assert not paper.decisions
    assert not ScheduleReturn.objects.exists()


def test_an_attachment_2_has_no_rows_to_decide_on(cast, log_in):
    paper = store_visit_paper(cast.leader, cast.township)
    assert log_in(cast.leader).post(f"/papers/{paper.pk}/decide/").status_code == 404


def test_a_row_that_names_no_known_township_is_decided_on(cast, reporter):
    paper = store_schedule_paper(cast.reporter, cast.township, "2月3日", place="示例不存在乡")
    page = read(reporter.get(f"/papers/{paper.pk}/"))
    assert "第1个表格第2行“示例不存在乡”" in page.text
    address = f"/papers/{paper.pk}/decide/"
    assert page.form(address)["row-0"] == [""]
    assert "已判定 0 行" in read(reporter.post(address, {"row-0": cast.other_township.pk}, follow=True)).text
    reporter.post(address, {"row-0": cast.township.pk})
    form = open_paper(cast, reporter, paper).form(f"/schedules/2/{cast.unit.pk}/")
    assert form[f"township-{cast.township.pk}-party"] == ["2月3日"]


def test_a_row_may_be_left_out(cast, reporter):
    paper = store_schedule_paper(cast.reporter, cast.township, place="示例不存在乡")
    reporter.post(f"/papers/{paper.pk}/decide/", {"row-0": SKIP})
    page = read(reporter.get(f"/papers/{paper.pk}/"))
    assert not page.has_form(f"/papers/{paper.pk}/decide/")
    assert "文件里没有您填报范围内的单位" in page.text


def test_a_township_liaison_reads_back_her_row_alone(cast, log_in):
    client = log_in(cast.township_liaison)
    paper = store_schedule_paper(cast.township_liaison, cast.township, "2月3日")
    page = open_paper(cast, client, paper)
    form = page.form(f"/schedules/2/{cast.unit.pk}/")
    assert f"township-{cast.township.pk}-party" in form
    assert "unit-completion" not in form
    submitting = f"/schedules/2/{cast.unit.pk}/submit/"
    assert submitting not in client.get(f"/papers/{paper.pk}/{cast.unit.pk}/").content.decode()
    paper = store_schedule_paper(cast.reporter, cast.township, "2月3日")
    answer = log_in(cast.reporter).get(f"/papers/{paper.pk}/{cast.unit.pk}/")
    assert submitting in read(answer).html
    client = log_in(cast.township_liaison)
    client.post(f"/schedules/2/{cast.unit.pk}/", form)
    assert str(ScheduleLine.objects.get(township=cast.township).party_from) == "2021-02-03"
    assert ScheduleReturn.objects.get().federations_done_on is None


def test_a_sheet_that_was_sent_is_not_written(cast, log_in):
    client = log_in(cast.other_reporter)
    client.post(f"/schedules/2/{cast.other_unit.pk}/submit/", {"version": 0, "checked": "on"} | blank(cast))
    paper = store_schedule_paper(cast.other_reporter, cast.other_township)
    page = read(client.get(f"/papers/{paper.pk}/{cast.other_unit.pk}/"))
    assert "本表已上报，不能写入。请先撤回" in page.text
    assert not page.has_form(f"/schedules/2/{cast.other_unit.pk}/")


def test_a_round_that_is_not_open_says_so(cast, log_in):
    paper = store_schedule_paper(cast.reporter, cast.township)
    paper.round = ReportingRound.objects.get(number=3)
    paper.save()
    client = log_in(cast.reporter)
    assert (
        "第3次填报自2月11日起开放，现在还不能填。"
        in read(client.get(f"/papers/{paper.pk}/{cast.unit.pk}/")).text
    )
    client.post(f"/papers/{paper.pk}/store/")
    assert not ScheduleReturn.objects.exists()


def test_two_presses_store_the_same_draft_once(cast, reporter):
    paper = store_schedule_paper(cast.reporter, cast.township)
    for _ in range(2):
        text = read(reporter.post(f"/papers/{paper.pk}/store/", follow=True)).text
        assert "已存为草稿：融安县。" in text
        assert "没有存" not in text
    assert ScheduleReturn.objects.get().version == 1
    assert not Transition.objects.exists()


def test_the_list_of_units_costs_the_same_for_all(cast, log_in):
    client = log_in(cast.clerk)
    single = store_schedule_paper(cast.clerk, cast.township)
    upload_paper(client, client.get("/schedules/2/attachment3.docx").content, round=cast.round.pk)
    whole = newest_paper()
    client.get(f"/papers/{single.pk}/")
    for paper in (single, whole):
        with query_count(13):
            client.get(f"/papers/{paper.pk}/")


def test_a_leader_sees_whose_rows_they_are_and_fills_in_none(cast, log_in):
    paper = store_schedule_paper(cast.leader, cast.township)
    page = read(log_in(cast.leader).get(f"/papers/{paper.pk}/")).text
    assert "文件里没有您填报范围内的单位。读出的是融安县" in page
    assert log_in(cast.leader).get(f"/papers/{paper.pk}/{cast.unit.pk}/").status_code == 403


def test_a_row_without_a_name_is_known_by_its_number(cast, reporter):
    row = ["2", "", "2月7日", "", "", ""]
    paper = store_paper(Attachment.ATTACHMENT3, cast.reporter, [{"rows": [HEAD3, row]}])
    second = Township.objects.get(links__order=2)
    form = open_paper(cast, reporter, paper).form(f"/schedules/2/{cast.unit.pk}/")
    assert form[f"township-{second.pk}-party"] == ["2月7日"]


def test_of_two_townships_of_one_name_the_unit_before_the_colon_decides(cast, log_in):
    Township.objects.filter(pk=cast.other_township.pk).update(name=cast.township.name, official_name="")
    row = ["", cast.township.name, "2月7日", "", "", "柳城县：3月2日"]
    paper = store_paper(Attachment.ATTACHMENT3, cast.clerk, [{"rows": [HEAD3, row]}])
    page = read(log_in(cast.clerk).get(f"/papers/{paper.pk}/"))
    assert [row[0] for row in page.rows[1:]] == ["柳城县"]


def test_what_was_accepted_before_fills_the_cells_that_the_file_leaves_blank(cast, log_in):
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells() | cells(1, federation="3.1"), number=1)
    press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
    paper = store_schedule_paper(cast.reporter, cast.township, "2月3日")
    form = open_paper(cast, log_in(cast.reporter), paper).form(f"/schedules/2/{cast.unit.pk}/")
    assert form[cell(cast.township, "party")] == ["2月3日"]
    assert form[cell(cast.township, "federation")] == ["3月1日"]


def test_a_cell_that_is_made_of_its_villages_is_not_overwritten(cast, log_in):
    cast.plan.meetings_by_village = True
    cast.plan.save()
    client = log_in(cast.reporter)
    days = {f"village-{village.pk}-party": "2月1日" for village in cast.villages}
    client.post(f"/schedules/villages/{cast.township.pk}/", days)
    paper = store_schedule_paper(cast.reporter, cast.township, "2月3日")
    form = open_paper(cast, client, paper).form(f"/schedules/2/{cast.unit.pk}/")
    assert cell(cast.township, "party") not in form
    client.post(f"/papers/{paper.pk}/store/")
    assert str(ScheduleLine.objects.get(township=cast.township).party_from) == "2021-02-01"
