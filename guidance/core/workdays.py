"""Public holidays and the days worked instead (调休). Pure: no clock, no database.

The national calendar is published a year ahead, so the library ends with a year: later days count by their
weekday alone. Days entered for a plan go before it: Guangxi's 三月三, or a year not yet known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from chinese_calendar import Holiday, get_holiday_detail
from chinese_calendar import is_workday as is_national_workday

SATURDAY = 5
HOLIDAY_NAMES = {
    Holiday.new_years_day: "元旦",
    Holiday.spring_festival: "春节",
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.labour_day: "劳动节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.national_day: "国庆节",
    Holiday.mid_autumn_festival: "中秋节",
    Holiday.anti_fascist_70th_day: "抗战胜利纪念日",
}
_HOLIDAY_NAMES_BY_VALUE = {holiday.value: name for holiday, name in HOLIDAY_NAMES.items()}


class SpecialDayLike(Protocol):
    """A day off, or a day worked instead, that goes before the national calendar."""

    @property
    def name(self) -> str:
        """What the day is called, in Chinese."""

    @property
    def is_holiday(self) -> bool:
        """Whether offices are closed on it."""


@dataclass(frozen=True)
class SpecialDayValue:
    """A special day as plain values."""

    name: str
    is_holiday: bool = True


def holiday_name(day: date, special_days: Mapping[date, SpecialDayLike]) -> str:
    """The holiday that offices have on this day, such as 春节; "" on working days and plain weekends."""
    if day in special_days:
        return special_days[day].name if special_days[day].is_holiday else ""
    try:
        is_free, name = get_holiday_detail(day)
    except NotImplementedError:  # a year that the calendar does not know
        return ""
    return _HOLIDAY_NAMES_BY_VALUE[name] if is_free and name else ""


def is_workday(day: date, special_days: Mapping[date, SpecialDayLike]) -> bool:
    """Whether offices work on this day."""
    if day in special_days:
        return not special_days[day].is_holiday
    try:
        return bool(is_national_workday(day))
    except NotImplementedError:  # a year that the calendar does not know
        return day.weekday() < SATURDAY


def next_workday(day: date, special_days: Mapping[date, SpecialDayLike]) -> date:
    """`day` where offices work on it, or else the first day after it on which they do."""
    while not is_workday(day, special_days):
        day += timedelta(days=1)
    return day
