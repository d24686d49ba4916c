"""/dashboard/charts/: what the charts draw, worked out by hand, and the page around them."""

import json
import re

import pytest

from guidance.oversight.dashboard import sums
from guidance.oversight.dashboard.charts import rules as charts_rules
from guidance.oversight.dashboard.progress.rules import DatedShare, Mark, PlannedTownship, ProgressDay
from guidance.oversight.dashboard.rules import EMPTY_SHARE, Figure, Share, Standing, TargetValue
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.models import Target, UnitTarget
from guidance.reporting.returns.choices import Stage
from tests.cast import make_villages
from tests.days import FEB
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read

PAGE = "/dashboard/charts/"
THIRTY = TargetValue("at_least", 3000)


def figure(share, target_value=THIRTY, standing=Standing.MET, **attributes):
    return Figure(
        "women", "女性成员", "女性", "人", share, target_value, standing, reported=1, expected=2, **attributes
    )


class TestCompare:
    def test_a_bar_is_drawn_exactly_and_labelled_in_words(self):
        drawn = charts_rules.compare([("甲县", figure(Share(1, 3)))], THIRTY)
        assert drawn["target"] == 30.0
        assert drawn["bars"] == [
            {
                "name": "甲县",
                "value": 33.3333,
                "shown": "33.3%",
                "standing": "met",
                "word": "达标",
                "count": "1/3 人",
                "own_target": None,
            }
        ]

    def test_a_label_never_rounds_across_the_target(self):
        """28 of 281 is 9.964 %: drawn left of the target and not labelled 10.0 %."""
        ten = TargetValue("at_least", 1000)
        (bar,) = charts_rules.compare([("甲县", figure(Share(28, 281), ten, Standing.NOT_MET))], ten)["bars"]
        assert (bar["value"], bar["shown"]) == (9.9644, "9.96%")

    def test_nothing_reported_is_no_bar_of_zero(self):
        (bar,) = charts_rules.compare([("甲县", figure(EMPTY_SHARE, standing=Standing.NO_DATA))], THIRTY)[
            "bars"
        ]
        assert (bar["value"], bar["shown"], bar["word"]) == (None, "—", "无数据")

    def test_a_place_that_is_asked_for_something_else_has_its_own_target(self):
        (bar,) = charts_rules.compare([("甲县", figure(Share(1, 3), TargetValue("at_least", 3500)))], THIRTY)[
            "bars"
        ]
        assert bar["own_target"] == 35.0

    def test_without_a_figure_there_is_no_line(self):
        assert charts_rules.compare([], TargetValue())["target"] is None


def test_the_slope_goes_through_three_stages():
    """Previous 1/4 = 25 %, candidates 2/5 = 40 %, elected 1/3 = 33.3 %."""
    drawn = charts_rules.slope(figure(Share(1, 3), previous=Share(1, 4), candidates=Share(2, 5)))
    assert drawn["points"] == [
        {"name": "上届", "value": 25.0, "shown": "25.0%"},
        {"name": "提名", "value": 40.0, "shown": "40.0%"},
        {"name": "当选", "value": 33.3333, "shown": "33.3%"},
    ]


def test_a_stage_without_figures_is_left_out_of_the_slope():
    (_, nominated, _) = charts_rules.slope(figure(Share(1, 3)))["points"]
    assert nominated == {"name": "提名", "value": None, "shown": ""}


DAYS = [
    ProgressDay(FEB[1], 2, 2, 0, 2),
    ProgressDay(FEB[3], 0, 2, 3, 2, (Mark(FEB[3], "全面铺开"), Mark(FEB[3], "第2次报送截止"))),
    ProgressDay(FEB[8], 0, None, 7, None),
]


def test_the_curve_ends_today_and_names_what_falls_on_a_day():
    drawn = charts_rules.progress(DAYS, 9, FEB[5])
    assert drawn == {
        "kind": "progress",
        "all": 9,
        "today": "2021-02-05",
        "marks": [{"day": "2021-02-03", "name": "全面铺开；第2次报送截止"}],
        "days": [["2021-02-01", 2]],
        "total": [["2021-02-01", 2], ["2021-02-03", 2]],
    }


