"""Keeping the record of a unit's task."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan


class Stale(Exception):
    """Someone else saved the record meanwhile; nothing was written. `stored` is what stands now."""

    def __init__(self, stored: UnitTaskRecord) -> None:
        super().__init__("该记录在您打开之后已被他人修改。")
        self.stored = stored


@transaction.atomic
def save_unit_task(
    *, plan: Plan, unit: ReportingUnit, task: str, values: dict[str, Any], version: int, by: User
) -> UnitTaskRecord:
    """Keep state, note and report of a task (R-10, R-11); `version` is the one that was read, 0 for none.

    A record that already says what was typed is left alone, so that a form sent twice is stored once.
    Raises Stale when another's words would be overwritten unseen, PermissionDenied outside the user's scope.
    """
    ReportingUnit.objects.select_for_update().get(pk=unit.pk)  # the record itself may not exist yet
    found = UnitTaskRecord.objects.filter(plan=plan, unit=unit, task=task)
    stored = found.select_related("saved_by", "report__township__unit", "report__leader").first()
    if stored and all(getattr(stored, name) == value for name, value in values.items()):
        return stored
    if stored and stored.version != version:
        raise Stale(stored)
    record = stored or UnitTaskRecord(plan=plan, unit=unit, task=task)
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.saved_by, record.saved_at = by, clock.now()
    record.save()
    if not UnitTaskRecord.objects.editable_by(by).filter(pk=record.pk).exists():
        raise PermissionDenied  # rolls back: the row is not the user's
    return record
