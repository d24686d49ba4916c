"""Paragraphs picked from reports."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core.admin.base import GuardedAdmin
from guidance.oversight.findings.models import Excerpt


@admin.register(Excerpt)
class ExcerptAdmin(GuardedAdmin):
    """摘录: looked up and taken out here, picked on the page of the report."""

    list_display = ("__str__", "section", "report", "picked_by", "picked_at")
    list_filter = ("section",)
    list_select_related = ("report__leader", "report__township", "picked_by")
    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Excerpts are picked on the page of their report."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An excerpt says what its report said."""
        return False

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Always, for the same reason."""
        return True
