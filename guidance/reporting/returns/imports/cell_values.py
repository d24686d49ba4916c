"""Parsers for one cell of a return as offices type it. Pure: no request, no database.

The reader gives a cell as text, int, float, bool or None, and days as 2021-01-24. Each parser returns None
for a cell without information and raises UnreadableCell for one that it does not understand.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from guidance.core import dates

Cell = str | int | float | bool | None

MAX_PEOPLE = 99
# What people write in cells without information.
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
# Excel counts days from here; a number that falls into YEARS is taken for a day without date format.
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(36526, 73051)


class UnreadableCell(ValueError):
    """The cell has an unknown value; the message says which values are allowed, in Chinese."""


def clean_text(value: Cell) -> str:
    """The cell as text in half-width characters, without spaces at the ends."""
    if value is None:
        return ""
    return unicodedata.normalize("NFKC", str(value)).strip()


@lru_cache(maxsize=10_000, typed=True)
def parse_number(value: Cell) -> int | None:
    """A number of people, 0 to MAX_PEOPLE."""
    text = clean_text(value)
    if text in NOTHING:
        return None
    match = None if isinstance(value, bool) else _NUMBER.fullmatch(text)
    if not match or not 0 <= int(match[1]) <= MAX_PEOPLE:
        raise UnreadableCell(f"“{_shorten(value)}”不对，请填0至{MAX_PEOPLE}的整数")
    return int(match[1])


@lru_cache(maxsize=1000, typed=True)
def parse_yes_no(value: Cell) -> bool | None:
    """Yes or no."""
    return _parse_word(value, {True: YES, False: NO}, "是或否")


@lru_cache(maxsize=1000, typed=True)
def parse_is_woman(value: Cell) -> bool | None:
    """Whether the post is held by a woman."""
    return _parse_word(value, {True: WOMAN, False: MAN}, "女或男")


@lru_cache(maxsize=1000, typed=True)
def parse_director(value: Cell) -> tuple[int, int] | None:
    """Directors and women directors: 女, 男 or 空缺."""
    return _parse_word(value, {(1, 1): WOMAN, (1, 0): MAN, (0, 0): VACANT}, "女、男或空缺")


@lru_cache(maxsize=1000, typed=True)
def parse_source(value: Cell) -> str | None:
    """The code of the data source."""
    return _parse_code(value, SOURCES)


@lru_cache(maxsize=1000, typed=True)
def parse_flag(value: Cell) -> str | None:
    """The code of the flag."""
    return _parse_code(value, FLAGS)


@lru_cache(maxsize=10_000, typed=True)
def parse_day(value: Cell) -> date | None:
    """A day with its year, in the spellings of offices, as 20210124 or as Excel's number of a day."""
    text = clean_text(value)
    if text in NOTHING:
        return None
    with_time = _DAY_AND_TIME.fullmatch(text)
    text = with_time[1] if with_time else text
    digits = _EIGHT_DIGITS.fullmatch(text)
    day = _parse_excel_day(text) or dates.parse_day("-".join(digits.groups()) if digits else text)
    if day is None:
        raise UnreadableCell(f"“{_shorten(value)}”不是有效日期，请填如 2021-01-24 的日期（要有年份）")
    if day.year not in dates.YEARS:
        raise UnreadableCell(dates.wrong_year_message(day.year))
    return day


def _parse_excel_day(text: str) -> date | None:
    match = _NUMBER.fullmatch(text)
    days = int(match[1]) if match else 0
    return _EXCEL_EPOCH + timedelta(days=days) if days in _EXCEL_DAYS else None


def _parse_word(value: Cell, words: dict[Any, set[str]], allowed: str) -> Any:
    text = clean_text(value).lower()
    for meaning, written in words.items():
        if text in written:
            return meaning
    if text in NOTHING:
        return None
    raise UnreadableCell(f"“{_shorten(value)}”不对，请填{allowed}")


def _parse_code(value: Cell, words: dict[str, str]) -> str | None:
    return _parse_word(value, {code: {label} for label, code in words.items()}, "、".join(words))


def _shorten(value: Cell) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"
