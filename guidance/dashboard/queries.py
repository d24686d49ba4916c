"""Figures on request, from the tallies: one SQL aggregate a level, never cached, never stale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum

from guidance import clock
from guidance.access import User
from guidance.dashboard.rules import Aim, Figure, Reading
from guidance.dashboard.sums import (
    ELECTED,
    NOMINATED,
    Foretold,
    Goal,
    Sums,
    figures_of,
    foretold_of,
    total_of,
)
from guidance.elections.gaps import GAPS, Gap
from guidance.elections.models import Stage, Tally, VillageReturn
from guidance.elections.queries import FIGURES, villages_with_returns
from guidance.people.models import GuidanceGroup
from guidance.places.models import Township, Village
from guidance.plans.models import Plan, Target
from guidance.snapshots.models import Snapshot, SnapshotTally
from guidance.snapshots.rules import goals_from_json

ALWAYS = {"villages", "reported", "not_applicable", "provisional", "corrected", "seats", "vacancies"} | {
    *("foretold_directors", "foretold_director_women")
}


@dataclass(frozen=True)
class Source:
    """Where figures come from: the tallies of now, or those of a frozen moment with its targets."""

    tallies: QuerySet[Any]
    unit: str  # the look-up path from a tally to its unit
    goals: list[Goal]
    moment: datetime
    snapshot: Any = None


@dataclass
class Part:
    """A place of a level and its sums."""

    key: int
    name: str
    sums: Sums


@dataclass(frozen=True)
class Row:
    """A place with its figures: the city, a group, a unit or a township."""

    key: int
    name: str
    figures: list[Figure]
    foretold: list[Foretold]
    sums: Sums

    @property
    def villages(self) -> int:
        """How many should report."""
        return self.sums.of("villages")

    @property
    def reported(self) -> int:
        """How many have."""
        return self.sums.of("reported")

    def count(self, column: str) -> int:
        """A sum of the elected stage."""
        return self.sums.of(column)


def goals_of(plan: Plan | None) -> list[Goal]:
    """The plan's targets, in its order, each with what single units are asked instead."""
    targets = Target.objects.filter(plan=plan).prefetch_related("unit_targets") if plan else []
    return [
        Goal(
            target.indicator,
            target.committee_type,
            aim_of(target),
            {other.unit_id: aim_of(other) for other in target.unit_targets.all()},
        )
        for target in targets
    ]


def aim_of(target: Any) -> Aim:
    """What a target, or a unit's own, asks."""
    return Aim(target.operator, target.value_bp, target.tolerance_bp, target.get_effort_display())


def live(user: User, plan: Plan | None) -> Source:
    """The figures of this moment."""
    tallies = Tally.objects.visible_to(user).filter(plan=plan)
    return Source(tallies, "township__unit", goals_of(plan), clock.now())


def frozen(user: User, snapshot: Snapshot) -> Source:
    """The figures of a frozen moment, held against the targets of that moment."""
    tallies = SnapshotTally.objects.visible_to(user).filter(snapshot=snapshot)
    goals = [
        Goal(
            goal.code,
            goal.committee_type,
            Aim(**goal.aim),
            {unit: Aim(**aim) for unit, aim in goal.of_units.items()},
        )
        for goal in goals_from_json(snapshot.targets)
    ]
    return Source(tallies, "unit", goals, snapshot.taken_at, snapshot)


