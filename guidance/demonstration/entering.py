"""Put the returns of the demonstration into the database, each by its unit's reporter at its moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from guidance.accounts.models import User
from guidance.demonstration.returns import ReturnPlan
from guidance.elections import tallies
from guidance.elections.models import VillageReturn
from guidance.elections.rules import COLUMNS
from guidance.places.models import Village
from guidance.plans.models import Plan

Villages = dict[tuple[str, str], Village]  # by township code and name


@dataclass(frozen=True)
class Desk:
    """Whoever enters: the reporters by the code of their townships."""

    plan: Plan
    villages: Villages
    reporters: dict[str, User]

    def enter(self, returns: Iterable[ReturnPlan]) -> int:
        """Write the returns with their history, and count anew; answer how many they are."""
        planned = list(returns)
        rows = [self._row(one) for one in planned]
        bulk_create_with_history(rows, VillageReturn)
        corrected = [
            self._corrected(row, one) for row, one in zip(rows, planned, strict=True) if one.told.first
        ]
        bulk_update_with_history(corrected, VillageReturn, [*COLUMNS, "version", "saved_at"])
        tallies.rebuild([self.plan.pk])
        return len(rows)

    def _row(self, one: ReturnPlan) -> VillageReturn:
        """As it was entered first."""
        told, by = one.told, self.reporters[one.township]
        row = VillageReturn(
            plan=self.plan,
            village=self.villages[one.township, one.village],
            stage=one.stage,
            version=1,
            saved_by=by,
            saved_at=timezone.make_aware(told.first_at or told.at),
            **vars(told.first or told.counts),
        )
        # Where simple-history looks for them.
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = row.saved_at  # type: ignore[attr-defined]
        return row

    def _corrected(self, row: VillageReturn, one: ReturnPlan) -> VillageReturn:
        """As it was corrected the same evening."""
        for name, value in vars(one.told.counts).items():
            setattr(row, name, value)
        row.version, row.saved_at = 2, timezone.make_aware(one.told.at)
        row._history_date = row.saved_at  # type: ignore[attr-defined]
        row._change_reason = "演示：录入有误，按选举结果报告单更正"  # type: ignore[attr-defined]
        return row
