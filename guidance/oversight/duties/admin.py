"""Records of the units' tasks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core import clock
from guidance.core.admin.base import VersionedAdmin
from guidance.oversight.duties.models import UnitTaskRecord


@admin.register(UnitTaskRecord)
class UnitTaskRecordAdmin(VersionedAdmin):
    """单位落实事项: to look up with their history, and to correct. They are kept on their pages."""

    list_display = ("unit", "task", "state", "note", "saved_at")
    list_filter = ("task", "state", "plan", "unit")
    list_select_related = ("unit",)
    search_fields = ("unit__short_name", "note")
    readonly_fields = ("version", "saved_by", "saved_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """With the moment of the correction."""
        obj.saved_at = clock.now()
        super().save_model(request, obj, form, change)
