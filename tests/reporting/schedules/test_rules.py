"""The reader of dates, on texts as offices write them."""

from datetime import date

import pytest

from guidance.reporting.schedules.date_spans import (
    BadDate,
    DateSpan,
    format_span,
    read_date_span,
)

FEB_5 = date(2021, 2, 5)


def test_it_works():
    assert read_date_span("2月5日", 2021) == DateSpan(FEB_5, FEB_5)


class TestReadingADay:
    @pytest.mark.parametrize(
        "text",
        [
            *("2月5日", "2月5号", "2月5", "02月05日", " 2 月 5 日 ", "2.5", "02.05", "2/5", "2-5", "2.5日"),
            *("2021-02-05", "2021年2月5日", "2021.2.5", "2021/2/5", "2021 年 2 月 5 日", "20210205"),
            *("２月５日", "２．５", "２／５", "２０２１年２月５日", "2021－02－05", "２０２１０２０５"),
            *("二月五日", "二月五号", "二月5日", "2月五日", "二〇二一年二月五日", "2021年二月五日"),
            *("2月5日（星期五）", "2月5日(周五)", "2月5日 周五", "2.5星期五", "２月５日（礼拜五）"),
        ],
    )
    def test_every_way_to_write_one_day(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, FEB_5)

    @pytest.mark.parametrize(
        "text", ["元月20日", "元月２０日", "元月二十日", "一月二十日", "1.20", "１．２０"]
    )
    def test_first_month_in_the_old_word(self, text):
        day = date(2021, 1, 20)
        assert read_date_span(text, 2021) == DateSpan(day, day)

    @pytest.mark.parametrize(
        ("text", "month", "day"), [("十月十日", 10, 10), ("十一月十一日", 11, 11), ("十二月三十一日", 12, 31)]
    )
    def test_chinese_numerals(self, text, month, day):
        assert read_date_span(text, 2021).start == date(2021, month, day)

    def test_a_sunday_has_two_words(self):
        assert read_date_span("2月7日（星期天）", 2021) == read_date_span("2月7日（周日）", 2021)

    def test_the_year_of_the_round_counts_where_none_is_written(self):
        assert read_date_span("2月5日", 2026).start == date(2026, 2, 5)

    def test_a_written_year_goes_before(self):
        assert read_date_span("2020年12月30日", 2021).start == date(2020, 12, 30)

    def test_a_leap_day_counts_in_its_year_only(self):
        assert read_date_span("2.29", 2024).start == date(2024, 2, 29)
        with pytest.raises(BadDate):
            read_date_span("2.29", 2021)


class TestReadingASpan:
    @pytest.mark.parametrize(
        "text",
        [
            *("2.5-2.8", "2.5—2.8", "2.5——2.8", "2.5–2.8", "2.5~2.8", "2.5～2.8", "2.5至2.8", "2.5 - 2.8"),
            *("2月5日至8日", "2月5日到8日", "2月5日-8号", "2月5-8日", "2月5日至2月8日", "2-5至2-8"),
            *("2021-02-05至2021-02-08", "2021年2月5日至8日", "２月５日至８日", "20210205-20210208"),
            *("2.5-8", "2/5-8", "2月5-8", "2月5日-8", "２．５－８", "2021.2.5-8"),
            *("二月五日至八日", "二月五日至二月八日", "2月5日（星期五）至8日（星期一）", "2.5-2.8（周一）"),
        ],
    )
    def test_every_way_to_write_one_span(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, date(2021, 2, 8))

    def test_across_months(self):
        span = read_date_span("1月30日至2月3日", 2021)
        assert (span.start, span.end) == (date(2021, 1, 30), date(2021, 2, 3))

    @pytest.mark.parametrize("text", ["2020年12月30日至2021年1月3日", "2020.12.30-2021.1.3"])
    def test_across_years(self, text):
        span = read_date_span(text, 2021)
        assert (span.start, span.end) == (date(2020, 12, 30), date(2021, 1, 3))

    def test_from_one_day_to_the_same_day(self):
        assert read_date_span("2.5-2.5", 2021) == DateSpan(FEB_5, FEB_5)


