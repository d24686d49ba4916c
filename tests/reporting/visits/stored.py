"""Reports straight into the database, for tests of what is read and not of how it is written."""

import datetime
from typing import Any
from uuid import uuid4

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.reference.people.models import Link
from guidance.reporting.visits.files.models import SignedScan
from guidance.reporting.visits.models import VisitReport


def feb(day: int) -> datetime.date:
    """A day of February 2021."""
    return datetime.date(2021, 2, day)


YESTERDAY = feb(4)


def store(cast: Any, order: int = 1, *, day: datetime.date = YESTERDAY, **changes: Any) -> VisitReport:
    """A draft on row `order` of Attachment 1, of a guidance on one `day`."""
    link = Link.objects.select_related("leader", "township__unit").get(order=order)
    fields = {
        "plan": cast.plan,
        "leader": link.leader,
        "township": link.township,
        "author": cast.leader,
        "started_on": day,
        "ended_on": day,
        "methods": ["hearing"],
        "overall_situation": "演示：总体情况。",
        "creation_key": uuid4(),
        "version": 1,
    }
    made: VisitReport = VisitReport.objects.create(**fields | changes)
    return made


def store_sent(cast: Any, order: int = 1, **changes: Any) -> VisitReport:
    """The same, sent now."""
    return workflow.submit_paper(store(cast, order, **changes), by=cast.leader, version=1)


def sign(report: VisitReport, **changes: Any) -> SignedScan:
    """A scan of the text that was sent last."""
    fields = {"report": report, "submitted_at": report.submitted_at, "original_name": "签字.pdf"}
    return SignedScan.objects.create(**fields | {"file": "signed-scans/1.pdf"} | changes)


def accept(cast: Any, report: VisitReport) -> VisitReport:
    """接收."""
    return workflow.accept_paper(report, by=cast.clerk, version=report.version)


def send_back(cast: Any, report: VisitReport) -> VisitReport:
    """退回."""
    reason = "请补充"
    return workflow.return_paper(
        report, by=cast.clerk, version=report.version, reason=reason, correction_days=2
    )


def at(
    report: VisitReport, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> VisitReport:
    """As if it had been sent at this moment in Shanghai."""
    zone = clock.now().tzinfo
    report.submitted_at = datetime.datetime(2021, month, day, hour, minute, second, tzinfo=zone)
    report.save()
    return report
