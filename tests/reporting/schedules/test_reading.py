"""Any text is read as the days that it spells, or marked; another, simpler reader checks this."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidance.reporting.schedules.date_spans import (
    BadDate,
    DateSpan,
    describe_reading,
    format_span,
    read_date_span,
)

YEAR = 2021
YEAR_DIGITS = "〇一二三四五六七八九"
HAN = ["", *"一二三四五六七八九"]
HAN_NUMBERS = {
    f"{tens}十{ones}" if value > 9 else ones: value
    for tens, start in (("", 0), ("", 10), ("二", 20), ("三", 30))
    for value, ones in enumerate(HAN, start=start)
    if value
}
HAN_OF = {value: han for han, value in HAN_NUMBERS.items()}
WEEKDAY = "一二三四五六日"
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
DAYS_OF_YEAR = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))

# Styles of a day without its year, and with it.
SHORT = [
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}号",
    lambda d: f"{d.month:02}月{d.day:02}日",
    lambda d: f" {d.month} 月 {d.day} 日 ",
    lambda d: f"{d.month}月{d.day}",
    lambda d: f"{d.month}.{d.day}",
    lambda d: f"{d.month}.{d.day:02}",
    lambda d: f"{d.month}/{d.day}",
    lambda d: f"{d.month}-{d.day}",
    lambda d: f"{'元' if d.month == 1 else d.month}月{d.day}日",
    lambda d: f"{HAN_OF[d.month]}月{HAN_OF[d.day]}日",
    lambda d: f"{'元' if d.month == 1 else HAN_OF[d.month]}月{HAN_OF[d.day]}号",
]
LONG = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: "".join(YEAR_DIGITS[int(c)] for c in str(d.year)) + f"年{HAN_OF[d.month]}月{HAN_OF[d.day]}日",
]
WEEKDAYS = [
    lambda d: "",
    lambda d: f"（星期{WEEKDAY[d.weekday()]}）",
    lambda d: f"(周{WEEKDAY[d.weekday()]})",
    lambda d: f" 星期{WEEKDAY[d.weekday()]}",
]
ABOUT = ["约{}", "暂定{}", "拟{}", "拟定于{}", "预计{}", "{}左右", "{}前后", "{}上午", "{}下午3时", "{} 9:30"]
TO = ["至", "到", "—", "——", "～", " 至 "]


def wide(text):
    """The text in full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "　" if c == " " else c for c in text)


WIDTHS = st.sampled_from([str, wide])


def half(text):
    """The text in half-width forms, its blanks single."""
    return " ".join("".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).split())


class TestEveryStyle:
    @settings(deadline=None, max_examples=400)
    @given(DAYS_OF_YEAR, st.sampled_from(SHORT + LONG), st.sampled_from(WEEKDAYS), WIDTHS)
    def test_a_day(self, day, style, week, width):
        assert read_date_span(width(style(day) + week(day)), YEAR) == DateSpan(day, day)

    @settings(deadline=None)
    @given(DAYS, st.sampled_from(LONG), st.sampled_from(WEEKDAYS), WIDTHS)
    def test_a_day_of_any_year(self, day, style, week, width):
        assert read_date_span(width(style(day) + week(day)), YEAR) == DateSpan(day, day)

    @settings(deadline=None, max_examples=400)
    @given(
        st.tuples(DAYS_OF_YEAR, DAYS_OF_YEAR).map(sorted),
        *(st.sampled_from(SHORT + LONG) for _ in "12"),
        st.sampled_from(TO),
        WIDTHS,
    )
    def test_a_span(self, days, first, last, to, width):
        text = width(f"{first(days[0])}{to}{last(days[1])}")
        assert read_date_span(text, YEAR) == DateSpan(*days)

    @settings(deadline=None)
    @given(
        DAYS_OF_YEAR,
        st.integers(1, 30),
        st.sampled_from(["{}.{}-{}", "{}/{}-{}", "{}月{}-{}", "{}月{}日至{}日", "{}.{}-{}日"]),
        WIDTHS,
    )
    def test_a_span_within_a_month(self, day, length, style, width):
        end = day + timedelta(days=length)
        if end.month == day.month:
            text = width(style.format(day.month, day.day, end.day))
            assert read_date_span(text, YEAR) == DateSpan(day, end)

    @settings(deadline=None)
    @given(DAYS_OF_YEAR, st.sampled_from(SHORT + LONG), st.sampled_from(ABOUT), WIDTHS)
    def test_a_day_with_more_words_keeps_them(self, day, style, about, width):
        text = half(about.format(style(day)))
        span = read_date_span(width(text), YEAR)
        assert (span.start, span.end) == (day, day)
        assert span.is_approximate
        assert text.endswith(span.note)

    @settings(deadline=None)
    @given(DAYS_OF_YEAR, st.sampled_from(SHORT + LONG), st.integers(1, 6), WIDTHS)
    def test_another_weekday_is_refused(self, day, style, other, width):
        wrong = WEEKDAY[(day.weekday() + other) % 7]
        with pytest.raises(BadDate, match=f"不是星期{wrong}$"):
            read_date_span(width(f"{style(day)}（星期{wrong}）"), YEAR)


