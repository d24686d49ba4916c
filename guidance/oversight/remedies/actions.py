"""Keeping the record of a gap."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.oversight.remedies.models import Remedy
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan


class Stale(Exception):
    """Someone else saved the record meanwhile; nothing was written. `stored` is what stands now."""

    def __init__(self, stored: Remedy) -> None:
        super().__init__("该记录在您打开之后已被他人修改。")
        self.stored = stored


@transaction.atomic
def save_remedy(
    *, plan: Plan, village: Village, gap: str, values: dict[str, Any], version: int, by: User
) -> Remedy:
    """Keep reason, plan, due day, unit and state of a gap; `version` is the one that was read, 0 for none.

    A record that already says what was typed is left alone, so that a form sent twice is stored once.
    Raises Stale when another's words would be overwritten unseen.
    """
    Village.objects.select_for_update().get(pk=village.pk)  # the record itself may not exist yet
    found = Remedy.objects.filter(plan=plan, village=village, gap=gap)
    stored = found.select_related("saved_by", "unit").first()
    if stored and all(getattr(stored, name) == value for name, value in values.items()):
        return stored
    if stored and stored.version != version:
        raise Stale(stored)
    remedy = stored or Remedy(plan=plan, village=village, gap=gap)
    for name, value in values.items():
        setattr(remedy, name, value)
    remedy.version += 1
    remedy.saved_by, remedy.saved_at = by, clock.now()
    remedy.save()
    if not Remedy.objects.editable_by(by).filter(pk=remedy.pk).exists():
        raise PermissionDenied  # rolls back: the row is not the user's
    return remedy
