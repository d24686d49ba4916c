"""What the tallies must hear of: villages that come, go, move or merge, targets and plans that change.

Villages and plans stand beneath the returns and do not know them; so the returns listen.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from guidance.elections import tallies
from guidance.indicators import MEMBERS_INDICATOR
from guidance.places.models import Township, Village
from guidance.plans.models import Plan, Target, UnitTarget

COUNTED = ("township_id", "committee_type", "merged_into_id")


@receiver(pre_save, sender=Village)
def remember(instance: Any, **kwargs: Any) -> None:
    """Note where the village was counted; a merged one stands where it merged into."""
    if instance.merged_into_id:
        instance.township_id = instance.merged_into.township_id
    instance._counted = Village.objects.filter(pk=instance.pk).values_list(*COUNTED).first()


@receiver(post_save, sender=Village)
@transaction.atomic
def village_saved(instance: Any, **kwargs: Any) -> None:
    """Count its township anew, and the one it left; those merged into it follow."""
    now = tuple(getattr(instance, name) for name in COUNTED)
    if now == instance._counted:
        return
    before = [instance._counted[0]] if instance._counted else []
    for predecessor in instance.predecessors.exclude(township=instance.township_id):
        predecessor.save()
    _recount([*before, instance.township_id])


@receiver(post_delete, sender=Village)
def village_deleted(instance: Any, **kwargs: Any) -> None:
    """Count its township anew."""
    _recount([instance.township_id])


@receiver(post_save, sender=Township)
def township_saved(instance: Any, created: bool, **kwargs: Any) -> None:
    """A township that moves to another unit comes under that unit's targets."""
    if not created:
        _recount([instance.pk])


@receiver(post_save, sender=Target)
@receiver(post_delete, sender=Target)
def target_changed(instance: Any, **kwargs: Any) -> None:
    """The share asked for says how many villages are short of it."""
    if instance.indicator in MEMBERS_INDICATOR.values():
        tallies.rebuild([instance.plan_id])


@receiver(post_save, sender=UnitTarget)
@receiver(post_delete, sender=UnitTarget)
def unit_target_changed(instance: Any, **kwargs: Any) -> None:
    """As for the plan's own target."""
    target_changed(instance.target)


@receiver(post_save, sender=Plan)
def plan_made(instance: Any, created: bool, **kwargs: Any) -> None:
    """A new plan expects a report of every village."""
    if created:
        tallies.rebuild([instance.pk])


@transaction.atomic
def _recount(townships: list[int]) -> None:
    wanted = sorted(set(townships))
    tallies.lock(wanted)
    tallies.recount(wanted)
