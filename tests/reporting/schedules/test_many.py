"""/schedules/ of several hundred townships: pages of fifty, filters with pages, and what they cost."""

import pytest

from bench import sheets
from guidance.core.workflow.models import Transition
from guidance.reference.people.models import Link
from guidance.reporting.schedules.models import ScheduleReturn
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

FEW, MANY = 18, 620  # of many, 31 units have sent nothing: more than are named
HEADINGS = 1  # rows above the table's body
MISSING = 62  # townships of these 31 units
QUERIES = {
    "/schedules/?round=2": 16,
    "/schedules/?round=2&page=7": 16,
    "/schedules/?round=2&name=示例": 16,
    "/schedules/?round=2&show=changed": 15,
    "/schedules/?round=2&show=missing": 15,
    "/schedules/?round=2&show=warning": 15,
    "/schedules/?round=2&moment=2021-02-04T17:00": 13,
    "/schedules/moved/?round=2": 11,
    "/meetings/": 16,
}


@pytest.fixture
def make_townships(cast):
    """make_townships(rows) replaces the notice's townships by as many linked ones."""
    return lambda rows: sheets.make_sheets(cast.plan, rows, cast.clerk)


@pytest.fixture
def table(cast, log_in, make_townships):
    """table(query) is the page of many rows as staff read it."""
    make_townships(MANY)
    client = log_in(cast.clerk)
    return lambda query="": read(client.get(f"/schedules/?round=2{query}"))


def numbers(page):
    """The rows' numbers in Attachment 3."""
    return [int(row[0]) for row in page.rows[HEADINGS:]]


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_the_database_is_asked_as_often_for_few_as_for_many(cast, log_in, make_townships, rows):
    make_townships(rows)
    client = log_in(cast.clerk)
    client.get("/schedules/")
    for address, number in QUERIES.items():
        with query_count(number):
            assert client.get(address).status_code == 200


class TestPages:
    def test_fifty_rows_each_and_all_of_them_once(self, table):
        pages = [numbers(table(f"&page={number}")) for number in range(1, 14)]
        assert [len(page) for page in pages] == [50] * 12 + [20]
        assert [number for page in pages for number in page] == list(range(1, MANY + 1))
        assert "共 620 个乡镇（街道），每页 50 个。" in table().text

    def test_a_unit_across_two_pages_stands_on_both(self, table):
        before, after = table("&page=2"), table("&page=3")
        assert before.spans[-1][5:] == [1, 1]
        assert after.spans[HEADINGS][5:] == [2, 2]
        completion, state = after.rows[HEADINGS][5:]
        assert (completion, state) == ("示例51县：3月7日 计划 原 待定", "已上报")
        assert before.rows[-1][5] == completion

    def test_what_is_odd_about_it_is_asked_of_all_its_rows(self, table):
        links = Link.objects.filter(order__in=[100, 101, 102])
        (unit,) = {link.township.unit_id for link in links}
        paper = ScheduleReturn.objects.get(unit=unit, round__number=2)
        step = Transition.objects.filter(object_id=paper.pk, content__isnull=False).last()
        days = {100: "2021-02-24", 101: "2021-02-25", 102: "2021-02-25"}
        _hold_all_federations(step, links, days)
        other_days = table("&page=3").rows[HEADINGS][-1]
        _hold_all_federations(step, links, dict.fromkeys(days, "2021-02-25"))
        assert other_days == "已上报"
        assert table("&page=3").rows[HEADINGS][-1] == "已上报 需核对 1 处"
        assert table("&page=2").rows[-1][-1].startswith("已上报 需核对 1 处")

    def test_nonsense_is_the_first_page_and_too_far_one_that_exists(self, table):
        for parameter in ["", "x", "1.5", "%00", "２x", "<b>", "9" * 5000]:
            assert numbers(table(f"&page={parameter}"))[0] == 1
        for parameter in ["14", "0", "-1", "9" * 400]:
            assert numbers(table(f"&page={parameter}"))[0] == 601


class TestFilters:
    def test_a_filter_has_pages_and_keeps_itself(self, table):
        first, second = table("&show=missing"), table("&show=missing&page=2")
        assert [len(numbers(page)) for page in (first, second)] == [50, MISSING - 50]
        assert set(numbers(first)).isdisjoint(numbers(second))
        assert f"共 {MISSING} 个乡镇（街道），每页 50 个。" in first.text
        assert "?round=2&show=missing&page=2" in first.links
        assert "?round=2&show=missing&page=1" in second.links

    def test_those_who_have_not_sent_are_counted_and_the_first_named(self, table):
        page = table()
        assert "已报 279 / 310 家" in page.text
        assert "示例300县妇联 等，另有 1 家" in page.text

    def test_a_name_has_pages(self, table):
        assert len(numbers(table("&name=镇&page=3"))) == 50
        assert numbers(table("&name=示例77镇")) == [77]

    def test_of_many_groups_one_is_asked_for_by_its_number(self, table):
        for typed in ["3", "３", " 3 "]:
            page = table(f"&group={typed}")
            assert numbers(page) == [13, 14, 15, 16, 17, 18]
            assert "指导组（组号）" in page.text

    def test_a_group_that_does_not_exist_is_told(self, table):
        for typed in ["999", "x", "-1", "3.5", "9" * 30, "9" * 5000, "%00"]:
            page = table(f"&group={typed}")
            assert "没有这个指导组，请填组号，如 12。" in page.text
            assert len(numbers(page)) == 50

    def test_few_groups_stand_in_a_list(self, cast, log_in):
        page = read(log_in(cast.clerk).get("/schedules/"))
        assert "指导组（组号）" not in page.text
        assert page.form("")["group"] == [""]

    def test_a_group_outside_the_list_is_told(self, cast, log_in):
        page = read(log_in(cast.clerk).get("/schedules/?group=77"))
        assert "请从列表中选择。" in page.text
        assert len(numbers(page)) == 18


def _hold_all_federations(step, links, days):
    for link in links:
        day = days[link.order]
        line = step.content["lines"][str(link.township_id)]
        line["federation"] = [day, day, "", "planned", None, None]
    step.save()
