"""自动保存 of Attachment 2: what the page's script asks for while somebody writes."""

import json

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import query_count
from tests.reporting.visits.drafts import LIST, SAVE, keep, new_key, opened
from tests.reporting.visits.reports import address, draft, link, press, save, sent


def test_it_works(cast, log_in):
    client = log_in(cast.leader)
    page = opened(client)
    told = keep(client, page, link=link(1), overall_situation=" 演示：进展顺利\r\n第二段 ")

    report = VisitReport.objects.get()
    assert (report.township, report.author, report.status) == (cast.township, cast.leader, "draft")
    assert report.overall_situation == "演示：进展顺利\n第二段"
    assert (told["report"], told["version"], told["address"]) == (report.pk, 1, address(report))
    assert told["values"]["overall_situation"] == "演示：进展顺利\n第二段"
    assert told["values"]["ended_on"] == "2021-02-05"  # left open: a journey of one day
    assert (told["errors"], told["theirs"], told["clashes"]) == ({}, [], {})


def test_again_and_again_is_one_report(cast, log_in):
    client = log_in(cast.leader)
    page = opened(client)
    for text in ("一", "一二", "一二三"):
        keep(client, page, link=link(1), overall_situation=text)
    report = VisitReport.objects.get()
    assert (report.overall_situation, report.version) == ("一二三", 3)


def test_the_same_again_changes_nothing(cast, log_in):
    client = log_in(cast.leader)
    page = opened(client)
    keep(client, page, link=link(1))
    assert keep(client, page)["version"] == 1


def test_the_page_then_saves_and_sends_as_ever(cast, log_in):
    client = log_in(cast.leader)
    page = opened(client)
    told = keep(client, page, link=link(1), methods=["hearing"], overall_situation="演示：写完")
    data = page["fields"] | {"version": told["version"], "submission_key": page["key"]}
    client.post(f"{told['address']}submit/", data)
    assert VisitReport.objects.get().status == "submitted"


@pytest.mark.parametrize("lacking", [{"link": ""}, {"started_on": ""}, {"started_on": "昨天"}])
def test_without_place_or_day_it_waits(cast, log_in, lacking):
    client = log_in(cast.leader)
    told = keep(client, opened(client), **{"link": link(1)} | lacking)
    assert told["waits"] == "选好乡镇（街道）和开始日期后自动保存到服务器。"
    assert set(told["errors"]) == set(lacking)
    assert not VisitReport.objects.exists()


class TestWrongFields:
    def test_the_others_are_stored(self, cast, log_in):
        client = log_in(cast.leader)
        page = opened(client)
        keep(client, page, link=link(1))
        told = keep(client, page, women_reserve_count="很多", issues_found="演示：照存")
        assert told["errors"] == {"women_reserve_count": ["请填写0至9999之间的整数；没有了解到的留空。"]}
        report = VisitReport.objects.get()
        assert (report.issues_found, report.women_reserve_count) == ("演示：照存", None)

    def test_two_dates_in_the_wrong_order_stay_as_they_were(self, cast, log_in):
        client = log_in(cast.leader)
        page = opened(client)
        keep(client, page, link=link(1), started_on="2021-02-03", ended_on="2021-02-04")
        told = keep(client, page, started_on="2021-02-05")
        assert "ended_on" in told["errors"]
        report = VisitReport.objects.get()
        assert (str(report.started_on), str(report.ended_on)) == ("2021-02-03", "2021-02-04")

    def test_a_village_left_behind_goes_with_its_township(self, cast, log_in):
        client = log_in(cast.leader)
        page = opened(client)
        keep(client, page, link=link(1), observed_village=str(cast.villages[0].pk))
        told = keep(client, page, link=link(2))
        assert "observed_village" in told["errors"]
        report = VisitReport.objects.get()
        assert (report.township, report.observed_village) == (Link.objects.get(order=2).township, None)


