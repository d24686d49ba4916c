"""Figures computed on request from the tallies: one SQL aggregate per level, never cached, never stale."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum, Value

from guidance.core import clock
from guidance.core.access import PLAN_READERS, User, get_scope
from guidance.oversight.dashboard.rules import Figure, Reading, TargetValue
from guidance.oversight.dashboard.sums import (
    ELECTED,
    NOMINATED,
    STAGES,
    Sums,
    Target,
    add_up,
    make_figures,
)
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.queries import get_targets_to_freeze
from guidance.oversight.snapshots.rules import FrozenTarget, targets_from_json
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.frozen import get_states_at
from guidance.reporting.returns.gaps import GAPS, Gap
from guidance.reporting.returns.models import Tally, UnitTally
from guidance.reporting.returns.queries import villages_with_returns
from guidance.reporting.returns.rules import COLUMNS

# Columns of the elected stage that every page reads, whatever the targets are.
ALWAYS_READ = {"villages", "reported", "not_applicable", "provisional", "corrected", "seats", "vacancies"} | {
    *("foretold_directors", "foretold_director_women")
}


@dataclass(frozen=True)
class Source:
    """Where figures come from: the tallies of now, or those of a frozen moment with its targets."""

    tallies: QuerySet[Any]
    unit_path: str  # the look-up path from a tally to its unit
    targets: list[Target]
    moment: datetime
    snapshot: Any = None
    unit_tallies: QuerySet[Any] | None = None  # tallies summed by unit, for users who see everything


@dataclass
class PlaceSums:
    """A place and its sums."""

    key: int
    name: str
    sums: Sums


@dataclass(frozen=True)
class PlaceRow:
    """A place with its figures: the city, a group, a unit or a township."""

    key: int
    name: str
    figures: list[Figure]
    sums: Sums

    @property
    def villages(self) -> int:
        """Number of villages that should report."""
        return self.sums.of("villages")

    @property
    def reported(self) -> int:
        """Number of villages that have reported."""
        return self.sums.of("reported")

    def count(self, column: str) -> int:
        """A sum of the elected stage."""
        return self.sums.of(column)


def get_targets(plan: Plan | None) -> list[Target]:
    """The plan's current targets, in its order."""
    return [make_target(target) for target in get_targets_to_freeze(plan)]


def make_target(frozen: FrozenTarget) -> Target:
    """A target that figures can be compared with, from its stored values."""
    unit_values = {unit: TargetValue(**value) for unit, value in frozen.unit_values.items()}
    return Target(frozen.code, frozen.committee_type, TargetValue(**frozen.value), unit_values)


def get_live_source(user: User, plan: Plan | None) -> Source:
    """The figures of this moment."""
    tallies = Tally.objects.visible_to(user).filter(plan=plan)
    sees_all = get_scope(user, *PLAN_READERS).everything
    unit_tallies = UnitTally.objects.visible_to(user).filter(plan=plan) if sees_all else None
    return Source(tallies, "township__unit", get_targets(plan), clock.now(), unit_tallies=unit_tallies)


def get_frozen_source(user: User, snapshot: Snapshot) -> Source:
    """The figures of a frozen moment, compared with the targets of that moment."""
    tallies = SnapshotTally.objects.visible_to(user).filter(snapshot=snapshot)
    targets = [make_target(target) for target in targets_from_json(snapshot.targets)]
    return Source(tallies, "unit", targets, snapshot.taken_at, snapshot)


