"""/visits/timeline/: the reports of a group or a township, with the plan's milestones between."""

import pytest

from guidance.reference.people.models import GuidanceGroup
from tests.days import FEB
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import store_report, store_sent_report

ADDRESS = "/visits/timeline/"
JAN = 1


@pytest.fixture
def timeline(cast, log_in):
    return lambda who, **query: read(log_in(getattr(cast, who)).get(ADDRESS, query))


def group(number):
    return GuidanceGroup.objects.get(number=number).pk


def in_order(text, *words):
    places = [text.index(word) for word in words]
    assert places == sorted(places), words


def test_it_works(cast, timeline):
    store_sent_report(
        cast, 1, day=FEB[1], methods=["hearing", "call"], issues_found="\n一、缺人选。\n二、缺经费。"
    )
    store_report(cast, 3, day=FEB[1].replace(month=JAN, day=26))
    store_sent_report(cast, 7)
    page = timeline("clerk", group=group(1))
    assert "指导一组联系指导时间轴" in page.text
    assert "共 2 次联系指导" in page.text
    in_order(
        page.text,
        *("1月24日", "2021年1月26日", "1月30日", "2021年2月1日", "听取汇报、电话或视频", "2月10日"),
    )
    assert "发现问题 一、缺人选。" in page.text
    assert "缺经费" not in page.text
    assert cast.other_township.name not in page.text.split("共 2 次")[1]


def test_of_a_township(cast, timeline):
    report = store_sent_report(cast, 1)
    store_sent_report(cast, 3)
    page = timeline("clerk", township=cast.township.pk)
    assert "融安县桥板乡联系指导时间轴" in page.text
    assert "共 1 次联系指导" in page.text
    assert f"/visits/{report.pk}/" in page.links


def test_a_milestone_still_to_come_says_so(cast, timeline):
    text = timeline("clerk", township=cast.township.pk).text
    assert "共 0 次联系指导" in text
    assert "2月10日" in text.split("共 0 次")[1]
    assert text.split("2月10日")[-1].split("未到")  # the tenth is after the demonstration day
    assert text.count("未到") == 1


def test_without_a_place_it_asks_for_one(cast, timeline):
    assert "请选择一个指导组或乡镇（街道）" in timeline("clerk").text


@pytest.mark.parametrize("query", [{"group": "x"}, {"township": "9" * 30}, {"group": "\x00"}])
def test_a_wrong_place_is_told(cast, timeline, query):
    assert "请从列表中选择指导组或乡镇（街道）。" in timeline("clerk", **query).text


class TestScope:
    @pytest.fixture(autouse=True)
    def _reports(self, cast):
        store_report(cast, 1, overall_situation="她的草稿")
        store_sent_report(cast, 1, overall_situation="她的上报")

    def test_a_leader_sees_her_own(self, cast, timeline):
        text = timeline("leader", township=cast.township.pk).text
        assert "她的草稿" in text
        assert "她的上报" in text

    def test_a_reader_sees_what_was_sent(self, cast, timeline):
        text = timeline("viewer", township=cast.township.pk).text
        assert "她的草稿" not in text
        assert "她的上报" in text

    def test_a_foreign_place_cannot_be_chosen(self, cast, timeline):
        for query in ({"township": cast.township.pk}, {"group": group(1)}):
            text = timeline("other_leader", **query).text
            assert "请从列表中选择" in text
            assert cast.township.name not in text


def test_the_second_page_goes_on_where_the_first_ended(cast, timeline, monkeypatch):
    monkeypatch.setattr("guidance.reporting.visits.timeline.views.PAGE_SIZE", 1)
    store_report(cast, 1, day=FEB[1].replace(month=JAN, day=25))
    store_report(cast, 1, day=FEB[4])
    first, second = (
        timeline("clerk", township=cast.township.pk, page=page).text.split("共 2 次")[1] for page in (1, 2)
    )
    assert "1月24日" in first
    assert "1月30日" not in first
    in_order(second, "1月30日", "2021年2月4日", "2月10日")
    assert "1月24日" not in second


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    cast.plan.report_due_on_workday = True
    cast.plan.save()
    client = log_in(cast.clerk)
    query = {"group": group(1)}
    store_sent_report(cast, 1)
    client.get(ADDRESS, query)
    with query_count(13):
        client.get(ADDRESS, query)
    for order in (1, 2, 3):
        store_sent_report(cast, order)
    with query_count(13):
        assert "共 4 次" in read(client.get(ADDRESS, query)).text
