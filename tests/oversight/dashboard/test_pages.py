"""/dashboard/ and the pages below it."""

import pytest

from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan, Target
from guidance.reporting.returns.models import VillageReturn
from tests.cast import make_villages
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read

CITY, UNIT, TOWNSHIP, VILLAGES = (
    "/dashboard/",
    "/dashboard/units/{unit.pk}/",
    "/dashboard/townships/{township.pk}/",
    "/dashboard/villages/",
)


@pytest.fixture
def open_page(cast, log_in):
    """open_page(user, address) reads a page; the address may name the cast's places."""
    return lambda user, address: read(log_in(user).get(address.format(**vars(cast))))


class TestCity:
    def test_it_works(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, CITY)
        assert "指标监测 · 全市" in page.text
        for words in (
            "村委会成员中女性 达标 41.7% 5/12 人 多 1 人",
            "确保 ≥30% · +11.7 个百分点 已报 3/4 个",
            "村（社区）妇联主席进“两委” 未达标 50.0% 1/2 个 还差 1 个",
            "确保 100% · -50.0 个百分点 已报 2/6 个 全部口径 16.7%（1/6，未达标，还差 5 个）",
            "社区居委会主任中女性 无数据 — 尚无数据",
            "妇联主席享受定员全额补贴 未设数值 100.0% 1/1 个",
        ):
            assert words in page.text

    def test_units_in_the_order_of_the_attachments(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, CITY)
        assert [row[0] for row in page.rows[1:3]] == ["融安县", "柳城县"]
        assert page.row("融安县") == [
            *("融安县", "未达标 50.0 1/2 差1", "未达标 22.2 2/9 差1", "达标 50.0 1/2", "达标 50.0 3/6"),
            *("无数据 —", "未设数值 100.0 1/1", "3/3"),
        ]

    def test_save_a_grid_and_the_figure_has_moved(self, cast, open_page, log_in):
        store_all_returns(cast)
        text_before = open_page(cast.clerk, CITY).text
        address = f"/returns/townships/{cast.township.pk}/"
        grid = read(log_in(cast.reporter).get(address)).form("?stage=elected")
        grid[f"village-{cast.villages[1].pk}-women"] = ["2"]
        assert log_in(cast.reporter).post(address, grid).status_code == 302
        text_after = open_page(cast.clerk, CITY).text
        assert "41.7% 5/12 人" in text_before
        assert "58.3% 7/12 人" in text_after

    def test_a_leader_sees_her_groups_sum(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.leader, CITY)
        assert "指标监测 · 本组" in page.text
        assert "22.2% 2/9 人" in page.text
        assert "柳城县" not in page.text

    def test_who_has_one_place_goes_straight_to_it(self, cast, log_in):
        answer = log_in(cast.reporter).get(CITY)
        assert answer.url == UNIT.format(unit=cast.unit)
        answer = log_in(cast.township_liaison).get(CITY)
        assert answer.url == TOWNSHIP.format(township=cast.township)

    def test_before_anything_is_loaded(self, cast, open_page):
        cast.plan.is_current = False
        cast.plan.save()
        assert "还没有当前工作方案" in open_page(cast.clerk, CITY).text

    def test_a_plan_without_targets(self, cast, open_page):
        Target.objects.all().delete()
        assert "工作方案还没有工作目标" in open_page(cast.clerk, CITY).text

    def test_the_other_reading(self, cast, open_page):
        store_all_returns(cast)
        store_return(cast.plan, cast.other_villages[1], "previous", people=5, women=0)
        page = open_page(cast.clerk, CITY + "?reading=all")
        assert "29.4% 5/17 人" in page.text  # 5 of 12 elected, 0 of 5 still in post
        assert "已换届口径 41.7%（5/12，达标）" in page.text
        assert f"/dashboard/units/{cast.unit.pk}/?reading=all" in page.links

    def test_three_stages_side_by_side(self, cast, open_page):
        store_all_returns(cast)
        store_return(cast.plan, cast.villages[0], "previous", people=5, women=1)
        store_return(cast.plan, cast.other_villages[1], "nominated", seats=5, people=6, women=3)
        row = open_page(cast.clerk, CITY).row("村委会成员中女性")
        # 5 of 12 are elected; of 6 candidates for 5 seats 3 are women: 2 to 3 of 5, 2.5 by chance.
        assert row == [
            *("村委会成员中女性", "20.0% 1/5", "50.0% 3/6", "41.2% 达标", "44.1% 达标", "47.1% 达标"),
            *("41.7% 5/12", "+21.7 点"),
        ]

    def test_groups(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, CITY)
        (row,) = [cells for cells in page.rows if cells[0] == "指导一组"]
        assert row[2] == "未达标 22.2 2/9 差1"

    def test_a_unit_that_the_secretaries_foretell_to_miss(self, cast, open_page):
        store_return(cast.plan, cast.villages[0], secretary_woman=False)
        page = open_page(cast.clerk, CITY)
        assert "融安县：按女书记推算，村委会主任中女性将为 0.0%（0/1），低于目标" in page.text
        list_of_them = f"{VILLAGES}?unit={cast.unit.pk}&committee_type=villagers&counted=foretold_directors"
        assert list_of_them in page.links
        assert "共 1 个" in open_page(cast.clerk, list_of_them).text

    @pytest.mark.parametrize("place", ["units", "townships"])
    def test_a_place_within_a_unit_is_foretold_as_a_whole(self, cast, open_page, place):
        store_return(cast.plan, cast.villages[0], secretary_woman=False)
        key = cast.unit.pk if place == "units" else cast.township.pk
        page = open_page(cast.clerk, f"/dashboard/{place}/{key}/")
        assert "合计：按女书记推算，村委会主任中女性将为 0.0%（0/1），低于目标" in page.text
        query = f"{place[:-1]}={key}"
        assert f"{VILLAGES}?{query}&committee_type=villagers&counted=foretold_directors" in page.links

    def test_of_very_many_units_the_first_are_named(self, cast, open_page, monkeypatch):
        monkeypatch.setattr("guidance.oversight.dashboard.levels.MAX_FORETOLD_SHOWN", 1)
        store_return(cast.plan, cast.villages[0], secretary_woman=False)
        store_return(cast.plan, cast.other_villages[0], secretary_woman=False)
        page = open_page(cast.clerk, CITY)
        assert page.text.count("按女书记推算，") == 1
        assert "另有 1 处按女书记推算也低于目标，见各单位页面。" in page.text

    def test_numbers_lead_to_the_villages_behind_them(self, cast, open_page):
        store_all_returns(cast)
        links = open_page(cast.clerk, CITY).links
        assert f"{VILLAGES}?committee_type=villagers&counted=women" in links
        assert f"{VILLAGES}?unit={cast.unit.pk}&committee_type=villagers&gap=below_target" in links
        assert f"{VILLAGES}?unit={cast.unit.pk}&counted=reported" in links


