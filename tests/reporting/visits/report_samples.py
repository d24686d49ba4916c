"""Reports written straight into the database, for tests of pages that read them."""

import datetime
from typing import Any
from uuid import uuid4

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.reference.people.models import Link
from guidance.reporting.visits.files.models import SignedScan
from guidance.reporting.visits.models import VisitReport
from tests.days import FEB

YESTERDAY = FEB[4]


def store_report(cast: Any, order: int = 1, *, day: datetime.date = YESTERDAY, **changes: Any) -> VisitReport:
    """Store a draft on row `order` of Attachment 1 about a guidance on one `day`."""
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
    report: VisitReport = VisitReport.objects.create(**fields | changes)
    return report


def store_sent_report(cast: Any, order: int = 1, **changes: Any) -> VisitReport:
    """Store a report and send it now."""
    return workflow.submit_paper(store_report(cast, order, **changes), by=cast.leader, version=1)


def store_scan(report: VisitReport, **changes: Any) -> SignedScan:
    """Store a signed scan of the version sent last."""
    fields = {"report": report, "submitted_at": report.submitted_at, "original_name": "签字.pdf"}
    return SignedScan.objects.create(**fields | {"file": "signed-scans/1.pdf"} | changes)


def accept_report(cast: Any, report: VisitReport) -> VisitReport:
    """Accept the report (接收) as the clerk."""
    return workflow.accept_paper(report, by=cast.clerk, version=report.version)


def return_report(cast: Any, report: VisitReport) -> VisitReport:
    """Return the report (退回) as the clerk."""
    reason = "请补充"
    return workflow.return_paper(
        report, by=cast.clerk, version=report.version, reason=reason, correction_days=2
    )


def set_submitted_at(
    report: VisitReport, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> VisitReport:
    """Set the moment, in Shanghai time, at which the report was sent."""
    zone = clock.now().tzinfo
    report.submitted_at = datetime.datetime(2021, month, day, hour, minute, second, tzinfo=zone)
    report.save()
    return report
