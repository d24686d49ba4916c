"""Figures of a few returns, worked out by hand: sums first, then one division."""

import pytest
from django.db.models import Sum

from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.rules import Reading, Share
from guidance.oversight.dashboard.sums import add_up
from guidance.reference.plans.indicators import INDICATORS
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns.choices import Flag, Stage
from guidance.reporting.returns.gaps import GAPS_BY_CODE
from guidance.reporting.returns.models import Tally
from guidance.reporting.returns.queries import applicable, villages_with_returns
from guidance.reporting.returns.sum_conditions import SUM_CONDITIONS
from tests.oversight.dashboard.samples import store_all_returns, store_return

pytestmark = pytest.mark.postgres

CHAIR, MEMBERS, DIRECTORS, COMMUNITY_MEMBERS, COMMUNITY_DIRECTORS, SUBSIDY = range(6)


def shares(row):
    return [(figure.share.part, figure.share.whole) for figure in row.figures]


def test_it_works(cast, rows):
    store_all_returns(cast)
    row = rows(cast.clerk)[cast.unit.short_name]
    assert shares(row) == [(1, 2), (2, 9), (1, 2), (3, 6), (0, 0), (1, 1)]
    assert [figure.standing for figure in row.figures] == [
        *("not_met", "not_met", "met", "met", "no_data", "no_target")
    ]
    assert [figure.shortfall for figure in row.figures] == [1, 1, 0, 0, 0, 0]


def test_no_report_is_not_zero(cast, rows):
    row = rows(cast.clerk)[cast.unit.short_name]
    assert shares(row) == [(0, 0)] * 6
    assert {figure.standing for figure in row.figures} == {"no_data"}
    assert (row.villages, row.reported) == (3, 0)


def test_coverage_says_how_many_villages_stand_behind_a_figure(cast, rows):
    store_all_returns(cast)
    row = rows(cast.clerk)[cast.unit.short_name]
    coverage = [(figure.reported, figure.expected) for figure in row.figures]
    assert coverage == [(2, 3), (2, 2), (2, 2), (1, 1), (1, 1), (1, 3)]
    assert (row.villages, row.reported) == (3, 3)


def test_the_chair_has_two_readings(cast, rows):
    store_all_returns(cast)
    chair = rows(cast.clerk)[cast.unit.short_name].figures[CHAIR]
    assert (chair.reading, chair.share) == ("elected", Share(1, 2))
    assert (chair.other.reading, chair.other.share) == ("all", Share(1, 3))
    other = rows(cast.clerk, Reading.ALL)[cast.other_unit.short_name].figures[CHAIR]
    assert (other.reading, other.standing) == ("all", "no_data")  # nobody has elected yet


def test_over_all_who_has_not_elected_yet_stays_in_post(cast, rows):
    first, second, _ = cast.villages
    store_return(cast.plan, first, Stage.PREVIOUS, people=7, women=1, director_people=1, director_women=0)
    store_return(cast.plan, second, Stage.PREVIOUS, people=5, women=2, director_people=1, director_women=1)
    store_return(cast.plan, first, people=5, women=2, director_people=1, director_women=1)
    members, directors = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS : DIRECTORS + 1]
    assert (members.share, members.reported) == (Share(2, 5), 1)
    assert (members.other.share, members.other.reported) == (Share(2 + 2, 5 + 5), 2)
    assert directors.other.share == Share(1 + 1, 2)
    assert members.previous == Share(3, 12)
    assert members.previous_percent == "25.0"
    assert members.points_over_previous == "+15.0"


def test_a_total_is_the_sum_of_its_parts_divided_once(cast):
    store_all_returns(cast)
    source = queries.get_live_source(cast.clerk, cast.plan)
    total = add_up(part.sums for part in queries.sum_by_unit(source))
    row = queries.make_row(queries.PlaceSums(0, "", total), source.targets)
    # Members (2+3) of (9+3): 41.7 %, not the mean of 22.2 % and 100 %.
    assert shares(row) == [(1, 2), (5, 12), (2, 3), (3, 6), (0, 0), (1, 1)]
    assert row.figures[MEMBERS].percent == "41.7"


def test_stages_are_apart(cast, rows):
    store_return(cast.plan, cast.villages[0], Stage.PREVIOUS, people=7, women=1)
    store_return(cast.plan, cast.villages[0], Stage.NOMINATED, people=6, women=3)
    store_return(cast.plan, cast.villages[0], Stage.ELECTED, people=5, women=2)
    figure = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS]
    assert (figure.previous, figure.candidates, figure.share) == (Share(1, 7), Share(3, 6), Share(2, 5))


