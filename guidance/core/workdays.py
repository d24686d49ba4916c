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
NAMES = {
    Holiday.new_years_day: "元旦",
    Holiday.spring_festival: "春节",
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.labour_day: "劳动节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.national_day: "国庆节",
    Holiday.mid_autumn_festival: "中秋节",
    Holiday.anti_fascist_70th_day: "抗战胜利纪念日",
}
_NAMES = {holiday.value: name for holiday, name in NAMES.items()}


class Special(Protocol):
    """A day off, or a day worked instead, that goes before the national calendar."""

    @property
    def name(self) -> str:
        """What the day is called, in Chinese."""

    @property
    def is_holiday(self) -> bool:
        """Whether offices are closed on it."""


@dataclass(frozen=True)
class SpecialDay:
    """A `Special` as plain values."""

    name: str
    is_holiday: bool = True


def holiday_name(day: date, special: Mapping[date, Special]) -> str:
    """The holiday that offices have on this day, such as 春节; "" on working days and plain weekends."""
    if day in special:
        return special[day].name if special[day].is_holiday else ""
    try:
        is_free, name = get_holiday_detail(day)
    except NotImplementedError:  # a year that the calendar does not know
        return ""
    return _NAMES[name] if is_free and name else ""


def is_workday(day: date, special: Mapping[date, Special]) -> bool:
    """Whether offices work on this day."""
    if day in special:
        return not special[day].is_holiday
    try:
        return bool(is_national_workday(day))
    except NotImplementedError:  # a year that the calendar does not know
        return day.weekday() < SATURDAY


def next_workday(day: date, special: Mapping[date, Special]) -> date:
    """`day` where offices work on it, or else the first day after it on which they do."""
    while not is_workday(day, special):
        day += timedelta(days=1)
    return day
