"""/dashboard/ and the pages below it."""

import pytest

from guidance.elections.models import VillageReturn
from guidance.places.models import Village
from guidance.plans.models import Plan
from tests.cast import make_villages
from tests.dashboard.figures import report, report_all
from tests.pages import query_count, read

CITY, UNIT, TOWNSHIP, VILLAGES = (
    "/dashboard/",
    "/dashboard/units/{unit.pk}/",
    "/dashboard/townships/{township.pk}/",
    "/dashboard/villages/",
)


@pytest.fixture
def see(cast, log_in):
    """see(user, address) reads a page; the address may name the cast's places."""
    return lambda user, address: read(log_in(user).get(address.format(**vars(cast))))


class TestCity:
    def test_it_works(self, cast, see):
        report_all(cast)
        page = see(cast.clerk, CITY)
        assert "指标监测 · 全市" in page.text
        for words in (
            "村委会成员中女性 达标 41.7% 5/12 人 多 1 人",
            "目标 ≥30% · +11.7 个百分点 已报 3/4 个",
            "村（社区）妇联主席进“两委” 未达标 50.0% 1/2 个 还差 1 个",
            "目标 100% · -50.0 个百分点 已报 2/6 个",
            "以上为已换届口径。全部口径 16.7%（1/6，未达标，还差 5 个）",
            "社区居委会主任中女性 无数据 — 尚无数据",
            "妇联主席享受定员全额补贴 未设数值 100.0% 1/1 个",
        ):
            assert words in page.text

    def test_units_in_the_order_of_the_attachments(self, cast, see):
        report_all(cast)
        page = see(cast.clerk, CITY)
        assert [row[0] for row in page.rows[1:]] == ["融安县", "柳城县"]
        assert page.row("融安县") == [
            *("融安县", "未达标 50.0 1/2 差1", "未达标 22.2 2/9 差1", "达标 50.0 1/2", "达标 50.0 3/6"),
            *("无数据 —", "未设数值 100.0 1/1", "3/3"),
        ]

    def test_save_a_grid_and_the_figure_has_moved(self, cast, see, log_in):
        report_all(cast)
        before = see(cast.clerk, CITY).text
        address = f"/returns/townships/{cast.township.pk}/"
        grid = read(log_in(cast.reporter).get(address)).form("?stage=elected")
        grid[f"village-{cast.villages[1].pk}-women"] = ["2"]
        assert log_in(cast.reporter).post(address, grid).status_code == 302
        after = see(cast.clerk, CITY).text
        assert "41.7% 5/12 人" in before
        assert "58.3% 7/12 人" in after

    def test_a_leader_sees_her_groups_sum(self, cast, see):
        report_all(cast)
        page = see(cast.leader, CITY)
        assert "指标监测 · 本组" in page.text
        assert "22.2% 2/9 人" in page.text
        assert "柳城县" not in page.text

    def test_who_has_one_place_goes_straight_to_it(self, cast, log_in):
        answer = log_in(cast.reporter).get(CITY)
        assert answer.url == UNIT.format(unit=cast.unit)
        answer = log_in(cast.township_liaison).get(CITY)
        assert answer.url == TOWNSHIP.format(township=cast.township)

    def test_before_anything_is_loaded(self, cast, see):
        cast.plan.is_current = False
        cast.plan.save()
        page = see(cast.clerk, CITY)
        assert "无数据" in page.text


class TestUnit:
    def test_it_works(self, cast, see):
        report_all(cast)
        page = see(cast.reporter, UNIT)
        assert "指标监测 · 融安县" in page.text
        assert page.row("桥板乡")[1:3] == ["未达标 50.0 1/2 差1", "未达标 22.2 2/9 差1"]

    def test_another_unit_is_not_found(self, cast, log_in):
        assert log_in(cast.other_reporter).get(UNIT.format(unit=cast.unit)).status_code == 404


