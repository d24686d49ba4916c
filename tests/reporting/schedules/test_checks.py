"""The doubts about a filled-in Attachment 3, at the boundaries of every rule, on the calendar of 2021."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.core.workdays import SpecialDayValue
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.checks import Basis, Doubt, Level, Row, find_doubts
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan, read_date_span

PARTY, COMMITTEE, FEDERATION, COMPLETION = "party", "committee", "federation", "completion"
LABELS = {
    PARTY: "村（社区）党组织换届选举大会时间",
    COMMITTEE: "村（居）委会换届选举大会时间",
    FEDERATION: "村（社区）妇联换届选举大会时间",
    COMPLETION: "所有村（社区）妇联完成换届的时间",
}


def basis(**changes):
    """The plan of 2021 on 14 January, when every date is still to come; nothing required."""
    days = {
        "starts_on": date(2020, 10, 12),
        "issued_on": date(2021, 1, 13),
        "closes_on": date(2021, 3, 31),
        "today": date(2021, 1, 14),
    }
    return Basis(**({"required": (), "special_days": {}} | days | changes))


def cell(text, kind=DateKind.PLANNED):
    """A cell as it is typed; a leading "!" marks it as actual."""
    if text.startswith("!"):
        text, kind = text[1:], DateKind.ACTUAL
    return Cell(read_date_span(text, 2021), kind)


def row(party="", committee="", federation="", number=7):
    """A row with these three cells."""
    texts = {PARTY: party, COMMITTEE: committee, FEDERATION: federation}
    return Row(number, {column: cell(text) for column, text in texts.items()})


def doubts(*rows, completion=None, **changes):
    """All doubts of these rows."""
    return find_doubts(rows, None if completion is None else cell(completion), basis(**changes))


def texts(*rows, level=Level.WARNING, **changes):
    """The messages of the doubts of this level."""
    return [doubt.text for doubt in doubts(*rows, **changes) if doubt.level == level]


def hints(*rows, **changes):
    """The messages of the hints."""
    return texts(*rows, level=Level.HINT, **changes)


def where(column, number=7):
    """The words by which a doubt names its cell."""
    return f"第{number}行“{LABELS[column]}”"


def test_it_works():
    (doubt,) = doubts(row("2月6日", "!2月5日"), today=date(2021, 2, 5))
    assert doubt == Doubt(
        7, COMMITTEE, f"{where(COMMITTEE)}（2月5日）早于“{LABELS[PARTY]}”（2月6日），请核对。", Level.WARNING
    )


def test_a_good_sheet_has_no_warnings():
    rows = [row("1.25", "2.5", "2.20", number=1), row("1.26", "2.6", "2.19-2.22", number=2)]
    assert texts(*rows, completion="3.5", required=tuple(LABELS)) == []


def test_an_empty_sheet_that_nothing_is_asked_of_has_no_doubts():
    assert doubts(row(), row(number=8), completion="") == []
    assert doubts() == []


class TestRequired:
    def test_an_empty_cell_that_is_asked_for(self):
        (doubt,) = doubts(row("2.5", number=2), required=(PARTY, COMMITTEE))
        assert doubt == Doubt(2, COMMITTEE, f"{where(COMMITTEE, 2)}未填；未定的请填“待定”。")

    def test_a_cell_that_the_row_lacks(self):
        assert texts(Row(2, {}), required=(PARTY,)) == [f"{where(PARTY, 2)}未填；未定的请填“待定”。"]

    def test_completion_is_of_the_unit(self):
        (doubt,) = doubts(row(), completion="", required=(COMPLETION,))
        assert doubt == Doubt(None, COMPLETION, f"“{LABELS[COMPLETION]}”未填；未定的请填“待定”。")

    def test_completion_is_not_asked_of_who_does_not_see_it(self):
        assert doubts(row(), required=(COMPLETION,)) == []

    @pytest.mark.parametrize("text", ["待定", "2月上旬"])
    def test_undetermined_and_approximate_are_filled_in(self, text):
        assert texts(row(text), completion="待定", required=(PARTY, COMPLETION)) == []


class TestWords:
    def test_words_that_could_not_be_read(self):
        assert texts(row("20号左右")) == [
            f"{where(PARTY)}“20号左右”未能识别为日期，按说明保留；如已确定，请填日期。"
        ]

    def test_so_with_completion(self):
        assert texts(completion="春节后") == [
            f"“{LABELS[COMPLETION]}”“春节后”未能识别为日期，按说明保留；如已确定，请填日期。"
        ]

    def test_undetermined_is_no_doubt(self):
        assert doubts(row("待定", "未定", "待通知"), completion="待定") == []


class TestOrder:
    def test_equal_days_are_in_order(self):
        assert texts(row("2.5", "2.5", "2.5"), completion="2.5") == []

    def test_each_breach_is_told(self):
        assert texts(row("2.9", "2.8", "2.6")) == [
            f"{where(COMMITTEE)}（2月8日）早于“{LABELS[PARTY]}”（2月9日），请核对。",
            f"{where(FEDERATION)}（2月6日）早于“{LABELS[COMMITTEE]}”（2月8日），请核对。",
        ]

    @pytest.mark.parametrize("between", ["", "待定", "节后"])
    def test_a_gap_between_does_not_hide_the_breach(self, between):
        expected = f"{where(FEDERATION)}（2月5日）早于“{LABELS[PARTY]}”（2月6日），请核对。"
        assert expected in texts(row("2.6", between, "2.5"))

    def test_spans_may_overlap_as_long_as_they_start_in_order(self):
        assert texts(row("1.20-2.8", "1.20-2.10")) == []
        assert texts(row("1.20-1.28", "1.19-2.10")) == [
            f"{where(COMMITTEE)}（1月19日至2月10日）早于“{LABELS[PARTY]}”（1月20日），请核对。"
        ]

    def test_approximate_days_are_taken_as_a_span(self):
        assert texts(row("2.1", "2月上旬")) == []
        assert texts(row("2.2", "2月上旬")) == [
            f"{where(COMMITTEE)}（2月1日至10日）早于“{LABELS[PARTY]}”（2月2日），请核对。"
        ]

    def test_completion_waits_for_the_last_day_of_the_federation(self):
        rows = [row(federation="2.20-2.25"), row(federation="2.22", number=8)]
        assert doubts(*rows, completion="2.24") == [
            Doubt(
                7,
                COMPLETION,
                f"{where(COMPLETION)}（2月24日）早于“{LABELS[FEDERATION]}”（2月25日），请核对。",
            )
        ]
        assert doubts(*rows, completion="2.25") == []

    def test_completion_waits_for_the_federation_alone_where_its_day_is_known(self):
        assert texts(row(committee="2.5-2.10", federation="2.6"), completion="2.6") == []

    def test_completion_is_not_compared_for_who_does_not_see_it(self):
        assert doubts(row(federation="2.20-2.25")) == []

    def test_without_a_federation_day_completion_waits_for_the_latest_one(self):
        assert texts(row("2.4-2.9", "2.5"), completion="2.8") == [
            f"{where(COMPLETION)}（2月8日）早于“{LABELS[PARTY]}”（2月9日），请核对。"
        ]
        assert texts(row("2.4-2.9", "2.5"), completion="2.9") == []

    def test_a_completion_about_the_last_meeting_is_in_order(self):
        assert texts(row(federation="3.5"), completion="3月上旬") == []
        assert texts(row(federation="3.11"), completion="3月上旬") == [
            f"{where(COMPLETION)}（3月1日至10日）早于“{LABELS[FEDERATION]}”（3月11日），请核对。"
        ]

    def test_rows_keep_their_own_doubts(self):
        rows = [row("2.6", "2.5", number=1), row("2.5", "2.6", number=2), row("2.9", "2.8", number=3)]
        assert [doubt.row for doubt in doubts(*rows) if doubt.level == Level.WARNING] == [1, 3]


class TestTerm:
    def test_before_the_term(self):
        assert texts(row("2020.10.11")) == [
            f"{where(PARTY)}（2020年10月11日）不在本届换届期间（2020年10月12日起），请核对。"
        ]

    @pytest.mark.parametrize("text", ["2020.10.12", "1.12", "1.12-1.14"])
    def test_within_the_term_and_before_the_notice(self, text):
        (doubt,) = texts(row(text))
        assert doubt.endswith("）早于通知印发日期1月13日，请核对。")

    def test_on_the_day_of_the_notice(self):
        assert texts(row("1.13")) == []

    def test_on_the_closing_date(self):
        assert texts(row(federation="3.31"), completion="3.31") == []

    @pytest.mark.parametrize(
        ("text", "days"), [("4.1", "4月1日"), ("3.30-4.1", "3月30日至4月1日"), ("2022.2.8", "2022年2月8日")]
    )
    def test_after_the_closing_date(self, text, days):
        assert texts(row(federation=text)) == [
            f"{where(FEDERATION)}（{days}）晚于换届完成期限3月31日，请核对。"
        ]

    def test_completion_after_the_closing_date(self):
        assert doubts(completion="4.1") == [
            Doubt(None, COMPLETION, f"“{LABELS[COMPLETION]}”（4月1日）晚于换届完成期限3月31日，请核对。")
        ]

    def test_only_the_most_serious_is_told(self):
        (doubt,) = texts(row("2020年9月1日至2021年4月1日"))
        assert "不在本届换届期间" in doubt


class TestHolidays:
    @pytest.mark.parametrize("text", ["2.10", "2.18", "2.7", "2.20", "1.24", "2.10-2.18"])
    def test_working_days_and_weekends_are_no_doubt(self, text):
        assert texts(row(federation=text)) == []

    @pytest.mark.parametrize(
        ("text", "day"), [("2.11", 11), ("2.17", 17), ("2.10-2.12", 12), ("2.12-2.18", 12)]
    )
    def test_the_first_or_last_day_on_a_holiday(self, text, day):
        assert texts(row(federation=text)) == [f"{where(FEDERATION)}：2月{day}日是春节假期，请核对。"]

    def test_both_days_on_a_holiday(self):
        assert len(texts(row(federation="2.11-2.17"))) == 2

    @pytest.mark.parametrize(("text", "number"), [("2月中旬", 0), ("2月12日上午", 1), ("约2月12日", 1)])
    def test_the_ends_of_a_third_of_a_month_are_nobodys_meeting(self, text, number):
        assert len(texts(row(federation=text))) == number

    def test_special_days_go_before(self):
        special_days = {
            date(2021, 3, 3): SpecialDayValue("三月三"),
            date(2021, 2, 12): SpecialDayValue("调休上班", is_holiday=False),
        }
        assert texts(row(federation="3.3"), special_days=special_days) == [
            f"{where(FEDERATION)}：3月3日是三月三假期，请核对。"
        ]
        assert texts(row(federation="2.12"), special_days=special_days) == []

    def test_so_with_completion(self):
        assert texts(completion="2.12") == [f"“{LABELS[COMPLETION]}”：2月12日是春节假期，请核对。"]


class TestToday:
    @pytest.mark.parametrize("text", ["!2.4", "!2.5", "!2.4-2.5", "!2月5日上午"])
    def test_actual_until_today_is_no_doubt(self, text):
        assert doubts(row(text), today=date(2021, 2, 5)) == []

    @pytest.mark.parametrize(
        ("text", "day"), [("!2.6", "2月6日"), ("!2.5-2.6", "2月6日"), ("!2月上旬", "2月10日")]
    )
    def test_actual_in_the_future(self, text, day):
        assert texts(row(text), today=date(2021, 2, 5)) == [
            f"{where(PARTY)}填为“实际”，但{day}还没有到，请核对。"
        ]

    def test_planned_for_today_is_no_doubt(self):
        assert doubts(row("2.4-2.5", "2.5", "2.5"), completion="2.5", today=date(2021, 2, 5)) == []

    def test_planned_and_past_is_a_hint(self):
        assert doubts(row("2.4"), completion="2.4", today=date(2021, 2, 5)) == [
            Doubt(
                7,
                PARTY,
                f"{where(PARTY)}（2月4日）计划日期已过，请核对是否已召开，已召开的请改为“实际”。",
                Level.HINT,
            ),
            Doubt(
                None,
                COMPLETION,
                f"“{LABELS[COMPLETION]}”（2月4日）计划日期已过，请核对是否已完成，已完成的请改为“实际”。",
                Level.HINT,
            ),
        ]


class TestVoterList:
    CLAUSE = "（选举日20日前，《村民委员会组织法》第十四条）"

    @pytest.mark.parametrize("text", ["2.5", "2.5-2.8", "2月5日上午"])
    def test_it_is_still_to_be_posted(self, text):
        assert doubts(row(committee=text)) == [
            Doubt(7, COMMITTEE, f"{where(COMMITTEE)}：选民名单应在1月16日前公布{self.CLAUSE}。", Level.HINT)
        ]

    def test_its_last_day_is_still_in_time(self):
        (hint,) = hints(row(committee="2.5"), today=date(2021, 1, 16))
        assert "应在1月16日前公布" in hint

    def test_it_should_have_been_posted(self):
        assert hints(row(committee="2.5"), today=date(2021, 1, 17)) == [
            f"{where(COMMITTEE)}：选民名单应已于1月16日前公布{self.CLAUSE}，请确认。"
        ]

    @pytest.mark.parametrize("text", ["2.5", "!2.5"])
    def test_it_is_not_asked_for_once_polling_day_has_come(self, text):
        assert hints(row(committee=text), today=date(2021, 2, 5)) == []

    def test_it_is_asked_for_the_committee_only(self):
        assert hints(row("2.5", "", "2.5"), completion="2.5") == []


class TestOneDay:
    def test_all_rows_on_one_day(self):
        rows = [row("2.5", number=1), row("2.5", number=2)]
        assert doubts(*rows) == [
            Doubt(None, PARTY, f"各行“{LABELS[PARTY]}”都是2月5日，请核对是否确在同一天。")
        ]

    @pytest.mark.parametrize("other", ["2.6", "", "待定", "2.5-2.6", "节后", "2022.2.5"])
    def test_another_day_or_none_in_one_row(self, other):
        rows = [row("2.5", number=1), row(other, number=2), row("2.5", number=3)]
        assert [text for text in texts(*rows) if "各行" in text] == []

    def test_the_same_span_is_no_doubt(self):
        assert texts(row("2.5-2.8", number=1), row("2.5-2.8", number=2)) == []

    def test_one_row_is_no_doubt(self):
        assert texts(row("2.5")) == []

    def test_each_column_by_itself(self):
        rows = [row("2.4", "2.5", number=1), row("2.3", "2.5", number=2)]
        assert [doubt.column for doubt in doubts(*rows) if doubt.level == Level.WARNING] == [COMMITTEE]


def test_by_row_then_column_then_seriousness_and_the_unit_last():
    rows = [
        row("2.9", "2.12", "节后", number=9),
        row("!2.20", "2.12", "", number=2),
    ]
    ordered = doubts(*rows, completion="4.1", required=(FEDERATION,))
    assert [(doubt.row, doubt.column, doubt.level) for doubt in ordered] == [
        (2, PARTY, Level.WARNING),
        (2, COMMITTEE, Level.WARNING),  # before the Party's meeting
        (2, COMMITTEE, Level.WARNING),  # Spring Festival
        (2, COMMITTEE, Level.HINT),
        (2, FEDERATION, Level.WARNING),
        (9, COMMITTEE, Level.WARNING),
        (9, COMMITTEE, Level.HINT),
        (9, FEDERATION, Level.WARNING),
        (None, COMMITTEE, Level.WARNING),
        (None, COMPLETION, Level.WARNING),
    ]


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SPANS = st.one_of(
    st.builds(DateSpan, note=st.sampled_from(["", "待定"])),
    st.builds(DateSpan, note=st.text(min_size=1), understood=st.just(False)),
    st.builds(
        lambda days, note: DateSpan(days[0], days[1], note),
        st.tuples(DAYS, DAYS).map(sorted),
        st.text(max_size=3),
    ),
    DAYS.map(lambda day: DateSpan(day, day)),
)
CELLS = st.builds(Cell, SPANS, st.sampled_from(DateKind))
ROWS = st.builds(
    Row, st.integers(1, 18), st.dictionaries(st.sampled_from([PARTY, COMMITTEE, FEDERATION]), CELLS)
)


@settings(deadline=None)
@given(
    st.lists(ROWS, max_size=3),
    st.none() | CELLS,
    DAYS,
    st.sets(st.sampled_from(sorted(LABELS))).map(tuple),
)
def test_any_sheet_can_be_checked(rows, completion, today, required):
    for doubt in find_doubts(rows, completion, basis(today=today, required=required)):
        assert LABELS[doubt.column] in doubt.text
        assert doubt.text.endswith("。")
        assert doubt.row is None or doubt.text.startswith(f"第{doubt.row}行")
        assert completion is not None or doubt.column != COMPLETION