def sum_by_unit(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[PlaceSums]:
    """The units of a source with their sums, in the order of the attachments."""
    read: Callable[[str], Any] = Sum
    unit, tallies = source.unit_path, _filter_tallies(source, units, township)
    if source.unit_tallies is not None and township is None:
        unit, read = "unit", F
        tallies = source.unit_tallies if units is None else source.unit_tallies.filter(unit__in=units)
    place_paths = {"key": f"{unit}_id", "name": f"{unit}__short_name", "order": f"{unit}__attachment_order"}
    return _sum_by_place(source.targets, tallies, read, **place_paths)


def sum_by_township(
    source: Source, *, units: list[int] | None = None, township: int | None = None
) -> list[PlaceSums]:
    """The townships of a source with their sums."""
    tallies = _filter_tallies(source, units, township)
    place_paths = {"key": "township_id", "name": "township__name", "order": "township__code"}
    return _sum_by_place(source.targets, tallies, F, **place_paths)


def _filter_tallies(source: Source, units: list[int] | None, township: int | None) -> QuerySet[Any]:
    tallies = source.tallies
    if units is not None:
        tallies = tallies.filter(**{f"{source.unit_path}__in": units})
    return tallies if township is None else tallies.filter(township=township)


def _sum_by_place(
    targets: list[Target], tallies: QuerySet[Any], read: Callable[[str], Any], **place_paths: str
) -> list[PlaceSums]:
    """Sum in one statement, so that all stages are of one moment; read only the columns that a stage needs.

    `read` is Sum, or F where each row is the sum of one place already.
    """
    columns = {stage: _get_columns(targets, stage) for stage in STAGES}
    width = max(map(len, columns.values()))
    row_paths = {f"row_{name}": F(path) for name, path in place_paths.items()}
    first, *others = (
        tallies.filter(stage=stage)
        .order_by()
        .values("stage", "committee_type", **row_paths)
        .annotate(**_numbered(map(read, names), width))
        .values_list(*row_paths, "stage", "committee_type", *map(_alias, range(width)))
        for stage, names in columns.items()
    )
    positions = {stage: {name: n for n, name in enumerate(names)} for stage, names in columns.items()}
    places: dict[Any, PlaceSums] = {}
    for row in first.union(*others, all=True):
        key, name, order = row[:3]
        place = places.get((order, key))
        if place is None:
            place = places[order, key] = PlaceSums(key, name, Sums(positions))
        place.sums.by_stage_and_type[row[3:5]] = row[5:]
    return [places[order_and_key] for order_and_key in sorted(places)]


def _numbered(columns: Iterable[Any], width: int) -> dict[str, Any]:
    """The columns under numbers, filled up to the same width, as the parts of a union must be."""
    filled = list(columns)
    filled += [Value(0) for _ in range(width - len(filled))]
    return {_alias(number): column for number, column in enumerate(filled)}


def _alias(number: int) -> str:
    return f"sum_{number}"


def get_group_rows(source: Source, subplaces: list[PlaceSums], reading: Reading) -> list[PlaceRow]:
    """The guidance groups of the current plan with the sums of their units."""
    by_unit = {subplace.key: subplace.sums for subplace in subplaces}
    groups = GuidanceGroup.objects.filter(plan__is_current=True).prefetch_related("units").order_by("number")
    sums = {
        group: add_up(by_unit[unit.pk] for unit in group.units.all() if unit.pk in by_unit)
        for group in groups
    }
    return [
        make_row(PlaceSums(group.pk, str(group), group_sums), source.targets, reading)
        for group, group_sums in sums.items()
    ]


def _get_columns(targets: Iterable[Target], stage: str) -> list[str]:
    """The columns of a stage that the targets, the gaps and the head of the page read."""
    columns = set(ALWAYS_READ) if stage == ELECTED else set()
    for target in targets:
        columns |= target.indicator.columns_at(stage)
    for gap in GAPS:
        if gap.stage == stage:
            columns |= {gap.plus, gap.minus} - {""}
    return sorted(columns)


def make_row(
    place: PlaceSums, targets: list[Target], reading: Reading = Reading.ELECTED, *, unit: int | None = None
) -> PlaceRow:
    """A place with its figures; `unit` is the unit whose targets count, None for the plan's."""
    return PlaceRow(place.key, place.name, make_figures(place.sums, targets, reading, unit), place.sums)


def count_gaps(sums: Sums, *, early: bool) -> list[tuple[Gap, int]]:
    """The gaps, or the early warnings, each with the number of its villages."""
    return [(gap, _count(sums, gap)) for gap in GAPS if gap.plus and gap.early == early]


def _count(sums: Sums, gap: Gap) -> int:
    stage = NOMINATED if gap.stage == NOMINATED else ELECTED
    return sums.of(gap.plus, stage) - (sums.of(gap.minus, stage) if gap.minus else 0)


def get_villages_with_figures(
    user: User, source: Source, plan: Plan | None, township: Township
) -> list[Village]:
    """The villages of a township with the figures of their returns, now or at the frozen moment."""
    rows = (
        villages_with_returns(user, plan, with_wanted_bp=False)
        .filter(township=township)
        .annotate(**{name: F(f"ret__{name}") for name in COLUMNS})
        .order_by("sort_order", "pk")
    )
    villages = list(rows)
    if source.snapshot:
        frozen_figures = get_states_at(source.moment, plan, Stage.ELECTED, villages)
        for village in villages:
            for name in COLUMNS:
                setattr(village, name, frozen_figures.get(village.pk, {}).get(name))
    return villages
