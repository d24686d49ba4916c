"""Visit reports for the tests of duties."""

from datetime import date
from typing import Any

from guidance.reporting.visits.models import VisitReport
from tests.access_scene import make_report
from tests.cast import Cast


def hear(cast: Cast, day: date, **changes: Any) -> VisitReport:
    """A report of a hearing in the leader's township on one day, sent unless `changes` say otherwise."""
    township = changes.pop("township", cast.township)
    leader = changes.pop("leader", cast.leader_person)
    report = make_report(leader, township, cast.leader)
    values = {"started_on": day, "ended_on": day, "methods": ["hearing"], "status": "submitted"}
    for name, value in (values | changes).items():
        setattr(report, name, value)
    report.save()
    return report