class TestMergedVillages:
    """Previous figures of merged villages are compared with those of the village they became part of."""

    def test_it_works(self, cast, rows):
        first, second, _ = cast.villages
        for village in (first, second):
            store_return(cast.plan, village, Stage.PREVIOUS, people=5, women=1)
        second.merged_into = first
        second.save()
        row = rows(cast.clerk)[cast.unit.short_name]
        assert row.figures[MEMBERS].previous == Share(2, 10)
        assert row.villages == 2  # one of them and the community are still to elect
        store_return(cast.plan, first, people=7, women=3)
        figure = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS]
        assert figure.share == figure.other.share == Share(3, 7)  # nobody of the merged ones stays in post

    def test_one_made_by_a_merger_lacks_nothing_of_the_previous_term(self, cast, rows):
        first, second, _ = cast.villages
        store_return(cast.plan, first, Stage.PREVIOUS, people=5, women=1)
        first.merged_into = second
        first.save()
        sums = rows(cast.clerk)[cast.unit.short_name].sums
        assert sums.of("villages", "previous", ["villagers"]) == 1
        assert sums.of("reported", "previous", ["villagers"]) == 1

    def test_it_moves_to_the_township_it_went_into(self, cast, rows):
        store_return(cast.plan, cast.villages[0], Stage.PREVIOUS, people=5, women=1)
        cast.villages[0].merged_into = cast.other_villages[0]
        cast.villages[0].save()
        assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].previous == Share(0, 0)
        assert rows(cast.clerk)[cast.other_unit.short_name].figures[MEMBERS].previous == Share(1, 5)
        cast.other_villages[0].township = cast.township
        cast.other_villages[0].name = "示例四村"
        cast.other_villages[0].save()
        assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].previous == Share(1, 5)


class TestNotApplicable:
    def test_it_counts_nowhere_and_is_shown_beside(self, cast, rows):
        store_return(cast.plan, cast.villages[0], people=5, women=2)
        store_return(cast.plan, cast.villages[1], flag=Flag.NOT_APPLICABLE, chair_in_two_committees=True)
        row = rows(cast.clerk)[cast.unit.short_name]
        assert (row.villages, row.reported, row.count("not_applicable")) == (2, 1, 1)
        assert row.figures[MEMBERS].expected == 1
        assert row.figures[CHAIR].share == Share(0, 0)

    def test_provisional_and_corrected_are_counted_beside(self, cast, rows):
        store_return(cast.plan, cast.villages[0], people=5, women=2, seats=7, flag=Flag.PROVISIONAL)
        store_return(cast.plan, cast.villages[1], people=5, women=2, seats=5, flag=Flag.CORRECTED)
        row = rows(cast.clerk)[cast.unit.short_name]
        assert [row.count(name) for name in ("provisional", "corrected", "seats", "vacancies")] == [
            1,
            1,
            12,
            2,
        ]


class TestTargets:
    def test_an_indicator_is_switched_on_by_its_target(self, cast, rows):
        Target.objects.create(
            plan=cast.plan, indicator="units_with_woman_member", operator="all", value_bp=10000
        )
        store_all_returns(cast)
        figure = rows(cast.clerk)[cast.unit.short_name].figures[0]
        assert (figure.label, figure.share) == ("村（居）委会至少有1名女性成员", Share(2, 3))

    def test_one_that_the_plan_does_not_set_is_not_shown(self, cast, rows):
        store_all_returns(cast)
        Target.objects.exclude(indicator="village_women_members").delete()
        (figure,) = rows(cast.clerk)[cast.unit.short_name].figures
        assert figure.code == "village_women_members"

    def test_of_one_kind_of_committee(self, cast, rows):
        Target.objects.all().delete()
        for kind, value in (("villagers", 3000), ("residents", 5000)):
            Target.objects.create(
                plan=cast.plan,
                indicator="women_party_secretaries",
                committee_type=kind,
                operator="at_least",
                value_bp=value,
            )
        store_return(cast.plan, cast.villages[0], secretary_woman=True)
        store_return(cast.plan, cast.villages[2], secretary_woman=False)
        village, community = rows(cast.clerk)[cast.unit.short_name].figures
        assert (village.share, village.standing) == (Share(1, 1), "met")
        assert (community.share, community.standing) == (Share(0, 1), "not_met")
        assert "村民委员会" in village.label

    def test_a_unit_may_be_asked_something_else(self, cast, rows):
        store_all_returns(cast)
        target = Target.objects.get(indicator="village_women_members")
        UnitTarget.objects.create(target=target, unit=cast.unit, operator="at_least", value_bp=2000)
        figure = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS]
        assert (figure.target_value.value_bp, figure.standing) == (2000, "met")
        assert rows(cast.clerk)[cast.other_unit.short_name].figures[MEMBERS].target_value.value_bp == 3000

    def test_more_than_last_time(self, cast, rows):
        Target.objects.filter(indicator="village_women_members").update(
            operator="raise_over_previous", value_bp=None
        )
        store_return(cast.plan, cast.villages[0], Stage.PREVIOUS, people=5, women=2)
        store_return(cast.plan, cast.villages[0], people=5, women=2)
        assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].standing == "not_met"


def test_returns_of_another_plan_do_not_count(cast, rows):
    other = Plan.objects.get()
    other.pk, other.is_current, other.document_number = None, False, "示例〔2016〕1号"
    other.save()
    store_return(other, cast.villages[0], people=5, women=5)
    assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].share == Share(0, 0)


