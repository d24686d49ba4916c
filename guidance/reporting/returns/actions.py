"""Save and delete village returns. Whatever writes a return recounts its township."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from guidance.core.access import User
from guidance.core.records import StaleRows, stamp_row
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns import tallies
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.frozen import States, get_frozen_at, get_states_at
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS, Counts, corrects


@dataclass(frozen=True)
class ReturnEntry:
    """The changed figures of one village, and the version of the return that the user saw."""

    village: Village
    counts: Counts
    version: int


class ReasonRequired(Exception):
    """Frozen figures of these villages would be corrected without a reason; nothing was written."""

    def __init__(self, villages: list[Village]) -> None:
        super().__init__("更正已定格的数据须填写更正原因。")
        self.villages = villages


@transaction.atomic
def save_returns(
    *, plan: Plan, township: Township, stage: str, entries: list[ReturnEntry], by: User, reason: str = ""
) -> int:
    """Save the changed rows of a grid, all or nothing; return how many were written.

    A row that holds the typed figures already is not written, so that a form posted twice is stored once.
    Raise StaleRows if someone else's figures would be overwritten unseen, ReasonRequired if a frozen figure
    would be corrected without a `reason`.
    """
    tallies.lock_townships([township.pk])
    stored = _stored(plan, township, stage, entries, by)
    changed = [entry for entry in entries if is_changed(entry.counts, stored.get(entry.village.pk))]
    rows = [(stored[entry.village.pk], entry.version) for entry in changed if entry.village.pk in stored]
    if stale := [row for row, version in rows if row.version != version]:
        raise StaleRows(*stale)
    frozen_at = get_frozen_at(plan, stored.values())
    frozen = (
        get_states_at(frozen_at, plan, stage, [entry.village.pk for entry in changed]) if frozen_at else {}
    )
    corrected = [e.village for e in changed if _corrects(e, stored.get(e.village.pk), frozen)]
    if corrected and not reason.strip():
        raise ReasonRequired(corrected)
    for entry in changed:
        row = stored.get(entry.village.pk) or VillageReturn(plan=plan, village=entry.village, stage=stage)
        _set_counts(row, entry.counts, is_correction=entry.village in corrected)
        stamp_row(row, by=by)
        row._change_reason = reason.strip() or None  # type: ignore[attr-defined]
        row.save()
    if changed:
        tallies.recount_townships([township.pk], [plan.pk])
    return len(changed)


def _stored(
    plan: Plan, township: Township, stage: str, entries: list[ReturnEntry], by: User
) -> dict[int, VillageReturn]:
    """The stored returns of the entries' villages, by village. The caller holds the lock of the township.

    Raise PermissionDenied unless every village lies in the township and is the user's to edit. One query
    suffices if every village has a return; villages without one are checked by another.
    """
    # By village, never by plan alone: SQLite would read every return of the plan.
    villages = [entry.village.pk for entry in entries]
    returns = VillageReturn.objects.editable_by(by).filter(
        plan=plan, stage=stage, village__in=villages, village__township=township
    )
    returns = returns.order_by().annotate(frozen_at=F("plan__frozen_at"))
    stored: dict[int, VillageReturn] = {row.village_id: row for row in returns}
    without_return = [village for village in villages if village not in stored]
    if without_return and not _are_editable(without_return, township, by):
        raise PermissionDenied
    return stored


def _are_editable(villages: list[int], township: Township, by: User) -> bool:
    editable = Village.objects.editable_by(by).filter(pk__in=villages, township=township)
    return editable.count() == len(villages)


@transaction.atomic
def delete_returns(returns: Iterable[VillageReturn]) -> None:
    """Delete returns and recount their townships; the history keeps what was deleted."""
    rows = list(returns)
    # Lock the villages first, so that none moves to another township before it is recounted. The lock is the
    # weak one that a move takes, not that of a deletion: whoever saves meanwhile waits for the township only.
    villages = Village.objects.select_for_update(no_key=True).filter(pk__in=[row.village_id for row in rows])
    townships = sorted(set(villages.order_by("pk").values_list("township", flat=True)))
    tallies.lock_townships(townships)
    for row in rows:
        row.delete()
    tallies.recount_townships(townships)


def is_changed(counts: Counts, row: VillageReturn | None) -> bool:
    return counts != get_counts(row)


def get_counts(row: VillageReturn | None) -> Counts:
    """The figures of a stored return; empty ones if there is none."""
    return Counts(**{name: getattr(row, name) for name in COLUMNS}) if row else Counts()


def _set_counts(row: VillageReturn, counts: Counts, *, is_correction: bool) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(counts, name))
    row.flag = get_stored_flag(counts, is_correction=is_correction)


def get_stored_flag(counts: Counts, *, is_correction: bool) -> str:
    """The flag to store: a change of a frozen figure is a correction, whatever flag was typed."""
    return Flag.CORRECTED if is_correction and counts.flag != Flag.NOT_APPLICABLE else counts.flag


def _corrects(entry: ReturnEntry, row: VillageReturn | None, frozen: States) -> bool:
    return corrects(get_counts(row), entry.counts, frozen.get(entry.village.pk, {}))
