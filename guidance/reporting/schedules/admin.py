"""Schedule returns with their lines."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core.admin.base import PaperAdmin, RoleGuard
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn


class ScheduleLineInline(RoleGuard, admin.StackedInline):
    """The rows of a return."""

    model = ScheduleLine
    extra = 0
    can_delete = False


@admin.register(ScheduleReturn)
class ScheduleReturnAdmin(PaperAdmin):
    """日程安排表: to look up, with their history. They are filled in on their pages."""

    list_display = ("unit", "round", "status", "submitted_at", "saved_by")
    list_filter = ("round", "status", "unit")
    list_select_related = ("unit", "round", "saved_by")
    search_fields = ("unit__short_name",)
    inlines = (ScheduleLineInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was sent stays with its step, and what moved is told: neither happens here."""
        return False
