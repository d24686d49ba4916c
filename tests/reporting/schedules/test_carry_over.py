"""A round opens with the content accepted in the round before; 无变化 sends it; changes are shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.reference.plans.choices import MEETINGS
from guidance.reporting.schedules.cells import Cell, Content
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.differences import carry_over, differences, format_moved_days, moved_days
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    open_form,
    press_button,
    save_sheet,
    stored_return,
    submit_sheet,
    trail_verbs,
)


def _first_round_cells():
    """Cells of round 1 without anything to confirm."""
    return {**cells(1, party="1.20", committee="2.5"), **cells(2, party="1.21-1.28", committee="待定")}


@pytest.fixture
def accepted_round(cast, log_in):
    """Round 1 of the cast's unit, accepted."""
    submit_sheet(log_in(cast.reporter), cast.unit, _first_round_cells(), number=1)
    press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
    assert stored_return(cast.unit, number=1).status == "accepted"


def test_it_works(cast, log_in, accepted_round):
    page = read(log_in(cast.reporter).get(address(cast.unit)))
    form = page.form(address(cast.unit))
    assert form[cell(cast.township, "party")] == ["1月20日"]
    assert form[cell(cast.township, "committee")] == ["2月5日"]
    assert "已按第1次接收的内容预填，尚未保存。" in page.text
    assert "未填报" in page.text
    assert not ScheduleReturn.objects.filter(round=cast.round).exists()


def test_a_township_liaison_meets_her_row_filled_in(cast, log_in, accepted_round):
    form = open_form(log_in(cast.township_liaison), cast.unit)
    assert form[cell(cast.township, "party")] == ["1月20日"]


@pytest.mark.parametrize("who", ["leader", "viewer"])
def test_a_reader_is_not_shown_what_nobody_has_sent(cast, log_in, accepted_round, who):
    page = read(log_in(getattr(cast, who)).get(address(cast.unit)))
    assert "融安县妇联还没有上报" in page.text
    assert "1月20日" not in page.text


def test_what_was_sent_and_not_accepted_is_not_carried(cast, log_in):
    submit_sheet(log_in(cast.reporter), cast.unit, _first_round_cells(), number=1)
    page = read(log_in(cast.reporter).get(address(cast.unit)))
    assert page.form(address(cast.unit))[cell(cast.township, "party")] == [""]
    assert "预填" not in page.text


def test_what_was_accepted_counts_although_it_came_back_later(cast, log_in, accepted_round):
    press_button(log_in(cast.clerk), cast.unit, "return", number=1, reason="请核实")
    save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.25"), number=1)
    form = open_form(log_in(cast.reporter), cast.unit)
    assert form[cell(cast.township, "party")] == ["1月20日"]


def test_a_round_left_out_is_bridged(cast, log_in, accepted_round, settings):
    settings.GUIDANCE_TODAY = "2021-03-01"
    page = read(log_in(cast.reporter).get(address(cast.unit, number=3)))
    assert "已按第1次接收的内容预填" in page.text


class TestUnchanged:
    def _press(self, client, unit, typed=()):
        data = open_form(client, unit) | dict(typed) | {"unchanged": "1"}
        return read(client.post(address(unit, "submit"), data, follow=True))

    def test_one_press_sends_it(self, cast, log_in, accepted_round):
        page = self._press(log_in(cast.reporter), cast.unit)
        assert "已上报市妇联组联部。" in page.text
        assert "与第1次相比没有变化" in page.text
        assert trail_verbs(stored_return(cast.unit)) == ["上报"]
        assert stored_return(cast.unit).lines.get(township=cast.township).party_from == date(2021, 1, 20)
        assert stored_return(cast.unit).lines.count() == 2

    def test_with_something_changed_it_is_not_sent(self, cast, log_in, accepted_round):
        page = self._press(log_in(cast.reporter), cast.unit, cells(1, party="1.22"))
        assert "已保存，尚未上报：您改动了第1行 党组织，请核对后按“上报”。" in page.text
        assert stored_return(cast.unit).status == "draft"

    def test_where_something_is_to_be_checked_it_is_confirmed_first(self, cast, log_in, settings):
        odd = _first_round_cells() | cells(1, party="2.6") | {"checked": "on"}
        submit_sheet(log_in(cast.reporter), cast.unit, odd, number=1)
        press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
        page = self._press(log_in(cast.reporter), cast.unit)
        assert "尚未上报：下面有需要核对的地方" in page.text
        page = self._press(log_in(cast.reporter), cast.unit, {"checked": "on"})
        assert "已上报市妇联组联部。" in page.text

    def test_it_is_offered_only_before_the_first_save(self, cast, log_in, accepted_round):
        client = log_in(cast.reporter)
        assert "无变化，上报" in read(client.get(address(cast.unit))).text
        save_sheet(client, cast.unit, cells(1, party="1.22"))
        assert "无变化，上报" not in read(client.get(address(cast.unit))).text