class TestGroup:
    def test_it_works(self, cast, open_page):
        store_all_returns(cast)
        group = cast.unit.groups.get()
        page = open_page(cast.leader, f"/dashboard/groups/{group.pk}/")
        assert "指标监测 · 指导一组" in page.text
        assert [row[0] for row in page.rows[1:2]] == ["融安县"]
        assert f"{VILLAGES}?group={group.pk}&gap=no_woman" in page.links


class TestUnit:
    def test_it_works(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.reporter, UNIT)
        assert "指标监测 · 融安县" in page.text
        assert page.row("桥板乡")[1:3] == ["未达标 50.0 1/2 差1", "未达标 22.2 2/9 差1"]

    def test_another_unit_is_not_found(self, cast, log_in):
        assert log_in(cast.other_reporter).get(UNIT.format(unit=cast.unit)).status_code == 404


class TestTownship:
    def test_it_works(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.township_liaison, TOWNSHIP)
        assert page.row("示例一村") == [
            *("示例一村", "村委会", "—", "2/5", "女", "—", "是", "是", "—", "自报")
        ]
        assert page.row("示例二社区")[1:8] == ["村委会", "—", "0/4", "男", "—", "否", "—"]
        assert page.row("示例三社区")[3:7] == ["3/6", "空缺", "—", "未换届"]

    def test_what_stands_beside(self, cast, open_page):
        figures = {"seats": 7, "people": 5, "women": 2, "flag": "provisional", "one_shoulder": True}
        store_return(cast.plan, cast.villages[0], secretary_woman=True, held_on="2021-02-03", **figures)
        page = open_page(cast.township_liaison, TOWNSHIP)
        assert page.row("示例一村")[2:] == [
            *("7", "2/5 缺2", "—", "女 一肩挑", "未换届", "—", "2月3日", "自报 · 暂报")
        ]
        assert "职数7 缺额2 暂报1 更正0 不适用0" in page.text

    def test_not_reported(self, cast, open_page):
        assert open_page(cast.clerk, TOWNSHIP).row("示例一村")[3:5] == ["未报", "—"]

    def test_her_liaison_meets_no_link_to_the_unit(self, cast, open_page):
        assert UNIT.format(unit=cast.unit) not in open_page(cast.township_liaison, TOWNSHIP).links
        assert UNIT.format(unit=cast.unit) in open_page(cast.reporter, TOWNSHIP).links


