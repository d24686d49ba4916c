"""An evaluator and visits for it, made without a database, and stored hearings."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from guidance.core.workflow.deadlines import SHANGHAI
from guidance.oversight.duties.evaluation import DutyEvaluator
from guidance.oversight.duties.rules import HearingMilestone, PlanRequirements
from guidance.reporting.visits.credit.rules import CreditRules, DutyKind, LinkPeriod, Visit
from guidance.reporting.visits.models import VisitReport
from tests.access_scene import make_report
from tests.cast import Cast
from tests.days import FEB, JAN, MAR

SHE, BEFORE_HER, HERS, FOREIGN = 1, 2, 10, 20
STARTS, CLOSES = date(2020, 10, 1), MAR[31]
REQUIREMENTS = PlanRequirements(STARTS, CLOSES, calls_due_on=FEB[28])
MILESTONES = [
    HearingMilestone("候选人", JAN[24]),
    HearingMilestone("党组织选举", JAN[30], "party"),
    HearingMilestone("村（居）委会选举", FEB[10], "committee"),
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


def shanghai_time(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def make_evaluator(now: datetime | None = None, **changes: Any) -> DutyEvaluator:
    """Make an evaluator of the plan's requirements, with these changes."""
    return DutyEvaluator(
        replace(REQUIREMENTS, **changes), CreditRules(METHODS, LINK_PERIODS), now or shanghai_time(FEB[5])
    )


def make_visit(day: date, *methods: str, **attributes: Any) -> Visit:
    """Make a sent report of one day; before 21 January it is her predecessor's."""
    leader = SHE if day >= JAN[21] else BEFORE_HER
    values: dict[str, Any] = {
        "leader_id": leader,
        "township_id": HERS,
        "started_on": day,
        "ended_on": day,
        "status": "submitted",
    }
    return Visit(next(_numbers), **values | {"methods": methods} | attributes)


def store_hearing(cast: Cast, day: date, **changes: Any) -> VisitReport:
    """Store a report of a hearing in the leader's township, sent unless `changes` say otherwise."""
    township = changes.pop("township", cast.township)
    leader = changes.pop("leader", cast.leader_person)
    report = make_report(leader, township, cast.leader)
    values = {"started_on": day, "ended_on": day, "methods": ["hearing"], "status": "submitted"}
    for name, value in (values | changes).items():
        setattr(report, name, value)
    report.save()
    return report
