"""Entering what villages elected. Whatever writes a return, counts its township anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from guidance.core.access import User
from guidance.core.records import Stale, stamp_row
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns import tallies
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.frozen import States, frozen_moment, states_at
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS, Counts, corrects


@dataclass(frozen=True)
class Entry:
    """The figures of one village that a user changed, and the version they were typed over."""

    village: Village
    counts: Counts
    version: int


class ReasonNeeded(Exception):
    """Frozen figures would be corrected without a reason, by village; nothing was written."""

    def __init__(self, villages: list[Village]) -> None:
        super().__init__("更正已定格的数据须填写更正原因。")
        self.villages = villages


@transaction.atomic
def save_returns(
    *, plan: Plan, township: Township, stage: str, entries: list[Entry], by: User, reason: str = ""
) -> int:
    """Save the changed rows of a grid, all or nothing; returns how many were written.

    A row that already holds what was typed is left alone, so that a form sent twice is
    stored once. Raises Stale when another's figures would be overwritten unseen, ReasonNeeded
    when a frozen figure would be corrected without a `reason`.
    """
    tallies.lock([township.pk])
    stored = _stored(plan, township, stage, entries, by)
    new = [entry for entry in entries if differs(entry.counts, stored.get(entry.village.pk))]
    rows = [(stored[entry.village.pk], entry.version) for entry in new if entry.village.pk in stored]
    if stale := [row for row, version in rows if row.version != version]:
        raise Stale(*stale)
    frozen_at = frozen_moment(plan, stored.values())
    frozen = states_at(frozen_at, plan, stage, [entry.village.pk for entry in new]) if frozen_at else {}
    corrected = [e.village for e in new if _corrects(e, stored.get(e.village.pk), frozen)]
    if corrected and not reason.strip():
        raise ReasonNeeded(corrected)
    for entry in new:
        row = stored.get(entry.village.pk) or VillageReturn(plan=plan, village=entry.village, stage=stage)
        _set_counts(row, entry.counts, is_correction=entry.village in corrected)
        stamp_row(row, by=by)
        row._change_reason = reason.strip() or None  # type: ignore[attr-defined]
        row.save()
    if new:
        tallies.recount([township.pk], [plan.pk])
    return len(new)


def _stored(
    plan: Plan, township: Township, stage: str, entries: list[Entry], by: User
) -> dict[int, VillageReturn]:
    """The returns of the entries' villages, as they stand under the lock of the township.

    Raises PermissionDenied unless every village lies in the township and is the user's own. One query
    where every village has a return; those that have none are looked up themselves.
    """
    # By village, never by plan alone: SQLite would read every return to find those of one.
    villages = [entry.village.pk for entry in entries]
    found = VillageReturn.objects.editable_by(by).filter(
        plan=plan, stage=stage, village__in=villages, village__township=township
    )
    found = found.order_by().annotate(frozen_at=F("plan__frozen_at"))
    stored: dict[int, VillageReturn] = {row.village_id: row for row in found}
    others = [village for village in villages if village not in stored]
    if others and not _are_own(others, township, by):
        raise PermissionDenied
    return stored


def _are_own(villages: list[int], township: Township, by: User) -> bool:
    own = Village.objects.editable_by(by).filter(pk__in=villages, township=township)
    return own.count() == len(villages)


@transaction.atomic
def delete_returns(returns: Iterable[VillageReturn]) -> None:
    """Take returns out of the figures; the history keeps what was deleted."""
    rows = list(returns)
    # The villages first, so that none moves to another township before that one is counted anew. Locked as
    # a move locks them, not as a deletion would: whoever saves meanwhile waits for the township alone.
    here = Village.objects.select_for_update(no_key=True).filter(pk__in=[row.village_id for row in rows])
    townships = sorted(set(here.order_by("pk").values_list("township", flat=True)))
    tallies.lock(townships)
    for row in rows:
        row.delete()
    tallies.recount(townships)


def differs(counts: Counts, row: VillageReturn | None) -> bool:
    """Whether `counts` say something else than what is stored."""
    return counts != counts_of(row)


def counts_of(row: VillageReturn | None) -> Counts:
    """What is stored; nothing where there is no return yet."""
    return Counts(**{name: getattr(row, name) for name in COLUMNS}) if row else Counts()


def _set_counts(row: VillageReturn, counts: Counts, *, is_correction: bool) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(counts, name))
    row.flag = flag_of(counts, is_correction=is_correction)


def flag_of(counts: Counts, *, is_correction: bool) -> str:
    """The flag that is stored: a frozen figure that changes is a correction, whatever was typed."""
    return Flag.CORRECTED if is_correction and counts.flag != Flag.NOT_APPLICABLE else counts.flag


def _corrects(entry: Entry, row: VillageReturn | None, frozen: States) -> bool:
    return corrects(counts_of(row), entry.counts, frozen.get(entry.village.pk, {}))
