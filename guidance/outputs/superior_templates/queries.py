"""The figures that templates ask for: those of the dashboard, by the names of `grammar`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import format_full_day
from guidance.outputs.superior_templates.grammar import (
    CITY,
    FULL_NAME,
    NAME,
    NUMBER,
    OWN_UNIT,
    TOWNSHIP,
    UNIT,
    indicator_names,
    normalize_name,
    parse_placeholder,
)
from guidance.oversight.dashboard import queries as dashboard
from guidance.oversight.dashboard.queries import PlaceRow, PlaceSums, Source
from guidance.oversight.dashboard.rules import Figure, Share
from guidance.oversight.dashboard.sums import Sums, add_up
from guidance.oversight.snapshots.models import Snapshot
from guidance.oversight.snapshots.queries import describe_as_of
from guidance.oversight.snapshots.rules import format_as_of, is_just_after_deadline
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan

EMPTY = "—"
POINTS_FORMAT = "+0.0###;-0.0###;0.0"
SHARE = normalize_name("比例")


@dataclass(frozen=True)
class Basis:
    """The numbers from which a value is calculated, where there are any."""

    part: int | None = None  # women, or villages that have it
    whole: int | None = None
    reported: int | None = None  # villages
    expected: int | None = None


NO_BASIS = Basis()


@dataclass(frozen=True)
class Value:
    """What a placeholder is replaced by, and the numbers behind it."""

    shown: str
    number: float | None = None  # for a cell that holds nothing but the placeholder
    number_format: str = ""
    basis: Basis = NO_BASIS


@dataclass(frozen=True)
class PlaceFigures:
    """A place with its values by normalized name, in the order in which they are shown."""

    name: str
    level: str  # city, unit or township: which page of the dashboard shows it
    key: int
    values: Mapping[str, Value]

    def get_value(self, name: str) -> Value:
        """The value of a normalized name; the bare indicator is its share, what was not measured is —."""
        return self.values.get(name) or self.values.get(f"{name}{SHARE}") or Value(EMPTY)


@dataclass
class FigureCatalogue:
    """Every value at one moment: of the city, of each reporting unit and, read on demand, each township."""

    source: Source
    texts: Mapping[str, Value]
    city: PlaceFigures
    units: list[PlaceFigures]
    user: User
    by_name: dict[str, PlaceFigures] = field(default_factory=dict)

    def get_value(self, text: str) -> tuple[Value, PlaceFigures | None]:
        """The value of a placeholder outside repeated rows, and the place that it is about."""
        parsed = parse_placeholder(text)
        if parsed.name in self.texts:
            return self.texts[parsed.name], None
        place = self.by_name.get(parsed.scope)
        return (place.get_value(parsed.name), place) if place else (Value(EMPTY), None)

    def get_rows(self, scope: str) -> list[PlaceFigures]:
        """The places for which a row with 单位 or 乡镇 is repeated."""
        return self.units if scope == UNIT else self.townships

    @cached_property
    def townships(self) -> list[PlaceFigures]:
        """The townships with their values, in the order of the dashboard."""
        subplaces = dashboard.sum_by_township(self.source)
        units = {
            pk: (unit, name)
            for pk, unit, name in Township.objects.visible_to(self.user)
            .order_by()
            .values_list("pk", "unit_id", "unit__short_name")
        }
        return [
            _place_figures(
                subplace,
                self.source,
                "township",
                units[subplace.key][0],
                number,
                {OWN_UNIT: units[subplace.key][1]},
            )
            for number, subplace in enumerate(subplaces, 1)
            if subplace.key in units
        ]


def get_units(user: User) -> QuerySet[ReportingUnit]:
    """The reporting units in the order of the attachments."""
    return ReportingUnit.objects.visible_to(user).order_by("attachment_order", "pk")


def get_place_names(user: User) -> dict[str, str]:
    """Map every name by which a template may name a place to the name that the lists show."""
    names = {CITY: CITY}
    for unit in get_units(user):
        names |= dict.fromkeys(unit_names(unit), unit.short_name)
    return names


def unit_names(unit: ReportingUnit) -> tuple[str, ...]:
    """The names by which a template may name a unit."""
    return (unit.short_name, unit.printed_name, unit.official_name)


def build_catalogue(user: User, plan: Plan | None, snapshot: Snapshot | None) -> FigureCatalogue:
    """The values of now, or of a snapshot."""
    source = (
        dashboard.get_frozen_source(user, snapshot) if snapshot else dashboard.get_live_source(user, plan)
    )
    subplaces = {subplace.key: subplace for subplace in dashboard.sum_by_unit(source)}
    units: list[PlaceFigures] = []
    by_name: dict[str, PlaceFigures] = {}
    for number, unit in enumerate(get_units(user), 1):
        subplace = subplaces.get(unit.pk) or PlaceSums(unit.pk, unit.short_name, Sums())
        place = _place_figures(subplace, source, "unit", unit.pk, number, {FULL_NAME: unit.official_name})
        units.append(place)
        by_name |= dict.fromkeys(unit_names(unit), place)
    total = PlaceSums(0, CITY, add_up(subplace.sums for subplace in subplaces.values()))
    city = PlaceFigures(CITY, "city", 0, make_row_values(dashboard.make_row(total, source.targets)))
    return FigureCatalogue(source, _text_values(source, plan), city, units, user, by_name | {CITY: city})


def _place_figures(
    subplace: PlaceSums, source: Source, level: str, unit: int, number: int, extra_texts: Mapping[str, str]
) -> PlaceFigures:
    row = dashboard.make_row(subplace, source.targets, unit=unit)
    place_values = {NAME: Value(subplace.name), NUMBER: Value(str(number), number, "0")}
    text_values = {name: Value(text) for name, text in extra_texts.items()}
    return PlaceFigures(subplace.name, level, subplace.key, place_values | text_values | make_row_values(row))


def make_row_values(row: PlaceRow) -> dict[str, Value]:
    """Everything that the dashboard shows of a place, by normalized name."""
    values: dict[str, Value] = {}
    for figure in row.figures:
        names = indicator_names(figure.label, figure.counted_in)
        values |= {normalize_name(names[measure]): value for measure, value in _measure_values(figure)}
    counts = {
        "村总数": row.villages,
        "已报村数": row.reported,
        "未报村数": row.villages - row.reported,
        "职数": row.count("seats"),
        "缺额": row.count("vacancies"),
    }
    return values | {
        name: Value(str(count), count, "0", Basis(reported=row.reported, expected=row.villages))
        for name, count in counts.items()
    }


def _measure_values(figure: Figure) -> Iterator[tuple[str, Value]]:
    """Yield each measure of a figure with its value as the dashboard shows it."""
    share, previous, points = figure.share, figure.previous, figure.points_to_target
    basis = _get_basis(share, figure)

    def count_value(number: int, *, known: bool = True) -> Value:
        is_shown = bool(share.whole) and known
        return Value(str(number), number, "0", basis) if is_shown else Value(EMPTY, basis=basis)

    yield "share", _percent_value(figure.percent, share, basis)
    yield "part", count_value(share.part)
    yield "whole", count_value(share.whole)
    yield "short", count_value(figure.shortfall, known=bool(figure.target_value.value_bp))
    yield "target", Value(figure.target_text)
    yield "standing", Value(figure.standing.label, basis=basis)
    yield "points", Value(points, float(points), POINTS_FORMAT, basis) if points else Value(EMPTY)
    yield "previous", _percent_value(figure.previous_percent, previous, _get_basis(previous))


def _get_basis(share: Share, figure: Figure | None = None) -> Basis:
    part, whole = (share.part, share.whole) if share.whole else (None, None)
    return Basis(part, whole, figure.reported, figure.expected) if figure else Basis(part, whole)


def _percent_value(shown: str, share: Share, basis: Basis) -> Value:
    """A share with as many decimals as the dashboard shows beside the target."""
    if not share.whole:
        return Value(EMPTY, basis=basis)
    decimals = "0" * len(shown.partition(".")[2])
    return Value(f"{shown}%", share.part / share.whole, f"0.{decimals}%" if decimals else "0%", basis)


def _text_values(source: Source, plan: Plan | None) -> dict[str, Value]:
    moment, snapshot = localtime(source.moment), source.snapshot
    last_day = moment.date()
    if snapshot and snapshot.round and is_just_after_deadline(snapshot.round.due_on, moment):
        last_day = snapshot.round.due_on
    texts: dict[str, Any] = {
        "截至日期": format_full_day(last_day),
        "数据口径": describe_as_of(snapshot) if snapshot else format_as_of(moment, None),
        "定格编号": f"第{snapshot.number}号" if snapshot else "",
        "填充日期": format_full_day(clock.today()),
    }
    if plan:
        texts |= {
            "方案标题": plan.title,
            "方案简称": plan.name,
            "文号": plan.document_number,
            "发文机关": plan.issuer,
            "印发日期": format_full_day(plan.issued_on),
        }
    return {name: Value(text or EMPTY) for name, text in texts.items()}


def row_scope(text: str) -> str:
    """Return 单位 or 乡镇 where a placeholder repeats its row; otherwise an empty string."""
    scope = parse_placeholder(text).scope
    return scope if scope in (UNIT, TOWNSHIP) else ""
