"""Public holidays and days worked instead, after the calendar of 2021 as published."""

from datetime import date, timedelta

import pytest
from chinese_calendar import Holiday
from hypothesis import given
from hypothesis import strategies as st

from guidance.core.workdays import HOLIDAY_NAMES, SpecialDayLike, SpecialDayValue, holiday_name, is_workday

NONE: dict[date, SpecialDayLike] = {}
SPRING_FESTIVAL = [date(2021, 2, 11) + timedelta(days=n) for n in range(7)]
UNKNOWN_FRIDAY, UNKNOWN_SATURDAY = date(2031, 1, 3), date(2031, 1, 4)


def test_it_works():
    assert holiday_name(date(2021, 2, 12), NONE) == "春节"
    assert not is_workday(date(2021, 2, 12), NONE)


@pytest.mark.parametrize("day", SPRING_FESTIVAL)
def test_the_spring_festival_of_2021(day):
    assert holiday_name(day, NONE) == "春节"
    assert not is_workday(day, NONE)


@pytest.mark.parametrize("day", [date(2021, 2, 10), date(2021, 2, 18)])
def test_the_days_beside_it_are_worked(day):
    assert holiday_name(day, NONE) == ""
    assert is_workday(day, NONE)


@pytest.mark.parametrize("day", [date(2021, 2, 7), date(2021, 2, 20)])
def test_weekend_days_worked_instead(day):
    assert day.weekday() >= 5
    assert holiday_name(day, NONE) == ""
    assert is_workday(day, NONE)


@pytest.mark.parametrize("day", [date(2021, 1, 24), date(2021, 1, 30)])
def test_a_plain_weekend_is_free_and_no_holiday(day):
    assert holiday_name(day, NONE) == ""
    assert not is_workday(day, NONE)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 1, 1), "元旦"),
        (date(2021, 4, 5), "清明节"),
        (date(2021, 5, 1), "劳动节"),
        (date(2021, 6, 14), "端午节"),
        (date(2021, 9, 21), "中秋节"),
        (date(2021, 10, 1), "国庆节"),
        (date(2015, 9, 3), "抗战胜利纪念日"),
    ],
)
def test_every_holiday_has_its_chinese_name(day, name):
    assert holiday_name(day, NONE) == name


def test_no_holiday_of_the_calendar_is_without_a_name():
    assert set(HOLIDAY_NAMES) == set(Holiday)


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2003, 10, 1)])
def test_a_year_that_the_calendar_does_not_know_has_no_holidays(day):
    assert holiday_name(day, NONE) == ""
    assert is_workday(day, NONE)


def test_its_weekends_are_free():
    assert is_workday(UNKNOWN_FRIDAY, NONE)
    assert not is_workday(UNKNOWN_SATURDAY, NONE)
    assert not is_workday(UNKNOWN_SATURDAY + timedelta(days=1), NONE)


class TestSpecialDays:
    def test_a_holiday_of_the_region(self):
        day = date(2021, 4, 14)  # 三月三
        assert is_workday(day, NONE)
        special_days = {day: SpecialDayValue("三月三")}
        assert holiday_name(day, special_days) == "三月三"
        assert not is_workday(day, special_days)

    def test_a_day_worked_instead_goes_before_the_calendar(self):
        day = SPRING_FESTIVAL[0]
        special_days = {day: SpecialDayValue("调休上班", is_holiday=False)}
        assert holiday_name(day, special_days) == ""
        assert is_workday(day, special_days)

    def test_a_year_not_yet_published(self):
        special_days = {
            UNKNOWN_FRIDAY: SpecialDayValue("元旦"),
            UNKNOWN_SATURDAY: SpecialDayValue("元旦调休上班", is_holiday=False),
        }
        assert holiday_name(UNKNOWN_FRIDAY, special_days) == "元旦"
        assert not is_workday(UNKNOWN_FRIDAY, special_days)
        assert is_workday(UNKNOWN_SATURDAY, special_days)

    def test_other_days_are_left_alone(self):
        special_days = {date(2021, 4, 14): SpecialDayValue("三月三")}
        assert holiday_name(date(2021, 4, 15), special_days) == ""
        assert holiday_name(date(2021, 2, 12), special_days) == "春节"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_nobody_works_on_a_holiday(day):
    assert not (holiday_name(day, NONE) and is_workday(day, NONE))
