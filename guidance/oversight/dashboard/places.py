"""The place that a picture is about, by the address: all that the user sees, or a part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode

from guidance.core.access import ALL_ROWS, GUIDANCE_READERS, PLAN_READERS, User, has_role, scope_of
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.queries import Part, Row, Source
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.dashboard.sums import total_of
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import ReportingUnit, Township

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Place:
    """A place by its name and its rows. `unit` is the one whose own targets count for it."""

    name: str
    parameter: str = ""  # group, unit or township: what the address names
    key: int = 0
    units: list[int] | None = None
    township: int | None = None
    unit: int | None = None

    @property
    def here(self) -> str:
        """As it stands in an address; empty for all that the user sees."""
        return urlencode({self.parameter: self.key}) if self.parameter else ""

    @property
    def part_parameter(self) -> str:
        """What its parts are in an address."""
        return "unit" if self.unit is None else "township"

    def rows(self, *, unit: str, township: str) -> Q:
        """The condition for its rows; the arguments are the look-up paths to their owners."""
        if self.township is not None:
            return Q(**{township: self.township})
        return ALL_ROWS if self.units is None else Q(**{f"{unit}__in": self.units})

    def parts(self, source: Source) -> list[Part]:
        """Its units with their sums; its townships where it is one unit or township."""
        parts_of = queries.parts_by_unit if self.unit is None else queries.parts_by_township
        return parts_of(source, units=self.units, township=self.township)

    def total(self, source: Source, parts: list[Part], reading: Reading) -> Row:
        """The sum of its parts."""
        sums = total_of(part.sums for part in parts)
        return queries.row_of(Part(0, self.name, sums), source.goals, reading, unit=self.unit)

    def row(self, part: Part, source: Source, reading: Reading) -> Row:
        """One of its parts, a unit held against its own targets."""
        return queries.row_of(part, source.goals, reading, unit=self.unit or part.key)


def groups_of(user: User) -> QuerySet[GuidanceGroup]:
    """The groups of the current plan whose units the user sees whole."""
    groups = GuidanceGroup.objects.visible_to(user).filter(plan__is_current=True)
    return groups if has_role(user, *GUIDANCE_READERS) else groups.none()


def townships_of(user: User, place: Place) -> QuerySet[Township]:
    """The townships of the unit that the place is or lies in."""
    return Township.objects.visible_to(user).filter(unit=place.unit)


def place_of(user: User, asked: Mapping[str, Any]) -> Place:
    """The place that `group`, `unit` or `township` of the address names; 404 outside the user's scope.

    The narrowest one counts; a township that is left over when another unit is chosen does not.
    """
    if asked.get("township"):
        township = _find(Township.objects.visible_to(user).select_related("unit"), asked["township"])
        if asked.get("unit") in (None, str(township.unit_id)):
            return of_township(township)
    if asked.get("unit"):
        return of_unit(_find(ReportingUnit.objects.visible_to(user), asked["unit"]))
    if asked.get("group"):
        return of_group(_find(groups_of(user), asked["group"]))
    scope = scope_of(user, *PLAN_READERS)
    if scope.everything:
        return Place("全市")
    if len(scope.units) == 1:
        return of_unit(ReportingUnit.objects.visible_to(user).get())
    if not scope.units and len(scope.townships) == 1:
        return of_township(Township.objects.visible_to(user).select_related("unit").get())
    return Place("本组" if scope.units else "联系乡镇（街道）")


def _find(rows: QuerySet[Any], key: str) -> Any:
    if not (key.isdecimal() and len(key) < 20 and int(key) <= LARGEST_KEY):
        raise Http404
    return get_object_or_404(rows, pk=int(key))


def of_group(group: GuidanceGroup) -> Place:
    """A guidance group and its units."""
    return Place(str(group), "group", group.pk, units=list(group.units.values_list("pk", flat=True)))


def of_unit(unit: ReportingUnit) -> Place:
    """A reporting unit and its townships."""
    return Place(unit.short_name, "unit", unit.pk, units=[unit.pk], unit=unit.pk)


def of_township(township: Township) -> Place:
    """A township; `unit` is read with it."""
    return Place(township.printed_name, "township", township.pk, township=township.pk, unit=township.unit_id)
