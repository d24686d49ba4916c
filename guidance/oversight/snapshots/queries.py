"""Frozen figures, and what is still to be frozen."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum
from django.utils import timezone

from guidance.core.access import User
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.rules import FrozenTarget, format_as_of, target_value_to_json
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.models import Plan, ReportingRound, Target, UnitTarget
from guidance.reporting.returns.choices import Stage

TOTALS = (
    *("villages", "reported", "people", "women", "director_people", "director_women"),
    *("chair_known", "chair_in", "subsidy_known", "subsidy_yes"),
)


def get_targets_to_freeze(plan: Plan | None) -> list[FrozenTarget]:
    """The plan's targets as a snapshot would store them, each with the values of single units."""
    unit_targets = Prefetch("unit_targets", UnitTarget.objects.order_by("pk"))
    targets = Target.objects.filter(plan=plan).order_by("sort_order", "pk").prefetch_related(unit_targets)
    return [
        FrozenTarget(
            target.indicator,
            target.committee_type,
            target_value_to_json(target, target.get_effort_display()),
            {
                unit_target.unit_id: target_value_to_json(unit_target, unit_target.get_effort_display())
                for unit_target in target.unit_targets.all()
            },
        )
        for target in (targets if plan else [])
    ]


def get_snapshots(user: User, plan: Plan | None) -> QuerySet[Snapshot]:
    """The plan's snapshots that the user may see, the last first."""
    snapshots = Snapshot.objects.visible_to(user).filter(plan=plan)
    return snapshots.select_related("taken_by", "round").order_by("-number")


def due_rounds(plan: Plan | None, today: date) -> QuerySet[ReportingRound]:
    """Rounds whose last day has wholly passed and that are not frozen yet."""
    rounds = ReportingRound.objects.in_plan(plan).filter(due_on__lt=today)
    return rounds.exclude(pk__in=Snapshot.objects.filter(round__isnull=False).values("round"))


def describe_as_of(snapshot: Snapshot) -> str:
    """The moment that a snapshot holds for: 以2021年2月10日24:00数据为准."""
    due_on = snapshot.round.due_on if snapshot.round else None
    return format_as_of(timezone.localtime(snapshot.taken_at), due_on)


def get_totals(user: User, snapshot: Snapshot) -> list[dict[str, Any]]:
    """The frozen sums over what the user may see: one row per stage and committee type, in their order."""
    rows = (
        SnapshotTally.objects.visible_to(user)
        .filter(snapshot=snapshot)
        .order_by()
        .values("stage", "committee_type")
        .annotate(**{name: Sum(name) for name in TOTALS})
    )
    sums: dict[Any, dict[str, Any]] = {(row["stage"], row["committee_type"]): dict(row) for row in rows}
    return [
        sums[stage, committee_type]
        | {"stage": Stage(stage).label, "committee_type": CommitteeType(committee_type).label}
        for stage in Stage.values
        for committee_type in CommitteeType.values
        if (stage, committee_type) in sums
    ]
