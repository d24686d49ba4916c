from datetime import date

import pytest

from guidance.core.dates import format_day, format_weekday, parse_day


def test_weekday():
    assert format_weekday(date(2021, 2, 5)) == "星期五"
    assert format_weekday(date(2021, 1, 24)) == "星期日"


def test_format_day():
    assert format_day(date(2021, 2, 5)) == "2月5日"
    assert format_day(date(2021, 2, 5), year=2021) == "2月5日"
    assert format_day(date(2020, 12, 31), year=2021) == "2020年12月31日"


@pytest.mark.parametrize(
    "text", ["2021-01-24", "2021.1.24", "2021/1/24", "2021年1月24日", " ２０２１年１月２４日 "]
)
def test_a_day_with_its_year_is_read(text):
    assert parse_day(text) == date(2021, 1, 24)


@pytest.mark.parametrize(
    "text", ["", "1月24日", "2021-02-31", "2021-1", "24.1.2021", "2021-01-24 上午", "待定"]
)
def test_anything_else_is_no_day(text):
    assert parse_day(text) is None
