"""Elections and indicators by day: the arithmetic of dashboard/progress/rules.py, worked out by hand."""

import pytest

from guidance.oversight.dashboard.progress.rules import (
    Countdown,
    Day,
    Mark,
    Measure,
    Planned,
    Point,
    as_known,
    by_day,
    days_of,
    measure_of,
    next_mark,
)
from guidance.oversight.dashboard.rules import Aim, Share
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.indicators import BY_CODE
from tests.oversight.dashboard.days import FEB


class TestDays:
    HELD = {FEB[3]: 1, FEB[1]: 2, FEB[9]: 1}
    PLANNED = [Planned("甲乡", FEB[1], FEB[2], 3, 2), Planned("乙乡", FEB[4], FEB[8], 4, 0)]
    MARKS = [Mark(FEB[3], "全面铺开")]

    def test_it_works(self):
        """Held 2 on the 1st, 1 on the 3rd; of the planned townships' 7 villages 2, both on the 1st."""
        days = days_of(
            held=self.HELD, held_there={FEB[1]: 2}, planned=self.PLANNED, marks=self.MARKS, today=FEB[5]
        )
        assert days == [
            Day(FEB[1], held=2, total=2, planned=0, held_there=2),
            Day(FEB[2], held=0, total=2, planned=3, held_there=2),  # the last day of 甲乡
            Day(FEB[3], held=1, total=3, planned=3, held_there=2, marks=(Mark(FEB[3], "全面铺开"),)),
            Day(FEB[5], held=0, total=3, planned=3, held_there=2),  # today
            Day(FEB[8], held=0, total=None, planned=7, held_there=None),  # what is to come is a plan
        ]

    def test_an_election_dated_after_today_has_not_been_held(self):
        days = days_of(held=self.HELD, held_there={}, planned=[], marks=[], today=FEB[5])
        assert [(day.day, day.total) for day in days] == [(FEB[1], 2), (FEB[3], 3), (FEB[5], 3)]

    def test_without_a_schedule_nothing_is_compared(self):
        days = days_of(held=self.HELD, held_there={}, planned=[], marks=[], today=FEB[5])
        assert {(day.planned, day.held_there) for day in days} == {(None, None)}

    def test_nothing_at_all_is_today_alone(self):
        days = days_of(held={}, held_there={}, planned=[], marks=[], today=FEB[5])
        assert days == [Day(FEB[5], 0, 0, None, None)]

    def test_the_share_of_all_in_words(self):
        day = Day(FEB[1], held=1, total=1, planned=None, held_there=None)
        assert day.shown_of(3) == "33.3%"
        assert day.shown_of(0) == "—"


@pytest.mark.parametrize(
    ("end", "held", "behind"),
    [(FEB[4], 2, True), (FEB[4], 3, False), (FEB[5], 2, False), (FEB[6], 0, False)],
)
def test_a_township_is_behind_its_own_schedule_when_the_last_day_is_over(end, held, behind):
    assert Planned("甲乡", FEB[1], end, 3, held).is_behind(FEB[5]) is behind


def test_more_dates_than_villages_leave_nothing():
    assert Planned("甲乡", FEB[1], FEB[2], 3, 4).left == 0


def test_by_day_adds_first_and_divides_once():
    """1st: 2/5. 3rd: 2+0 of 5+4 = 2/9. The 9th has not come."""
    points = by_day([(FEB[3], 0, 4), (FEB[1], 2, 5), (FEB[9], 3, 3)], FEB[5])
    assert points == [Point(FEB[1], Share(2, 5)), Point(FEB[3], Share(2, 9))]


def test_as_known_moves_with_a_correction_and_a_deletion_from_their_day_on():
    """1st: 2/5 and 0/4 make 2/9. 3rd: the first is corrected to 3/5. 4th: the second is deleted."""
    changes = [(1, FEB[1], 2, 5), (2, FEB[1], 0, 4), (1, FEB[3], 3, 5), (2, FEB[4], 0, 0)]
    assert as_known(changes) == [
        Point(FEB[1], Share(2, 9)),
        Point(FEB[3], Share(3, 9)),
        Point(FEB[4], Share(3, 5)),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "adds"),
    [
        ("sum", (2, 5), (2, 5)),
        ("sum", (None, None), (0, 0)),
        ("some", (2, 5), (1, 1)),
        ("some", (0, 5), (0, 1)),
        ("some", (None, None), (0, 0)),
    ],
)
def test_what_a_return_adds(kind, values, adds):
    measure = Measure("women", "people", ScheduleColumn.COMMITTEE, kind)
    assert measure.of(dict(zip(("women", "people"), values, strict=True))) == adds


@pytest.mark.parametrize(("value", "adds"), [(True, (1, 1)), (False, (0, 1)), (None, (0, 0))])
def test_an_unknown_answer_is_no_no(value, adds):
    measure = Measure("secretary_woman", "secretary_woman", ScheduleColumn.PARTY, "answers")
    assert measure.of({"secretary_woman": value}) == adds


def test_every_indicator_but_the_progress_itself_can_be_followed():
    assert [code for code, one in BY_CODE.items() if not measure_of(one)] == ["federation_elections_done"]


def test_the_next_day_that_the_plan_names():
    marks = [Mark(FEB[10], "村（居）委会选举全面铺开"), Mark(FEB[3], "已过"), Mark(FEB[5], "今天的")]
    assert next_mark(marks, FEB[5]) == Countdown("今天的", FEB[5], 0)
    assert next_mark(marks, FEB[6]) == Countdown("村（居）委会选举全面铺开", FEB[10], 4)
    assert next_mark(marks, FEB[11]) is None


def test_in_words():
    """28 of 281 does not pass for 10.0 beside a target of 10."""
    assert Point(FEB[1], Share(28, 281)).shown(Aim("at_least", 1000)) == "9.96"
