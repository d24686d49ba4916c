"""The month, conflicts and hearing days at the borders, worked out by hand."""

from datetime import date, timedelta

import pytest

from guidance.oversight.meetings import rules
from guidance.oversight.meetings.rules import DEADLINE, MEETING, DayHead, Event
from guidance.reporting.schedules.date_spans import DateSpan
from tests.days import FEB, JAN, MAR


def meeting(start=None, end=None, **attributes):
    end = end or start
    days = (start,) if end == start else ()
    return Event(
        **{"uid": "a", "kind": MEETING, "start": start, "end": end, "what": "会", "days": days} | attributes
    )


def month_entries(first, *events):
    """Return the month by day: its entries, and the number of meetings that continue."""
    days = [day for week in rules.make_month_view(first, events, {}) for day in week]
    return {
        day.day: (["结束" if entry.is_end else "开始" for entry in day.entries], day.running)
        for day in days
        if day.entries or day.running
    }


class TestMonth:
    @pytest.mark.parametrize(
        ("first", "weeks", "monday", "sunday"),
        [
            (FEB[1], 4, FEB[1], FEB[28]),  # 1 February 2021 is a Monday
            (date(2024, 2, 1), 5, date(2024, 1, 29), date(2024, 3, 3)),  # a leap year
            (MAR[1], 5, MAR[1], date(2021, 4, 4)),
            (date(2021, 8, 1), 6, date(2021, 7, 26), date(2021, 9, 5)),  # begins on a Sunday
            (date(2021, 12, 1), 5, date(2021, 11, 29), date(2022, 1, 2)),  # over the end of the year
        ],
    )
    def test_weeks_run_from_monday_to_sunday(self, first, weeks, monday, sunday):
        view = rules.make_month_view(first, [], {})
        assert len(view) == weeks
        assert {len(week) for week in view} == {7}
        assert {week[0].day.weekday() for week in view} == {0}
        assert (view[0][0].day, view[-1][-1].day) == (monday, sunday)

    def test_the_leap_day_is_in_february(self):
        days = [d for w in rules.make_month_view(date(2024, 2, 1), [], {}) for d in w if d.is_in_month]
        assert days[-1].day == date(2024, 2, 29)
        assert len(days) == 29

    def test_a_single_day_stands_once(self):
        assert month_entries(FEB[1], meeting(FEB[5])) == {FEB[5]: (["开始"], 0)}

    def test_several_days_stand_at_both_ends_and_are_counted_between(self):
        assert month_entries(FEB[1], meeting(FEB[5], FEB[8])) == {
            FEB[5]: (["开始"], 0),
            FEB[6]: ([], 1),
            FEB[7]: ([], 1),
            FEB[8]: (["结束"], 0),
        }

    def test_two_days_have_nothing_between(self):
        assert month_entries(FEB[1], meeting(FEB[5], FEB[6])) == {
            FEB[5]: (["开始"], 0),
            FEB[6]: (["结束"], 0),
        }

    def test_over_the_end_of_a_month(self):
        span = meeting(JAN[30], FEB[2])
        assert month_entries(JAN[1], span) == {JAN[30]: (["开始"], 0), JAN[31]: ([], 1)}
        assert month_entries(FEB[1], span) == {FEB[1]: ([], 1), FEB[2]: (["结束"], 0)}

    def test_a_whole_month_between(self):
        days = month_entries(FEB[1], meeting(JAN[31], MAR[1]))
        assert days == {day: ([], 1) for day in FEB.values()}

    def test_days_of_the_months_beside_hold_nothing(self):
        """The last row of January 2024 shows 1 to 4 February."""
        assert month_entries(date(2024, 1, 1), meeting(date(2024, 2, 1))) == {}

    def test_only_meetings_go_on(self):
        assert month_entries(FEB[1], meeting(FEB[1], FEB[3], kind=DEADLINE)).keys() == {FEB[1], FEB[3]}

    def test_the_heads(self):
        view = rules.make_month_view(FEB[1], [], {FEB[11]: DayHead("春节")})
        assert view[1][3].head.holiday == "春节"
        assert view[1][4].head == DayHead()

    def test_more_than_fit(self):
        view = rules.make_month_view(FEB[1], [meeting(FEB[1])] * 10, {})
        assert (len(view[0][0].shown), view[0][0].hidden) == (8, 2)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2021-02", FEB[1]),
        ("2021-2", FEB[1]),
        ("2000-01", date(2000, 1, 1)),
        ("2099-12", date(2099, 12, 1)),
        *[
            (text, None)
            for text in ("", "2021", "2021-", "2021-00", "2021-002", "2021-13", "1999-12", "2100-01", "x-1")
        ],
        *[(text, None) for text in ("２０２１-02", "2021-０2", "2021-2-1", "-2021-02", "2021-²")],
    ],
)
def test_reading_a_month(text, first):
    assert rules.parse_month(text) == first


