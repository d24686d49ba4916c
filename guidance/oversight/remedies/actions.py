"""Save the record of a gap."""

from typing import Any

from django.db import transaction

from guidance.core.access import User
from guidance.core.records import save_values
from guidance.oversight.remedies.models import Remedy
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan


@transaction.atomic
def save_remedy(
    *, plan: Plan, village: Village, gap: str, values: dict[str, Any], version: int, by: User
) -> Remedy:
    """Save reason, plan, due day, unit and state of a gap; `version` is the one that was read, 0 for none.

    Raises StaleRows and PermissionDenied as `save_values` does.
    """
    Village.objects.select_for_update().get(pk=village.pk)  # the record itself may not exist yet
    remedies = Remedy.objects.filter(plan=plan, village=village, gap=gap)
    remedy = remedies.select_related("saved_by", "unit").first() or Remedy(
        plan=plan, village=village, gap=gap
    )
    return save_values(remedy, values=values, version=version, by=by)
