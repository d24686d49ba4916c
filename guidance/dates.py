"""Days in the office's words. Pure: no clock, no request."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def weekday(day: date) -> str:
    """星期一 to 星期日."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def format_day(day: date, *, year: int | None = None) -> str:
    """2月5日; with the year before it where `year` is given and is not the day's."""
    prefix = f"{day.year}年" if year is not None and day.year != year else ""
    return f"{prefix}{day.month}月{day.day}日"
