"""Reporting units, townships, villages."""

from django.contrib import admin

from guidance.core.admin.base import GuardedAdmin
from guidance.office.import_export.admin import ReferenceAdmin
from guidance.office.import_export.resources import resource_for
from guidance.reference.places.models import ReportingUnit, Township, Village, VillageAlias


@admin.register(ReportingUnit)
class ReportingUnitAdmin(ReferenceAdmin):
    """填报单位."""

    list_display = (
        "short_name",
        "official_name",
        "printed_name",
        "kind",
        "division_code",
        "attachment_order",
    )
    list_filter = ("kind",)
    search_fields = ("short_name", "official_name", "printed_name")
    resource_classes = [
        resource_for(
            ReportingUnit,
            *("official_name", "short_name", "printed_name", "kind", "division_code"),
            *("group_order", "attachment_order"),
            ids=("short_name",),
        )
    ]


@admin.register(Township)
class TownshipAdmin(ReferenceAdmin):
    """乡镇（街道）."""

    list_display = ("name", "official_name", "unit", "code", "kind")
    list_filter = ("unit", "kind")
    list_select_related = ("unit",)
    search_fields = ("name", "official_name", "code")
    resource_classes = [
        resource_for(
            Township,
            *("unit", "name", "official_name", "code", "kind"),
            ids=("code",),
            known_by={"unit": "short_name"},
        )
    ]


@admin.register(Village)
class VillageAdmin(ReferenceAdmin):
    """村（社区）."""

    list_display = ("name", "township", "committee_type", "merged_into", "sort_order")
    list_filter = ("committee_type", "township__unit")
    list_select_related = ("township", "merged_into")
    search_fields = ("name", "township__name")
    autocomplete_fields = ("township", "merged_into")
    lists = {"former_names": []}
    resource_classes = [
        resource_for(
            Village,
            *("township", "name", "committee_type", "former_names", "sort_order"),
            ids=("township", "name"),
            known_by={"township": "code"},
            lists=lists,
        )
    ]


@admin.register(VillageAlias)
class VillageAliasAdmin(GuardedAdmin):
    """村名写法."""

    list_display = ("spelling", "village", "township")
    list_filter = ("township__unit",)
    list_select_related = ("village", "township")
    search_fields = ("spelling", "village__name", "township__name")
    autocomplete_fields = ("township", "village")
