"""Last days at their edges: the whole day in Shanghai, an extension, a return, a round that was closed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from guidance.core.workflow.deadlines import (
    SHANGHAI,
    closed_reason,
    days_left,
    end_of_day,
    is_late,
    is_overdue,
    last_day,
    late_days,
    local_day,
)


def feb(day):
    return date(2021, 2, day)


DUE = feb(10)
LAST_SECOND = datetime(2021, 2, 10, 23, 59, 59, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2021, 2, 11, tzinfo=SHANGHAI)


class TestTheWholeLastDay:
    def test_its_last_second_is_in_time_and_midnight_is_late(self):
        assert (is_late(DUE, LAST_SECOND), late_days(DUE, LAST_SECOND)) == (False, 0)
        assert (is_late(DUE, MIDNIGHT), late_days(DUE, MIDNIGHT)) == (True, 1)
        assert late_days(DUE, MIDNIGHT + timedelta(days=20)) == 21
        assert late_days(DUE, MIDNIGHT - timedelta(days=20)) == 0

    def test_the_day_is_that_of_shanghai_whatever_the_zone_of_the_moment(self):
        assert not is_late(DUE, datetime(2021, 2, 10, 15, 59, 59, tzinfo=UTC))
        assert is_late(DUE, datetime(2021, 2, 10, 16, 0, tzinfo=UTC))

    def test_a_moment_without_a_zone_has_no_day(self):
        with pytest.raises(ValueError, match="time zone"):
            local_day(LAST_SECOND.replace(tzinfo=None))

    def test_it_ends_where_the_next_begins(self):
        assert end_of_day(DUE) == MIDNIGHT
        assert local_day(MIDNIGHT - timedelta(microseconds=1)) == DUE
        assert local_day(MIDNIGHT) == feb(11)

    def test_what_is_not_done_is_overdue_from_the_next_day(self):
        assert [is_overdue(DUE, day) for day in (feb(9), feb(10), feb(11))] == [False, False, True]
        assert [days_left(DUE, day) for day in (feb(9), feb(10), feb(11))] == [1, 0, -1]


@pytest.mark.parametrize(
    ("extended_on", "corrected_on", "due_on"),
    [
        (None, None, feb(10)),
        (feb(12), None, feb(12)),
        (None, feb(12), feb(12)),
        (feb(12), feb(14), feb(14)),  # extended, then returned: the later one
        (feb(14), feb(12), feb(14)),
        (feb(8), feb(9), feb(10)),
    ],
)
def test_an_extension_and_a_return_give_time_and_take_none(extended_on, corrected_on, due_on):
    assert last_day(DUE, extended_on=extended_on, corrected_on=corrected_on) == due_on


@dataclass
class Plan:
    receiving_department: str = "组联部"
    contact_phone: str = "0772-0000000"


@dataclass
class Round:
    closed_at: datetime | None = None
    opens_on: date = date(2021, 2, 1)
    plan: Plan = field(default_factory=Plan)

    def __str__(self):
        return "第2次"

    def has_opened(self, day):
        return self.opens_on <= day


@dataclass
class Paper:
    extended_due_on: date | None = None
    corrected_due_on: date | None = None
    is_open: bool = True


CLOSED = Round(closed_at=datetime(2021, 2, 10, 16, 30, tzinfo=UTC))  # half past midnight of the 11th


class TestClosedReason:
    def test_it_opens_on_its_first_day(self):
        assert closed_reason(Round(), None, date(2021, 1, 31)) == "第2次填报自2月1日起开放，现在还不能填。"
        assert closed_reason(Round(), None, feb(1)) == ""

    def test_late_locks_nothing(self):
        assert closed_reason(Round(), Paper(), date(2021, 12, 31)) == ""

    @pytest.mark.parametrize("paper", [None, Paper()])
    def test_closed_by_staff_it_says_who_when_and_whom_to_ask(self, paper):
        assert closed_reason(CLOSED, paper, feb(11)) == (
            "第2次填报已由组联部于2月11日关闭，现在不能修改和上报。"
            "确需补报的，请联系组联部（电话：0772-0000000）申请延期。"
        )

    @pytest.mark.parametrize(
        "paper",
        [
            Paper(extended_due_on=feb(14)),
            Paper(extended_due_on=feb(14), is_open=False),
            Paper(corrected_due_on=feb(14)),
            Paper(extended_due_on=feb(12), corrected_due_on=feb(14)),
        ],
    )
    def test_an_extension_or_a_return_opens_it_until_the_end_of_its_day(self, paper):
        assert closed_reason(CLOSED, paper, feb(14)) == ""
        assert "关闭" in closed_reason(CLOSED, paper, feb(15))

    def test_a_corrected_paper_that_is_with_the_office_again_has_no_leave(self):
        assert "关闭" in closed_reason(CLOSED, Paper(corrected_due_on=feb(14), is_open=False), feb(14))
