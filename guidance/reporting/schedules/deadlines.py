"""Whether a unit may fill in and send, and if not which rule stands in the way and whom to ask."""

from datetime import date
from typing import Any

from django.utils import timezone

from guidance.core.dates import format_day


def why_shut(round: Any, paper: Any | None, today: date) -> str:
    """The sentence that tells why this unit cannot fill in `round` on `today`; "" where it can.

    A round that was closed by staff stays open to a unit with an extension, and to one whose return
    came back and is to be corrected, both until the end of the day named.
    """
    if not round.has_opened(today):
        return f"{round}填报自{format_day(round.opens_on)}起开放，现在还不能填。"
    if round.closed_at is None or today <= _last_day(paper, today):
        return ""
    closed = timezone.localtime(round.closed_at).date()
    return (
        f"{round}填报已由{round.plan.receiving_department}于{format_day(closed)}关闭，现在不能修改和上报。"
        f"确需补报的，请联系{round.plan.receiving_department}（电话：{round.plan.contact_phone}）申请延期。"
    )


def _last_day(paper: Any | None, today: date) -> date:
    """The day until which this unit has leave, past the closing; a day before `today` where it has none."""
    if paper is None:
        return date.min
    given = [paper.extended_due_on, paper.corrected_due_on if paper.is_open else None]
    return max((day for day in given if day), default=date.min)
