"""The place that a page of the dashboard shows: all that the user sees, or a part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode

from guidance.core.access import ALL_ROWS, GUIDANCE_READERS, PLAN_READERS, User, get_scope, has_role
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.queries import PlaceRow, PlaceSums, Source
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.dashboard.sums import add_up
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import ReportingUnit, Township

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class DashboardPlace:
    """A place: its name, its condition on rows, and `unit`, whose own targets count for it."""

    name: str
    parameter: str = ""  # of the address: group, unit or township
    key: int = 0
    units: list[int] | None = None
    township: int | None = None
    unit: int | None = None

    @property
    def query(self) -> str:
        """The place as the query of an address; empty for all that the user sees."""
        return urlencode({self.parameter: self.key}) if self.parameter else ""

    @property
    def subplace_parameter(self) -> str:
        """The parameter of an address that names a subplace."""
        return "unit" if self.unit is None else "township"

    def condition(self, *, unit: str, township: str) -> Q:
        """The condition on rows of this place; the arguments are the look-up paths to their owners."""
        if self.township is not None:
            return Q(**{township: self.township})
        return ALL_ROWS if self.units is None else Q(**{f"{unit}__in": self.units})

    def get_subplaces(self, source: Source) -> list[PlaceSums]:
        """Its units with their sums; its townships where it is one unit or township."""
        sum_subplaces = queries.sum_by_unit if self.unit is None else queries.sum_by_township
        return sum_subplaces(source, units=self.units, township=self.township)

    def get_total(self, source: Source, subplaces: list[PlaceSums], reading: Reading) -> PlaceRow:
        """The sum of its subplaces."""
        sums = add_up(subplace.sums for subplace in subplaces)
        return queries.make_row(PlaceSums(0, self.name, sums), source.targets, reading, unit=self.unit)

    def get_row(self, subplace: PlaceSums, source: Source, reading: Reading) -> PlaceRow:
        """The row of a subplace; a unit is compared with its own targets."""
        return queries.make_row(subplace, source.targets, reading, unit=self.unit or subplace.key)


def get_groups(user: User) -> QuerySet[GuidanceGroup]:
    """The groups of the current plan whose units the user sees whole."""
    groups = GuidanceGroup.objects.visible_to(user).filter(plan__is_current=True)
    return groups if has_role(user, *GUIDANCE_READERS) else groups.none()


def get_townships(user: User, place: DashboardPlace) -> QuerySet[Township]:
    """The townships of the unit that the place is or lies in."""
    return Township.objects.visible_to(user).filter(unit=place.unit)


def get_place(user: User, parameters: Mapping[str, Any]) -> DashboardPlace:
    """The place that `group`, `unit` or `township` of the address names; 404 outside the user's scope.

    The narrowest one counts, but a township of another unit than the one named is ignored.
    """
    if parameters.get("township"):
        township = _get_by_key(
            Township.objects.visible_to(user).select_related("unit"), parameters["township"]
        )
        if parameters.get("unit") in (None, str(township.unit_id)):
            return make_township_place(township)
    if parameters.get("unit"):
        return make_unit_place(_get_by_key(ReportingUnit.objects.visible_to(user), parameters["unit"]))
    if parameters.get("group"):
        return make_group_place(_get_by_key(get_groups(user), parameters["group"]))
    scope = get_scope(user, *PLAN_READERS)
    if scope.everything:
        return DashboardPlace("全市")
    if len(scope.units) == 1:
        return make_unit_place(ReportingUnit.objects.visible_to(user).get())
    if not scope.units and len(scope.townships) == 1:
        return make_township_place(Township.objects.visible_to(user).select_related("unit").get())
    return DashboardPlace("本组" if scope.units else "联系乡镇（街道）")


def _get_by_key(rows: QuerySet[Any], key: str) -> Any:
    if not (key.isdecimal() and len(key) < 20 and int(key) <= LARGEST_KEY):
        raise Http404
    return get_object_or_404(rows, pk=int(key))


def make_group_place(group: GuidanceGroup) -> DashboardPlace:
    """A guidance group and its units."""
    return DashboardPlace(str(group), "group", group.pk, units=list(group.units.values_list("pk", flat=True)))


def make_unit_place(unit: ReportingUnit) -> DashboardPlace:
    """A reporting unit and its townships."""
    return DashboardPlace(unit.short_name, "unit", unit.pk, units=[unit.pk], unit=unit.pk)


def make_township_place(township: Township) -> DashboardPlace:
    """A township; the caller selects its `unit` with it."""
    return DashboardPlace(
        township.printed_name, "township", township.pk, township=township.pk, unit=township.unit_id
    )
