"""/dashboard/snapshots/ lists the snapshots and finds one by its printed number."""

import pytest

from guidance.oversight.snapshots.actions import freeze_figures
from tests.oversight.dashboard.samples import store_all_returns
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

LIST = "/dashboard/snapshots/"


@pytest.fixture
def snapshot(cast):
    store_all_returns(cast)
    return freeze_figures(plan=cast.plan, by=cast.clerk, title="报组织部前的数据")


def test_it_works(cast, log_in, snapshot):
    page = read(log_in(cast.viewer).get(LIST))
    number, title, as_of, taken_at, by, corrections, _ = page.row("第1号")
    assert (number, title, by, corrections) == ("第1号", "报组织部前的数据", "示例clerk", "无")
    assert as_of.startswith("以2021年2月5日")
    assert taken_at.startswith("2021年2月5日")
    assert "/dashboard/?snapshot=1" in page.links


def test_one_snapshot(cast, log_in, snapshot):
    page = read(log_in(cast.clerk).get(LIST + "1/"))
    assert "全市合计" in page.text
    # 融安县: 2/9 and 3/6; 柳城县: 3/3. Directors 2 and 1 with one woman each.
    (villages,) = [cells for cells in page.rows if cells[:2] == ["当选", "村民委员会"]]
    (communities,) = [cells for cells in page.rows if cells[:2] == ["当选", "社区居民委员会"]]
    assert villages[2:] == ["3/4", "5/12", "2/3", "1/2", "1/1"]
    assert communities[2:6] == ["1/2", "3/6", "—", "—"]


def test_a_reporter_sees_the_sums_of_her_unit(cast, log_in, snapshot):
    page = read(log_in(cast.reporter).get(LIST + "1/"))
    assert "您工作范围内的合计" in page.text
    (villages,) = [cells for cells in page.rows if cells[:2] == ["当选", "村民委员会"]]
    assert villages[2:4] == ["2/2", "2/9"]


@pytest.mark.parametrize("typed", ["1", "第1号", "第１号", " 第 1 号 "])
def test_the_number_on_a_paper_leads_there(cast, log_in, snapshot, typed):
    answer = log_in(cast.reporter).get(LIST, {"number": typed})
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/snapshots/1/")


@pytest.mark.parametrize("typed", ["第9号", "2021年", "9" * 30, "甲", "\0"])
def test_a_number_that_leads_nowhere_says_so_and_is_kept(cast, log_in, snapshot, typed):
    answer = log_in(cast.reporter).get(LIST, {"number": typed})
    assert answer.status_code == 200
    page = read(answer)
    assert "请核对纸上印的定格编号，如 第3号。" in page.text
    assert page.form("")["number"] == [typed]


def test_only_staff_are_offered_to_freeze(cast, log_in):
    action = "/dashboard/snapshots/freeze/"
    assert read(log_in(cast.clerk).get(LIST)).has_form(action)
    for user in (cast.viewer, cast.reporter, cast.leader, cast.township_liaison):
        page = read(log_in(user).get(LIST))
        assert not page.has_form(action)
        assert "还没有定格过数据。" in page.text


def test_the_cost_of_the_list_does_not_grow(cast, log_in, snapshot):
    client = log_in(cast.clerk)
    client.get(LIST)
    with query_count(10):
        client.get(LIST)
    for number in range(3):
        freeze_figures(plan=cast.plan, by=cast.clerk, title=f"示例{number}")
    with query_count(10):
        client.get(LIST)
