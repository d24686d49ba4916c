"""Store the returns of the demonstration, each by the reporter of its unit at its moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from guidance.demonstration.returns import DemoReturn
from guidance.demonstration.time_travel import acting_as, moment
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import ReturnEntry, get_counts, save_returns
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

Villages = dict[tuple[str, str], Village]  # by township code and name


@dataclass(frozen=True)
class ReturnWriter:
    """Writes returns in the name of the reporters, who are given by the codes of their townships."""

    plan: Plan
    villages: Villages
    reporters: dict[str, User]

    def write(self, returns: Iterable[DemoReturn]) -> int:
        """Store the returns with their history, rebuild the tallies, and return the number of returns."""
        demo_returns = list(returns)
        rows = [self._first_row(demo_return) for demo_return in demo_returns]
        bulk_create_with_history(rows, VillageReturn)
        corrected = [
            self._corrected_row(row, demo_return)
            for row, demo_return in zip(rows, demo_returns, strict=True)
            if demo_return.entered.first
        ]
        bulk_update_with_history(corrected, VillageReturn, [*COLUMNS, "version", "saved_at"])
        tallies.rebuild_tallies([self.plan.pk])
        return len(rows)

    def _first_row(self, demo_return: DemoReturn) -> VillageReturn:
        """The return as it was first entered."""
        entered, by = demo_return.entered, self.reporters[demo_return.township]
        row = VillageReturn(
            plan=self.plan,
            village=self.villages[demo_return.township, demo_return.village],
            stage=demo_return.stage,
            version=1,
            saved_by=by,
            saved_at=timezone.make_aware(entered.first_at or entered.at),
            **vars(entered.first or entered.counts),
        )
        # simple-history reads these attributes.
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = row.saved_at  # type: ignore[attr-defined]
        return row

    def _corrected_row(self, row: VillageReturn, demo_return: DemoReturn) -> VillageReturn:
        """The return as it was corrected the same evening."""
        for name, value in vars(demo_return.entered.counts).items():
            setattr(row, name, value)
        row.version, row.saved_at = 2, timezone.make_aware(demo_return.entered.at)
        row._history_date = row.saved_at  # type: ignore[attr-defined]
        row._change_reason = "演示：录入有误，按选举结果报告单更正"  # type: ignore[attr-defined]
        return row


FROZEN_AT = moment(1, 16, 9)


def freeze_round_1(plan: Plan, staff: User) -> None:
    """Freeze the figures known at the deadline of the first round, those of the previous term."""
    with acting_as(staff, FROZEN_AT):
        freeze_figures(plan=plan, by=staff, round=ReportingRound.objects.get(plan=plan, number=1))
    plan.refresh_from_db(fields=["frozen_at"])


@dataclass(frozen=True)
class Correction:
    """A correction of a figure of the previous term after it was frozen."""

    username: str
    at: datetime
    reason: str


CORRECTIONS = (
    Correction("rongan", moment(1, 19, 10, 30), "演示：上届另有1名女委员届中补选，漏报"),
    Correction("liujiang", moment(1, 20, 16, 5), "演示：按民政局台账核对后更正"),
    Correction("sanjiang", moment(1, 25, 9, 40), "演示：原报数漏计1名女副主任，按选举档案更正"),
)


def correct_frozen(plan: Plan, users: dict[str, User]) -> None:
    """Correct a frozen figure in some units, with the reason that such a correction needs."""
    for correction in CORRECTIONS:
        by = users[correction.username]
        row = _return_with_few_women(plan, by)
        counts = get_counts(row)
        changed = replace(counts, women=(counts.women or 0) + 1)
        with acting_as(by, correction.at):
            save_returns(
                plan=plan,
                township=row.village.township,
                stage=Stage.PREVIOUS,
                entries=[ReturnEntry(row.village, changed, row.version)],
                by=by,
                reason=correction.reason,
            )


def _return_with_few_women(plan: Plan, by: User) -> VillageReturn:
    """A return of the previous term that leaves room for one more woman."""
    townships = Township.objects.editable_by(by)
    rows = VillageReturn.objects.filter(plan=plan, stage=Stage.PREVIOUS, village__township__in=townships)
    return rows.select_related("village__township").filter(people__gte=5, women=1).order_by("pk")[0]
