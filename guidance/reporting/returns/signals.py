"""What the tallies must hear of: villages that come, go, move or merge, targets and plans that change.

Villages and plans stand beneath the returns and do not know them; so the returns listen.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.indicators import MEMBERS_INDICATOR
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns import tallies

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


@receiver(pre_save, sender=Township)
def remember_unit(instance: Any, **kwargs: Any) -> None:
    """Note whose sums it was in. Both units are held before the township is: see `tallies.lock`."""
    before = Township.objects.filter(pk=instance.pk).values_list("unit", flat=True).first()
    instance._unit_before = before
    if before and connection.in_atomic_block:
        tallies.lock_units([before, instance.unit_id])


@receiver(post_save, sender=Township)
@transaction.atomic
def township_saved(instance: Any, created: bool, **kwargs: Any) -> None:
    """A township that moves to another unit comes under that unit's targets, and leaves the other's sums."""
    if created:
        return
    tallies.lock_units([instance._unit_before, instance.unit_id])
    _recount([instance.pk], left=instance._unit_before)
    if instance._unit_before != instance.unit_id:
        tallies.add_up([instance._unit_before], list(Plan.objects.values_list("pk", flat=True)))


@receiver(pre_save, sender=Target)
@receiver(pre_save, sender=UnitTarget)
def remember_target(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Note what was asked before: a target may turn out to be meant for another indicator or plan."""
    instance._asked = sender.objects.filter(pk=instance.pk).values_list(*_asked_by(sender)).first()


@receiver(post_save, sender=Target)
@receiver(post_save, sender=UnitTarget)
def target_saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The share asked for says how many villages are short of it."""
    now = sender.objects.filter(pk=instance.pk).values_list(*_asked_by(sender)).first()
    if now != instance._asked:
        _rebuild([instance._asked, now])


@receiver(post_delete, sender=Target)
def target_deleted(instance: Any, **kwargs: Any) -> None:
    """Nothing is asked any more."""
    _rebuild([(instance.plan_id, instance.indicator)])


@receiver(post_delete, sender=UnitTarget)
def unit_target_deleted(instance: Any, **kwargs: Any) -> None:
    """The plan's own figure holds again."""
    _rebuild([(instance.target.plan_id, instance.target.indicator)])


def _asked_by(sender: Any) -> tuple[str, ...]:
    """Plan and indicator first, then what else the tallies read."""
    if sender is Target:
        return ("plan_id", "indicator", "committee_type", "value_bp")
    return ("target__plan_id", "target__indicator", "unit_id", "value_bp")


def _rebuild(asked: list[Any]) -> None:
    """Count the plans of these targets anew, where they ask for a share of a committee's members."""
    plans = {one[0] for one in asked if one and one[1] in MEMBERS_INDICATOR.values()}
    if plans:
        tallies.rebuild(sorted(plans))


@receiver(post_save, sender=Plan)
def plan_made(instance: Any, created: bool, **kwargs: Any) -> None:
    """A new plan expects a report of every village."""
    if created:
        tallies.rebuild([instance.pk])


@transaction.atomic
def _recount(townships: list[int], *, left: int | None = None) -> None:
    """Count anew what a change of places concerns; `left` is the unit that a township was in before."""
    wanted = sorted(set(townships))
    tallies.lock(wanted)
    tallies.clear(wanted, [left] if left else [])
    tallies.recount(wanted)
