"""What rows are called where one chooses among them."""

from typing import Any

from django.db import models


def with_name_relations(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows, read together with what `full_name` needs of others."""
    return rows.select_related(*_name_relations(rows.model)) if _name_relations(rows.model) else rows


def full_name(row: Any) -> str:
    """A place with the one above it, since names of places recur; else the plain name."""
    return str(row.printed_name if _name_relations(type(row)) else row)


def _name_relations(model: type[models.Model]) -> tuple[str, ...]:
    return getattr(model, "NAMED_WITH", ())