class TestTwoSides:
    def test_each_field_of_its_own(self, cast, log_in):
        report = draft(log_in(cast.leader))
        phone = opened(log_in(cast.leader), report)
        desk = opened(log_in(cast.liaison), report)
        keep(log_in(cast.liaison), desk, issues_found="演示：电脑")
        told = keep(log_in(cast.leader), phone, good_practices="演示：手机")
        assert (told["theirs"], told["clashes"]) == (["issues_found"], {})
        assert told["values"]["issues_found"] == "演示：电脑"
        assert told["changed_by"] == "示例liaison"
        report.refresh_from_db()
        assert (report.issues_found, report.good_practices) == ("演示：电脑", "演示：手机")

    def test_one_field_by_both(self, cast, log_in):
        report = draft(log_in(cast.leader))
        phone = opened(log_in(cast.leader), report)
        desk = opened(log_in(cast.liaison), report)
        keep(log_in(cast.liaison), desk, overall_situation="演示：电脑")
        told = keep(log_in(cast.leader), phone, overall_situation="演示：手机")
        assert told["clashes"] == {"overall_situation": "演示：电脑"}
        assert told["changed_by"] == "示例liaison"
        report.refresh_from_db()
        assert report.overall_situation == "演示：电脑"

    def test_chosen_after_a_clash_it_is_stored(self, cast, log_in):
        report = draft(log_in(cast.leader))
        phone = opened(log_in(cast.leader), report)
        keep(log_in(cast.liaison), opened(log_in(cast.liaison), report), overall_situation="演示：电脑")
        keep(log_in(cast.leader), phone, overall_situation="演示：手机")
        keep(log_in(cast.leader), phone)  # 用我填的: its base is now what stands there
        report.refresh_from_db()
        assert report.overall_situation == "演示：手机"

    def test_an_answer_that_was_lost(self, cast, log_in):
        client = log_in(cast.leader)
        page = opened(client)
        before = dict(page["base"])
        told = keep(client, page, link=link(1), overall_situation="演示：第一次")
        page["base"] = before  # the answer never came
        told = keep(client, page, told["values"], overall_situation="演示：第二次")
        assert told["clashes"] == {}
        assert VisitReport.objects.get().overall_situation == "演示：第二次"


class TestRefused:
    def test_a_sent_report(self, cast, log_in):
        client = log_in(cast.leader)
        report = draft(client)
        page = opened(client, report)
        save(client, report, {}, step="submit")
        told = keep(client, page, overall_situation="演示：迟了")
        assert "本表已上报，不能修改。请先撤回" in told["refused"]
        assert (told["sent"], told["address"]) == (True, address(report))
        report.refresh_from_db()
        assert report.overall_situation == "演示：进展顺利"

    def test_another_persons_key(self, cast, log_in):
        report = draft(log_in(cast.leader))
        client = log_in(cast.other_leader)
        page = opened(client) | {"key": str(report.creation_key)}
        told = keep(client, page, link=link(7), overall_situation="演示：他人")
        assert told["refused"] == "本页已失效，请刷新后重新填写。"
        assert "address" in told
        assert "演示：进展顺利" not in json.dumps(told, ensure_ascii=False)
        report.refresh_from_db()
        assert report.overall_situation == "演示：进展顺利"

    def test_a_foreign_link(self, cast, log_in):
        client = log_in(cast.leader)
        told = keep(client, opened(client), link=link(7))
        assert told["errors"]["link"] == ["该乡镇（街道）不是您的联系点，请从列表中选择。"]
        assert not VisitReport.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 40])
    def test_no_key(self, cast, log_in, key):
        told = log_in(cast.leader).post(SAVE, {"draft": key, "bases": "[]", "link": link(1)}).json()
        assert "页面内容不完整" in told["refused"]

    @pytest.mark.parametrize("bases", ["{", "1", '"x"', "[1]", "[" * 5000])
    def test_no_bases(self, cast, log_in, bases):
        body = {"draft": new_key(), "bases": bases, "link": link(1), "started_on": "2021-02-05"}
        assert "页面内容不完整" in log_in(cast.leader).post(SAVE, body).json()["refused"]
        assert not VisitReport.objects.exists()

    @pytest.mark.parametrize("bases", ["", "[]", "[{}]", '[{"overall_situation": 7, "methods": [1]}]'])
    def test_odd_bases_overwrite_nothing(self, cast, log_in, bases):
        report = draft(log_in(cast.leader))
        page = opened(log_in(cast.leader), report)
        body = page["fields"] | {"draft": page["key"], "bases": bases, "overall_situation": "演示：改"}
        told = log_in(cast.leader).post(SAVE, body).json()
        assert list(told["clashes"]) == ["overall_situation"]


class TestList:
    def test_the_users_open_drafts(self, cast, log_in):
        client = log_in(cast.leader)
        mine, came_back = draft(client), sent(client, link=link(2))
        sent(client, link=link(3))
        press(log_in(cast.clerk), came_back, "return", reason="演示：请补充")
        draft(log_in(cast.other_leader), link=link(7))
        told = log_in(cast.liaison).get(LIST)
        assert {row["report"] for row in told.json()["drafts"]} == {mine.pk, came_back.pk}
        assert told.json()["owner"] == "liaison"
        assert told["Cache-Control"] == "private, no-store"
        row = next(row for row in told.json()["drafts"] if row["report"] == mine.pk)
        assert (row["draft"], row["version"]) == (str(mine.creation_key), 1)
        assert row["title"] == "融安县桥板乡 2021年2月4日至5日"
        assert row["values"]["overall_situation"] == "演示：进展顺利"
        assert row["values"]["link"] == link(1)

    def test_it_costs_the_same_for_one_draft_and_for_three(self, cast, log_in):
        client = log_in(cast.leader)
        draft(client)
        client.get(LIST)
        with query_count(QUERIES):
            client.get(LIST)
        for order in (2, 3):
            draft(client, link=link(order))
        with query_count(QUERIES):
            client.get(LIST)


QUERIES = 8
