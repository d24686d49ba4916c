"""Entering what the villages of a township elected."""

from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance import clock
from guidance.access import User
from guidance.elections.models import VillageReturn
from guidance.elections.rules import Counts
from guidance.places.models import Township, Village
from guidance.plans.models import Plan


@dataclass(frozen=True)
class Entry:
    """The figures of one village that a user changed, and the version they were typed over."""

    village: Village
    counts: Counts
    version: int


class Conflicts(Exception):
    """Rows that someone else saved meanwhile with other figures, by village; nothing was written."""

    def __init__(self, stored: dict[int, VillageReturn]) -> None:
        super().__init__("有村（社区）的数据在您打开之后已被他人修改。")
        self.stored = stored


@transaction.atomic
def save_returns(*, plan: Plan, township: Township, stage: str, entries: list[Entry], by: User) -> int:
    """Save the changed rows of a grid, all or nothing; returns how many were written.

    A row that already holds what was typed is left alone, so that a form sent twice is
    stored once. Raises Conflicts when another's figures would be overwritten unseen.
    """
    # One writer a township: rows that do not exist yet cannot be locked themselves.
    Township.objects.select_for_update().get(pk=township.pk)
    found = VillageReturn.objects.filter(plan=plan, stage=stage, village__township=township)
    stored = {one.village_id: one for one in found.select_related("saved_by")}
    new = [entry for entry in entries if _differs(entry, stored.get(entry.village.pk))]
    clashes = {e.village.pk: stored[e.village.pk] for e in new if _is_stale(e, stored.get(e.village.pk))}
    if clashes:
        raise Conflicts(clashes)
    for entry in new:
        row = stored.get(entry.village.pk) or VillageReturn(plan=plan, village=entry.village, stage=stage)
        _write(row, entry, by)
    _check_scope([entry.village.pk for entry in new], township, by)
    return len(new)


def _differs(entry: Entry, row: VillageReturn | None) -> bool:
    if row is None:
        return entry.counts != Counts()
    return any(getattr(row, field.name) != getattr(entry.counts, field.name) for field in fields(Counts))


def _is_stale(entry: Entry, row: VillageReturn | None) -> bool:
    return row is not None and row.version != entry.version


def _write(row: VillageReturn, entry: Entry, by: User) -> None:
    for field in fields(Counts):
        setattr(row, field.name, getattr(entry.counts, field.name))
    row.version += 1
    row.saved_by, row.saved_at = by, clock.now()
    row.save()


def _check_scope(villages: list[int], township: Township, by: User) -> None:
    """After saving, every row is looked up again as the user's own; else all is rolled back."""
    mine = Village.objects.editable_by(by).filter(pk__in=villages, township=township)
    if mine.count() != len(villages):
        raise PermissionDenied
