"""自动保存 of Attachment 2: the requests of the page's script while somebody writes."""

import json

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import query_count
from tests.reporting.visits.autosave_requests import LIST, SAVE, autosave_draft, new_key, open_page
from tests.reporting.visits.report_pages import (
    address,
    link_value,
    press_button,
    save_report,
    send_report,
    write_draft,
)


def test_it_works(cast, log_in):
    client = log_in(cast.leader)
    page = open_page(client)
    answer = autosave_draft(client, page, link=link_value(1), overall_situation=" 演示：进展顺利\r\n第二段 ")

    report = VisitReport.objects.get()
    assert (report.township, report.author, report.status) == (cast.township, cast.leader, "draft")
    assert report.overall_situation == "演示：进展顺利\n第二段"
    assert (answer["report"], answer["version"], answer["address"]) == (report.pk, 1, address(report))
    assert answer["values"]["overall_situation"] == "演示：进展顺利\n第二段"
    assert answer["values"]["ended_on"] == "2021-02-05"  # left open: a journey of one day
    assert (answer["errors"], answer["theirs"], answer["clashes"]) == ({}, [], {})


def test_again_and_again_is_one_report(cast, log_in):
    client = log_in(cast.leader)
    page = open_page(client)
    for text in ("一", "一二", "一二三"):
        autosave_draft(client, page, link=link_value(1), overall_situation=text)
    report = VisitReport.objects.get()
    assert (report.overall_situation, report.version) == ("一二三", 3)


def test_the_same_again_changes_nothing(cast, log_in):
    client = log_in(cast.leader)
    page = open_page(client)
    autosave_draft(client, page, link=link_value(1))
    assert autosave_draft(client, page)["version"] == 1


def test_the_page_then_saves_and_sends_as_ever(cast, log_in):
    client = log_in(cast.leader)
    page = open_page(client)
    answer = autosave_draft(
        client, page, link=link_value(1), methods=["hearing"], overall_situation="演示：写完"
    )
    data = page["fields"] | {"version": answer["version"], "submission_key": page["key"]}
    client.post(f"{answer['address']}submit/", data)
    assert VisitReport.objects.get().status == "submitted"


@pytest.mark.parametrize("blank_fields", [{"link": ""}, {"started_on": ""}, {"started_on": "昨天"}])
def test_without_place_or_day_it_waits(cast, log_in, blank_fields):
    client = log_in(cast.leader)
    answer = autosave_draft(client, open_page(client), **{"link": link_value(1)} | blank_fields)
    assert answer["waits"] == "选好乡镇（街道）和开始日期后自动保存到服务器。"
    assert set(answer["errors"]) == set(blank_fields)
    assert not VisitReport.objects.exists()


class TestWrongFields:
    def test_the_others_are_stored(self, cast, log_in):
        client = log_in(cast.leader)
        page = open_page(client)
        autosave_draft(client, page, link=link_value(1))
        answer = autosave_draft(client, page, women_reserve_count="很多", issues_found="演示：照存")
        assert answer["errors"] == {"women_reserve_count": ["请填写0至9999之间的整数；没有了解到的留空。"]}
        report = VisitReport.objects.get()
        assert (report.issues_found, report.women_reserve_count) == ("演示：照存", None)

    def test_two_dates_in_the_wrong_order_stay_as_they_were(self, cast, log_in):
        client = log_in(cast.leader)
        page = open_page(client)
        autosave_draft(client, page, link=link_value(1), started_on="2021-02-03", ended_on="2021-02-04")
        answer = autosave_draft(client, page, started_on="2021-02-05")
        assert "ended_on" in answer["errors"]
        report = VisitReport.objects.get()
        assert (str(report.started_on), str(report.ended_on)) == ("2021-02-03", "2021-02-04")

    def test_a_village_left_behind_goes_with_its_township(self, cast, log_in):
        client = log_in(cast.leader)
        page = open_page(client)
        autosave_draft(client, page, link=link_value(1), observed_village=str(cast.villages[0].pk))
        answer = autosave_draft(client, page, link=link_value(2))
        assert "observed_village" in answer["errors"]
        report = VisitReport.objects.get()
        assert (report.township, report.observed_village) == (Link.objects.get(order=2).township, None)


