"""Plain reports and a judge of them: she is linked to her township from 13 January on."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from guidance.core.workflow.deadlines import SHANGHAI
from guidance.oversight.duties.judging import Judge
from guidance.oversight.duties.rules import Asked, Stage
from guidance.reporting.visits.credit.rules import CreditRules, DutyKind, LinkPeriod, Visit
from tests.oversight.meetings.days import FEB, JAN, MAR

SHE, BEFORE_HER, HERS, FOREIGN = 1, 2, 10, 20
STARTS, CLOSES = date(2020, 10, 1), MAR[31]
ASKED = Asked(STARTS, CLOSES, calls_due_on=FEB[28])
STAGES = [
    Stage("候选人", JAN[24]),
    Stage("党组织选举", JAN[30], "party"),
    Stage("村（居）委会选举", FEB[10], "committee"),
]
METHODS = {
    DutyKind.HEARING: ["hearing"],
    DutyKind.VISIT: ["field_visit"],
    DutyKind.OBSERVATION: ["observation"],
    DutyKind.CALL: ["official_call"],
}
# Until the 20th the township was another leader's.
LINK_PERIODS = [
    LinkPeriod(BEFORE_HER, HERS, JAN[13], JAN[20]),
    LinkPeriod(SHE, HERS, JAN[21]),
    LinkPeriod(SHE, 11, JAN[13]),
]
_numbers = count(1)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def judge(now: datetime | None = None, **asked: Any) -> Judge:
    """A judge of the plan, with these changes."""
    return Judge(replace(ASKED, **asked), CreditRules(METHODS, LINK_PERIODS), now or at(FEB[5]))


def sent(day: date, *methods: str, **more: Any) -> Visit:
    """A report of one day that was sent; of hers from 21 January on, before of her predecessor."""
    leader = SHE if day >= JAN[21] else BEFORE_HER
    values: dict[str, Any] = {
        "leader_id": leader,
        "township_id": HERS,
        "started_on": day,
        "ended_on": day,
        "status": "submitted",
    }
    return Visit(next(_numbers), **values | {"methods": methods} | more)
