"""Save the record of a unit's task."""

from typing import Any

from django.db import transaction

from guidance.core.access import User
from guidance.core.records import save_values
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan


@transaction.atomic
def save_unit_task(
    *, plan: Plan, unit: ReportingUnit, task: str, values: dict[str, Any], version: int, by: User
) -> UnitTaskRecord:
    """Save state, note and report of a task (R-10, R-11); `version` is the one that was read, 0 for none.

    Raises StaleRows and PermissionDenied as `save_values` does.
    """
    ReportingUnit.objects.select_for_update().get(pk=unit.pk)  # the record itself may not exist yet
    records = UnitTaskRecord.objects.filter(plan=plan, unit=unit, task=task)
    stored = records.select_related("saved_by", "report__township__unit", "report__leader").first()
    record = stored or UnitTaskRecord(plan=plan, unit=unit, task=task)
    return save_values(record, values=values, version=version, by=by)