def test_the_committee_decides_not_the_name(cast, rows):
    assert cast.villages[1].name.endswith("社区")
    store_return(cast.plan, cast.villages[1], people=4, women=1)
    row = rows(cast.clerk)[cast.unit.short_name]
    assert row.figures[MEMBERS].share == Share(1, 4)
    assert row.figures[COMMUNITY_MEMBERS].share == Share(0, 0)


@pytest.mark.parametrize(
    ("username", "units"),
    [
        ("clerk", {"融安县", "柳城县"}),
        ("viewer", {"融安县", "柳城县"}),
        ("leader", {"融安县"}),
        ("liaison", {"融安县"}),
        ("reporter", {"融安县"}),
        ("other_reporter", {"柳城县"}),
        ("township_liaison", {"融安县"}),
        ("administrator", set()),
    ],
)
def test_only_rows_in_scope_are_summed(cast, rows, username, units):
    store_all_returns(cast)
    assert set(rows(getattr(cast, username))) == units


def get_counts(cast, early):
    source = queries.get_live_source(cast.clerk, cast.plan)
    total = add_up(part.sums for part in queries.sum_by_unit(source))
    return {gap.code: count for gap, count in queries.count_gaps(total, early=early)}


def test_gaps(cast):
    store_all_returns(cast)
    assert get_counts(cast, early=False) == {
        "no_woman": 1,  # 0 of 4
        "one_short": 0,  # 2 of 5 and 3 of 6 reach their targets
        "more_short": 0,
        "chair_outside": 1,
        "no_subsidy": 0,
        "director_vacant": 1,
        "not_reported": 2,
    }


def test_early_warnings(cast):
    first, second, third = cast.villages
    store_return(cast.plan, first, Stage.NOMINATED, people=6, women=0, chair_in_two_committees=False)
    store_return(cast.plan, second, Stage.NOMINATED, seats=5, people=6, women=1)  # 30 % of 5 needs 2
    store_return(cast.plan, third, Stage.NOMINATED, seats=5, people=6, women=3)
    store_return(cast.plan, second, secretary_woman=False)
    assert get_counts(cast, early=True) == {
        "no_woman_candidate": 1,
        "too_few_candidates": 1,
        "chair_not_nominated": 1,
        "secretary_man": 1,
    }
    store_return(cast.plan, first, people=5, women=1)
    assert get_counts(cast, early=True)["no_woman_candidate"] == 0  # elected: no longer a warning


@pytest.mark.parametrize(
    ("people", "women", "code"),
    [(10, 3, ""), (7, 2, "one_short"), (7, 1, "more_short"), (5, 0, "no_woman"), (3, 1, "")],
)
def test_how_many_a_village_lacks_is_exact(cast, people, women, code):
    store_return(cast.plan, cast.villages[0], people=people, women=women)  # 30 % is asked
    counts = get_counts(cast, early=False)
    assert {name for name in ("no_woman", "one_short", "more_short") if counts[name]} == {code} - {""}


def test_below_target_is_exact(cast):
    store_return(cast.plan, cast.villages[0], people=10, women=3)  # 30 % of a village: reached
    store_return(cast.plan, cast.villages[1], people=7, women=2)  # 28.6 %
    store_return(cast.plan, cast.villages[2], people=9, women=4)  # 44.4 % of a community: below 50 %
    gap = GAPS_BY_CODE["below_target"]
    villages = villages_with_returns(cast.clerk, cast.plan).filter(gap.condition).order_by("sort_order")
    assert [village.name for village in villages] == ["示例二社区", "示例三社区"]


class TestRowsBehindASum:
    """Every column that a figure reads leads to the villages that it counts."""

    def test_every_part_and_whole_has_its_list(self):
        used = {
            name for indicator in INDICATORS for name in (indicator.part, indicator.whole, indicator.reported)
        }
        assert used <= set(SUM_CONDITIONS)

    def test_the_list_adds_up_to_the_sum(self, cast):
        store_all_returns(cast)
        store_return(cast.plan, cast.other_villages[1], seats=7, people=5, women=1, secretary_woman=True)
        store_return(cast.plan, cast.other_villages[2], one_shoulder=True, party_people=3, party_women=1)
        source = queries.get_live_source(cast.clerk, cast.plan)
        sums = add_up(part.sums for part in queries.sum_by_unit(source))
        rows = villages_with_returns(cast.clerk, cast.plan)
        villages_by_name = {
            name: rows.filter(condition, applicable()) for name, (_, condition) in SUM_CONDITIONS.items()
        }
        summed = ("people", "women", "director_people", "director_women", "party_people", "party_women")
        for name in summed:
            assert (
                villages_by_name[name].aggregate(sum=Sum(f"ret__{name}"))["sum"]
                == Tally.objects.aggregate(sum=Sum(name))["sum"]
            )
        counted = {
            name: rows.count()
            for name, rows in villages_by_name.items()
            if name not in (*summed, "vacancies")
        }
        tallied = Tally.objects.filter(stage="elected").aggregate(**{name: Sum(name) for name in counted})
        assert counted == tallied
        assert sums.of("vacancies") == 2
        assert [village.pk for village in villages_by_name["vacancies"]] == [cast.other_villages[1].pk]
