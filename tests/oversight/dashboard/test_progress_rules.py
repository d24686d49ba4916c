"""The arithmetic of dashboard/progress/rules.py, with results worked out by hand."""

import pytest

from guidance.oversight.dashboard.progress.rules import (
    Countdown,
    DatedShare,
    Mark,
    Measure,
    PlannedTownship,
    ProgressDay,
    add_up_as_known,
    add_up_by_election_day,
    get_countdown,
    get_measure,
    make_days,
)
from guidance.oversight.dashboard.rules import Share, TargetValue
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.indicators import INDICATORS_BY_CODE
from tests.days import FEB


class TestDays:
    HELD = {FEB[3]: 1, FEB[1]: 2, FEB[9]: 1}
    PLANNED = [PlannedTownship("甲乡", FEB[1], FEB[2], 3, 2), PlannedTownship("乙乡", FEB[4], FEB[8], 4, 0)]
    MARKS = [Mark(FEB[3], "全面铺开")]

    def test_it_works(self):
        """Held: 2 on the 1st, 1 on the 3rd; of the planned townships' 7 villages 2, both on the 1st."""
        days = make_days(
            held=self.HELD, held_in_planned={FEB[1]: 2}, planned=self.PLANNED, marks=self.MARKS, today=FEB[5]
        )
        assert days == [
            ProgressDay(FEB[1], held=2, total=2, planned=0, held_in_planned=2),
            ProgressDay(FEB[2], held=0, total=2, planned=3, held_in_planned=2),  # the last day of 甲乡
            ProgressDay(
                FEB[3], held=1, total=3, planned=3, held_in_planned=2, marks=(Mark(FEB[3], "全面铺开"),)
            ),
            ProgressDay(FEB[5], held=0, total=3, planned=3, held_in_planned=2),  # today
            ProgressDay(
                FEB[8], held=0, total=None, planned=7, held_in_planned=None
            ),  # what is to come is a plan
        ]

    def test_an_election_dated_after_today_has_not_been_held(self):
        days = make_days(held=self.HELD, held_in_planned={}, planned=[], marks=[], today=FEB[5])
        assert [(day.day, day.total) for day in days] == [(FEB[1], 2), (FEB[3], 3), (FEB[5], 3)]

    def test_without_a_schedule_nothing_is_compared(self):
        days = make_days(held=self.HELD, held_in_planned={}, planned=[], marks=[], today=FEB[5])
        assert {(day.planned, day.held_in_planned) for day in days} == {(None, None)}

    def test_nothing_at_all_is_today_alone(self):
        days = make_days(held={}, held_in_planned={}, planned=[], marks=[], today=FEB[5])
        assert days == [ProgressDay(FEB[5], 0, 0, None, None)]

    def test_the_share_of_all_in_words(self):
        day = ProgressDay(FEB[1], held=1, total=1, planned=None, held_in_planned=None)
        assert day.format_share(3) == "33.3%"
        assert day.format_share(0) == "—"


@pytest.mark.parametrize(
    ("end", "held", "is_behind"),
    [(FEB[4], 2, True), (FEB[4], 3, False), (FEB[5], 2, False), (FEB[6], 0, False)],
)
def test_a_township_is_behind_its_own_schedule_when_the_last_day_is_over(end, held, is_behind):
    assert PlannedTownship("甲乡", FEB[1], end, 3, held).is_behind(FEB[5]) is is_behind


def test_more_dates_than_villages_leave_nothing():
    assert PlannedTownship("甲乡", FEB[1], FEB[2], 3, 4).villages_left == 0


def test_by_day_adds_first_and_divides_once():
    """1st: 2/5. 3rd: 2+0 of 5+4 = 2/9. The 9th has not come."""
    points = add_up_by_election_day([(FEB[3], 0, 4), (FEB[1], 2, 5), (FEB[9], 3, 3)], FEB[5])
    assert points == [DatedShare(FEB[1], Share(2, 5)), DatedShare(FEB[3], Share(2, 9))]


def test_as_known_moves_with_a_correction_and_a_deletion_from_their_day_on():
    """1st: 2/5 and 0/4 make 2/9. 3rd: the first is corrected to 3/5. 4th: the second is deleted."""
    changes = [(1, FEB[1], 2, 5), (2, FEB[1], 0, 4), (1, FEB[3], 3, 5), (2, FEB[4], 0, 0)]
    assert add_up_as_known(changes) == [
        DatedShare(FEB[1], Share(2, 9)),
        DatedShare(FEB[3], Share(3, 9)),
        DatedShare(FEB[4], Share(3, 5)),
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
    assert measure.get_part_and_whole(dict(zip(("women", "people"), values, strict=True))) == adds


@pytest.mark.parametrize(("value", "adds"), [(True, (1, 1)), (False, (0, 1)), (None, (0, 0))])
def test_an_unknown_answer_is_no_no(value, adds):
    measure = Measure("secretary_woman", "secretary_woman", ScheduleColumn.PARTY, "answers")
    assert measure.get_part_and_whole({"secretary_woman": value}) == adds


def test_every_indicator_but_the_progress_itself_can_be_followed():
    assert [code for code, indicator in INDICATORS_BY_CODE.items() if not get_measure(indicator)] == [
        "federation_elections_done"
    ]


def test_the_next_day_that_the_plan_names():
    marks = [Mark(FEB[10], "村（居）委会选举全面铺开"), Mark(FEB[3], "已过"), Mark(FEB[5], "今天的")]
    assert get_countdown(marks, FEB[5]) == Countdown("今天的", FEB[5], 0)
    assert get_countdown(marks, FEB[6]) == Countdown("村（居）委会选举全面铺开", FEB[10], 4)
    assert get_countdown(marks, FEB[11]) is None


def test_in_words():
    """28 of 281 does not pass for 10.0 beside a target of 10."""
    assert DatedShare(FEB[1], Share(28, 281)).format_share(TargetValue("at_least", 1000)) == "9.96"