class TestFirstSave:
    def test_every_row_is_stored_with_it(self, cast, log_in, accepted_round):
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.22"))
        lines = ScheduleLine.objects.filter(schedule_return=stored_return(cast.unit))
        days = [line.party_from.day for line in lines.order_by("township__links__order")]
        assert days == [22, 21]

    def test_also_by_a_township_liaison_who_sees_one(self, cast, log_in, accepted_round):
        save_sheet(log_in(cast.township_liaison), cast.unit, cells(1, party="1.22"))
        lines = ScheduleLine.objects.filter(schedule_return=stored_return(cast.unit))
        assert sorted(line.party_from.day for line in lines) == [21, 22]


def test_changed_cells_show_old_and_new(cast, log_in, accepted_round):
    page = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.23", committee="2.3")))
    row = page.row("融安县桥板乡")
    assert "原 1月20日 · 推迟 3 天" in row[2]
    assert "原 2月5日 · 提前 2 天" in row[3]
    assert "原" not in page.row("融安县雅瑶乡")[2]


def test_planned_that_became_actual_is_a_change(cast, log_in, accepted_round):
    page = read(save_sheet(log_in(cast.reporter), cast.unit, cells(1, party_kind="actual")))
    assert "原 1月20日（计划）" in page.row("融安县桥板乡")[2]


DAYS = st.dates(date(2020, 10, 1), date(2021, 12, 31))
SPANS = st.builds(lambda start, days: DateSpan(start, start + timedelta(days=days)), DAYS, st.integers(0, 40))
WORDS = st.sampled_from([DateSpan(), DateSpan(note="待定"), DateSpan(note="20号左右", understood=False)])
CELLS = st.builds(Cell, SPANS | WORDS, st.sampled_from(DateKind.values))
LINES = st.dictionaries(
    st.integers(1, 6), st.fixed_dictionaries({column.value: CELLS for column in MEETINGS}), max_size=6
)
CONTENTS = st.builds(Content, LINES, CELLS)


class TestProperties:
    @settings(deadline=None)
    @given(CONTENTS)
    def test_what_is_kept_with_a_step_is_read_again(self, content):
        assert Content.from_json(content.as_json()) == content

    @settings(deadline=None)
    @given(CONTENTS, st.lists(st.integers(1, 8), unique=True))
    def test_carried_over_every_linked_row_says_what_it_said_and_no_other_comes_along(self, before, linked):
        now = carry_over(before, linked)
        assert sorted(now.lines) == sorted(linked)
        for township in linked:
            for column in MEETINGS:
                assert now.cell(township, column) == before.cell(township, column)
        assert now.completion == before.completion
        assert list(differences(before, now)) == []

    @settings(deadline=None)
    @given(CONTENTS, CONTENTS)
    def test_the_differences_are_the_cells_that_say_something_else(self, before, after):
        reported = {(change.township_id, str(change.column)) for change in differences(before, after)}
        places = [(t, c.value) for t in after.lines for c in MEETINGS]
        really = {(t, c) for t, c in places if not before.cell(t, c).is_equivalent_to(after.cell(t, c))}
        if not before.completion.is_equivalent_to(after.completion):
            really.add((None, "completion"))
        assert reported == really

    @settings(deadline=None)
    @given(CONTENTS, CONTENTS)
    def test_laid_over_the_old_the_differences_give_the_new(self, before, after):
        keys = {
            f"{change.township_id}-{change.column}"
            if change.township_id
            else str(change.column): change.after
            for change in differences(before, after)
        }
        now = before.with_cells(keys)
        assert all(now.cell(t, c).is_equivalent_to(after.cell(t, c)) for t in after.lines for c in MEETINGS)
        assert now.completion.is_equivalent_to(after.completion)

    @settings(deadline=None)
    @given(DAYS, st.integers(0, 20), st.integers(-50, 50))
    def test_a_meeting_put_off_by_so_many_days_moved_by_so_many(self, start, length, days):
        before = DateSpan(start, start + timedelta(days=length))
        after = DateSpan(*(day + timedelta(days=days) for day in (before.start, before.end)))
        assert moved_days(Cell(before), Cell(after)) == days


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (("2021-02-05", "2021-02-05"), ("2021-02-08", "2021-02-08"), 3),
        (("2021-02-05", "2021-02-08"), ("2021-02-05", "2021-02-10"), 2),  # the same start: its end counts
        (("2021-02-05", "2021-02-08"), ("2021-02-03", "2021-02-10"), -2),
        (("2021-02-28", "2021-02-28"), ("2021-03-01", "2021-03-01"), 1),
        (("2021-02-05", "2021-02-05"), ("2021-02-05", "2021-02-05"), 0),
    ],
)
def test_by_how_many_days_it_moved(before, after, days):
    old, new = (Cell(DateSpan(*(date.fromisoformat(day) for day in span))) for span in (before, after))
    assert moved_days(old, new) == days


def test_what_has_no_day_does_not_move():
    later = Cell(DateSpan(note="待定"))
    dated = Cell(DateSpan(date(2021, 2, 5), date(2021, 2, 5)))
    assert moved_days(later, dated) is None
    assert moved_days(dated, later) is None


@pytest.mark.parametrize(("days", "words"), [(3, "推迟 3 天"), (-2, "提前 2 天"), (0, ""), (None, "")])
def test_moved_in_words(days, words):
    assert format_moved_days(days) == words
