"""Townships and villages that a file may name, with the spellings that were decided before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from guidance.core.access import User
from guidance.reference.places.matching import (
    TownshipIndex,
    TownshipName,
    VillageIndex,
    VillageName,
    normalize,
)
from guidance.reference.places.models import ReportingUnit, Township, Village, VillageAlias

BATCH_SIZE = 500  # keys in one query


def get_township_index(user: User) -> TownshipIndex:
    """Every township, since a file may name another unit's; those the user reports for are marked."""
    own = set(Township.objects.editable_by(user).values_list("pk", flat=True))
    units = {
        unit.pk: tuple(dict.fromkeys((unit.short_name, unit.printed_name, unit.official_name)))
        for unit in ReportingUnit.objects.order_by()
    }
    rows = Township.objects.order_by("pk").values_list("pk", "name", "official_name", "unit_id")
    return TownshipIndex(
        [TownshipName(pk, name, official, unit, units[unit], pk in own) for pk, name, official, unit in rows]
    )


def get_village_indexes(townships: Iterable[int]) -> dict[int, VillageIndex]:
    """The villages of these townships, with the spellings that were decided before."""
    by_township: dict[int, list[VillageName]] = {pk: [] for pk in townships}
    aliases: dict[int, dict[str, int]] = defaultdict(dict)
    for batch in _batches(list(by_township)):
        for village_name in _village_names(Village.objects.filter(township__in=batch)):
            by_township[village_name.township_id].append(village_name)
        known = VillageAlias.objects.filter(township__in=batch).order_by()
        for township, spelling, village in known.values_list("township_id", "spelling", "village_id"):
            aliases[township][normalize(spelling)] = village
    return {pk: VillageIndex(villages, aliases[pk]) for pk, villages in by_township.items()}


def editable_villages(user: User, villages: Sequence[int]) -> dict[int, VillageName]:
    """Those of `villages` (keys) that the user may report for, by key."""
    return {
        name.pk: name for name in _village_names(Village.objects.editable_by(user).filter(pk__in=villages))
    }


def get_villages_named(names: Sequence[str]) -> list[Village]:
    """Villages of these names in any township, so that a message can tell whose they are."""
    return list(
        Village.objects.current().filter(name__in=names).select_related("township__unit")[:BATCH_SIZE]
    )


def _village_names(villages: QuerySet[Village]) -> Iterable[VillageName]:
    fields = ("pk", "township_id", "name", "committee_type", "former_names", "merged_into__name")
    rows = villages.order_by("township_id", "sort_order", "pk").values_list(*fields)
    for pk, township, name, kind, former, into in rows:
        yield VillageName(pk, township, name, kind, tuple(former), into or "")


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + BATCH_SIZE] for start in range(0, len(keys), BATCH_SIZE))
