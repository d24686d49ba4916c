"""A share is compared with its target at the thresholds, and its text never contradicts the standing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.oversight.dashboard.rules import (
    Figure,
    Share,
    Standing,
    TargetValue,
    format_percent,
    format_points_to_target,
    get_standing,
)

THIRTY = TargetValue("at_least", 3000)
TEN = TargetValue("at_least", 1000)
ABOUT_FIFTY = TargetValue("about", 5000, 500)
ALL = TargetValue("all", 10_000)


@pytest.mark.parametrize(
    ("part", "whole", "target_value", "standing"),
    [
        (30, 100, THIRTY, "met"),  # 以上 includes the figure itself
        (29, 100, THIRTY, "not_met"),
        (2999, 10_000, THIRTY, "not_met"),
        (28, 281, TEN, "not_met"),  # 9.96 %
        (29, 281, TEN, "met"),
        (50, 100, ABOUT_FIFTY, "met"),
        (80, 100, ABOUT_FIFTY, "met"),  # no upper bound
        (492, 1000, ABOUT_FIFTY, "nearly_met"),
        (45, 100, ABOUT_FIFTY, "nearly_met"),
        (449, 1000, ABOUT_FIFTY, "not_met"),
        (7, 7, ALL, "met"),
        (6, 7, ALL, "not_met"),
        (5, 9, TargetValue(), "no_target"),
        (0, 0, THIRTY, "no_data"),
        (0, 0, ALL, "no_data"),
        (0, 0, TargetValue(), "no_data"),
    ],
)
def test_standing(part, whole, target_value, standing):
    assert get_standing(Share(part, whole), target_value) == standing


@pytest.mark.parametrize(
    ("previous", "standing"),
    [(Share(2, 10), "met"), (Share(3, 10), "not_met"), (Share(0, 0), "no_data"), (None, "no_data")],
)
def test_raise_over_previous(previous, standing):
    assert get_standing(Share(30, 100), TargetValue("raise_over_previous"), previous) == standing


@pytest.mark.parametrize(
    ("part", "whole", "target_value", "expected"),
    [
        (1109, 3865, THIRTY, "28.7"),
        (1, 8, TEN, "12.5"),
        (1, 16, TargetValue(), "6.3"),  # 6.25 is rounded half up
        (28, 281, TEN, "9.96"),
        (2999, 10_000, THIRTY, "29.99"),
        (299_999, 1_000_000, THIRTY, "29.9999"),
        (4996, 10_000, ABOUT_FIFTY, "49.96"),
        (4499, 10_000, ABOUT_FIFTY, "44.99"),
        (1162, 1163, ALL, "99.9"),
        (9996, 10_000, ALL, "99.96"),
        (5, 5, ALL, "100.0"),
        (0, 4, THIRTY, "0.0"),
        (0, 0, THIRTY, "—"),
    ],
)
def test_percent(part, whole, target_value, expected):
    assert format_percent(Share(part, whole), target_value) == expected


@pytest.mark.parametrize(
    ("part", "whole", "target_value", "expected"),
    [
        (287, 1000, THIRTY, "-1.3"),
        (305, 1000, THIRTY, "+0.5"),
        (28, 281, TEN, "-0.04"),
        (30, 100, THIRTY, "+0.0"),
        (0, 0, THIRTY, ""),
        (3, 4, TargetValue(), ""),
        (3, 4, ALL, "-25.0"),
        (4, 4, ALL, "+0.0"),
        (9999, 10_000, ALL, "-0.01"),
    ],
)
def test_points(part, whole, target_value, expected):
    assert format_points_to_target(Share(part, whole), target_value) == expected


@pytest.mark.parametrize(
    ("part", "whole", "value", "short"),
    [(6, 19, 3000, 0), (5, 19, 3000, 1), (0, 5, 3000, 2), (28, 281, 1000, 1), (590, 612, 10_000, 22)],
)
def test_short_of(part, whole, value, short):
    assert Share(part, whole).get_shortfall(value) == short


def figure(part, whole, target_value):
    share = Share(part, whole)
    return Figure("code", "指标", "指标", "人", share, target_value, get_standing(share, target_value), 1, 2)


@pytest.mark.parametrize(
    ("target_value", "words"),
    [
        (THIRTY, "≥30%"),
        (TargetValue("at_least", 3050), "≥30.5%"),
        (ABOUT_FIFTY, "50%左右（容差5）"),
        (ALL, "100%"),
        (TargetValue(), "不设数值"),
        (TargetValue("raise_over_previous"), "比上届提高"),
    ],
)
def test_target_in_words(target_value, words):
    assert figure(1, 2, target_value).target_text == words


def test_spare_is_what_exceeds_the_target():
    assert figure(8, 19, THIRTY).surplus == 2  # 6 are needed
    assert figure(6, 19, THIRTY).surplus == 0
    assert figure(5, 19, THIRTY).surplus == 0


def test_the_tick_stays_on_the_track():
    assert figure(1, 2, THIRTY).tick_position == "30.00"
    assert float(figure(1, 2, ALL).tick_position) < 100
    assert figure(1, 2, TargetValue()).tick_position is None


shares = st.integers(1, 20_000).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole))
)
values = st.integers(0, 10_000)


@settings(deadline=None)  # a busy machine is not a fault
@given(shares, values, st.sampled_from(["at_least", "about", "all"]), st.integers(0, 1000))
def test_the_shown_figure_never_contradicts_the_standing(share, value, operator, tolerance):
    target_value = TargetValue(operator, value, min(tolerance, value))
    shown_value = Decimal(format_percent(share, target_value)) * 100
    standing = get_standing(share, target_value)
    assert (shown_value >= value) == (standing is Standing.MET)
    if operator == "about":
        assert (shown_value >= value - target_value.tolerance_bp) == (standing is not Standing.NOT_MET)


@settings(deadline=None)  # a busy machine is not a fault
@given(shares, values)
def test_short_is_the_least_number_that_suffices(share, value):
    short = share.get_shortfall(value)
    assert Share(share.part + short, share.whole).is_at_least(value)
    if short:
        assert not Share(share.part + short - 1, share.whole).is_at_least(value)
