"""The trail of every paper, read-only."""

from django.contrib import admin

from guidance.core.admin.base import ReadOnlyAdmin
from guidance.core.workflow.models import Transition


@admin.register(Transition)
class TransitionAdmin(ReadOnlyAdmin):
    """流转记录."""

    list_display = ("at", "content_type", "object_id", "from_status", "to_status", "by", "reason")
    list_filter = ("to_status", "content_type")
    list_select_related = ("content_type", "by")
    search_fields = ("reason", "by__name")
