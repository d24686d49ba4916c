"""The figures that templates ask for: the dashboard's own, by the names of `superiors.grammar`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import full_day
from guidance.outputs.superior_templates.grammar import (
    CITY,
    FULL_NAME,
    NAME,
    NUMBER,
    OWN_UNIT,
    TOWNSHIP,
    UNIT,
    indicator_names,
    normal,
    parse,
)
from guidance.oversight.dashboard import queries as dashboard
from guidance.oversight.dashboard.queries import Part, Row, Source
from guidance.oversight.dashboard.rules import Figure, Share
from guidance.oversight.dashboard.sums import Sums, total_of
from guidance.oversight.snapshots.models import Snapshot
from guidance.oversight.snapshots.queries import as_of_words
from guidance.oversight.snapshots.rules import as_of, is_on_time
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan

EMPTY = "—"
POINTS_FORMAT = "+0.0###;-0.0###;0.0"
SHARE = normal("比例")


@dataclass(frozen=True)
class Behind:
    """The numbers behind a value, where there are any."""

    part: int | None = None  # women, or villages that have it
    whole: int | None = None
    reported: int | None = None  # villages
    expected: int | None = None


NOTHING_BEHIND = Behind()


@dataclass(frozen=True)
class Value:
    """What a placeholder becomes, and what stands behind it."""

    shown: str
    number: float | None = None  # for a cell of its own
    format: str = ""
    behind: Behind = NOTHING_BEHIND


@dataclass(frozen=True)
class PlaceFigures:
    """A place with its values by their normal names, in the order in which they are shown."""

    name: str
    level: str  # city, unit or township: which page of the dashboard shows it
    key: int
    values: Mapping[str, Value]

    def value_of(self, name: str) -> Value:
        """By its normal name; the bare indicator is its share. What was not measured then is —."""
        return self.values.get(name) or self.values.get(f"{name}{SHARE}") or Value(EMPTY)


@dataclass
class Catalogue:
    """Every value of one moment: of the whole, of each reporting unit and, when asked for, each township."""

    source: Source
    texts: Mapping[str, Value]
    city: PlaceFigures
    units: list[PlaceFigures]
    user: User
    by_name: dict[str, PlaceFigures] = field(default_factory=dict)

    def value_of(self, text: str) -> tuple[Value, PlaceFigures | None]:
        """What a placeholder that stands for itself becomes, and of which place it speaks."""
        asked = parse(text)
        if asked.name in self.texts:
            return self.texts[asked.name], None
        place = self.by_name.get(asked.scope)
        return (place.value_of(asked.name), place) if place else (Value(EMPTY), None)

    def rows_of(self, scope: str) -> list[PlaceFigures]:
        """What a row with 单位 or 乡镇 is repeated for."""
        return self.units if scope == UNIT else self.townships

    @cached_property
    def townships(self) -> list[PlaceFigures]:
        """The townships with their values, in the order of the dashboard."""
        parts = dashboard.parts_by_township(self.source)
        units = {
            pk: (unit, name)
            for pk, unit, name in Township.objects.visible_to(self.user)
            .order_by()
            .values_list("pk", "unit_id", "unit__short_name")
        }
        return [
            _place(part, self.source, "township", units[part.key][0], number, {OWN_UNIT: units[part.key][1]})
            for number, part in enumerate(parts, 1)
            if part.key in units
        ]


def units_of(user: User) -> QuerySet[ReportingUnit]:
    """The reporting units in the order of the attachments."""
    return ReportingUnit.objects.visible_to(user).order_by("attachment_order", "pk")


def place_names(user: User) -> dict[str, str]:
    """Every name by which a template may name a place -> the name that the lists show."""
    names = {CITY: CITY}
    for unit in units_of(user):
        names |= dict.fromkeys(names_of(unit), unit.short_name)
    return names


def names_of(unit: ReportingUnit) -> tuple[str, ...]:
    """By which a unit may be named."""
    return (unit.short_name, unit.printed_name, unit.official_name)


def catalogue(user: User, plan: Plan | None, snapshot: Snapshot | None) -> Catalogue:
    """The values of now, or of a frozen moment."""
    source = dashboard.frozen(user, snapshot) if snapshot else dashboard.live(user, plan)
    parts = {part.key: part for part in dashboard.parts_by_unit(source)}
    units: list[PlaceFigures] = []
    by_name: dict[str, PlaceFigures] = {}
    for number, unit in enumerate(units_of(user), 1):
        part = parts.get(unit.pk) or Part(unit.pk, unit.short_name, Sums())
        place = _place(part, source, "unit", unit.pk, number, {FULL_NAME: unit.official_name})
        units.append(place)
        by_name |= dict.fromkeys(names_of(unit), place)
    total = Part(0, CITY, total_of(part.sums for part in parts.values()))
    city = PlaceFigures(CITY, "city", 0, values_of(dashboard.row_of(total, source.goals)))
    return Catalogue(source, _texts(source, plan), city, units, user, by_name | {CITY: city})


def _place(
    part: Part, source: Source, level: str, unit: int, number: int, beside: Mapping[str, str]
) -> PlaceFigures:
    row = dashboard.row_of(part, source.goals, unit=unit)
    own = {NAME: Value(part.name), NUMBER: Value(str(number), number, "0")}
    words = {name: Value(text) for name, text in beside.items()}
    return PlaceFigures(part.name, level, part.key, own | words | values_of(row))


def values_of(row: Row) -> dict[str, Value]:
    """Normal name -> value of everything that the dashboard says of a place."""
    values: dict[str, Value] = {}
    for figure in row.figures:
        names = indicator_names(figure.label, figure.counted_in)
        values |= {normal(names[measure]): value for measure, value in _measures(figure)}
    counts = {
        "村总数": row.villages,
        "已报村数": row.reported,
        "未报村数": row.villages - row.reported,
        "职数": row.count("seats"),
        "缺额": row.count("vacancies"),
    }
    return values | {
        name: Value(str(count), count, "0", Behind(reported=row.reported, expected=row.villages))
        for name, count in counts.items()
    }


def _measures(figure: Figure) -> Iterator[tuple[str, Value]]:
    """Each measure of a figure as the dashboard words it."""
    share, previous, points = figure.share, figure.previous, figure.points
    behind = _behind(share, figure)

    def count(number: int, *, known: bool = True) -> Value:
        shown = bool(share.whole) and known
        return Value(str(number), number, "0", behind) if shown else Value(EMPTY, behind=behind)

    yield "share", _percent(figure.percent, share, behind)
    yield "part", count(share.part)
    yield "whole", count(share.whole)
    yield "short", count(figure.short, known=bool(figure.aim.value_bp))
    yield "target", Value(figure.target_words)
    yield "standing", Value(figure.standing.label, behind=behind)
    yield "points", Value(points, float(points), POINTS_FORMAT, behind) if points else Value(EMPTY)
    yield "previous", _percent(figure.previous_percent, previous, _behind(previous))


def _behind(share: Share, figure: Figure | None = None) -> Behind:
    part, whole = (share.part, share.whole) if share.whole else (None, None)
    return Behind(part, whole, figure.reported, figure.expected) if figure else Behind(part, whole)


def _percent(shown: str, share: Share, behind: Behind) -> Value:
    """With as many decimals as the dashboard shows beside the target."""
    if not share.whole:
        return Value(EMPTY, behind=behind)
    decimals = "0" * len(shown.partition(".")[2])
    return Value(f"{shown}%", share.part / share.whole, f"0.{decimals}%" if decimals else "0%", behind)


def _texts(source: Source, plan: Plan | None) -> dict[str, Value]:
    moment, snapshot = localtime(source.moment), source.snapshot
    last_day = moment.date()
    if snapshot and snapshot.round and is_on_time(snapshot.round.due_on, moment):
        last_day = snapshot.round.due_on
    said: dict[str, Any] = {
        "截至日期": full_day(last_day),
        "数据口径": as_of_words(snapshot) if snapshot else as_of(moment, None),
        "定格编号": f"第{snapshot.number}号" if snapshot else "",
        "填充日期": full_day(clock.today()),
    }
    if plan:
        said |= {
            "方案标题": plan.title,
            "方案简称": plan.name,
            "文号": plan.document_number,
            "发文机关": plan.issuer,
            "印发日期": full_day(plan.issued_on),
        }
    return {name: Value(text or EMPTY) for name, text in said.items()}


def repeated_by(text: str) -> str:
    """单位 or 乡镇 where a placeholder repeats its row; else empty."""
    scope = parse(text).scope
    return scope if scope in (UNIT, TOWNSHIP) else ""
