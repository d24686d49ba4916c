"""更正: later changes of frozen figures, read from the history of the returns.

In SQL, because a correction takes three rows of the history: the change (`h`), the row before it (`p`),
and the frozen row (`s`). The database finds them by the index on the village.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import prefetch_related_objects

from guidance.core.access import User
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.places.models import Village
from guidance.reporting.returns.choices import Flag, Stage
from guidance.reporting.returns.labels import FigureChange, format_value, get_label
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import FIGURES

HISTORY = VillageReturn.history.model
DELETED = "-"


@dataclass(frozen=True)
class Correction:
    """One later save of a frozen return: where, what changed, who, when and why."""

    village: Village
    stage: str
    changes: list[FigureChange]
    by: Any
    at: datetime
    reason: str
    is_deletion: bool


class Corrections:
    """The corrections of one snapshot that a user may see, newest first, for a paginator."""

    def __init__(self, user: User, snapshot: Snapshot) -> None:
        self.user, self.snapshot = user, snapshot

    def __len__(self) -> int:
        """Number of saves that changed frozen figures."""
        return count_corrections(self.user, [self.snapshot]).get(self.snapshot.pk, 0)

    def __getitem__(self, page: slice) -> list[Correction]:
        start, stop = page.start or 0, page.stop
        ids = _select(
            "SELECT h.history_id, p.history_id, s.history_id",
            "ORDER BY h.history_date DESC, h.history_id DESC LIMIT %s OFFSET %s",
            self.user,
            [self.snapshot.pk],
            [stop - start, start],
        )
        rows = HISTORY.objects.select_related("history_user", "saved_by").in_bulk(
            {pk for row in ids for pk in row}
        )
        prefetch_related_objects(list(rows.values()), "village__township__unit")
        return [_make_correction(*(rows[pk] for pk in row)) for row in ids]


def count_corrections(user: User, snapshots: Iterable[Snapshot]) -> dict[int, int]:
    """Number of saves that changed the frozen figures of each snapshot, by its key; 0 is left out."""
    keys = [snapshot.pk for snapshot in snapshots]
    if not keys:
        return {}
    return dict(_select("SELECT z.id, COUNT(*)", "GROUP BY z.id", user, keys, []))


def _select(select: str, rest: str, user: User, snapshots: list[int], more: list[Any]) -> list[Any]:
    village_sql, village_params = (
        Village.objects.visible_to(user).order_by().values("pk").query.sql_with_params()
    )
    marks = ", ".join(["%s"] * len(snapshots))
    text = (
        f"{select} {_get_from_and_where()} AND z.id IN ({marks}) AND h.village_id IN ({village_sql}) {rest}"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [*snapshots, *village_params, *more])
        return list(cursor.fetchall())


@cache
def _get_from_and_where() -> str:
    """FROM and WHERE: each save of a frozen return that changed a frozen figure."""
    table = HISTORY._meta.db_table
    earlier = (
        f"SELECT x.history_id FROM {table} x WHERE x.plan_id = h.plan_id AND x.village_id = h.village_id"  # noqa: S608
        " AND x.stage = h.stage AND {} ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1"
    )
    frozen = earlier.format("x.history_date <= z.taken_at")
    before = earlier.format("(x.history_date, x.history_id) < (h.history_date, h.history_id)")
    changed = [
        f"s.{name} IS NOT NULL AND {_differs(_value('h', name), _value('p', name))}" for name in FIGURES
    ]
    changed.append(f"h.flag <> p.flag AND '{Flag.NOT_APPLICABLE}' IN (h.flag, p.flag)")
    return f"""
    FROM guidance_snapshot z
    JOIN {table} h ON h.plan_id = z.plan_id AND h.history_date > z.taken_at
    JOIN {table} s ON s.history_id = ({frozen})
    JOIN {table} p ON p.history_id = ({before})
    WHERE s.history_type <> '{DELETED}' AND (({") OR (".join(changed)}))
    """


def _value(row: str, name: str) -> str:
    """SQL of the figure; a deleted row has none."""
    return f"CASE WHEN {row}.history_type = '{DELETED}' THEN NULL ELSE {row}.{name} END"


def _differs(left: str, right: str) -> str:
    return f"(({left}) <> ({right}) OR (({left}) IS NULL) <> (({right}) IS NULL))"


def _make_correction(change: Any, before: Any, frozen: Any) -> Correction:
    return Correction(
        village=change.village,
        stage=Stage(change.stage).label,
        changes=list(_get_changes(change, before, frozen)),
        by=change.history_user or change.saved_by,
        at=change.history_date,
        reason=change.history_change_reason or "",
        is_deletion=change.history_type == DELETED,
    )


def _get_changes(change: Any, before: Any, frozen: Any) -> Iterable[FigureChange]:
    for name in FIGURES:
        old, new = _get_figure(before, name), _get_figure(change, name)
        if getattr(frozen, name) is not None and old != new:
            yield FigureChange(
                get_label(name, change.stage), format_value(name, old), format_value(name, new)
            )
    if before.flag != change.flag and Flag.NOT_APPLICABLE in (before.flag, change.flag):
        yield FigureChange(
            get_label("flag", change.stage),
            format_value("flag", before.flag),
            format_value("flag", change.flag),
        )


def _get_figure(row: Any, name: str) -> Any:
    return None if row.history_type == DELETED else getattr(row, name)
