"""The merged table: filters, an earlier moment, moved dates, pages."""

import pytest
from django.utils import timezone

from guidance.core.workflow.models import Transition
from guidance.reference.people.models import Link
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import (
    cells,
    complete_cells,
    press_button,
    save_sheet,
    submit_sheet,
)

HEADINGS = 1


@pytest.fixture
def table(cast, log_in):
    """table(query) is the page of round 2 as the clerk reads it."""
    return lambda query="", who=None: read(log_in(who or cast.clerk).get(f"/schedules/?round=2&{query}"))


@pytest.fixture
def rounds(cast, log_in):
    """Round 1 accepted and round 2 sent, with one date three days later and one two days earlier."""
    first = cells(1, party="1.20", committee="2.5") | cells(2, party="1.21-1.28", committee="2.6")
    submit_sheet(log_in(cast.reporter), cast.unit, first, number=1)
    press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
    submit_sheet(log_in(cast.reporter), cast.unit, cells(1, committee="2.8") | cells(2, committee="2.4"))


def _places(page):
    return [row[1] for row in page.rows[HEADINGS:]]


class TestWhatChanged:
    def test_it_works(self, table, rounds):
        row = table().row("融安县桥板乡")
        assert row[2] == "1月20日 计划"
        assert "2月8日 计划 原 2月5日 · 推迟 3 天" in row[3]
        assert "原 2月6日 · 提前 2 天" in table().row("融安县雅瑶乡")[3]

    def test_only_what_changed(self, cast, log_in, table, rounds):
        submit_sheet(log_in(cast.other_reporter), cast.other_unit, cells(7, party="1.20", committee="待定"))
        assert _places(table("show=changed")) == ["融安县桥板乡", "融安县雅瑶乡"]

    def test_a_row_without_a_change_is_left_out(self, cast, log_in, table, rounds):
        press_button(log_in(cast.reporter), cast.unit, "withdraw")
        submit_sheet(log_in(cast.reporter), cast.unit, cells(2, committee="2.6"))
        assert _places(table("show=changed")) == ["融安县桥板乡"]

    def test_the_unit_says_when_nothing_changed(self, cast, log_in, table):
        first = cells(1, party="1.20", committee="2.5") | cells(2, party="1.21", committee="2.6")
        submit_sheet(log_in(cast.reporter), cast.unit, first, number=1)
        press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
        submit_sheet(log_in(cast.reporter), cast.unit, {})
        assert table().row("融安县桥板乡")[6] == "已上报 无变化"


class TestFilters:
    def test_missing_is_not_sent_or_left_blank(self, cast, log_in, table):
        typed = cells(1, party="1.20", committee="2.5") | cells(2, party="1.21") | {"checked": "on"}
        submit_sheet(log_in(cast.reporter), cast.unit, typed)
        places = _places(table("show=missing"))
        assert "融安县桥板乡" not in places
        assert "融安县雅瑶乡" in places
        assert len(places) == 17

    def test_to_be_checked(self, cast, log_in, table):
        typed = cells(1, party="2.6", committee="2.5") | cells(2, party="1.21", committee="待定")
        submit_sheet(log_in(cast.reporter), cast.unit, typed | {"checked": "on"})
        page = table("show=warning")
        assert _places(page) == ["融安县桥板乡"]
        assert "需核对 1 处" in page.row("融安县桥板乡")[6]

    def test_a_draft_is_not_checked_yet(self, cast, log_in, table):
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="2.6", committee="2.5"))
        assert "没有符合条件的乡镇（街道）。" in table("show=warning").text

    def test_by_group_and_by_name(self, cast, table):
        group = cast.unit.groups.get().pk
        assert len(_places(table(f"group={group}"))) == 6
        assert _places(table("name=古砦")) == ["柳城县古砦乡"]
        assert len(_places(table("name=融水"))) == 2
        assert _places(table(f"group={group}&name=古砦")) == []

    def test_of_another_group_a_leader_learns_nothing(self, cast, table):
        other = cast.other_unit.groups.get().pk
        page = table(f"group={other}", cast.leader)
        assert len(_places(page)) == 6
        assert "请从列表中选择。" in page.text

    @pytest.mark.parametrize(
        "query",
        [
            "show=secret",
            "group=x",
            "group=999999",
            "moment=x",
            "moment=0001-01-01T00:00",
            "page=x",
            "page=99",
            "name=" + "长" * 99,
            "name=%00",
            "moment=9999-12-31T23:59",
        ],
    )
    def test_odd_filters_show_the_whole_table(self, table, query):
        assert len(_places(table(query))) == 18


