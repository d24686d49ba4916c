"""Figures on request, from the tallies: one SQL aggregate a level, never cached, never stale."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum, Value

from guidance.core import clock
from guidance.core.access import PLAN_READERS, User, scope_of
from guidance.oversight.dashboard.rules import Aim, Figure, Reading
from guidance.oversight.dashboard.sums import (
    ELECTED,
    NOMINATED,
    STAGES,
    Goal,
    Sums,
    figures_of,
    total_of,
)
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.queries import targets_of
from guidance.oversight.snapshots.rules import FrozenGoal, goals_from_json
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.frozen import states_at
from guidance.reporting.returns.gaps import GAPS, Gap
from guidance.reporting.returns.models import Tally, UnitTally
from guidance.reporting.returns.queries import villages_with_returns
from guidance.reporting.returns.rules import COLUMNS

# Read of the elected stage whatever the targets are.
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
    of_units: QuerySet[Any] | None = None  # the tallies added up by unit, for who sees whole units only


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
    """The plan's targets of this moment, in its order."""
    return [goal_of(one) for one in targets_of(plan)]


def goal_of(kept: FrozenGoal) -> Goal:
    """A target as the figures are held against it."""
    of_units = {unit: Aim(**aim) for unit, aim in kept.of_units.items()}
    return Goal(kept.code, kept.committee_type, Aim(**kept.aim), of_units)


def live(user: User, plan: Plan | None) -> Source:
    """The figures of this moment."""
    tallies = Tally.objects.visible_to(user).filter(plan=plan)
    sees_all = scope_of(user, *PLAN_READERS).everything
    of_units = UnitTally.objects.visible_to(user).filter(plan=plan) if sees_all else None
    return Source(tallies, "township__unit", goals_of(plan), clock.now(), of_units=of_units)


def frozen(user: User, snapshot: Snapshot) -> Source:
    """The figures of a frozen moment, held against the targets of that moment."""
    tallies = SnapshotTally.objects.visible_to(user).filter(snapshot=snapshot)
    goals = [goal_of(one) for one in goals_from_json(snapshot.targets)]
    return Source(tallies, "unit", goals, snapshot.taken_at, snapshot)


def parts_by_unit(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[Part]:
    """The units of a source with their sums, in the order of the attachments."""
    read: Callable[[str], Any] = Sum
    unit, tallies = source.unit, _within(source, units, township)
    if source.of_units is not None and township is None:
        unit, read = "unit", F
        tallies = source.of_units if units is None else source.of_units.filter(unit__in=units)
    place = {"key": f"{unit}_id", "name": f"{unit}__short_name", "order": f"{unit}__attachment_order"}
    return _parts(source.goals, tallies, read, **place)


def parts_by_township(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[Part]:
    """The townships of a source with their sums."""
    tallies = _within(source, units, township)
    place = {"key": "township_id", "name": "township__name", "order": "township__code"}
    return _parts(source.goals, tallies, F, **place)


def _within(source: Source, units: list[int] | None, township: int | None) -> QuerySet[Any]:
    tallies = source.tallies
    if units is not None:
        tallies = tallies.filter(**{f"{source.unit}__in": units})
    return tallies if township is None else tallies.filter(township=township)


def _parts(goals: list[Goal], tallies: QuerySet[Any], read: Callable[[str], Any], **place: str) -> list[Part]:
    """One statement, so that all stages are of one moment; of each stage only what is read of it.

    `read` is Sum, or F where each row is the sum of one part already.
    """
    columns = {stage: _columns(goals, stage) for stage in STAGES}
    width = max(map(len, columns.values()))
    named = {f"row_{name}": F(path) for name, path in place.items()}
    first, *others = (
        tallies.filter(stage=stage)
        .order_by()
        .values("stage", "committee_type", **named)
        .annotate(**_numbered(map(read, names), width))
        .values_list(*named, "stage", "committee_type", *map(_alias, range(width)))
        for stage, names in columns.items()
    )
    positions = {stage: {name: n for n, name in enumerate(names)} for stage, names in columns.items()}
    parts: dict[Any, Part] = {}
    for row in first.union(*others, all=True):
        key, name, order = row[:3]
        part = parts.get((order, key))
        if part is None:
            part = parts[order, key] = Part(key, name, Sums(positions))
        part.sums.parts[row[3:5]] = row[5:]
    return [parts[place] for place in sorted(parts)]


def _numbered(columns: Iterable[Any], width: int) -> dict[str, Any]:
    """The columns under numbers, filled up to the same width, as the parts of a union must be."""
    known = list(columns)
    filled = [*known, *(Value(0) for _ in range(width - len(known)))]
    return {_alias(number): one for number, one in enumerate(filled)}


def _alias(number: int) -> str:
    return f"sum_{number}"


def rows_by_group(source: Source, parts: list[Part], reading: Reading) -> list[Row]:
    """The guidance groups of the current plan with the sums of their units."""
    by_unit = {part.key: part.sums for part in parts}
    groups = GuidanceGroup.objects.filter(plan__is_current=True).prefetch_related("units").order_by("number")
    sums = {
        group: total_of(by_unit[unit.pk] for unit in group.units.all() if unit.pk in by_unit)
        for group in groups
    }
    return [row_of(Part(group.pk, str(group), part), source.goals, reading) for group, part in sums.items()]


def _columns(goals: Iterable[Goal], stage: str) -> list[str]:
    """The columns that the goals, the gaps and the head of the page read of a stage."""
    wanted = set(ALWAYS) if stage == ELECTED else set()
    for goal in goals:
        wanted |= goal.indicator.columns_at(stage)
    for gap in GAPS:
        if gap.stage == stage:
            wanted |= {gap.plus, gap.minus} - {""}
    return sorted(wanted)


def row_of(
    part: Part, goals: list[Goal], reading: Reading = Reading.ELECTED, *, unit: int | None = None
) -> Row:
    """A place with its figures; `unit` is the unit whose targets count, None for the plan's."""
    return Row(part.key, part.name, figures_of(part.sums, goals, reading, unit), part.sums)


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
        .annotate(**{name: F(f"ret__{name}") for name in COLUMNS})
        .order_by("sort_order", "pk")
    )
    villages = list(rows)
    if source.snapshot:
        then = states_at(source.moment, plan, Stage.ELECTED, villages)
        for village in villages:
            for name in COLUMNS:
                setattr(village, name, then.get(village.pk, {}).get(name))
    return villages
