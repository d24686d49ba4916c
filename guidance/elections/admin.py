"""Village returns."""

from django.contrib import admin

from guidance.admin_base import VersionedAdmin
from guidance.elections.models import VillageReturn


@admin.register(VillageReturn)
class VillageReturnAdmin(VersionedAdmin):
    """村（社区）换届结果."""

    list_display = (
        "village",
        "township",
        "stage",
        "people",
        "women",
        "director_women",
        "chair_in_two_committees",
        "flag",
    )
    list_filter = ("stage", "flag", "data_source", "village__township__unit")
    list_select_related = ("village__township__unit",)
    search_fields = ("village__name", "village__township__name")
    autocomplete_fields = ("village",)
    readonly_fields = ("version", "saved_by", "saved_at")

    @admin.display(description="乡镇（街道）", ordering="village__township")
    def township(self, one: VillageReturn) -> str:
        """Where the village lies; names of villages recur."""
        return one.village.township.printed_name