class TestReadingWithANote:
    """Days that are approximate, or text that says more than the day: the page shows what was typed."""

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            *(("2月上旬", (2, 1), (2, 10)), ("2月中旬", (2, 11), (2, 20)), ("2月下旬", (2, 21), (2, 28))),
            *(("元月上旬", (1, 1), (1, 10)), ("二月下旬", (2, 21), (2, 28)), ("1月下旬", (1, 21), (1, 31))),
            *(("2月上旬至中旬", (2, 1), (2, 20)), ("2月下旬至3月上旬", (2, 21), (3, 10))),
            *(("预计2月上旬", (2, 1), (2, 10)), ("2月上旬左右", (2, 1), (2, 10))),
        ],
    )
    def test_a_third_of_a_month(self, text, first, last):
        days = date(2021, *first), date(2021, *last)
        assert read_date_span(text, 2021) == DateSpan(*days, text)

    def test_the_last_third_of_february_follows_the_year(self):
        assert read_date_span("2月下旬", 2024).end == date(2024, 2, 29)

    @pytest.mark.parametrize(
        "text",
        [
            *("2月5日左右", "2月5日前后", "约2月5日", "大约2.5", "暂定2月5日", "暂定于2月5日", "拟2月5日"),
            *("预计2月5日", "拟定于2月5日", "拟于2月5日", "暂定二月五日", "2月5日(暂定)", "暂定:2月5日"),
            *("2月5日上午", "2月5日上午9时", "2月5日 9:30", "2月5日9点", "2月5日9点半", "2月5日上午9时30分"),
            *("2.5 9:30", "2月5日(星期五)上午", "2月5日九点", "2月5日9:00-11:30", "约2021年2月5日"),
        ],
    )
    def test_a_day_with_more_words(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, FEB_5, text)

    @pytest.mark.parametrize(
        "text",
        [
            "暂定2月5日至8日",
            "2.5-8左右",
            "预计2.5-2.8",
            "2月5日9时至8日11时",
            "2月5日至8日上午",
            "2.5-2.8 9:30",
        ],
    )
    def test_a_span_with_more_words(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, date(2021, 2, 8), text)

    @pytest.mark.parametrize(
        ("text", "note"),
        [
            ("２月上旬", "2月上旬"),
            ("２月５日　９：３０", "2月5日 9:30"),
            ("2月5日（星期五）上午", "2月5日(星期五)上午"),
            ("2021年2月上旬", "2月上旬"),
        ],
    )
    def test_the_note_is_half_width_and_leaves_the_leading_year_to_the_days(self, text, note):
        assert read_date_span(text, 2021).note == note

    def test_another_year_is_shown_with_the_note(self):
        span = read_date_span("2020年12月下旬", 2021)
        assert span == DateSpan(date(2020, 12, 21), date(2020, 12, 31), "12月下旬")
        assert span.text(2021) == "2020年12月下旬"
        assert span.text(2020) == "12月下旬"
        assert read_date_span("约2020年12月20日", 2021).text(2021) == "约2020年12月20日"

    def test_a_note_that_is_no_date_stands_alone(self):
        assert DateSpan(FEB_5, FEB_5, "分两批").text(2020) == "分两批"


class TestReadingWords:
    @pytest.mark.parametrize("text", ["", " ", "　", "\t"])
    def test_blank_says_nothing(self, text):
        assert read_date_span(text, 2021) == DateSpan()

    @pytest.mark.parametrize(
        "text", ["待定", " 待定 ", "待 定", "未定", "暂未定", "待通知", "尚未确定", "另行通知"]
    )
    def test_undetermined_is_understood(self, text):
        assert read_date_span(text, 2021) == DateSpan(note="待定")

    @pytest.mark.parametrize(
        "text",
        [
            *("20号左右", "春节后", "2.5、2.8", "各村不一", "2月", "2月底", "2021年2月", "🎉", "<b>2.5</b>"),
            *("2月20日前", "2月20日后", "2月20日以前", "2月5日、6日", "2月5日或8日", "暂定", "约20日"),
            *("2月5日25时", "2.59:30", "2月5日（星期五", "2月5日星期五）"),
        ],
    )
    def test_other_words_are_kept_as_a_note(self, text):
        assert read_date_span(text, 2021) == DateSpan(note=text, understood=False)

    @pytest.mark.parametrize(
        "text",
        [
            "初五",
            "二月初五",
            "二月十五",
            "正月二十日",
            "腊月二十日",
            "农历二月五日",
            "二月五日（农历）",
            "春节",
        ],
    )
    def test_the_lunar_calendar_is_not_read(self, text):
        assert read_date_span(text, 2021) == DateSpan(note=text, understood=False)

    @pytest.mark.parametrize(
        "text",
        [
            *("2-5日", "2/5日", "2021年2-5日"),  # the 2nd to the 5th?
            *("01-02-03日", "2-5-2-8"),  # a day of 2001?
            *("1.20-2", "2.5-5"),  # a month?
            *("2月5日9时-10", "2.5-8 9:30"),  # hours?
            "2月5日至2022年2月8日",  # both in 2022?
            *("2月2²日", "2月②日", "⒉5", "2.½"),  # a footnote, a number of a list?
            "82823290",  # a telephone
        ],
    )
    def test_what_could_mean_two_things_is_kept_as_a_note(self, text):
        assert read_date_span(text, 2021) == DateSpan(note=text, understood=False)

    @pytest.mark.parametrize("text", ["暂定（以镇里通知为准），另报", "第①批：初五"])
    def test_a_note_keeps_its_characters(self, text):
        assert read_date_span(text, 2021).note == text

    def test_a_note_does_not_grow_beyond_what_was_typed(self):
        assert len(read_date_span("㍿" * 100, 2021).note) == 100