class TestVillages:
    def test_it_works(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, f"{VILLAGES}?gap=no_woman")
        assert "没有女性成员的村（社区）" in page.text
        assert "共 1 个" in page.text
        assert page.row("示例二社区")[0] == "融安县桥板乡"

    def test_filters(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, VILLAGES + "?gap=not_reported&unit={other_unit.pk}")
        assert "共 2 个" in page.text
        page = open_page(cast.clerk, VILLAGES + "?gap=not_reported&township={township.pk}")
        assert "共 0 个" in page.text
        assert "在所选范围内没有这样的村（社区）" in page.text

    @pytest.mark.parametrize(
        "query",
        ["gap=x", "unit=x", "unit=999999", "township=%00", "gap=%F0%9F%98%80", "unit=-1", "counted=pk"],
    )
    def test_a_wrong_filter_is_named_and_lists_nothing(self, cast, open_page, query):
        store_all_returns(cast)
        page = open_page(cast.clerk, f"{VILLAGES}?{query}")
        assert "共 0 个" in page.text
        assert "选" in page.text

    def test_another_units_places_are_no_choice(self, cast, log_in):
        answer = log_in(cast.other_reporter).get(f"{VILLAGES}?gap=no_woman&unit={cast.unit.pk}")
        assert "共 0 个" in answer.content.decode()
        assert cast.unit.short_name not in answer.content.decode()

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("counted=women&committee_type=villagers&unit={unit.pk}", ["示例一村"]),
            ("counted=people&unit={unit.pk}", ["示例一村", "示例二社区", "示例三社区"]),
            ("unit={unit.pk}&sort=women", ["示例二社区", "示例一村", "示例三社区"]),
            ("unit={unit.pk}&sort=-people", ["示例三社区", "示例一村", "示例二社区"]),
            ("township={township.pk}&name=二", ["示例二社区"]),
            ("reported=no&unit={other_unit.pk}", ["示例二社区", "示例三社区"]),
            ("flag=confirmed&reported=yes&unit={other_unit.pk}", ["示例一村"]),
            ("data_source=civil_affairs_bureau", []),
            ("stage=previous&reported=yes", []),
        ],
    )
    def test_what_a_filter_finds(self, cast, open_page, query, names):
        store_all_returns(cast)
        page = open_page(cast.clerk, f"{VILLAGES}?{query}")
        assert [cells[1].split()[0] for cells in page.rows[1:]] == names

    def test_the_number_that_was_clicked_is_their_sum(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, f"{VILLAGES}?counted=women&committee_type=villagers")
        assert "成员 8 人，其中女性 5 人；主任 2 人，其中女性 2 人" in page.text

    def test_a_group(self, cast, open_page):
        store_all_returns(cast)
        page = open_page(cast.clerk, f"{VILLAGES}?group={cast.unit.groups.get().pk}&counted=people")
        assert "共 3 个" in page.text

    def test_one_that_is_not_applicable_is_in_no_gap(self, cast, open_page):
        store_return(cast.plan, cast.villages[0], flag="not_applicable")
        assert "共 5 个" in open_page(cast.clerk, f"{VILLAGES}?gap=not_reported").text
        assert "共 1 个" in open_page(cast.clerk, f"{VILLAGES}?flag=not_applicable").text

    def test_a_hundred_a_page(self, cast, open_page):
        assert open_page(cast.clerk, f"{VILLAGES}?size=100").form("")["size"] == ["100"]

    def test_fifty_a_page(self, cast, open_page):
        Village.objects.bulk_create(
            Village(township=cast.township, name=f"示例{number}", committee_type="villagers")
            for number in range(45)
        )
        page = open_page(cast.clerk, f"{VILLAGES}?gap=not_reported")
        assert "共 51 个" in page.text
        assert len(page.rows) == 1 + 50
        assert "?gap=not_reported&page=2" in page.links
        assert len(open_page(cast.clerk, f"{VILLAGES}?gap=not_reported&page=2").rows) == 1 + 1

    @pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
    def test_a_wrong_page_number_shows_a_page(self, cast, open_page, page):
        assert "共 6 个" in open_page(cast.clerk, f"{VILLAGES}?gap=not_reported&page={page}").text


@pytest.mark.parametrize(
    ("address", "queries"),
    [(CITY, 9), (UNIT, 8), (TOWNSHIP, 10), (f"{VILLAGES}?gap=not_reported", 12), (VILLAGES, 10)],
)
def test_the_cost_does_not_grow_with_the_rows(cast, log_in, address, queries):
    client = log_in(cast.clerk)
    path = address.format(**vars(cast))
    client.get(path)  # the session is touched once a minute: now
    with query_count(queries):
        client.get(path)
    township = cast.township
    township.pk, township.name, township.code = None, "示例镇", "450224199"
    township.save()
    for village in make_villages(township):
        store_return(Plan.objects.current(), village, people=5, women=1)
    assert VillageReturn.objects.count() == 3
    with query_count(queries):
        client.get(path)
