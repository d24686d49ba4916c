"""One cell of a return as offices type it. Pure: no request, no database.

A cell arrives as the reader gives it: a text, a whole number, a number with a fraction, true or false,
None; days as 2021-01-24. Each function answers None for a cell that says nothing.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from guidance.core.dates import YEARS, read_day, wrong_year

Cell = str | int | float | bool | None

MOST_PEOPLE = 99
# What people write where there is nothing to say.
NOTHING = {"", "/", "\\", "-", "--", "—", "——", "－", "未填", "未报", "未换届"}
YES = {"是", "有", "√", "✓", "✔", "☑", "对", "已", "y", "yes", "true", "1"}
NO = {"否", "无", "没有", "×", "✗", "✘", "x", "不是", "未", "n", "no", "false", "0"}
WOMAN, MAN = {"女", "女性", "woman"}, {"男", "男性", "man"}
VACANT = {"空缺", "缺", "暂缺", "缺额", "无", "未选出"}
SOURCES = {
    "自报": "self_reported",
    "组织部": "party_organization_department",
    "民政局": "civil_affairs_bureau",
}
FLAGS = {"确认": "confirmed", "暂报": "provisional", "更正": "corrected", "不适用": "not_applicable"}

_NUMBER = re.compile(r"(-?[0-9]{1,9})(?:\.0*)?\s*[人名个]?")
_DAY_AND_TIME = re.compile(r"(.*\S)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Excel counts days from here; a number that falls into YEARS is one of its days without its format.
_FIRST_OF_EXCEL = date(1899, 12, 30)
_DAYS_OF_EXCEL = range(36526, 73051)


class Unreadable(ValueError):
    """A cell that says nothing we know; the message says what it may hold, in Chinese."""


def text_of(value: Cell) -> str:
    """The cell in half-width characters and without the blanks around it."""
    if value is None:
        return ""
    return unicodedata.normalize("NFKC", str(value)).strip()


@lru_cache(maxsize=10_000, typed=True)
def number_of(value: Cell) -> int | None:
    """A count of persons."""
    text = text_of(value)
    if text in NOTHING:
        return None
    match = None if isinstance(value, bool) else _NUMBER.fullmatch(text)
    if not match or not 0 <= int(match[1]) <= MOST_PEOPLE:
        raise Unreadable(f"“{_short(value)}”不对，请填0至{MOST_PEOPLE}的整数")
    return int(match[1])


@lru_cache(maxsize=1000, typed=True)
def answer_of(value: Cell) -> bool | None:
    """Yes or no."""
    return _known(value, {True: YES, False: NO}, "是或否")


@lru_cache(maxsize=1000, typed=True)
def woman_of(value: Cell) -> bool | None:
    """Whether the post is held by a woman."""
    return _known(value, {True: WOMAN, False: MAN}, "女或男")


@lru_cache(maxsize=1000, typed=True)
def director_of(value: Cell) -> tuple[int, int] | None:
    """Directors and women directors: 女, 男 or 空缺."""
    return _known(value, {(1, 1): WOMAN, (1, 0): MAN, (0, 0): VACANT}, "女、男或空缺")


@lru_cache(maxsize=1000, typed=True)
def source_of(value: Cell) -> str | None:
    """Who counted."""
    return _choice(value, SOURCES)


@lru_cache(maxsize=1000, typed=True)
def flag_of(value: Cell) -> str | None:
    """How firm the figures are."""
    return _choice(value, FLAGS)


@lru_cache(maxsize=10_000, typed=True)
def day_of(value: Cell) -> date | None:
    """A day with its year, in the styles of offices; also 20210124 and Excel's number of a day."""
    text = text_of(value)
    if text in NOTHING:
        return None
    with_time = _DAY_AND_TIME.fullmatch(text)
    text = with_time[1] if with_time else text
    digits = _EIGHT_DIGITS.fullmatch(text)
    day = _serial(text) or read_day("-".join(digits.groups()) if digits else text)
    if day is None:
        raise Unreadable(f"“{_short(value)}”不是有效日期，请填如 2021-01-24 的日期（要有年份）")
    if day.year not in YEARS:
        raise Unreadable(wrong_year(day.year))
    return day


def _serial(text: str) -> date | None:
    match = _NUMBER.fullmatch(text)
    days = int(match[1]) if match else 0
    return _FIRST_OF_EXCEL + timedelta(days=days) if days in _DAYS_OF_EXCEL else None


def _known(value: Cell, words: dict[Any, set[str]], allowed: str) -> Any:
    text = text_of(value).lower()
    for meaning, written in words.items():
        if text in written:
            return meaning
    if text in NOTHING:
        return None
    raise Unreadable(f"“{_short(value)}”不对，请填{allowed}")


def _choice(value: Cell, words: dict[str, str]) -> str | None:
    return _known(value, {code: {label} for label, code in words.items()}, "、".join(words))


def _short(value: Cell) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"