class TestTwoSides:
    def test_each_field_of_its_own(self, cast, log_in):
        report = write_draft(log_in(cast.leader))
        phone = open_page(log_in(cast.leader), report)
        desk = open_page(log_in(cast.liaison), report)
        autosave_draft(log_in(cast.liaison), desk, issues_found="演示：电脑")
        answer = autosave_draft(log_in(cast.leader), phone, good_practices="演示：手机")
        assert (answer["theirs"], answer["clashes"]) == (["issues_found"], {})
        assert answer["values"]["issues_found"] == "演示：电脑"
        assert answer["changed_by"] == "示例liaison"
        report.refresh_from_db()
        assert (report.issues_found, report.good_practices) == ("演示：电脑", "演示：手机")

    def test_one_field_by_both(self, cast, log_in):
        report = write_draft(log_in(cast.leader))
        phone = open_page(log_in(cast.leader), report)
        desk = open_page(log_in(cast.liaison), report)
        autosave_draft(log_in(cast.liaison), desk, overall_situation="演示：电脑")
        answer = autosave_draft(log_in(cast.leader), phone, overall_situation="演示：手机")
        assert answer["clashes"] == {"overall_situation": "演示：电脑"}
        assert answer["changed_by"] == "示例liaison"
        report.refresh_from_db()
        assert report.overall_situation == "演示：电脑"

    def test_chosen_after_a_clash_it_is_stored(self, cast, log_in):
        report = write_draft(log_in(cast.leader))
        phone = open_page(log_in(cast.leader), report)
        autosave_draft(
            log_in(cast.liaison), open_page(log_in(cast.liaison), report), overall_situation="演示：电脑"
        )
        autosave_draft(log_in(cast.leader), phone, overall_situation="演示：手机")
        autosave_draft(log_in(cast.leader), phone)  # 用我填的: its base is now what stands there
        report.refresh_from_db()
        assert report.overall_situation == "演示：手机"

    def test_an_answer_that_was_lost(self, cast, log_in):
        client = log_in(cast.leader)
        page = open_page(client)
        before = dict(page["base"])
        answer = autosave_draft(client, page, link=link_value(1), overall_situation="演示：第一次")
        page["base"] = before  # the answer never came
        answer = autosave_draft(client, page, answer["values"], overall_situation="演示：第二次")
        assert answer["clashes"] == {}
        assert VisitReport.objects.get().overall_situation == "演示：第二次"


class TestRefused:
    def test_a_sent_report(self, cast, log_in):
        client = log_in(cast.leader)
        report = write_draft(client)
        page = open_page(client, report)
        save_report(client, report, {}, step="submit")
        answer = autosave_draft(client, page, overall_situation="演示：迟了")
        assert "本表已上报，不能修改。请先撤回" in answer["refused"]
        assert (answer["sent"], answer["address"]) == (True, address(report))
        report.refresh_from_db()
        assert report.overall_situation == "演示：进展顺利"

    def test_another_persons_key(self, cast, log_in):
        report = write_draft(log_in(cast.leader))
        client = log_in(cast.other_leader)
        page = open_page(client) | {"key": str(report.creation_key)}
        answer = autosave_draft(client, page, link=link_value(7), overall_situation="演示：他人")
        assert answer["refused"] == "本页已失效，请刷新后重新填写。"
        assert "address" in answer
        assert "演示：进展顺利" not in json.dumps(answer, ensure_ascii=False)
        report.refresh_from_db()
        assert report.overall_situation == "演示：进展顺利"

    def test_a_foreign_link(self, cast, log_in):
        client = log_in(cast.leader)
        answer = autosave_draft(client, open_page(client), link=link_value(7))
        assert answer["errors"]["link"] == ["该乡镇（街道）不是您的联系点，请从列表中选择。"]
        assert not VisitReport.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 40])
    def test_no_key(self, cast, log_in, key):
        answer = log_in(cast.leader).post(SAVE, {"draft": key, "bases": "[]", "link": link_value(1)}).json()
        assert "页面内容不完整" in answer["refused"]

    @pytest.mark.parametrize("bases", ["{", "1", '"x"', "[1]", "[" * 5000])
    def test_no_bases(self, cast, log_in, bases):
        body = {"draft": new_key(), "bases": bases, "link": link_value(1), "started_on": "2021-02-05"}
        assert "页面内容不完整" in log_in(cast.leader).post(SAVE, body).json()["refused"]
        assert not VisitReport.objects.exists()

    @pytest.mark.parametrize("bases", ["", "[]", "[{}]", '[{"overall_situation": 7, "methods": [1]}]'])
    def test_odd_bases_overwrite_nothing(self, cast, log_in, bases):
        report = write_draft(log_in(cast.leader))
        page = open_page(log_in(cast.leader), report)
        body = page["fields"] | {"draft": page["key"], "bases": bases, "overall_situation": "演示：改"}
        answer = log_in(cast.leader).post(SAVE, body).json()
        assert list(answer["clashes"]) == ["overall_situation"]


class TestList:
    def test_the_users_open_drafts(self, cast, log_in):
        client = log_in(cast.leader)
        draft, came_back = write_draft(client), send_report(client, link=link_value(2))
        send_report(client, link=link_value(3))
        press_button(log_in(cast.clerk), came_back, "return", reason="演示：请补充")
        write_draft(log_in(cast.other_leader), link=link_value(7))
        answer = log_in(cast.liaison).get(LIST)
        assert {row["report"] for row in answer.json()["drafts"]} == {draft.pk, came_back.pk}
        assert answer.json()["owner"] == "liaison"
        assert answer["Cache-Control"] == "private, no-store"
        row = next(row for row in answer.json()["drafts"] if row["report"] == draft.pk)
        assert (row["draft"], row["version"]) == (str(draft.creation_key), 1)
        assert row["title"] == "融安县桥板乡 2021年2月4日至5日"
        assert row["values"]["overall_situation"] == "演示：进展顺利"
        assert row["values"]["link"] == link_value(1)

    def test_it_costs_the_same_for_one_draft_and_for_three(self, cast, log_in):
        client = log_in(cast.leader)
        write_draft(client)
        client.get(LIST)
        with query_count(QUERIES):
            client.get(LIST)
        for order in (2, 3):
            write_draft(client, link=link_value(order))
        with query_count(QUERIES):
            client.get(LIST)


QUERIES = 8
