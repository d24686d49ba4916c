"""更正: what became of frozen figures afterwards, read from the history of the returns.

SQL, because a change is told by three rows of the history: the change (`h`), what stood before it
(`p`), and what was frozen (`s`); the database finds them by the index on the village.
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
from guidance.reporting.returns.labels import Change, in_words, label_of
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import FIGURES

HISTORY = VillageReturn.history.model
DELETED = "-"


@dataclass(frozen=True)
class Correction:
    """One later save of a frozen return: where, what changed, who, when and why."""

    village: Village
    stage: str
    changes: list[Change]
    by: Any
    at: datetime
    reason: str
    is_deletion: bool


class Corrections:
    """The corrections of one snapshot that a user may see, newest first, for a paginator."""

    def __init__(self, user: User, snapshot: Snapshot) -> None:
        self.user, self.snapshot = user, snapshot

    def __len__(self) -> int:
        """How many saves changed frozen figures."""
        return corrections_since(self.user, [self.snapshot]).get(self.snapshot.pk, 0)

    def __getitem__(self, part: slice) -> list[Correction]:
        start, stop = part.start or 0, part.stop
        ids = _ask(
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
        return [_told(*(rows[pk] for pk in row)) for row in ids]


def corrections_since(user: User, snapshots: Iterable[Snapshot]) -> dict[int, int]:
    """How many saves have changed the frozen figures of each of `snapshots`, by its key; 0 is left out."""
    keys = [one.pk for one in snapshots]
    if not keys:
        return {}
    return dict(_ask("SELECT z.id, COUNT(*)", "GROUP BY z.id", user, keys, []))


def _ask(select: str, rest: str, user: User, snapshots: list[int], more: list[Any]) -> list[Any]:
    mine, scope = Village.objects.visible_to(user).order_by().values("pk").query.sql_with_params()
    marks = ", ".join(["%s"] * len(snapshots))
    text = f"{select} {_body()} AND z.id IN ({marks}) AND h.village_id IN ({mine}) {rest}"
    with connection.cursor() as cursor:
        cursor.execute(text, [*snapshots, *scope, *more])
        return list(cursor.fetchall())


@cache
def _body() -> str:
    """FROM and WHERE: each save of a return that stood in a snapshot, where it changed what was frozen."""
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
    """The figure; a row deleted has none."""
    return f"CASE WHEN {row}.history_type = '{DELETED}' THEN NULL ELSE {row}.{name} END"


def _differs(one: str, other: str) -> str:
    return f"(({one}) <> ({other}) OR (({one}) IS NULL) <> (({other}) IS NULL))"


def _told(change: Any, before: Any, frozen: Any) -> Correction:
    """The correction in words."""
    return Correction(
        village=change.village,
        stage=Stage(change.stage).label,
        changes=list(_changes(change, before, frozen)),
        by=change.history_user or change.saved_by,
        at=change.history_date,
        reason=change.history_change_reason or "",
        is_deletion=change.history_type == DELETED,
    )


def _changes(change: Any, before: Any, frozen: Any) -> Iterable[Change]:
    for name in FIGURES:
        old, new = _figure(before, name), _figure(change, name)
        if getattr(frozen, name) is not None and old != new:
            yield Change(label_of(name, change.stage), in_words(name, old), in_words(name, new))
    if before.flag != change.flag and Flag.NOT_APPLICABLE in (before.flag, change.flag):
        yield Change(
            label_of("flag", change.stage), in_words("flag", before.flag), in_words("flag", change.flag)
        )


def _figure(row: Any, name: str) -> Any:
    return None if row.history_type == DELETED else getattr(row, name)
