"""Kinds of places."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a reporting unit reports for. A new area is no administrative division and has no code."""

    COUNTY = "county", "县"
    DISTRICT = "district", "城区"
    NEW_AREA = "new_area", "新区"


class TownshipKind(TextChoices):
    """镇, 乡 or 街道: decided by law, not by the last character of the name (太阳村镇)."""

    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    SUBDISTRICT = "subdistrict", "街道"


class CommitteeType(TextChoices):
    """The legal type of a committee: decided by law, never read from a place's name."""

    VILLAGERS = "villagers", "村民委员会"
    RESIDENTS = "residents", "社区居民委员会"