STYLED = st.builds(lambda day, style: style(day), DAYS_OF_YEAR, st.sampled_from(SHORT + LONG))
DAMAGED = st.builds(
    lambda text, at, cut, put: text[: at % 9] + put + text[at % 9 + cut :],
    st.one_of(STYLED, st.builds("{}-{}".format, STYLED, STYLED), st.builds("{}至{}".format, STYLED, STYLED)),
    st.integers(0, 8),
    st.integers(0, 2),
    st.text("0123456789元月日号年至-./ 一十五周约初²①", max_size=2),
)
ANYTHING = (
    st.text()
    | st.text("0123456789０２元月日号年至到-—~./ 待定一二十上旬周五午时:约")
    | st.from_regex(r"[\d.月日至/ -]{1,12}")
    | DAMAGED
)


def spelled(text):
    """The numbers that a text spells, in their order, if nothing but a date's characters stands between."""
    text = re.sub(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?", "", half(text).replace(" ", ""))
    text = re.sub(r"(\d{4})(\d{2})(\d{2})(?!\d)", r"\1.\2.\3", text)
    if re.sub(r"[0-9元〇○零一二三四五六七八九十年月日号./至到–—―─−~〜-]", "", text):
        return None
    return [number(token) for token in re.findall(r"[0-9]+|[元〇○零一二三四五六七八九十]+", text)]


def number(token):
    """12, 十二, 元 and 二〇二一 as numbers; None for anything else."""
    if token.isascii():
        return int(token)
    if len(token) == 4:
        return int("".join(str(YEAR_DIGITS.index(c)) for c in token))
    return 1 if token == "元" else HAN_NUMBERS.get(token)


def spellings(start, end):
    """All ways to spell these days, as numbers in their order."""
    firsts = [[start.year, start.month, start.day]]
    if start.year == YEAR:
        firsts.append([start.month, start.day])
    lasts = [[end.year, end.month, end.day]]
    if start.year == end.year:
        lasts.append([end.month, end.day])
        if start.month == end.month:
            lasts.append([end.day])
    return [first + last for first in firsts for last in lasts] + (firsts if start == end else [])


def read_or_none(text):
    """The reader's result, or None if it refuses the text."""
    try:
        return read_date_span(text, YEAR)
    except BadDate:
        return None


class TestAnyText:
    @settings(deadline=None, max_examples=1500)
    @given(ANYTHING)
    @example("2-5日")
    @example("2月2²日")
    def test_days_without_a_mark_are_spelled_by_the_text(self, text):
        span = read_or_none(text)
        if span is not None and span.is_exact:
            assert span.understood
            assert span.start <= span.end
            assert spelled(text) in spellings(span.start, span.end)

    @settings(deadline=None, max_examples=1500)
    @given(ANYTHING)
    def test_it_is_of_one_kind_or_refused(self, text):
        span = read_or_none(text)
        if span is None:
            return
        kinds = [
            span.is_exact,
            span.is_approximate,
            span.is_words,
            span.is_blank,
            span == DateSpan(note="待定"),
        ]
        assert kinds.count(True) == 1
        if span.is_words:
            assert span.note == " ".join(text.split())
        assert span.is_blank == (not text.split())
        assert describe_reading(span, YEAR) or span.is_blank

    @settings(deadline=None, max_examples=800)
    @given(
        ANYTHING | st.builds(lambda about, text: about.format(text), st.sampled_from(ABOUT), STYLED),
        st.integers(2019, 2022),
    )
    @example("2020年12月下旬", 2021)
    @example("2020年12月20日至2021年1月5日左右", 2019)
    @example("2020年12月20日至2021年1月5日左右", 2020)
    @example("约2021年2月20日", 2020)
    def test_what_is_shown_is_read_again(self, text, year):
        span = read_or_none(text)
        if span is not None:
            assert read_date_span(span.text(year), year) == span

    @settings(deadline=None)
    @given(st.tuples(DAYS, DAYS).map(sorted), st.text(max_size=5), st.integers(2000, 2099))
    def test_any_days_can_be_explained(self, days, note, year):
        assert describe_reading(DateSpan(*days, note), year)


class TestPrintedDays:
    @settings(deadline=None)
    @given(st.tuples(DAYS, DAYS).map(sorted), st.integers(2000, 2099), st.booleans())
    def test_what_is_printed_is_read_again(self, days, year, weekdays):
        printed = format_span(*days, "", year=year, weekdays=weekdays)
        assert read_date_span(printed, year) == DateSpan(*days)


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("2月5日", "is_exact"),
            ("2月上旬", "is_approximate"),
            ("2月5日上午", "is_approximate"),
            ("20号左右", "is_words"),
            ("", "is_blank"),
            ("待定", None),
        ],
    )
    def test_a_cell_is_of_one_kind(self, text, kind):
        span = read_date_span(text, 2021)
        kinds = ("is_exact", "is_approximate", "is_words", "is_blank")
        assert [name for name in kinds if getattr(span, name)] == ([kind] if kind else [])


class TestExplaining:
    @pytest.mark.parametrize(
        ("text", "description"),
        [
            ("2.5", "2月5日（星期五）"),
            ("2.5-2.8", "2月5日（星期五）至8日（星期一）"),
            ("1.30-2.3", "1月30日（星期六）至2月3日（星期三）"),
            ("2020.12.30", "2020年12月30日（星期三）"),
            ("2月上旬", "2月上旬（按2月1日至10日理解）"),
            ("2020年12月下旬", "2020年12月下旬（按2020年12月21日至31日理解）"),
            ("2月5日上午9时", "2月5日上午9时（按2月5日理解）"),
            ("未定", "待定"),
            ("20号左右", "未能识别为日期，按说明保留"),
            ("", ""),
        ],
    )
    def test_a_cell_is_shown_back_as_understood(self, text, description):
        assert describe_reading(read_date_span(text, 2021), 2021) == description