def test_the_plan_goes_on_where_results_end():
    planned = [PlannedTownship("甲乡", FEB[1], FEB[3], 3, 2), PlannedTownship("乙乡", FEB[4], FEB[8], 4, 0)]
    drawn = charts_rules.schedule(DAYS, planned, FEB[5])
    assert drawn["all"] == 7
    assert drawn["planned"] == [["2021-02-01", 0], ["2021-02-03", 3], ["2021-02-08", 7]]
    assert drawn["held"] == [["2021-02-01", 2], ["2021-02-03", 2]]


def test_an_indicator_by_date_carries_its_words():
    drawn = charts_rules.by_date([DatedShare(FEB[1], Share(1, 3))], [], THIRTY)
    assert drawn["held"] == [["2021-02-01", 33.3333, "33.3% 1/3"]]
    assert (drawn["known"], drawn["target"]) == ([], 30.0)


def test_a_target_is_named_by_its_indicator_and_where_that_is_not_enough_by_the_committee():
    assert (
        charts_rules.get_target_key(sums.Target("village_women_members", "villagers", TargetValue()))
        == "village_women_members"
    )
    assert (
        charts_rules.get_target_key(sums.Target("chair_in_two_committees", "", TargetValue()))
        == "chair_in_two_committees"
    )
    split = sums.Target("chair_in_two_committees", "residents", TargetValue())
    assert charts_rules.get_target_key(split) == "chair_in_two_committees.residents"


