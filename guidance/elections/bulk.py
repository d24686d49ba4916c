"""Writing the returns of many villages at once: the one place that goes past `save()`.

An import brings tens of thousands of rows. Each gets what a save would have given it: the version it
was based on is compared, its history is kept, its township is counted anew, its place is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from guidance.access import User
from guidance.elections import tallies
from guidance.elections.actions import Conflicts, Entry, ReasonNeeded, corrects, differs, put
from guidance.elections.models import VillageReturn
from guidance.elections.rules import COLUMNS
from guidance.places.models import Village
from guidance.plans.models import Plan

AT_ONCE = 500  # rows in one statement
KEYS = ["plan", "village", "stage"]
WRITTEN = [*COLUMNS, "version", "saved_by", "saved_at"]


@dataclass(frozen=True)
class Change:
    """An entry that says something else than what is stored, and what it would be written over."""

    entry: Entry
    version: int
    is_new: bool
    is_stale: bool
    is_correction: bool


@transaction.atomic
def write_returns(*, plan: Plan, stage: str, entries: Sequence[Entry], by: User, reason: str = "") -> int:
    """Write the returns of many villages, all or nothing; returns how many were written.

    As `actions.save_returns`, over several townships: rows that already hold what is written are left
    alone. Raises Conflicts when a row was saved by someone else since `Entry.version`, ReasonNeeded when
    a frozen figure would be corrected without a `reason`, PermissionDenied when a village is not the
    user's, ValueError when one is named twice.
    """
    entries = sorted(entries, key=lambda entry: entry.village.township_id)
    if len({entry.village.pk for entry in entries}) < len(entries):
        raise ValueError("a village is named twice")
    townships = sorted({entry.village.township_id for entry in entries})
    for some in _parts(townships):
        tallies.lock(some)
    changes = [change for some in _parts(entries) for change in _changes(plan, stage, some)]
    _refuse_conflicts(plan, stage, changes)
    corrected = [change.entry.village for change in changes if change.is_correction]
    if corrected and not reason.strip():
        raise ReasonNeeded(corrected)
    for some in _parts(changes):
        _write(plan, stage, some, by, reason.strip())
        _check_scope([change.entry.village for change in some], by)
    changed = sorted({change.entry.village.township_id for change in changes})
    for some in _parts(changed):
        tallies.recount(some, [plan.pk])
    return len(changes)


def stored_rows(plan: Plan, stage: str, villages: Sequence[int]) -> dict[int, Any]:
    """What is stored of these villages, by village: rows with the columns of a return, and no more.

    Plain rows instead of models: a read of 50,000 costs a third.
    """
    found = VillageReturn.objects.filter(plan=plan, stage=stage)
    rows: dict[int, Any] = {}
    for some in _parts(villages):
        named = found.filter(village__in=some).values_list(
            "village_id", "version", "saved_at", *COLUMNS, named=True
        )
        rows |= {row.village_id: row for row in named.iterator()}
    return rows


def _parts(rows: Sequence[Any]) -> Iterator[Any]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _changes(plan: Plan, stage: str, entries: Sequence[Entry]) -> Iterator[Change]:
    stored = stored_rows(plan, stage, [entry.village.pk for entry in entries])
    for entry in entries:
        row = stored.get(entry.village.pk)
        if differs(entry.counts, row):
            yield Change(
                entry,
                version=row.version if row else 0,
                is_new=row is None,
                is_stale=row is not None and row.version != entry.version,
                is_correction=corrects(plan, entry.counts, row),
            )


def _refuse_conflicts(plan: Plan, stage: str, changes: Sequence[Change]) -> None:
    stale = [change.entry.village.pk for change in changes if change.is_stale]
    if stale:
        found = VillageReturn.objects.filter(plan=plan, stage=stage).select_related("saved_by")
        raise Conflicts(
            {row.village_id: row for some in _parts(stale) for row in found.filter(village__in=some)}
        )


def _write(plan: Plan, stage: str, changes: Sequence[Change], by: User, reason: str) -> None:
    rows = []
    for change in changes:
        row = VillageReturn(plan=plan, village=change.entry.village, stage=stage, version=change.version)
        put(row, change.entry.counts, by, is_correction=change.is_correction)
        rows.append(row)
    VillageReturn.objects.bulk_create(rows, update_conflicts=True, unique_fields=KEYS, update_fields=WRITTEN)
    for kind, is_new in (("+", True), ("~", False)):
        villages = [change.entry.village.pk for change in changes if change.is_new == is_new]
        if villages:
            _keep_history(plan, stage, villages, kind, by, reason)


def _keep_history(plan: Plan, stage: str, villages: Sequence[int], kind: str, by: User, reason: str) -> None:
    """Copy the rows as they stand now into their history: the database does it without carrying them here."""
    history = VillageReturn.history.model._meta
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in VillageReturn._meta.concrete_fields)
    said = "history_date, history_type, history_change_reason, history_user_id"
    marks = ", ".join(["%s"] * len(villages))
    statement = f"""
    INSERT INTO {quote(history.db_table)} ({columns}, {said})
    SELECT {columns}, %s, %s, %s, %s FROM {quote(VillageReturn._meta.db_table)}
    WHERE plan_id = %s AND stage = %s AND village_id IN ({marks})
    """  # noqa: S608 - only names of our own and parameter marks
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, kind, reason or None, by.pk, plan.pk, stage, *villages])


def _check_scope(villages: Sequence[Village], by: User) -> None:
    """Every row is looked up again as the user's own and in the township that is locked; else all is
    rolled back."""
    townships = {village.pk: village.township_id for village in villages}
    mine = Village.objects.editable_by(by).filter(pk__in=townships)
    if dict(mine.values_list("pk", "township_id")) != townships:
        raise PermissionDenied
