"""Writing the returns of many villages at once: the one place that goes past `save()`.

An import brings tens of thousands of rows. Each gets what a save would have given it: the version it
was based on is compared, its history is kept, its township is counted anew, its place is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Stale
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import ReasonNeeded, counts_of, differs, flag_of
from guidance.reporting.returns.frozen import States, frozen_states
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS, Counts, corrects

AT_ONCE = 500  # rows in one statement
KEYS = ["plan", "village", "stage"]
WRITTEN = [*COLUMNS, "version", "saved_by", "saved_at"]
FIELDS = [field.attname for field in VillageReturn._meta.concrete_fields]


class Place(Protocol):
    """A village, or as much of it as is needed here."""

    @property
    def pk(self) -> Any:
        """Its key."""

    @property
    def township_id(self) -> int:
        """Where it lies."""


class Entry(Protocol):
    """What a row says of a village, and the version it was laid over; see `actions.Entry`."""

    @property
    def village(self) -> Place:
        """The village."""

    @property
    def counts(self) -> Counts:
        """All its figures, as they are to be stored."""

    @property
    def version(self) -> int:
        """Of the stored return; 0 where there was none."""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that says something else than what is stored."""

    entry: Entry
    version: int  # that is stored now
    is_new: bool
    is_correction: bool


@transaction.atomic
def write_returns(*, plan: Plan, stage: str, entries: Sequence[Entry], by: User, reason: str = "") -> int:
    """Write the returns of many villages, all or nothing; returns how many were written.

    As `actions.save_returns`, over several townships: rows that already hold what is written are left
    alone. Raises Stale when a row was saved by someone else since `Entry.version`, ReasonNeeded when
    a frozen figure would be corrected without a `reason`, PermissionDenied when a village is not the
    user's, ValueError when one is named twice.
    """
    entries = sorted(entries, key=lambda entry: entry.village.township_id)
    if len({entry.village.pk for entry in entries}) < len(entries):
        raise ValueError("a village is named twice")
    # All in one go: in parts, two writers could each hold what the other comes to next.
    tallies.lock({entry.village.township_id for entry in entries})
    changes = [change for some in _parts(entries) for change in _changes(plan, stage, some)]
    _check_versions(plan, stage, changes)
    corrected = [change.entry.village for change in changes if change.is_correction]
    if corrected and not reason.strip():
        raise ReasonNeeded(corrected)  # type: ignore[arg-type]
    for some in _parts(changes):
        _write(plan, stage, some, by, reason.strip())
    townships = sorted({change.entry.village.township_id for change in changes})
    for some in _parts(townships):
        tallies.recount(some, [plan.pk])
        _check_scope(some, changes, by)
    return len(changes)


def stored_rows(plan: Plan, stage: str, villages: Sequence[int]) -> dict[int, Any]:
    """What is stored of these villages, by village: rows with the columns of a return, and no more.

    Plain rows instead of models: a read of 50,000 costs a third.
    """
    found = VillageReturn.objects.filter(plan=plan, stage=stage).order_by()
    rows: dict[int, Any] = {}
    for some in _parts(villages):
        named = found.filter(village__in=some).values_list(
            "village_id", "version", "saved_at", *COLUMNS, named=True
        )
        rows |= {row.village_id: row for row in named.iterator()}
    return rows


def frozen_rows(plan: Plan, stage: str, villages: Sequence[int]) -> States:
    """What the last freeze held of these villages; see `frozen.frozen_states`."""
    states: States = {}
    for some in _parts(villages):
        states |= frozen_states(plan, stage, some)
    return states


def _parts(rows: Sequence[Any]) -> Iterator[Any]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _changes(plan: Plan, stage: str, entries: Sequence[Entry]) -> Iterator[Change]:
    villages = [entry.village.pk for entry in entries]
    stored, frozen = stored_rows(plan, stage, villages), frozen_states(plan, stage, villages)
    for entry in entries:
        row = stored.get(entry.village.pk)
        if differs(entry.counts, row):
            yield Change(
                entry,
                version=row.version if row else 0,
                is_new=row is None,
                is_correction=corrects(counts_of(row), entry.counts, frozen.get(entry.village.pk, {})),
            )


def _check_versions(plan: Plan, stage: str, changes: Sequence[Change]) -> None:
    stale = [
        change.entry.village.pk
        for change in changes
        if not change.is_new and change.version != change.entry.version
    ]
    if stale:
        found = VillageReturn.objects.filter(plan=plan, stage=stage).select_related("saved_by")
        rows = [row for some in _parts(stale) for row in found.filter(village__in=some)]
        raise Stale(*rows)


def _write(plan: Plan, stage: str, changes: Sequence[Change], by: User, reason: str) -> None:
    same = {"id": None, "plan_id": plan.pk, "stage": stage, "saved_by_id": by.pk, "saved_at": clock.now()}
    VillageReturn.objects.bulk_create(
        [_row(change, same) for change in changes],
        update_conflicts=True,
        unique_fields=KEYS,
        update_fields=WRITTEN,
    )
    for kind, is_new in (("+", True), ("~", False)):
        villages = [change.entry.village.pk for change in changes if change.is_new == is_new]
        if villages:
            _keep_history(plan, stage, villages, kind, by, reason)


def _row(change: Change, same: dict[str, Any]) -> VillageReturn:
    """The row to write. By position: a model made from keywords takes three times as long."""
    counts = change.entry.counts
    own = {
        "village_id": change.entry.village.pk,
        "version": change.version + 1,
        "flag": flag_of(counts, is_correction=change.is_correction),
    }
    values = vars(counts) | same | own
    return VillageReturn.from_db(None, FIELDS, [values[name] for name in FIELDS])


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
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, kind, reason or None, by.pk, plan.pk, stage, *villages])


def _check_scope(townships: Sequence[int], changes: Sequence[Change], by: User) -> None:
    """Every row is looked up again as the user's own and in the township that is locked; else all is
    rolled back."""
    own = Village.objects.editable_by(by).filter(township__in=townships).order_by()
    pairs = set(own.values_list("pk", "township_id"))
    looked_at = set(townships)
    for change in changes:
        village = change.entry.village
        if village.township_id in looked_at and (village.pk, village.township_id) not in pairs:
            raise PermissionDenied
