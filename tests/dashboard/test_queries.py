"""Figures worked out by hand from a few returns: sums first, then one division."""

import pytest

from guidance.dashboard import queries
from guidance.dashboard.rules import Share
from guidance.elections.models import Stage
from guidance.plans.models import Plan
from tests.dashboard.figures import report, report_all

CHAIR, MEMBERS, DIRECTORS, COMMUNITY_MEMBERS, COMMUNITY_DIRECTORS, SUBSIDY = range(6)
BY_UNIT = ("township__unit_id", "township__unit__short_name", "township__unit__attachment_order")


@pytest.fixture
def rows(cast):
    """rows(user) gives the units as this user sees them, by name."""

    def read(user, stage=Stage.ELECTED):
        villages = queries.villages_with_returns(user, cast.plan, stage)
        found = queries.rows_of(queries.sums_by(villages, *BY_UNIT), queries.aims_of(cast.plan))
        return {row.name: row for row in found}

    return read


def shares(row):
    return [(figure.share.part, figure.share.whole) for figure in row.figures]


def test_it_works(cast, rows):
    report_all(cast)
    row = rows(cast.clerk)[cast.unit.short_name]
    assert shares(row) == [(1, 2), (2, 9), (1, 2), (3, 6), (0, 0), (1, 1)]
    assert [figure.standing for figure in row.figures] == [
        *("not_met", "not_met", "met", "met", "no_data", "no_target")
    ]
    assert [figure.short for figure in row.figures] == [1, 1, 0, 0, 0, 0]


def test_no_report_is_not_zero(cast, rows):
    row = rows(cast.clerk)[cast.unit.short_name]
    assert shares(row) == [(0, 0)] * 6
    assert {figure.standing for figure in row.figures} == {"no_data"}
    assert (row.villages, row.reported) == (3, 0)


def test_coverage_says_how_many_villages_stand_behind_a_figure(cast, rows):
    report_all(cast)
    row = rows(cast.clerk)[cast.unit.short_name]
    coverage = [(figure.reported, figure.expected) for figure in row.figures]
    assert coverage == [(2, 3), (2, 2), (2, 2), (1, 1), (1, 1), (1, 3)]
    assert (row.villages, row.reported) == (3, 3)


def test_the_chair_has_two_readings(cast, rows):
    report_all(cast)
    row = rows(cast.clerk)[cast.unit.short_name]
    assert row.figures[CHAIR].share == Share(1, 2)  # 已换届口径
    assert row.chair_of_all.share == Share(1, 3)  # 全部口径
    other = rows(cast.clerk)[cast.other_unit.short_name]
    assert other.chair_of_all.standing == "no_data"  # nobody has elected yet


def test_a_total_is_the_sum_of_its_parts_divided_once(cast):
    report_all(cast)
    villages = queries.villages_with_returns(cast.clerk, cast.plan)
    total = queries.row_of(queries.total_of(queries.sums_by(villages, *BY_UNIT)), queries.aims_of(cast.plan))
    # Members (2+3) of (9+3): 41.7 %, not the mean of 22.2 % and 100 %.
    assert shares(total) == [(1, 2), (5, 12), (2, 3), (3, 6), (0, 0), (1, 1)]
    assert total.figures[MEMBERS].percent == "41.7"


def test_stages_are_apart(cast, rows):
    report(cast.plan, cast.villages[0], Stage.PREVIOUS, people=7, women=1)
    report(cast.plan, cast.villages[0], Stage.ELECTED, people=5, women=2)
    assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].share == Share(2, 5)
    assert rows(cast.clerk, Stage.PREVIOUS)[cast.unit.short_name].figures[MEMBERS].share == Share(1, 7)


def test_returns_of_another_plan_do_not_count(cast, rows):
    other = Plan.objects.get()
    other.pk, other.is_current, other.document_number = None, False, "示例〔2016〕1号"
    other.save()
    report(other, cast.villages[0], people=5, women=5)
    assert rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].share == Share(0, 0)


def test_the_committee_decides_not_the_name(cast, rows):
    assert cast.villages[1].name.endswith("社区")
    report(cast.plan, cast.villages[1], people=4, women=1)
    row = rows(cast.clerk)[cast.unit.short_name]
    assert row.figures[MEMBERS].share == Share(1, 4)
    assert row.figures[COMMUNITY_MEMBERS].share == Share(0, 0)


@pytest.mark.parametrize(
    ("who", "units"),
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
def test_only_rows_in_scope_are_summed(cast, rows, who, units):
    report_all(cast)
    assert set(rows(getattr(cast, who))) == units


def test_gaps(cast):
    report_all(cast)
    villages = queries.villages_with_returns(cast.clerk, cast.plan)
    aims = queries.aims_of(cast.plan)
    counts = {gap.code: count for gap, count in queries.gap_counts(villages, aims)}
    assert counts == {
        "no_woman": 1,  # 0 of 4
        "below_target": 0,  # 2 of 5 and 3 of 6 reach their targets
        "chair_outside": 1,
        "no_subsidy": 0,
        "no_director": 1,
        "not_reported": 2,
    }


def test_below_target_is_exact(cast):
    report(cast.plan, cast.villages[0], people=10, women=3)  # 30 % of a village: reached
    report(cast.plan, cast.villages[1], people=7, women=2)  # 28.6 %
    report(cast.plan, cast.villages[2], people=9, women=4)  # 44.4 % of a community: below 50 %
    aims = queries.aims_of(cast.plan)
    (gap,) = [gap for gap in queries.gaps(aims) if gap.code == "below_target"]
    found = queries.village_figures(cast.clerk, cast.plan).filter(gap.condition)
    assert [village.name for village in found] == ["示例二社区", "示例三社区"]