@pytest.mark.parametrize(
    ("first", "step", "expected"),
    [
        (FEB[1], -1, JAN[1]),
        (JAN[1], -1, date(2020, 12, 1)),
        (date(2021, 12, 1), 1, date(2022, 1, 1)),
        (date(2021, 11, 1), 1, date(2021, 12, 1)),
        (date(2000, 1, 1), -1, None),
        (date(2099, 12, 1), 1, None),
    ],
)
def test_the_month_beside(first, step, expected):
    assert rules.get_neighbour_month(first, step) == expected


@pytest.mark.parametrize(
    ("end", "words"),
    [(FEB[5], ""), (FEB[8], "至8日"), (MAR[2], "至3月2日"), (date(2022, 2, 5), "至2022年2月5日")],
)
def test_until(end, words):
    assert meeting(FEB[5], end).until == words


def test_overlapping_takes_the_borders():
    too_early, first, last, too_late = (
        meeting(JAN[30], JAN[31]),
        meeting(JAN[30], FEB[1]),
        meeting(FEB[28]),
        meeting(MAR[1]),
    )
    assert rules.filter_by_days([too_late, last, first, too_early], FEB[1], FEB[28]) == [first, last]


class TestConflicts:
    def test_two_townships_of_one_leader(self):
        first_meeting, second_meeting = (meeting(FEB[8], township=n, leader=1, uid=str(n)) for n in (1, 2))
        (conflict,) = rules.find_conflicts([first_meeting, second_meeting])
        assert (conflict.day, conflict.leader, conflict.events) == (
            FEB[8],
            1,
            (first_meeting, second_meeting),
        )

    @pytest.mark.parametrize(
        "other",
        [
            {"township": 2, "leader": 2},
            {"township": 1, "leader": 1},  # the same township
            {"township": 2, "leader": 1, "start": FEB[9], "end": FEB[9], "days": (FEB[9],)},
            {"township": 2, "leader": 1, "end": FEB[9], "days": ()},  # a span
            {"township": 2, "leader": 1, "kind": DEADLINE},
        ],
    )
    def test_no_clash(self, other):
        assert (
            rules.find_conflicts(
                [meeting(FEB[8], township=1, leader=1), meeting(**{"start": FEB[8]} | other)]
            )
            == []
        )

    def test_the_villages_days_count_within_a_span(self):
        span = meeting(FEB[5], FEB[9], township=1, leader=1, days=(FEB[5], FEB[8], FEB[9]))
        conflicts = rules.find_conflicts([span, meeting(FEB[8], township=2, leader=1)])
        assert [conflict.day for conflict in conflicts] == [FEB[8]]


@pytest.mark.parametrize(
    ("span", "is_actual", "over"),
    [
        (DateSpan(), False, False),
        (DateSpan(note="待定"), False, False),
        (DateSpan(FEB[4], FEB[4]), False, True),
        (DateSpan(FEB[5], FEB[5]), False, False),
        (DateSpan(FEB[5], FEB[5]), True, True),
        (DateSpan(FEB[1], FEB[6]), True, False),
        (DateSpan(FEB[1], FEB[4]), False, True),
    ],
)
def test_whether_a_meeting_is_over(span, is_actual, over):
    assert rules.is_over(span, is_actual=is_actual, today=FEB[5]) is over


class TestHearing:
    """The hearing is due before 10 February."""

    @pytest.mark.parametrize(
        ("span", "due"),
        [
            (DateSpan(), FEB[10]),
            (DateSpan(note="待定"), FEB[10]),
            (DateSpan(FEB[5], FEB[5]), FEB[4]),
            (DateSpan(FEB[9], FEB[9]), FEB[8]),
            (DateSpan(FEB[10], FEB[10]), FEB[10]),
            (DateSpan(FEB[11], FEB[12]), FEB[10]),
            (DateSpan(FEB[9], FEB[20]), FEB[8]),  # it begins earlier
            (
                DateSpan(FEB[1], FEB[10], "2月上旬"),
                JAN[31],
            ),  # as early as the words allow; over a month's end
        ],
    )
    def test_due(self, span, due):
        assert rules.get_hearing_due_on(FEB[10], span) == due

    def test_after_a_leap_day(self):
        first = date(2024, 3, 1)
        assert rules.get_hearing_due_on(first + timedelta(days=9), DateSpan(first, first)) == date(
            2024, 2, 29
        )
