"""Where lateness is decided: last days, days left and late, and why a round is closed. Pure.

A last day counts whole, until 24:00 in Asia/Shanghai. Late is a label and locks nothing: only a round that
staff closed by hand takes no more (`closed_reason`). Lists ask the same in SQL, by
`PaperQuerySet.with_lateness`; tests/core/workflow/test_lateness.py holds the two answers together.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guidance.core.dates import format_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """Day of `moment` in Asia/Shanghai. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """First moment that is no longer in `day`."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


def last_day(planned_on: date, *, extended_on: date | None = None, corrected_on: date | None = None) -> date:
    """Last day to send a paper: that of the plan, of an extension (延期), or after a return (退回).

    The latest counts: an extension or a return never takes time away.
    """
    return max(day for day in (planned_on, extended_on, corrected_on) if day)


def days_left(due_on: date, today: date) -> int:
    """Days from today to the last day; negative once it has passed."""
    return (due_on - today).days


def is_overdue(due_on: date, today: date) -> bool:
    """Whether the last day has passed for what is not done yet."""
    return days_left(due_on, today) < 0


def late_days(due_on: date, sent_at: datetime) -> int:
    """Days from the last day to the day it was sent; 0 when in time."""
    return max(0, -days_left(due_on, local_day(sent_at)))


def is_late(due_on: date, sent_at: datetime) -> bool:
    """Whether it was sent after its last day."""
    return late_days(due_on, sent_at) > 0


def closed_reason(round: Any, paper: Any | None, today: date) -> str:
    """Sentence that tells why a unit cannot fill in and send its paper of a round; "" where it can.

    `round` is a ReportingRound, `paper` None before the unit began. A round that staff closed stays open to a
    unit with an extension, and to one whose paper came back, both until the end of the day named.
    """
    if not round.has_opened(today):
        return f"{round}填报自{format_day(round.opens_on)}起开放，现在还不能填。"
    if round.closed_at is None or today <= _open_until(paper):
        return ""
    department = round.plan.receiving_department
    return (
        f"{round}填报已由{department}于{format_day(local_day(round.closed_at))}关闭，现在不能修改和上报。"
        f"确需补报的，请联系{department}（电话：{round.plan.contact_phone}）申请延期。"
    )


def _open_until(paper: Any | None) -> date:
    """Day until which a unit may send past the closing; `date.min` where it has no such leave."""
    if paper is None:
        return date.min
    corrected_on = paper.corrected_due_on if paper.is_open else None
    return last_day(date.min, extended_on=paper.extended_due_on, corrected_on=corrected_on)
