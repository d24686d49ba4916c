"""Dates as offices write them, and what is odd about a schedule."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.schedules.rules import (
    BadDate,
    DateSpan,
    Meeting,
    format_span,
    missing_doubts,
    order_doubts,
    read_date_span,
)

FEB_5 = date(2021, 2, 5)
DAYS_OF_2021 = st.dates(date(2021, 1, 1), date(2021, 12, 31))


def test_it_works():
    assert read_date_span("2月5日", 2021) == DateSpan(FEB_5, FEB_5)


class TestReadingADay:
    @pytest.mark.parametrize(
        "text",
        [
            *("2月5日", "2月5号", "2月5", "02月05日", " 2 月 5 日 "),
            *("2.5", "02.05", "2/5", "2-5"),
            *("2021-02-05", "2021年2月5日", "2021.2.5", "2021/2/5", "2021 年 2 月 5 日"),
            *("２月５日", "２．５", "２０２１年２月５日", "2021－02－05"),
        ],
    )
    def test_every_way_to_write_one_day(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, FEB_5)

    def test_first_month_in_the_old_word(self):
        day = date(2021, 1, 20)
        assert read_date_span("元月20日", 2021) == DateSpan(day, day)

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
            *("2月5日至8日", "2月5日到8日", "2月5日-8号", "2月5-8日", "2月5日至2月8日"),
            *("2021-02-05至2021-02-08", "2021年2月5日至8日", "２月５日至８日"),
        ],
    )
    def test_every_way_to_write_one_span(self, text):
        assert read_date_span(text, 2021) == DateSpan(FEB_5, date(2021, 2, 8))

    def test_across_months(self):
        span = read_date_span("1月30日至2月3日", 2021)
        assert (span.start, span.end) == (date(2021, 1, 30), date(2021, 2, 3))

    def test_across_years(self):
        span = read_date_span("2020年12月30日至2021年1月3日", 2021)
        assert (span.start, span.end) == (date(2020, 12, 30), date(2021, 1, 3))

    def test_from_one_day_to_the_same_day(self):
        assert read_date_span("2.5-2.5", 2021) == DateSpan(FEB_5, FEB_5)


class TestReadingWords:
    @pytest.mark.parametrize("text", ["", " ", "　", "\t"])
    def test_blank_says_nothing(self, text):
        assert read_date_span(text, 2021) == DateSpan()

    @pytest.mark.parametrize("text", ["待定", " 待定 "])
    def test_undetermined_is_understood(self, text):
        assert read_date_span(text, 2021) == DateSpan(note="待定")

    @pytest.mark.parametrize(
        "text", ["20号左右", "2月上旬", "春节后", "2.5、2.8", "各村不一", "2月", "🎉", "<b>2.5</b>"]
    )
    def test_other_words_are_kept_as_a_note(self, text):
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
            ("13月1日", "没有“13月1日”这一天"),
            ("0.0", "没有“0月0日”这一天"),
            ("2月5日至31日", "没有“2月31日”这一天"),
            ("1900年2月5日", "年份1900不对，请填2000年至2099年之间的日期"),
            ("1999-12-31", "年份1999不对，请填2000年至2099年之间的日期"),
            ("2100-02-05", "年份2100不对，请填2000年至2099年之间的日期"),
            ("2.5至2100.2.8", "年份2100不对，请填2000年至2099年之间的日期"),
            ("2.8-2.5", "结束日期2月5日早于开始日期2月8日"),
            ("2月8日至5日", "结束日期2月5日早于开始日期2月8日"),
        ],
    )
    def test_what_looks_like_a_date_and_is_none(self, text, message):
        with pytest.raises(BadDate) as refused:
            read_date_span(text, 2021)
        assert str(refused.value) == message

    @pytest.mark.parametrize("text", ["2000-01-01", "2099-12-31"])
    def test_the_first_and_the_last_year_are_good(self, text):
        assert read_date_span(text, 2021).start == date.fromisoformat(text)


class TestProperties:
    @settings(deadline=None)
    @given(st.tuples(DAYS_OF_2021, DAYS_OF_2021).map(sorted))
    def test_what_is_printed_is_read_again(self, days):
        start, end = days
        assert read_date_span(format_span(start, end, "", year=2021), 2021) == DateSpan(start, end)

    @settings(deadline=None)
    @given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 800))
    def test_so_is_a_span_of_any_years(self, start, length):
        end = min(start + timedelta(days=length), date(2099, 12, 31))
        assert read_date_span(format_span(start, end, "", year=2021), 2021) == DateSpan(start, end)

    @settings(deadline=None)
    @given(
        st.text() | st.text("0123456789０２元月日号年至到-—~./ 待定") | st.from_regex(r"[\d.月日至-]{1,12}")
    )
    def test_any_text_is_a_date_or_a_note_or_refused_as_a_bad_date(self, text):
        try:
            span = read_date_span(text, 2021)
        except BadDate:
            return
        if span.start is None:
            assert span.note == " ".join(text.split())
        else:
            assert span.start <= span.end
            assert span.note == ""


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
        ],
    )
    def test_days_as_the_attachment_prints_them(self, start, end, printed):
        assert format_span(start, end, "", year=2021) == printed

    def test_a_note_stands_where_there_is_no_day(self):
        assert format_span(None, None, "待定") == "待定"


def _meetings(party=None, committee=None, federation=None):
    """Three meetings, each as "1.20" or "1.20-1.28"."""
    spans = [read_date_span(text or "", 2021) for text in (party, committee, federation)]
    columns = [("party", "党组织"), ("committee", "村委会"), ("federation", "妇联")]
    return [
        Meeting(code, label, span.start, span.end) for (code, label), span in zip(columns, spans, strict=True)
    ]


def _completion(text=""):
    span = read_date_span(text, 2021)
    return Meeting("completion", "完成换届", span.start, span.end)


def _doubts(meetings, completion=""):
    return list(order_doubts([(7, meetings)], _completion(completion)))


class TestOrder:
    def test_the_lawful_order_is_no_doubt(self):
        assert _doubts(_meetings("1.20", "2.5", "2.20"), "3.5") == []

    def test_equal_days_are_no_doubt(self):
        assert _doubts(_meetings("2.5", "2.5", "2.5"), "2.5") == []

    def test_nothing_known_is_no_doubt(self):
        assert _doubts(_meetings()) == []

    def test_row_and_both_columns_are_named(self):
        (doubt,) = _doubts(_meetings("2.6", "2.5"))
        assert (doubt.row, doubt.column) == (7, "committee")
        assert doubt.text == "第7行“村委会”（2月5日）早于“党组织”（2月6日），请核对。"

    def test_a_gap_between_does_not_hide_the_breach(self):
        (doubt,) = _doubts(_meetings("2.6", None, "2.5"))
        assert doubt.text == "第7行“妇联”（2月5日）早于“党组织”（2月6日），请核对。"

    def test_each_breach_is_told(self):
        assert [doubt.column for doubt in _doubts(_meetings("2.7", "2.6", "2.5"))] == [
            "committee",
            "federation",
        ]

    def test_spans_may_overlap_as_long_as_they_start_in_order(self):
        assert _doubts(_meetings("1.20-2.8", "2.1-2.10")) == []

    def test_a_span_that_starts_before_the_one_before_is_a_doubt(self):
        (doubt,) = _doubts(_meetings("1.20-1.28", "1.19-2.10"))
        assert doubt.text == "第7行“村委会”（1月19日至2月10日）早于“党组织”（1月20日），请核对。"

    def test_completion_waits_for_the_last_day_of_the_federation(self):
        (doubt,) = _doubts(_meetings(federation="2.20-2.25"), "2.24")
        assert (doubt.row, doubt.column) == (7, "completion")
        assert doubt.text == "第7行“完成换届”（2月24日）早于“妇联”（2月25日），请核对。"
        assert _doubts(_meetings(federation="2.20-2.25"), "2.25") == []

    def test_completion_waits_for_the_committee_too(self):
        (doubt,) = _doubts(_meetings("1.20", "2.5"), "2.1")
        assert doubt.text == "第7行“完成换届”（2月1日）早于“村委会”（2月5日），请核对。"

    def test_rows_keep_their_own_doubts(self):
        rows = [(1, _meetings("2.6", "2.5")), (2, _meetings("2.5", "2.6")), (3, _meetings("2.9", "2.8"))]
        assert [doubt.row for doubt in order_doubts(rows, _completion())] == [1, 3]


LABELS = {"party": "党组织", "committee": "村委会"}


class TestMissing:
    def test_an_empty_cell_that_is_asked_for_is_named(self):
        (doubt,) = missing_doubts([(4, {"party": "1月20日"})], ["party", "committee"], LABELS)
        assert (doubt.row, doubt.column) == (4, "committee")
        assert doubt.text == "第4行“村委会”未填；未定的请填“待定”。"

    def test_undetermined_is_not_missing(self):
        cells = {"party": "待定", "committee": "2月5日"}
        assert list(missing_doubts([(4, cells)], ["party", "committee"], LABELS)) == []

    def test_other_columns_are_not_asked_for(self):
        assert list(missing_doubts([(4, {})], [], LABELS)) == []
        assert list(missing_doubts([(4, {})], ["completion"], LABELS)) == []

    def test_rows_come_in_their_order(self):
        rows = [(1, {}), (2, {"party": "2月5日"})]
        found = [(d.row, d.column) for d in missing_doubts(rows, ["party", "committee"], LABELS)]
        assert found == [(1, "party"), (1, "committee"), (2, "committee")]
