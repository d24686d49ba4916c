"""Schedule returns with their lines."""

from django.contrib import admin

from guidance.admin_base import PaperAdmin, RoleGuard
from guidance.schedules.models import ScheduleLine, ScheduleReturn


class ScheduleLineInline(RoleGuard, admin.StackedInline):
    """The rows of a return."""

    model = ScheduleLine
    extra = 0


@admin.register(ScheduleReturn)
class ScheduleReturnAdmin(PaperAdmin):
    """日程安排表."""

    list_display = ("unit", "round", "status", "submitted_at", "saved_by")
    list_filter = ("round", "status", "unit")
    list_select_related = ("unit", "round", "saved_by")
    search_fields = ("unit__short_name",)
    inlines = (ScheduleLineInline,)