class TestTownship:
    def test_it_works(self, cast, see):
        report_all(cast)
        page = see(cast.township_liaison, TOWNSHIP)
        assert page.row("示例一村") == ["示例一村", "村委会", "2/5", "女", "是", "是"]
        assert page.row("示例二社区") == ["示例二社区", "村委会", "0/4", "男", "否", "—"]
        assert page.row("示例三社区")[:5] == ["示例三社区", "居委会", "3/6", "空缺", "未换届"]

    def test_not_reported(self, cast, see):
        assert see(cast.clerk, TOWNSHIP).row("示例一村")[2:4] == ["未报", "—"]

    def test_her_liaison_meets_no_link_to_the_unit(self, cast, see):
        assert UNIT.format(unit=cast.unit) not in see(cast.township_liaison, TOWNSHIP).links
        assert UNIT.format(unit=cast.unit) in see(cast.reporter, TOWNSHIP).links


class TestVillages:
    def test_it_works(self, cast, see):
        report_all(cast)
        page = see(cast.clerk, f"{VILLAGES}?gap=no_woman")
        assert "没有女性成员的村（社区）" in page.text
        assert "共 1 个" in page.text
        assert page.row("示例二社区")[0] == "融安县桥板乡"

    def test_filters(self, cast, see):
        report_all(cast)
        page = see(cast.clerk, VILLAGES + "?gap=not_reported&unit={other_unit.pk}")
        assert "共 2 个" in page.text
        page = see(cast.clerk, VILLAGES + "?gap=not_reported&township={township.pk}")
        assert "共 0 个" in page.text
        assert "在所选范围内没有这样的村（社区）" in page.text

    @pytest.mark.parametrize(
        "query", ["gap=x", "unit=x", "unit=999999", "township=%00", "gap=%F0%9F%98%80", "unit=-1"]
    )
    def test_a_wrong_filter_is_named_and_lists_nothing(self, cast, see, query):
        report_all(cast)
        page = see(cast.clerk, f"{VILLAGES}?{query}")
        assert "共 0 个" in page.text
        assert "选" in page.text

    def test_another_units_places_are_no_choice(self, cast, log_in):
        answer = log_in(cast.other_reporter).get(f"{VILLAGES}?gap=no_woman&unit={cast.unit.pk}")
        assert "共 0 个" in answer.content.decode()
        assert cast.unit.short_name not in answer.content.decode()

    def test_fifty_a_page(self, cast, see):
        Village.objects.bulk_create(
            Village(township=cast.township, name=f"示例{number}", committee_type="villagers")
            for number in range(45)
        )
        page = see(cast.clerk, f"{VILLAGES}?gap=not_reported")
        assert "共 51 个" in page.text
        assert len(page.rows) == 1 + 50
        assert "?gap=not_reported&page=2" in page.links
        assert len(see(cast.clerk, f"{VILLAGES}?gap=not_reported&page=2").rows) == 1 + 1

    @pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
    def test_a_wrong_page_number_shows_a_page(self, cast, see, page):
        assert "共 6 个" in see(cast.clerk, f"{VILLAGES}?gap=not_reported&page={page}").text


@pytest.mark.parametrize(
    ("address", "queries"), [(CITY, 8), (UNIT, 9), (TOWNSHIP, 11), (f"{VILLAGES}?gap=not_reported", 10)]
)
def test_the_cost_does_not_grow_with_the_rows(cast, log_in, address, queries):
    client = log_in(cast.clerk)
    path = address.format(**vars(cast))
    client.get(path)  # the session is touched once a minute: now
    with query_count(queries):
        client.get(path)
    more = cast.township
    more.pk, more.name, more.code = None, "示例镇", "450224199"
    more.save()
    for village in make_villages(more):
        report(Plan.objects.current(), village, people=5, women=1)
    assert VillageReturn.objects.count() == 3
    with query_count(queries):
        client.get(path)
