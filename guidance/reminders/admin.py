"""Reminders, to look at."""

from django.contrib import admin

from guidance.access import Role
from guidance.admin_base import ReadOnlyAdmin
from guidance.reminders.models import Reminder


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """催报记录."""

    roles = (Role.MUNICIPAL_STAFF,)
    list_display = ("day", "kind", "subject", "recipient", "sent_at")
    list_filter = ("kind",)
    search_fields = ("subject",)
