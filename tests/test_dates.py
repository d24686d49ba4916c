from datetime import date

from guidance.dates import format_day, weekday


def test_weekday():
    assert weekday(date(2021, 2, 5)) == "星期五"
    assert weekday(date(2021, 1, 24)) == "星期日"


def test_format_day():
    assert format_day(date(2021, 2, 5)) == "2月5日"
    assert format_day(date(2021, 2, 5), year=2021) == "2月5日"
    assert format_day(date(2020, 12, 31), year=2021) == "2020年12月31日"