class TestRefusing:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("2月31日", "没有“2月31日”这一天"),
            ("2.31", "没有“2月31日”这一天"),
            ("2021-02-31", "没有“2月31日”这一天"),
            ("20210231", "没有“2月31日”这一天"),
            ("二月三十一日", "没有“2月31日”这一天"),
            ("暂定2月31日", "没有“2月31日”这一天"),
            ("2月31日左右", "没有“2月31日”这一天"),
            ("2月31日上午9时", "没有“2月31日”这一天"),
            ("2.20-31", "没有“2月31日”这一天"),
            ("13月1日", "没有“13月1日”这一天"),
            ("13月上旬", "没有“13月1日”这一天"),
            ("0.0", "没有“0月0日”这一天"),
            ("2月5日至31日", "没有“2月31日”这一天"),
            ("1900年2月5日", "年份1900不对，请填2000年至2099年之间的日期"),
            ("1900年2月上旬", "年份1900不对，请填2000年至2099年之间的日期"),
            ("1999-12-31", "年份1999不对，请填2000年至2099年之间的日期"),
            ("19991231", "年份1999不对，请填2000年至2099年之间的日期"),
            ("2100-02-05", "年份2100不对，请填2000年至2099年之间的日期"),
            ("2.5至2100.2.8", "年份2100不对，请填2000年至2099年之间的日期"),
            ("2.8-2.5", "结束日期2月5日早于开始日期2月8日"),
            ("2月8日至5日", "结束日期2月5日早于开始日期2月8日"),
            ("2月下旬至中旬", "结束日期2月20日早于开始日期2月21日"),
            ("2月5日（星期六）", "2月5日是星期五，不是星期六"),
            ("2月7日周一", "2月7日是星期日，不是星期一"),
            ("2月5日至8日（星期日）", "2月8日是星期一，不是星期日"),
        ],
    )
    def test_what_looks_like_a_date_and_is_none(self, text, message):
        with pytest.raises(BadDate) as refusal:
            read_date_span(text, 2021)
        assert str(refusal.value) == message

    @pytest.mark.parametrize("text", ["2000-01-01", "2099-12-31"])
    def test_the_first_and_the_last_year_are_good(self, text):
        assert read_date_span(text, 2021).start == date.fromisoformat(text)


class TestPrinting:
    @pytest.mark.parametrize(
        ("start", "end", "printed"),
        [
            (date(2021, 1, 20), date(2021, 1, 20), "1月20日"),
            (date(2021, 1, 20), None, "1月20日"),
            (date(2021, 1, 20), date(2021, 1, 28), "1月20日至28日"),
            (date(2021, 1, 30), date(2021, 2, 3), "1月30日至2月3日"),
            (date(2020, 12, 30), date(2021, 1, 3), "2020年12月30日至2021年1月3日"),
            (date(2022, 1, 5), date(2022, 1, 5), "2022年1月5日"),
            (date(2021, 12, 30), date(2022, 1, 3), "2021年12月30日至2022年1月3日"),
        ],
    )
    def test_days_as_the_attachment_prints_them(self, start, end, printed):
        assert format_span(start, end, "", year=2021) == printed

    def test_a_note_stands_where_there_is_no_day(self):
        assert format_span(None, None, "待定") == "待定"