class TestMoment:
    def _at(self, moment):
        return f"moment={timezone.localtime(moment):%Y-%m-%dT%H:%M:%S}"

    def _steps(self):
        return list(Transition.objects.order_by("pk"))

    def test_it_works(self, cast, log_in, table, settings):
        for day, typed in (("2021-02-05", {}), ("2021-02-07", cells(1, party="1.23"))):
            settings.GUIDANCE_TODAY = day
            if typed:
                press_button(log_in(cast.reporter), cast.unit, "withdraw")
            submit_sheet(log_in(cast.reporter), cast.unit, complete_cells() | typed)
        earlier_table = table("moment=2021-02-06T12:00")
        assert earlier_table.row("融安县桥板乡")[2] == "1月20日 计划"
        assert earlier_table.row("融安县桥板乡")[6] == "已上报"
        assert "截至 2021年2月6日 12:00" in earlier_table.text
        assert "已报 1 / 12 家" in earlier_table.text
        assert table().row("融安县桥板乡")[2] == "1月23日 计划"

    def test_before_anything_was_sent(self, cast, log_in, table):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        page = table("moment=2021-02-04T12:00")
        assert "已报 0 / 12 家" in page.text
        assert page.row("融安县桥板乡")[2] == "—"

    def test_what_came_back_meanwhile_was_there_then(self, cast, log_in, table, settings):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        settings.GUIDANCE_TODAY = "2021-02-07"
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        assert table("moment=2021-02-06T12:00").row("融安县桥板乡")[2] == "1月20日 计划"
        assert table().row("融安县桥板乡")[2] == "—"

    def test_a_reader_sees_of_that_moment_what_was_sent(self, cast, log_in, table, settings):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        settings.GUIDANCE_TODAY = "2021-02-07"
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        page = table("moment=2021-02-06T12:00", cast.viewer)
        assert page.row("融安县桥板乡")[2] == "1月20日 计划"


class TestMoved:
    @pytest.fixture
    def moved(self, cast, log_in):
        return lambda who=None: read(log_in(who or cast.clerk).get("/schedules/moved/?round=2"))

    def test_it_works(self, cast, moved, rounds):
        page = moved()
        rows = [row[:5] for row in page.rows[HEADINGS:]]
        head = "村（居）委会换届选举大会时间"
        assert rows == [
            ["融安县桥板乡", head, "2月5日 第1次", "2月8日 计划", "推迟 3 天"],
            ["融安县雅瑶乡", head, "2月6日 第1次", "2月4日 计划", "提前 2 天"],
        ]
        assert "共 2 处。" in page.text

    def test_nothing_moved(self, moved):
        assert "没有推迟或提前的会议。" in moved().text

    def test_of_others_one_learns_nothing(self, cast, moved, rounds):
        assert "没有推迟或提前的会议。" in moved(cast.other_reporter).text
        assert len(moved(cast.leader).rows) == HEADINGS + 2

    def test_a_draft_has_not_moved(self, cast, log_in, moved, rounds):
        press_button(log_in(cast.reporter), cast.unit, "withdraw")
        assert "没有推迟或提前的会议。" in moved().text

    def test_it_costs_the_same_for_one_and_for_many(self, cast, log_in, rounds):
        client = log_in(cast.clerk)
        client.get("/schedules/moved/?round=2")
        Link.objects.exclude(township=cast.township).update(valid_to="2021-01-20")
        with query_count(11):
            client.get("/schedules/moved/?round=2")
        Link.objects.update(valid_to=None)
        with query_count(11):
            client.get("/schedules/moved/?round=2")
