"""/visits/<id>/: one report, to write or to read."""

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import read
from tests.reporting.visits.report_pages import (
    address,
    link_value,
    open_form,
    report_fields,
    save_report,
    send_report,
    write_draft,
)


def test_it_works(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    page = read(save_report(client, report, {"overall_situation": "演示：改过", "methods": ["call"]}))
    assert "已保存草稿" in page.text
    report.refresh_from_db()
    assert (report.overall_situation, report.methods, report.version) == ("演示：改过", ["call"], 2)


def test_saving_what_the_page_shows_changes_nothing(cast, log_in):
    client = log_in(cast.leader)
    village = str(cast.villages[1].pk)
    report = write_draft(client, method_note="演示补充", observed_village=village, issues_found="一\r\n二")
    names = ["township", "leader", "started_on", "ended_on", "methods", "method_note", "observed_village"]
    names += ["overall_situation", "issues_found", "good_practices", "recommendations"]
    before = VisitReport.objects.values(*names).get()
    save_report(client, report, {})
    assert VisitReport.objects.values(*names).get() == before


def test_the_township_may_be_changed(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    save_report(client, report, {"link": link_value(2)})
    report.refresh_from_db()
    assert report.township == Link.objects.get(order=2).township


def test_not_to_a_foreign_one(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    page = read(save_report(client, report, {"link": link_value(7)}))
    assert "该乡镇（街道）不是您的联系点，请从列表中选择。" in page.text
    report.refresh_from_db()
    assert report.township == cast.township


def test_who_changed_what_is_kept(cast, log_in):
    report = write_draft(log_in(cast.liaison))
    save_report(log_in(cast.leader), report, {"issues_found": "演示：人选未定"})
    after, before = report.history.all()
    assert (before.issues_found, after.issues_found) == ("", "演示：人选未定")
    assert (before.history_user, after.history_user) == (cast.liaison, cast.leader)


class TestReading:
    def test_a_sent_report_reads_as_attachment_2(self, cast, log_in):
        report = send_report(log_in(cast.leader), issues_found="演示：人选未定")
        page = read(log_in(cast.viewer).get(address(report)))
        assert f"领导班子成员 {cast.leader_person}" in page.text
        assert "联系乡镇（街道）名称 融安县桥板乡" in page.text
        assert "联系指导时间 2021年2月4日至5日" in page.text
        assert "联系指导方式 听取汇报、实地走访" in page.text
        order = [
            "总体情况 演示：进展顺利",
            "发现问题 演示：人选未定",
            "经验做法 （未填）",
            "工作建议 （未填）",
        ]
        places = [page.text.index(words) for words in order]
        assert places == sorted(places)
        assert not page.has_form(address(report))

    @pytest.mark.parametrize("who", ["viewer", "other_leader"])
    def test_a_draft_is_not_found(self, cast, log_in, who):
        report = write_draft(log_in(cast.leader))
        client = log_in(getattr(cast, who))
        assert client.get(address(report)).status_code == 404
        assert client.post(address(report), report_fields()).status_code == 404

    def test_a_returned_report_is_a_draft_again_to_readers(self, cast, log_in):
        report = send_report(log_in(cast.leader))
        VisitReport.objects.update(status="returned")
        assert log_in(cast.viewer).get(address(report)).status_code == 404

    def test_a_reader_changes_nothing(self, cast, log_in):
        report = send_report(log_in(cast.leader))
        for step in ("", "submit", "withdraw", "accept", "return"):
            answer = log_in(cast.viewer).post(
                address(report, step), report_fields(version="2", reason="请改")
            )
            assert answer.status_code == 403
        report.refresh_from_db()
        assert report.status == "submitted"

    def test_another_leaders_report_is_not_found(self, cast, log_in):
        report = send_report(log_in(cast.leader))
        assert log_in(cast.other_leader).get(address(report)).status_code == 404

    @pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
    def test_an_address_that_names_nothing(self, cast, log_in, pk):
        assert log_in(cast.clerk).get(f"/visits/{pk}/").status_code == 404


class TestDue:
    def test_it_is_the_day_after_the_last_day(self, cast, log_in):
        client = log_in(cast.leader)
        report = write_draft(client, started_on="2021-02-01", ended_on="2021-02-04")
        page = read(client.get(address(report)))
        assert "报送期限 2月5日（星期五）23:59 今天截止" in page.text

    @pytest.mark.parametrize(
        ("ended_on", "words"),
        [("2021-02-05", "明天截止"), ("2021-02-03", "已逾期"), ("2021-01-20", "已逾期")],
    )
    def test_the_page_says_how_long_there_is(self, cast, log_in, ended_on, words):
        client = log_in(cast.leader)
        report = write_draft(client, started_on=ended_on, ended_on=ended_on)
        assert words in read(client.get(address(report))).text

    @pytest.mark.parametrize(("ended_on", "late"), [("2021-02-04", 0), ("2021-02-03", 1), ("2021-01-31", 4)])
    def test_late_is_labelled(self, cast, log_in, ended_on, late):
        client = log_in(cast.leader)
        report = send_report(client, started_on=ended_on, ended_on=ended_on)
        page = read(client.get(address(report)))
        assert report.late_days == late
        assert (f"逾期报送 晚 {late} 天" in page.text) == bool(late)


class TestConflict:
    def test_it_works(self, cast, log_in):
        report = write_draft(log_in(cast.liaison))
        form = open_form(log_in(cast.leader), report)
        save_report(log_in(cast.liaison), report, {"overall_situation": "联络员改"})
        answer = log_in(cast.leader).post(address(report), form | {"overall_situation": "领导改"})
        page = read(answer)
        assert answer.status_code == 200
        assert "没有保存：示例liaison在您打开之后修改了本表。您填写的内容都还在" in page.text
        assert "现在的内容：联络员改" in page.text
        assert page.form(address(report))["overall_situation"] == ["领导改"]
        report.refresh_from_db()
        assert report.overall_situation == "联络员改"

    def test_every_field_that_differs_shows_both(self, cast, log_in):
        report = write_draft(log_in(cast.liaison), issues_found="同")
        form = open_form(log_in(cast.leader), report)
        changed = {
            "link": link_value(2),
            "started_on": "2021-02-03",
            "methods": ["seminar"],
            "method_note": "联络员注",
        }
        save_report(log_in(cast.liaison), report, changed)
        page = read(log_in(cast.leader).post(address(report), form | {"recommendations": "领导议"}))
        stored = [
            *(f"{cast.leader_person} 融安县雅瑶乡", "2021-02-03", "座谈会", "联络员注"),
            "（空）",
        ]
        assert [words for words in stored if f"现在的内容：{words}" in page.text] == stored
        assert page.text.count("现在的内容：") == len(stored)

    def test_saving_again_after_reading_both_wins(self, cast, log_in):
        report = write_draft(log_in(cast.liaison))
        form = open_form(log_in(cast.leader), report)
        save_report(log_in(cast.liaison), report, {"overall_situation": "联络员改"})
        client = log_in(cast.leader)
        conflict = client.post(address(report), form | {"overall_situation": "领导改"})
        client.post(address(report), read(conflict).form(address(report)))
        report.refresh_from_db()
        assert report.overall_situation == "领导改"

    def test_fields_left_out_by_hand_do_no_harm(self, cast, log_in):
        client = log_in(cast.leader)
        report = write_draft(client)
        stale = {"version": "0", "link": link_value(1), "started_on": "2021-02-04", "ended_on": "2021-02-04"}
        assert "没有保存" in read(client.post(address(report), stale)).text


class TestTheSameFormTwice:
    def test_it_is_stored_once(self, cast, log_in):
        client = log_in(cast.leader)
        report = write_draft(client)
        data = open_form(client, report) | {"overall_situation": "改过"}
        for _ in range(2):
            assert "已保存草稿" in read(client.post(address(report), data, follow=True)).text
        report.refresh_from_db()
        assert report.version == 2

    def test_changed_between_it_is_not_dropped(self, cast, log_in):
        client = log_in(cast.leader)
        report = write_draft(client)
        data = open_form(client, report)
        client.post(address(report), data | {"overall_situation": "前一稿"})
        page = read(client.post(address(report), data | {"overall_situation": "后一稿"}))
        assert "没有保存" in page.text
        assert page.form(address(report))["overall_situation"] == ["后一稿"]
