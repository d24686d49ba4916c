"""One village: its figures at the three stages, its gaps, and every change of its figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from guidance.core.access import User
from guidance.oversight.remedies.models import Remedy
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.gaps import GAPS, Gap
from guidance.reporting.returns.labels import (
    EMPTY,
    NOMINATED_LABELS,
    FigureChange,
    format_value,
    get_changes,
    get_label,
)
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.queries import applicable, villages_with_returns
from guidance.reporting.returns.rules import COLUMNS

MAX_STEPS = 100


@dataclass(frozen=True)
class ReturnStep:
    """One save of a return of the village: who changed what, when and why."""

    stage: str
    by: Any
    at: datetime
    verb: str
    changes: list[FigureChange]
    reason: str


def get_stage_table(plan: Plan | None, village: Village) -> list[tuple[str, list[str]]]:
    """Label of each figure with its values at the three stages, in their order."""
    returns = VillageReturn.objects.filter(plan=plan, village=village)
    by_stage = {village_return.stage: village_return for village_return in returns}
    return [
        (get_label(name, ""), [_format_cell(by_stage.get(stage), stage, name) for stage in Stage])
        for name in COLUMNS
    ]


def _format_cell(village_return: VillageReturn | None, stage: str, name: str) -> str:
    if village_return is None:
        return "—"
    value = getattr(village_return, name)
    text = "—" if value is None else format_value(name, value)
    own_label = NOMINATED_LABELS.get(name) if stage == Stage.NOMINATED and name != "women" else None
    return f"{own_label} {text}" if own_label and text != "—" else text


def get_gaps_with_remedies(
    user: User, plan: Plan | None, village: Village
) -> list[tuple[Gap, Remedy | None]]:
    """The gaps and early warnings of the village, each with its remedy if there is one."""
    remedies = {remedy.gap: remedy for remedy in Remedy.objects.filter(plan=plan, village=village)}
    gaps_with_remedies: list[tuple[Gap, Remedy | None]] = []
    for stage in (Stage.NOMINATED, Stage.ELECTED):
        gaps = [gap for gap in GAPS if gap.plus and gap.stage == stage]
        villages = villages_with_returns(user, plan, stage).filter(applicable(), pk=village.pk)
        counts = villages.aggregate(**{gap.code: Count("pk", filter=gap.condition) for gap in gaps})
        gaps_with_remedies += [(gap, remedies.get(gap.code)) for gap in gaps if counts[gap.code]]
    return gaps_with_remedies


def get_return_steps(plan: Plan | None, village: Village) -> list[ReturnStep]:
    """The changes of its figures, newest first."""
    rows = VillageReturn.history.filter(plan=plan, village=village).select_related("history_user", "saved_by")
    before: dict[str, Any] = {}
    steps = []
    for row in rows.order_by("history_date", "history_id"):
        deleted = row.history_type == "-"
        state = None if deleted else row
        changes = list(get_changes(before.get(row.stage), state)) if state or row.stage in before else []
        before[row.stage] = state
        steps.append(
            ReturnStep(
                stage=Stage(row.stage).label,
                by=row.history_user or row.saved_by,
                at=row.history_date,
                verb={"+": "填报", "~": "修改", "-": "删除"}[row.history_type],
                changes=[change for change in changes if (change.before, change.after) != (EMPTY, EMPTY)],
                reason=row.history_change_reason or "",
            )
        )
    return steps[: -MAX_STEPS - 1 : -1]
