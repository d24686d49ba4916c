"""A wrong field gives a sentence that names it; the typed text stays and nothing is written."""

import pytest

from guidance.reporting.visits.models import VisitReport
from tests.pages import read
from tests.reporting.visits.report_pages import (
    NEW,
    SEND_NEW,
    address,
    open_form,
    report_fields,
    save_report,
    write_draft,
    write_report,
)

SECTIONS = ["overall_situation", "issues_found", "good_practices", "recommendations"]


@pytest.mark.parametrize("step", [NEW, SEND_NEW])
def test_it_works(cast, log_in, step):
    typed = report_fields(started_on="2021-02-31", issues_found="演示：人选未定", method_note="演示补充")
    answer = write_report(log_in(cast.leader), typed, step=step)
    page = read(answer)
    assert answer.status_code == 200
    sentence = "没有保存，请改正标出的内容：联系指导开始日期：请填写有效的日期，如 2021-02-05。"
    assert sentence in page.text
    form = page.form(NEW)
    assert form["started_on"] == ["2021-02-31"]
    assert form["methods"] == ["hearing", "field_visit"]
    assert (form["issues_found"], form["method_note"]) == (["演示：人选未定"], ["演示补充"])
    assert not VisitReport.objects.exists()


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("started_on", "", "联系指导开始日期：请填写有效的日期，如 2021-02-05。"),
        ("ended_on", "2.5", "联系指导结束日期：请填写有效的日期，如 2021-02-05。"),
        ("started_on", "2021-02-04\x00", "联系指导开始日期：请填写有效的日期，如 2021-02-05。"),
        ("started_on", "1900-02-05", "联系指导开始日期：开始日期早于本次换届启动（2020年10月1日），请核对。"),
        ("ended_on", "2100-02-05", "结束日期晚于今天（2月5日）；请在联系指导之后填报。"),
        ("ended_on", "2021-02-06", "结束日期晚于今天（2月5日）；请在联系指导之后填报。"),
        ("ended_on", "2021-02-03", "联系指导结束日期：结束日期不能早于开始日期。"),
        ("methods", ["hearing", "dance"], "联系指导方式（可多选）：没有“dance”这一选项，请刷新后重新勾选。"),
        ("method_note", "长" * 101, "方式补充说明：现有101字，不能超过100字。"),
        ("method_note", "说明\x00", "方式补充说明：含有看不见的字符（空字符），请删去后重新输入。"),
        ("observed_village", "999999", "观摩的村（社区）：选择一个有效的选项"),
        ("observed_village", "x", "观摩的村（社区）：选择一个有效的选项"),
    ],
)
def test_each_field_says_what_is_wrong(cast, log_in, field, text, message):
    answer = write_report(log_in(cast.leader), report_fields(**{field: text}))
    page = read(answer)
    assert answer.status_code == 200
    assert message in page.text
    assert page.form(NEW)["overall_situation"] == ["演示：进展顺利"]
    assert not VisitReport.objects.exists()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_text_that_is_too_long_is_kept_and_counted(cast, log_in, section):
    text = "长" * 10_000
    page = read(write_report(log_in(cast.leader), report_fields(**{section: text})))
    assert "现有10000字，不能超过5000字；其余请作附页。" in page.text
    assert page.form(NEW)[section] == [text]
    assert not VisitReport.objects.exists()


def test_five_thousand_characters_fit_with_every_line_break_counted_once(cast, log_in):
    text = "\r\n".join(["长" * 99] * 50)
    assert len(text) == 5048
    write_report(log_in(cast.leader), report_fields(overall_situation=text))
    assert len(VisitReport.objects.get().overall_situation) == 4999


@pytest.mark.parametrize("section", SECTIONS)
def test_a_null_byte_in_a_text(cast, log_in, section):
    page = read(write_report(log_in(cast.leader), report_fields(**{section: "演示\x00"})))
    assert "含有看不见的字符（空字符），请删去后重新输入。" in page.text
    assert not VisitReport.objects.exists()


def test_html_is_shown_as_typed(cast, log_in):
    text = '<script>alert("1")</script>\n<b>演示</b>'
    answer = write_report(log_in(cast.leader), report_fields(overall_situation=text), step=SEND_NEW)
    assert text not in read(answer).html
    assert '<script>alert("1")</script> <b>演示</b>' in read(answer).text
    assert VisitReport.objects.get().overall_situation == text


def test_emoji_are_kept(cast, log_in):
    write_report(log_in(cast.leader), report_fields(good_practices="👩‍👩‍👧 演示 🎉"))
    assert VisitReport.objects.get().good_practices == "👩‍👩‍👧 演示 🎉"


@pytest.mark.parametrize("step", ["", "submit"])
def test_a_stored_report_is_not_changed_by_wrong_input(cast, log_in, step):
    client = log_in(cast.leader)
    report = write_draft(client)
    typed = {"ended_on": "2021-02-31", "overall_situation": "改过"}
    page = read(save_report(client, report, typed, step=step))
    assert "联系指导结束日期：请填写有效的日期" in page.text
    assert page.form(address(report))["overall_situation"] == ["改过"]
    report.refresh_from_db()
    assert (report.version, report.status, report.overall_situation) == (1, "draft", "演示：进展顺利")


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400])
def test_a_version_made_up_writes_nothing_over(cast, log_in, version):
    client = log_in(cast.leader)
    report = write_draft(client)
    data = open_form(client, report) | {"version": version, "overall_situation": "改过"}
    assert client.post(address(report), data).status_code == 200
    report.refresh_from_db()
    assert report.overall_situation == "演示：进展顺利"


def test_a_post_of_nothing(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    for path in (NEW, SEND_NEW, address(report), address(report, "submit")):
        assert client.post(path, {}).status_code == 200
    assert VisitReport.objects.get().version == 1
