"""The figures of returns at a moment in the past, read from their history."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from guidance.reference.plans.models import Plan
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

# The columns of the return by village; empty if there was no return or it had been deleted.
States = dict[int, dict[str, Any]]


def get_states_at(moment: datetime, plan: Plan | None, stage: str, villages: Collection[Any]) -> States:
    """The figures of these villages at `moment`."""
    rows = VillageReturn.history.filter(
        plan=plan, stage=stage, village__in=villages, history_date__lte=moment
    ).order_by("history_date", "history_id")
    states: States = {}
    for row in rows.values("village_id", "history_type", *COLUMNS).iterator():
        is_deleted = row.pop("history_type") == "-"
        states[row.pop("village_id")] = {} if is_deleted else row
    return states


def frozen_states(plan: Plan, stage: str, villages: Collection[int]) -> States:
    """The figures of these villages at the last freeze; empty before the first."""
    frozen_at = get_frozen_at(plan)
    return get_states_at(frozen_at, plan, stage, villages) if frozen_at and villages else {}


def get_frozen_at(plan: Plan, locked: Iterable[VillageReturn] = ()) -> datetime | None:
    """When the plan's figures were last frozen; None before the first time.

    Called under the townships' locks, it knows of a freeze that happened after `plan` was read. Returns that
    were read under them, annotated with the plan's `frozen_at`, save a query.
    """
    for row in locked:
        return row.frozen_at  # type: ignore[attr-defined]
    return Plan.objects.filter(pk=plan.pk).values_list("frozen_at", flat=True).first()
