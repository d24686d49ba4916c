"""/dashboard/villages/<id>/ shows one village with its three stages, its gaps and every change."""

import pytest

from guidance.oversight.remedies.models import Remedy
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.labels import get_changes
from guidance.reporting.returns.models import VillageReturn
from tests.oversight.dashboard.samples import store_return
from tests.pages import query_count, read
from tests.reporting.returns.grid_pages import complete_row, row_fields, save_grid

pytestmark = pytest.mark.postgres


@pytest.fixture
def open_page(cast, log_in):
    """open_page(user, village) reads the village's page."""
    return lambda user, village: read(log_in(user).get(f"/dashboard/villages/{village.pk}/"))


def test_it_works(cast, open_page):
    village = cast.villages[0]
    store_return(cast.plan, village, "previous", people=5, women=1, director_people=1, director_women=0)
    store_return(cast.plan, village, "nominated", seats=5, people=6, women=2)
    store_return(cast.plan, village, people=5, women=2, held_on="2021-02-03", secretary_woman=True)
    page = open_page(cast.reporter, village)
    assert page.row("成员人数") == ["成员人数", "5", "候选人数 6", "5"]
    assert page.row("其中女性") == ["其中女性", "1", "2", "2"]
    assert page.row("职数") == ["职数", "—", "应选人数 5", "—"]
    assert page.row("党组织书记为女性")[1:] == ["—", "—", "是"]
    assert page.row("村（居）委会选举日期")[1:] == ["—", "—", "2021年2月3日"]
    assert page.row("数据来源")[1:] == ["自报", "自报", "自报"]


def test_before_anything_is_reported(cast, open_page):
    page = open_page(cast.reporter, cast.villages[0])
    assert page.row("成员人数") == ["成员人数", "—", "—", "—"]
    assert "还没有填报。" in page.text
    assert "尚未填报换届结果的村（社区）" in page.text


def test_what_it_lacks_and_what_is_planned(cast, open_page):
    village = cast.villages[0]
    store_return(
        cast.plan, village, people=5, women=0, chair_in_two_committees=True, chair_full_subsidy=False
    )
    Remedy.objects.create(
        plan=cast.plan, village=village, gap="no_woman", reason="原因", planned="四月补选女委员"
    )
    page = open_page(cast.reporter, village)
    assert "没有女性成员的村（社区） 未解决 · 四月补选女委员查看" in page.text
    assert "妇联主席未享受全额补贴的村（社区）填写原因和补救" in page.text
    assert "主任空缺" not in page.text


def test_every_change_with_who_when_and_why(cast, log_in, open_page):
    village = cast.villages[0]
    save_grid(log_in(cast.reporter), cast.township, complete_row(village))
    freeze_figures(plan=cast.plan, by=cast.clerk, title="示例定格")
    save_grid(log_in(cast.clerk), cast.township, row_fields(village, women="3") | {"reason": "录入有误"})
    page = open_page(cast.township_liaison, village)
    assert "示例clerk 修改 当选：其中女性 2→3，数据状态 确认→更正。原因：录入有误" in page.text
    assert "示例reporter 填报 当选：成员人数 5，其中女性 2，主任人数 1" in page.text


def test_a_return_taken_out(cast, log_in, open_page):
    village_return = store_return(cast.plan, cast.villages[0], people=5, women=2)
    log_in(cast.clerk).post(f"/admin/guidance/villagereturn/{village_return.pk}/delete/", {"post": "yes"})
    assert (
        "示例clerk 删除 当选：成员人数 5→（空），其中女性 2→（空）"
        in open_page(cast.reporter, cast.villages[0]).text
    )


def test_where_it_came_from_and_where_it_went(cast, open_page):
    first, second, _ = cast.villages
    first.merged_into = second
    first.save()
    assert "已并入 示例二社区" in open_page(cast.reporter, first).text
    assert "由这些村（社区）并入，上届数据随之比较 示例一村" in open_page(cast.reporter, second).text


def test_a_change_of_nothing_is_none():
    village_return = VillageReturn(stage="elected", people=5, women=2)
    assert list(get_changes(village_return, village_return)) == []


def test_source_and_state_are_told_when_they_change():
    before = VillageReturn(stage="elected", people=5, women=2)
    after = VillageReturn(stage="elected", people=5, women=2, flag=Flag.PROVISIONAL)
    assert [(change.label, change.before, change.after) for change in get_changes(before, after)] == [
        ("数据状态", "确认", "暂报")
    ]
    assert [change.label for change in get_changes(None, after)] == ["成员人数", "其中女性"]


def test_it_costs_the_same_for_one_change_and_for_many(cast, log_in):
    client = log_in(cast.reporter)
    address = f"/dashboard/villages/{cast.villages[0].pk}/"
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    client.get(address)
    with query_count(17):
        client.get(address)
    for women in "345":
        save_grid(client, cast.township, row_fields(cast.villages[0], women=women))
    with query_count(17):
        client.get(address)
