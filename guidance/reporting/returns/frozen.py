"""What returns held at a moment of the past, read from their history."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from guidance.reference.plans.models import Plan
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

# By village: the columns of the return, none where there was no return or it was deleted.
States = dict[int, dict[str, Any]]


def states_at(moment: datetime, plan: Plan | None, stage: str, villages: Collection[Any]) -> States:
    """What the returns of these villages held at `moment`."""
    rows = VillageReturn.history.filter(
        plan=plan, stage=stage, village__in=villages, history_date__lte=moment
    ).order_by("history_date", "history_id")
    states: States = {}
    for row in rows.values("village_id", "history_type", *COLUMNS).iterator():
        deleted = row.pop("history_type") == "-"
        states[row.pop("village_id")] = {} if deleted else row
    return states


def frozen_states(plan: Plan, stage: str, villages: Collection[int]) -> States:
    """What the returns held at the last freeze; nothing before the first."""
    frozen_at = frozen_moment(plan)
    return states_at(frozen_at, plan, stage, villages) if frozen_at and villages else {}


def frozen_moment(plan: Plan, found: Iterable[VillageReturn] = ()) -> datetime | None:
    """When the plan's figures were last frozen; None before the first time.

    Asked under the townships' locks, it knows of a freeze that the caller's `plan` has not heard of. Returns
    that were `found` under them, annotated with the plan's `frozen_at`, spare a query.
    """
    for row in found:
        return row.frozen_at  # type: ignore[attr-defined]
    return Plan.objects.filter(pk=plan.pk).values_list("frozen_at", flat=True).first()
