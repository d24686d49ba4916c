"""Numbers, moments and targets of a snapshot as text and as data."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest

from guidance.oversight.snapshots.rules import (
    FrozenTarget,
    format_as_of,
    parse_number,
    round_title,
    targets_from_json,
    targets_to_json,
)

CHINA = timezone(timedelta(hours=8))
DUE = date(2021, 2, 10)


def shanghai_time(day, hour, minute):
    return datetime(2021, 2, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["3", "第3号", "第 3 号", "３", "第３号", "3号", " 第3 "])
def test_a_printed_number_is_read_as_people_type_it(text):
    assert parse_number(text) == 3


@pytest.mark.parametrize("text", ["", "三", "第号", "3a", "-3", "3.0", "9" * 10, "2021年"])
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None


def test_a_freeze_just_after_midnight_holds_the_deadlines_figures():
    assert format_as_of(shanghai_time(11, 0, 5), DUE) == "以2021年2月10日24:00数据为准"
    assert round_title(2, DUE, shanghai_time(11, 0, 5)) == "第2次填报截止数据（2021年2月10日24时）"


def test_a_late_freeze_does_not_claim_to():
    assert format_as_of(shanghai_time(11, 1, 0), DUE) == "以2021年2月11日1:00数据为准"
    assert round_title(2, DUE, shanghai_time(13, 9, 5)) == "第2次填报数据（截止后于2021年2月13日9:05定格）"


def test_nor_one_before_the_end_of_the_day():
    assert format_as_of(shanghai_time(10, 23, 59), DUE) == "以2021年2月10日23:59数据为准"


def test_on_demand_it_is_the_moment():
    assert format_as_of(shanghai_time(5, 16, 30), None) == "以2021年2月5日16:30数据为准"


def test_goals_come_back_from_json_as_they_went():
    target_value = {"operator": "about", "value_bp": 5000, "tolerance_bp": 500, "effort": "力争"}
    targets = [
        FrozenTarget(
            "community_women_members", "residents", target_value, {7: target_value | {"value_bp": 4500}}
        ),
        FrozenTarget("chair_in_two_committees", "", target_value | {"operator": "all", "value_bp": 10000}),
    ]
    assert targets_from_json(json.loads(json.dumps(targets_to_json(targets)))) == targets
