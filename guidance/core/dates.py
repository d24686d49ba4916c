"""Days in the office's words. Pure: no clock, no request."""

import re
import unicodedata
from datetime import date

YEARS = range(2000, 2100)  # outside, a date is a slip of the pen
WEEKDAYS = "一二三四五六日"
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def format_weekday(day: date) -> str:
    """星期一 to 星期日."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def format_day(day: date, *, year: int | None = None) -> str:
    """2月5日; with the year before it where `year` is given and is not the day's."""
    text = f"{day.month}月{day.day}日"
    return text if year is None or day.year == year else f"{day.year}年{text}"


def format_full_day(day: date) -> str:
    """2021年2月5日."""
    return f"{day.year}年{format_day(day)}"


def wrong_year_message(year: int) -> str:
    """What to say of a year outside YEARS."""
    return f"年份{year}不对，请填{YEARS[0]}年至{YEARS[-1]}年之间的日期"


def parse_day(text: str) -> date | None:
    """The day that `text` names with its year: 2021-01-24, 2021.1.24, 2021/1/24, 2021年1月24日; else None."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
