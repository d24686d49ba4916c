"""Rows that several people write: locked, held against the version that was read, marked with who and when.

Such a row has `version`, `saved_by` and `saved_at`, and a manager with `editable_by`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models

from guidance.core import clock
from guidance.core.access import User
from guidance.core.merge import MergeResult

RowT = TypeVar("RowT", bound=models.Model)


class Refused(Exception):
    """The step cannot be taken; the message tells the user why and what to do."""


class StaleRows(Refused):
    """Someone else saved these rows since the user read them; nothing was written. They stand as given."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows
        super().__init__(f"该材料在您打开之后已被{rows[0].saved_by or '他人'}修改，请核对最新内容后再操作。")

    @property
    def row(self) -> Any:
        """The row, where it is about a single one."""
        return self.rows[0]


class ClashingCells(Refused):
    """Someone else changed the same cells since the user read them; nothing was stored. `merged` has them."""

    def __init__(self, who: str, merged: MergeResult[Any]) -> None:
        self.who, self.merged = who, merged
        super().__init__(f"{who}在您打开之后修改了同一处。")


def lock_row(row: RowT, *, version: int) -> RowT:
    """The row as it stands now, locked until the transaction ends. Raises StaleRows if not at `version`."""
    current: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.version != version:
        raise StaleRows(current)
    return current


def save_values(row: RowT, *, values: Mapping[str, Any], version: int, by: User) -> RowT:
    """Save a row that was read as `version` (0 where there was none yet); the caller holds a lock.

    A row that already says what was typed is left alone, so that a form sent twice is stored once. Raises
    StaleRows where another's words would be overwritten unseen, PermissionDenied outside the user's scope.
    """
    stored: Any = row
    if stored.pk and all(getattr(stored, name) == value for name, value in values.items()):
        return row
    if stored.pk and stored.version != version:
        raise StaleRows(stored)
    for name, value in values.items():
        setattr(row, name, value)
    return save_row(row, by=by)


def save_row(row: RowT, *, by: User) -> RowT:
    """Save as the next version. Raises PermissionDenied where the row is not, or no longer, the user's."""
    stamp_row(row, by=by)
    row.save()
    manager: Any = type(row)._default_manager
    if not manager.editable_by(by).filter(pk=row.pk).exists():
        raise PermissionDenied  # rolls back what was saved
    return row


def stamp_row(row: Any, *, by: User) -> None:
    """Set who, when and the next version. Does not save."""
    row.version += 1
    row.saved_by, row.saved_at = by, clock.now()
