"""The items that a visit report must hold."""

from datetime import date

import pytest

from guidance.reporting.visits.rules import date_errors, missing_items

FIRST, TODAY = date(2020, 10, 1), date(2021, 2, 5)


def _errors(start, end):
    return list(date_errors(start, end, earliest=FIRST, today=TODAY))


def test_it_works():
    assert _errors(date(2021, 2, 4), date(2021, 2, 5)) == []


@pytest.mark.parametrize("day", [FIRST, TODAY])
def test_the_first_day_and_today_are_good(day):
    assert _errors(day, day) == []


def test_before_the_campaign():
    day = date(2020, 9, 30)
    assert _errors(day, TODAY) == [
        ("started_on", "开始日期早于本次换届启动（2020年10月1日），请核对。"),
    ]


def test_tomorrow():
    assert _errors(TODAY, date(2021, 2, 6)) == [
        ("ended_on", "结束日期晚于今天（2月5日）；请在联系指导之后填报。"),
    ]


def test_both_days_are_told():
    assert [field for field, _ in _errors(date(1900, 1, 1), date(2100, 1, 1))] == ["started_on", "ended_on"]


def test_an_end_before_its_start():
    assert _errors(date(2021, 2, 5), date(2021, 2, 4)) == [("ended_on", "结束日期不能早于开始日期。")]


def test_days_that_are_not_known_are_not_judged():
    assert _errors(None, None) == []


def test_nothing_is_missing():
    assert missing_items(["hearing"], "演示：进展顺利") == []


@pytest.mark.parametrize("text", ["", " \n　"])
def test_the_overall_situation_is_needed(text):
    assert missing_items(["hearing"], text) == ["请填写“总体情况”。"]


def test_a_method_is_needed():
    assert missing_items([], "演示") == ["请至少选择一种联系指导方式。"]
