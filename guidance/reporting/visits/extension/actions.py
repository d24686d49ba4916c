"""More time for one visit report (延期)."""

from datetime import date

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Refused
from guidance.reporting.visits.models import VisitReport


@transaction.atomic
def extend_report(report: VisitReport, *, due_on: date, reason: str, by: User) -> VisitReport:
    """Set the last day on which the report is due, with the reason, which its page and its history show.

    Raise Refused if it has been submitted meanwhile, or is due on `due_on` or later already.
    """
    current = VisitReport.objects.select_for_update().get(pk=report.pk)
    if not current.is_open:
        raise Refused(f"没有延期：本表{current.get_status_display()}，不需要延期。")
    if due_on <= current.due_on:
        raise Refused("没有延期：报送期限已经不早于这一天，请核对后再填。")
    current.extended_due_on, current.extension_reason = due_on, reason
    current.extended_by, current.extended_at = by, clock.now()
    current.save()
    return current
