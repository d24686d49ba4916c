"""Writing a visit report."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from guidance import clock
from guidance.access import User
from guidance.plans.models import Plan
from guidance.visits.models import VisitReport
from guidance.workflow.actions import Refused, lock


def create_report(*, plan: Plan, values: dict[str, Any], by: User, form_key: UUID, key: UUID) -> VisitReport:
    """A new draft. One blank form (`form_key`) makes one report, however often it is sent.

    Sent again with other words (`key` marks form and words), it changes the report it made;
    raises Stale where that one has moved on meanwhile.
    """
    try:
        with transaction.atomic():
            report = VisitReport(plan=plan, author=by, creation_key=form_key, submission_key=key)
            return _store(report, values=values, by=by)
    except IntegrityError:
        made = VisitReport.objects.filter(creation_key=form_key).first()
        if made is None:
            raise
        if not VisitReport.objects.visible_to(by).filter(pk=made.pk).exists():
            raise Refused("本页已失效，请刷新后重新填写。") from None
        return save_report(made, values=values, by=by, version=1, key=key)


@transaction.atomic
def save_report(
    report: VisitReport, *, values: dict[str, Any], by: User, version: int, key: UUID
) -> VisitReport:
    """存草稿. Raises Stale when someone else saved meanwhile, Refused when it is not with its author."""
    current = VisitReport.objects.select_for_update().get(pk=report.pk)
    if current.submission_key == key:
        return current
    current = lock(current, version=version)
    if not current.is_open:
        raise Refused(
            f"本表{current.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )
    current.submission_key = key
    return _store(current, values=values, by=by)


def _store(report: VisitReport, *, values: dict[str, Any], by: User) -> VisitReport:
    for name, value in values.items():
        setattr(report, name, value)
    report.version += 1
    report.saved_by, report.saved_at = by, clock.now()
    report.save()
    if not VisitReport.objects.editable_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied  # rolls back: the row left the user's scope while saving
    return report
