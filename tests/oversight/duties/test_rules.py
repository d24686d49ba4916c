"""The pure rules of duties at their borders: what is required, by when, and its status."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guidance.core.workflow.deadlines import SHANGHAI
from guidance.oversight.duties.rules import (
    DutyCategory,
    DutyStatus,
    HearingMilestone,
    get_hearing_windows,
    get_observation_due_on,
    get_status,
    sum_duties,
)
from guidance.reporting.schedules.date_spans import DateSpan
from tests.days import FEB, JAN, MAR
from tests.oversight.duties.samples import (
    CLOSES,
    MILESTONES,
    REQUIREMENTS,
    STARTS,
    make_evaluator,
    make_visit,
    shanghai_time,
)

DONE, DUE_SOON, OVERDUE, OPEN = DutyStatus.DONE, DutyStatus.DUE_SOON, DutyStatus.OVERDUE, DutyStatus.OPEN


class TestStanding:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (shanghai_time(FEB[2], 23, 59), OPEN),  # eight days before
            (shanghai_time(FEB[3], 0, 0), DUE_SOON),  # seven
            (shanghai_time(FEB[10], 0, 0), DUE_SOON),
            (shanghai_time(FEB[10], 23, 59), DUE_SOON),
            (shanghai_time(FEB[11], 0, 0), OVERDUE),
        ],
    )
    def test_the_whole_due_day_and_no_minute_more(self, now, expected):
        assert get_status(count=0, required=1, due_on=FEB[10], now=now) == expected

    def test_midnight_is_that_of_shanghai(self):
        before = datetime(2021, 2, 10, 15, 59, tzinfo=UTC)
        assert get_status(count=0, required=1, due_on=FEB[10], now=before) == DUE_SOON
        assert get_status(count=0, required=1, due_on=FEB[10], now=before + timedelta(minutes=1)) == OVERDUE
        with pytest.raises(ValueError, match="time zone"):
            get_status(count=0, required=1, due_on=FEB[10], now=before.replace(tzinfo=None))

    @pytest.mark.parametrize(("count", "expected"), [(0, OVERDUE), (1, OVERDUE), (2, DONE), (3, DONE)])
    def test_done_is_done_whatever_the_day(self, count, expected):
        assert get_status(count=count, required=2, due_on=JAN[24], now=shanghai_time(MAR[31])) == expected

    @pytest.mark.parametrize(
        ("day", "word"),
        [
            (FEB[2], "待完成"),
            (FEB[3], "还有7天"),
            (FEB[9], "明天截止"),
            (FEB[10], "今天截止"),
            (FEB[11], "逾期1天"),
        ],
    )
    def test_in_words(self, day, word):
        assert make_evaluator(now=shanghai_time(day)).hearings(MILESTONES, {}, [])[2].status_text == word


class TestWindows:
    def hearing_windows(self, spans=None, milestones=MILESTONES, starts_on=STARTS):
        return [
            (window.opens_on, window.due_on)
            for window in get_hearing_windows(starts_on, milestones, spans or {})
        ]

    def test_each_milestone_has_its_own(self):
        assert self.hearing_windows() == [(STARTS, JAN[24]), (JAN[25], JAN[30]), (JAN[31], FEB[10])]

    def test_its_days_include_the_first_and_the_last(self):
        window = get_hearing_windows(STARTS, MILESTONES, {})[1]
        assert [window.contains(day) for day in (JAN[24], JAN[25], JAN[30], JAN[31])] == [
            False,
            True,
            True,
            False,
        ]

    def test_an_early_meeting_brings_it_forward_and_changes_their_order(self):
        """The Party meets from 18 January on: its hearing is due on the 17th, before that of the 24th."""
        assert self.hearing_windows({"party": DateSpan(JAN[18], JAN[22])}) == [
            (JAN[18], JAN[24]),
            (STARTS, JAN[17]),
            (JAN[25], FEB[10]),
        ]

    @pytest.mark.parametrize(
        ("start", "due_on", "meets_on"),
        [
            (FEB[9], FEB[8], FEB[9]),
            (FEB[10], FEB[10], None),  # on the milestone's own day
            (FEB[11], FEB[10], None),
            (None, FEB[10], None),
        ],
    )
    def test_a_meeting_before_on_and_after_the_milestone(self, start, due_on, meets_on):
        window = get_hearing_windows(STARTS, MILESTONES, {"committee": DateSpan(start, start)})[2]
        assert (window.due_on, window.meets_on) == (due_on, meets_on)

    def test_those_due_on_one_day_share_their_hearing(self):
        """The Party meets on 25 January: both are due on the 24th."""
        assert self.hearing_windows({"party": DateSpan(JAN[25], JAN[25])})[:2] == [(STARTS, JAN[24])] * 2

    def test_one_that_fell_due_before_the_start_takes_no_day_from_the_next(self):
        assert self.hearing_windows({"party": DateSpan(JAN[2], JAN[2])}, starts_on=JAN[5])[:2] == [
            (JAN[5], JAN[24]),
            (JAN[5], JAN[1]),
        ]


class TestObservationDue:
    @pytest.mark.parametrize(
        ("last_days", "due_on"),
        [
            ([FEB[17], FEB[23]], FEB[23]),
            ([FEB[17], None], CLOSES),  # the other one may be later
            ([None], CLOSES),
            ([], CLOSES),
            ([CLOSES + timedelta(days=1)], CLOSES),
            ([CLOSES], CLOSES),
        ],
    )
    def test_it_works(self, last_days, due_on):
        assert get_observation_due_on(CLOSES, iter(last_days)) == due_on


def test_sums_are_by_kind_and_leave_out_what_is_not_asked():
    evaluator = make_evaluator(now=shanghai_time(FEB[5]))
    hearings = evaluator.hearings(MILESTONES, {}, [make_visit(JAN[20], "hearing")])
    not_required = evaluator.visits([], of_township=True)
    assert not_required.status is None
    (duty_sum,) = sum_duties([*hearings, not_required])
    assert (duty_sum.label, duty_sum.total, duty_sum.done, duty_sum.due_soon, duty_sum.overdue) == (
        "听取汇报",
        3,
        1,
        1,
        1,
    )


def test_the_zone_is_the_offices():
    assert datetime(2021, 2, 10, tzinfo=SHANGHAI).utcoffset() == timedelta(hours=8)
    assert DutyCategory.HEARING not in make_evaluator(by_township=frozenset()).requirements.by_township
    assert REQUIREMENTS.closes_on == date(2021, 3, 31)


def test_a_stage_without_a_meeting_keeps_its_day():
    (window,) = get_hearing_windows(
        STARTS, [HearingMilestone("示例", JAN[24], "completion")], {"party": DateSpan(JAN[10], JAN[10])}
    )
    assert window.due_on == JAN[24]
