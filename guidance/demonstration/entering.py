"""Put the returns of the demonstration into the database, each by its unit's reporter at its moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from guidance.demonstration.returns import ReturnPlan
from guidance.demonstration.telling import as_if, moment
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import Entry, counts_of, save_returns
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

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


FROZEN_AT = moment(1, 16, 9)


def freeze_round_1(plan: Plan, staff: User) -> None:
    """Freeze what was known at the deadline of the first round: the previous term's figures."""
    with as_if(staff, FROZEN_AT):
        freeze_figures(plan=plan, by=staff, round=ReportingRound.objects.get(plan=plan, number=1))
    plan.refresh_from_db(fields=["frozen_at"])


@dataclass(frozen=True)
class Correction:
    """A figure of the previous term that the unit found wrong after it was frozen."""

    username: str
    at: datetime
    reason: str


CORRECTIONS = (
    Correction("rongan", moment(1, 19, 10, 30), "演示：上届另有1名女委员届中补选，漏报"),
    Correction("liujiang", moment(1, 20, 16, 5), "演示：按民政局台账核对后更正"),
    Correction("sanjiang", moment(1, 25, 9, 40), "演示：原报数漏计1名女副主任，按选举档案更正"),
)


def correct_frozen(plan: Plan, users: dict[str, User]) -> None:
    """Correct a figure of the previous term in some units, with the reason that a frozen figure needs."""
    for one in CORRECTIONS:
        by = users[one.username]
        row = _with_few_women(plan, by)
        counts = counts_of(row)
        changed = replace(counts, women=(counts.women or 0) + 1)
        with as_if(by, one.at):
            save_returns(
                plan=plan,
                township=row.village.township,
                stage=Stage.PREVIOUS,
                entries=[Entry(row.village, changed, row.version)],
                by=by,
                reason=one.reason,
            )


def _with_few_women(plan: Plan, by: User) -> VillageReturn:
    """A committee of the previous term to which one woman more can have belonged."""
    townships = Township.objects.editable_by(by)
    rows = VillageReturn.objects.filter(plan=plan, stage=Stage.PREVIOUS, village__township__in=townships)
    return rows.select_related("village__township").filter(people__gte=5, women=1).order_by("pk")[0]
