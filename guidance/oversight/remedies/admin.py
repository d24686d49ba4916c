"""Records of the gaps."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core import clock
from guidance.core.admin.base import VersionedAdmin
from guidance.oversight.remedies.models import Remedy


@admin.register(Remedy)
class RemedyAdmin(VersionedAdmin):
    """差距补救: to look up with their history, and to correct. They are kept on their pages."""

    list_display = ("village", "township", "gap", "planned", "due_on", "unit", "state")
    list_filter = ("gap", "state", "plan", "village__township__unit")
    list_select_related = ("village__township__unit", "unit")
    search_fields = ("village__name", "reason", "planned")
    autocomplete_fields = ("village",)
    readonly_fields = ("version", "saved_by", "saved_at")

    @admin.display(description="乡镇（街道）", ordering="village__township")
    def township(self, obj: Remedy) -> str:
        """Where the village lies; names of villages recur."""
        return obj.village.township.printed_name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """With the moment of the correction."""
        obj.saved_at = clock.now()
        super().save_model(request, obj, form, change)
