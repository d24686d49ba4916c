"""Village returns."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from guidance.core.admin.base import GuardedAdmin
from guidance.reporting.returns.actions import delete_returns
from guidance.reporting.returns.models import VillageReturn


@admin.register(VillageReturn)
class VillageReturnAdmin(GuardedAdmin):
    """村（社区）换届结果, read-only with history; returns are edited on their pages."""

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

    @admin.display(description="乡镇（街道）", ordering="village__township")
    def township(self, village_return: VillageReturn) -> str:
        """The township of the village, because names of villages recur."""
        return village_return.village.township.printed_name

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Returns are entered on their pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Returns are corrected on their pages, with a reason once they are frozen."""
        return False

    def delete_model(self, request: HttpRequest, obj: VillageReturn) -> None:
        """Delete the return and recount its township."""
        delete_returns([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[VillageReturn]) -> None:
        """Delete the returns and recount their townships."""
        delete_returns(queryset.select_related("village"))

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Always, for the same reason as above."""
        return True
