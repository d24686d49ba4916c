"""Reading frozen figures."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum
from django.utils import timezone

from guidance.core.access import User
from guidance.oversight.snapshots.corrections import Corrections
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.rules import FrozenGoal, aim_to_json, as_of
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.models import Plan, ReportingRound, Target, UnitTarget
from guidance.reporting.returns.choices import Stage

TOTALS = (
    *("villages", "reported", "people", "women", "director_people", "director_women"),
    *("chair_known", "chair_in", "subsidy_known", "subsidy_yes"),
)


def targets_of(plan: Plan | None) -> list[FrozenGoal]:
    """The plan's targets as a freeze would keep them, each with what single units are asked instead."""
    of_units = Prefetch("unit_targets", UnitTarget.objects.order_by("pk"))
    targets = Target.objects.filter(plan=plan).order_by("sort_order", "pk").prefetch_related(of_units)
    return [
        FrozenGoal(
            target.indicator,
            target.committee_type,
            aim_to_json(target, target.get_effort_display()),
            {one.unit_id: aim_to_json(one, one.get_effort_display()) for one in target.unit_targets.all()},
        )
        for target in (targets if plan else [])
    ]


def snapshots_of(user: User, plan: Plan | None) -> QuerySet[Snapshot]:
    """The plan's snapshots that the user may know of, the last first."""
    found = Snapshot.objects.visible_to(user).filter(plan=plan)
    return found.select_related("taken_by", "round").order_by("-number")


def due_rounds(plan: Plan | None, today: date) -> QuerySet[ReportingRound]:
    """Rounds whose last day has wholly passed and that are not frozen yet."""
    rounds = ReportingRound.objects.in_plan(plan).filter(due_on__lt=today)
    return rounds.exclude(pk__in=Snapshot.objects.filter(round__isnull=False).values("round"))


def as_of_words(snapshot: Snapshot) -> str:
    """以2021年2月10日24:00数据为准."""
    due_on = snapshot.round.due_on if snapshot.round else None
    return as_of(timezone.localtime(snapshot.taken_at), due_on)


def totals(user: User, snapshot: Snapshot) -> list[dict[str, Any]]:
    """The frozen sums over what the user may see: a row a stage and kind of committee, in their order."""
    rows = (
        SnapshotTally.objects.visible_to(user)
        .filter(snapshot=snapshot)
        .order_by()
        .values("stage", "committee_type")
        .annotate(**{name: Sum(name) for name in TOTALS})
    )
    found: dict[Any, dict[str, Any]] = {(row["stage"], row["committee_type"]): dict(row) for row in rows}
    return [
        found[stage, kind] | {"stage": Stage(stage).label, "committee_type": CommitteeType(kind).label}
        for stage in Stage.values
        for kind in CommitteeType.values
        if (stage, kind) in found
    ]


def corrections(user: User, snapshot: Snapshot) -> Corrections:
    """Every later change of frozen figures that the user may see; see `snapshots.corrections`."""
    return Corrections(user, snapshot)