def parts_by_unit(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[Part]:
    """The units of a source with their sums, in the order of the attachments."""
    unit = source.unit
    tallies = _within(source, units, township)
    return _parts(source, tallies, f"{unit}_id", f"{unit}__short_name", f"{unit}__attachment_order")


def parts_by_township(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[Part]:
    """The townships of a source with their sums."""
    tallies = _within(source, units, township)
    return _parts(source, tallies, "township_id", "township__name", "township__code")


def _within(source: Source, units: list[int] | None, township: int | None) -> QuerySet[Any]:
    tallies = source.tallies
    if units is not None:
        tallies = tallies.filter(**{f"{source.unit}__in": units})
    return tallies if township is None else tallies.filter(township=township)


def _parts(source: Source, tallies: QuerySet[Any], key: str, name: str, order: str) -> list[Part]:
    columns = _columns(source.goals)
    rows = (
        tallies.order_by(order)
        .values("stage", "committee_type", row_key=F(key), row_name=F(name))
        .annotate(**{f"sum_{column}": Sum(column) for column in columns})
    )
    parts: dict[int, Part] = {}
    for row in rows:
        part = parts.setdefault(row["row_key"], Part(row["row_key"], row["row_name"], Sums()))
        values = {column: row[f"sum_{column}"] for column in columns}
        part.sums.add(row["stage"], row["committee_type"], values)
    return list(parts.values())


def rows_by_group(source: Source, parts: list[Part], reading: Reading) -> list[Row]:
    """The guidance groups of the current plan with the sums of their units."""
    by_unit = {part.key: part.sums for part in parts}
    groups = GuidanceGroup.objects.filter(plan__is_current=True).prefetch_related("units").order_by("number")
    sums = {
        group: total_of(by_unit[unit.pk] for unit in group.units.all() if unit.pk in by_unit)
        for group in groups
    }
    return [row_of(Part(group.pk, str(group), part), source.goals, reading) for group, part in sums.items()]


def _columns(goals: Iterable[Goal]) -> list[str]:
    """The columns that the goals, the gaps and the head of the page read."""
    wanted = set(ALWAYS)
    for goal in goals:
        wanted |= goal.indicator.columns
    for gap in GAPS:
        wanted |= {gap.plus, gap.minus} - {""}
    return sorted(wanted)


def row_of(
    part: Part, goals: list[Goal], reading: Reading = Reading.ELECTED, *, unit: int | None = None
) -> Row:
    """A place with its figures; `unit` is the unit whose targets count, None for the plan's."""
    sums = part.sums
    return Row(
        part.key, part.name, figures_of(sums, goals, reading, unit), foretold_of(sums, goals, unit), sums
    )


def gap_counts(sums: Sums, *, early: bool) -> list[tuple[Gap, int]]:
    """The lists behind the gap, or the early warnings, each with the number of its villages."""
    return [(gap, _count(sums, gap)) for gap in GAPS if gap.plus and gap.early == early]


def _count(sums: Sums, gap: Gap) -> int:
    stage = NOMINATED if gap.stage == NOMINATED else ELECTED
    return sums.of(gap.plus, stage) - (sums.of(gap.minus, stage) if gap.minus else 0)


def villages_of(user: User, source: Source, plan: Plan | None, township: Township) -> list[Village]:
    """The villages of a township with the figures of their returns, now or at the frozen moment."""
    rows = (
        villages_with_returns(user, plan, wanted=False)
        .filter(township=township)
        .annotate(**{name: F(f"ret__{name}") for name in FIGURES})
        .order_by("sort_order", "pk")
    )
    villages = list(rows)
    if source.snapshot:
        then = figures_at(source.moment, plan, villages)
        for village in villages:
            for name in FIGURES:
                setattr(village, name, then.get(village.pk, {}).get(name))
    return villages


def figures_at(moment: datetime, plan: Plan | None, villages: list[Village]) -> dict[int, dict[str, Any]]:
    """What the elected returns of these villages held at that moment, from the history."""
    rows = VillageReturn.history.filter(
        plan=plan, stage=Stage.ELECTED, village__in=villages, history_date__lte=moment
    ).order_by("history_date", "history_id")
    states: dict[int, dict[str, Any]] = {}
    for row in rows.values("village_id", "history_type", *FIGURES):
        deleted = row.pop("history_type") == "-"
        states[row.pop("village_id")] = {} if deleted else row
    return states
