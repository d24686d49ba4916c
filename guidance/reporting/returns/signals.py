"""Recount tallies when villages, townships, targets or plans change.

Villages and plans are below the returns and must not import them, so the returns listen to signals.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.indicators import MEMBERS_INDICATOR
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns import tallies

COUNTED_FIELDS = ("township_id", "committee_type", "merged_into_id")


@receiver(pre_save, sender=Village)
def remember_village(instance: Any, **kwargs: Any) -> None:
    """Note where the village was counted; move a merged one to the township that it merged into."""
    if instance.merged_into_id:
        instance.township_id = instance.merged_into.township_id
    instance._counted = Village.objects.filter(pk=instance.pk).values_list(*COUNTED_FIELDS).first()


@receiver(post_save, sender=Village)
@transaction.atomic
def recount_saved_village(instance: Any, **kwargs: Any) -> None:
    """Recount its township and the one it left; villages merged into it move with it."""
    now = tuple(getattr(instance, name) for name in COUNTED_FIELDS)
    if now == instance._counted:
        return
    before = [instance._counted[0]] if instance._counted else []
    for predecessor in instance.predecessors.exclude(township=instance.township_id):
        predecessor.save()
    _recount([*before, instance.township_id])


@receiver(post_delete, sender=Village)
def recount_deleted_village(instance: Any, **kwargs: Any) -> None:
    _recount([instance.township_id])


@receiver(pre_save, sender=Township)
def remember_unit(instance: Any, **kwargs: Any) -> None:
    """Note its unit, and lock both units before the township: see `tallies.lock_townships`."""
    before = Township.objects.filter(pk=instance.pk).values_list("unit", flat=True).first()
    instance._unit_before = before
    if before and connection.in_atomic_block:
        tallies.lock_units([before, instance.unit_id])


@receiver(post_save, sender=Township)
@transaction.atomic
def recount_saved_township(instance: Any, created: bool, **kwargs: Any) -> None:
    """Recount a township and both units if it moved to another unit, which has its own targets."""
    if created:
        return
    tallies.lock_units([instance._unit_before, instance.unit_id])
    _recount([instance.pk], left=instance._unit_before)
    if instance._unit_before != instance.unit_id:
        tallies.add_up_units([instance._unit_before], list(Plan.objects.values_list("pk", flat=True)))


@receiver(pre_save, sender=Target)
@receiver(pre_save, sender=UnitTarget)
def remember_target(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Note the target before the change, which may also change its indicator or plan."""
    instance._target_before = (
        sender.objects.filter(pk=instance.pk).values_list(*_get_tally_fields(sender)).first()
    )


@receiver(post_save, sender=Target)
@receiver(post_save, sender=UnitTarget)
def rebuild_for_saved_target(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Rebuild the tallies, which count villages below the target."""
    now = sender.objects.filter(pk=instance.pk).values_list(*_get_tally_fields(sender)).first()
    if now != instance._target_before:
        _rebuild([instance._target_before, now])


@receiver(post_delete, sender=Target)
def rebuild_for_deleted_target(instance: Any, **kwargs: Any) -> None:
    _rebuild([(instance.plan_id, instance.indicator)])


@receiver(post_delete, sender=UnitTarget)
def rebuild_for_deleted_unit_target(instance: Any, **kwargs: Any) -> None:
    _rebuild([(instance.target.plan_id, instance.target.indicator)])


def _get_tally_fields(sender: Any) -> tuple[str, ...]:
    """Plan and indicator, then the other fields that tallies use."""
    if sender is Target:
        return ("plan_id", "indicator", "committee_type", "value_bp")
    return ("target__plan_id", "target__indicator", "unit_id", "value_bp")


def _rebuild(targets: list[Any]) -> None:
    """Rebuild the tallies of the plans whose targets concern the share of women in committees."""
    plans = {target[0] for target in targets if target and target[1] in MEMBERS_INDICATOR.values()}
    if plans:
        tallies.rebuild_tallies(sorted(plans))


@receiver(post_save, sender=Plan)
def count_new_plan(instance: Any, created: bool, **kwargs: Any) -> None:
    """A new plan expects a return of every village."""
    if created:
        tallies.rebuild_tallies([instance.pk])


@transaction.atomic
def _recount(townships: list[int], *, left: int | None = None) -> None:
    """Recount these townships and their units; `left` is the unit that a township belonged to before."""
    keys = sorted(set(townships))
    tallies.lock_townships(keys)
    tallies.delete_sums(keys, [left] if left else [])
    tallies.recount_townships(keys)
