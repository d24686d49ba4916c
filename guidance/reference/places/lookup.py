"""The townships and villages that a file may name, and what is remembered of their spellings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from guidance.core.access import User
from guidance.reference.places.matching import TownshipName, Townships, VillageName, Villages, normal
from guidance.reference.places.models import ReportingUnit, Township, Village, VillageAlias

AT_ONCE = 500  # keys in one question


def townships_for(user: User) -> Townships:
    """Every township, since a file may name another unit's; those the user reports for are marked."""
    own = set(Township.objects.editable_by(user).values_list("pk", flat=True))
    units = {
        unit.pk: tuple(dict.fromkeys((unit.short_name, unit.printed_name, unit.official_name)))
        for unit in ReportingUnit.objects.order_by()
    }
    rows = Township.objects.order_by("pk").values_list("pk", "name", "official_name", "unit_id")
    return Townships(
        [TownshipName(pk, name, official, unit, units[unit], pk in own) for pk, name, official, unit in rows]
    )


def villages_of(townships: Iterable[int]) -> dict[int, Villages]:
    """The villages of these townships, with the spellings that were decided before."""
    found: dict[int, list[VillageName]] = {pk: [] for pk in townships}
    aliases: dict[int, dict[str, int]] = defaultdict(dict)
    for some in _parts(list(found)):
        for one in _names(Village.objects.filter(township__in=some)):
            found[one.township_id].append(one)
        known = VillageAlias.objects.filter(township__in=some).order_by()
        for township, spelling, village in known.values_list("township_id", "spelling", "village_id"):
            aliases[township][normal(spelling)] = village
    return {pk: Villages(villages, aliases[pk]) for pk, villages in found.items()}


def own_villages(user: User, villages: Sequence[int]) -> dict[int, VillageName]:
    """Those of `villages` that the user may report for, by key."""
    return {one.pk: one for one in _names(Village.objects.editable_by(user).filter(pk__in=villages))}


def same_names_elsewhere(names: Sequence[str]) -> list[Village]:
    """Villages of these names wherever they lie, to tell whose they are."""
    return list(Village.objects.current().filter(name__in=names).select_related("township__unit")[:AT_ONCE])


def _names(villages: QuerySet[Village]) -> Iterable[VillageName]:
    fields = ("pk", "township_id", "name", "committee_type", "former_names", "merged_into__name")
    rows = villages.order_by("township_id", "sort_order", "pk").values_list(*fields)
    for pk, township, name, kind, former, into in rows:
        yield VillageName(pk, township, name, kind, tuple(former), into or "")


def _parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