def data(response, name):
    """Return what a chart of the page draws."""
    html = response.content.decode()
    return json.loads(re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', html)[1])


class TestPage:
    def test_it_works(self, cast, log_in):
        store_all_returns(cast)
        store_return(cast.plan, cast.villages[0], Stage.PREVIOUS, people=4, women=1)
        answer = log_in(cast.clerk).get(PAGE)
        bars = data(answer, "compare-data")["bars"]
        assert [(bar["name"], bar["count"], bar["word"]) for bar in bars] == [
            ("融安县", "2/9 人", "未达标"),
            ("柳城县", "3/3 人", "达标"),
        ]
        page = read(answer)
        assert "图表 · 全市" in page.text
        table, matrix = (row for row in page.rows if row[0] == "融安县")
        assert table == ["融安县", "22.2%", "2/9", "≥30%", "未达标", "1 人", "2/2"]
        assert matrix[1:3] == ["50.0% 未达标 · 差1", "22.2% 未达标 · 差1"]
        assert page.row("合计")[2] == "41.7% 达标"
        stages = ["村委会成员中女性", "25.0% 1/4", "—", "41.7%、41.7%、41.7%", "41.7% 5/12", "≥30%"]
        assert stages in page.rows

    def test_the_indicator_and_the_reading_stand_in_the_address(self, cast, log_in):
        store_all_returns(cast)
        answer = log_in(cast.clerk).get(f"{PAGE}?indicator=chair_in_two_committees&reading=all")
        bars = data(answer, "compare-data")["bars"]
        assert [(bar["name"], bar["count"]) for bar in bars] == [("融安县", "1/3 个"), ("柳城县", "0/3 个")]
        assert 'value="chair_in_two_committees" selected' in answer.content.decode()

    @pytest.mark.parametrize("query", ["indicator=x", "reading=x", "page=x", "indicator=%00"])
    def test_an_unknown_choice_shows_the_usual_one(self, cast, log_in, query):
        store_all_returns(cast)
        answer = log_in(cast.clerk).get(f"{PAGE}?{query}")
        assert [bar["count"] for bar in data(answer, "compare-data")["bars"]] == ["2/9 人", "3/3 人"]

    def test_a_unit_with_its_own_target_is_held_against_it(self, cast, log_in):
        store_all_returns(cast)
        target = Target.objects.get(indicator="village_women_members")
        UnitTarget.objects.create(target=target, unit=cast.unit, operator="at_least", value_bp=2000)
        first, second = data(log_in(cast.clerk).get(PAGE), "compare-data")["bars"]
        assert (first["own_target"], first["word"]) == (20.0, "达标")
        assert second["own_target"] is None

    def test_a_unit_compares_its_townships(self, cast, log_in):
        store_all_returns(cast)
        answer = log_in(cast.reporter).get(PAGE)
        assert [bar["name"] for bar in data(answer, "compare-data")["bars"]] == [cast.township.name]
        assert "图表 · 融安县" in read(answer).text

    def test_a_leader_compares_the_units_of_her_group(self, cast, log_in):
        store_all_returns(cast)
        answer = log_in(cast.leader).get(PAGE)
        assert [bar["name"] for bar in data(answer, "compare-data")["bars"]] == ["融安县"]

    def test_one_target_for_each_kind_of_committee(self, cast, log_in):
        """The same indicator asked twice is chosen by its committee: residents' 0 of 0 chairs known."""
        store_all_returns(cast)
        for kind in CommitteeType:
            Target.objects.create(
                plan=cast.plan, indicator="units_with_woman_member", committee_type=kind, operator="none"
            )
        answer = log_in(cast.clerk).get(f"{PAGE}?indicator=units_with_woman_member.residents")
        assert [bar["count"] for bar in data(answer, "compare-data")["bars"]] == ["1/1 个", "0/0 个"]

    def test_before_anything_is_loaded(self, cast, log_in):
        cast.plan.is_current = False
        cast.plan.save()
        assert "还没有工作目标" in read(log_in(cast.clerk).get(PAGE)).text

    def test_the_cost_does_not_grow_with_the_rows(self, cast, log_in):
        client = log_in(cast.clerk)
        client.get(PAGE)
        with query_count(10):
            client.get(PAGE)
        township = cast.township
        township.pk, township.name, township.code = None, "示例镇", "450224199"
        township.save()
        for village in make_villages(township):
            store_return(cast.plan, village, people=5, women=1)
        with query_count(10):
            client.get(PAGE)


class TestPlaces:
    """The address may name the same places for all charts."""

    @pytest.mark.parametrize("page", [PAGE, "/dashboard/progress/", "/dashboard/screen/"])
    def test_by_name(self, cast, log_in, page):
        client, group = log_in(cast.clerk), cast.unit.groups.get()
        for query, name in (
            (f"group={group.pk}", "指导一组"),
            (f"unit={cast.unit.pk}", "融安县"),
            (f"township={cast.township.pk}", "融安县桥板乡"),
            (f"unit={cast.unit.pk}&township={cast.township.pk}", "融安县桥板乡"),
            (f"unit={cast.other_unit.pk}&township={cast.township.pk}", "柳城县"),
            (f"unit=&township={cast.township.pk}", "全市"),
            ("group=&unit=&township=", "全市"),
        ):
            assert f" · {name}" in read(client.get(f"{page}?{query}")).text, query

    @pytest.mark.parametrize("page", [PAGE, "/dashboard/progress/", "/dashboard/screen/"])
    def test_outside_the_scope_is_not_found(self, cast, log_in, page):
        client = log_in(cast.reporter)
        own_group, other_group = (unit.groups.get() for unit in (cast.unit, cast.other_unit))
        for query in (
            f"unit={cast.other_unit.pk}",
            f"township={cast.other_township.pk}",
            f"group={other_group.pk}",
            f"group={own_group.pk}",  # its other units are not hers
            *("unit=x", "unit=-1", "unit=99999999999999999999", "unit=%00", "township=٣", "group=999999"),
        ):
            assert client.get(f"{page}?{query}").status_code == 404, query
        assert log_in(cast.township_liaison).get(f"{page}?unit={cast.unit.pk}").status_code == 404
        assert log_in(cast.leader).get(f"{page}?group={other_group.pk}").status_code == 404
        assert log_in(cast.leader).get(f"{page}?group={own_group.pk}").status_code == 200

    def test_a_township_liaison_sees_her_township(self, cast, log_in):
        store_all_returns(cast)
        page = read(log_in(cast.township_liaison).get(PAGE))
        assert "图表 · 融安县桥板乡" in page.text
        assert [row[0] for row in page.rows].count("桥板乡") == 2

    @pytest.mark.parametrize("page", [PAGE, "/dashboard/progress/?known=yes", "/dashboard/screen/"])
    @pytest.mark.parametrize("person", ["reporter", "township_liaison", "leader", "liaison"])
    def test_nothing_names_or_counts_a_place_outside_the_scope(self, cast, log_in, person, page):
        store_all_returns(cast)
        text = log_in(getattr(cast, person)).get(page).content.decode()
        assert cast.other_unit.short_name not in text
        assert cast.other_township.name not in text
        assert "/6 个" not in text  # her three villages, not all six
