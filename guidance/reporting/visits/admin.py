"""Visit reports and their files."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core.admin.base import GuardedAdmin, PaperAdmin
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from guidance.reporting.visits.models import VisitReport


@admin.register(VisitReport)
class VisitReportAdmin(PaperAdmin):
    """情况统计表."""

    list_display = ("township", "leader", "started_on", "ended_on", "status", "submitted_at")
    list_filter = ("status", "leader", "plan")
    list_select_related = ("township", "leader")
    search_fields = ("township__name", "leader__name", "overall_situation", "issues_found")
    autocomplete_fields = ("observed_village",)
    readonly_fields = (*PaperAdmin.readonly_fields, "author")
    lists = {
        "methods": list(GuidanceMethod.choices),
        "visited_officials": list(OfficeHolder.choices),
        "inspection_points": list(InspectionPoint.choices),
        "key_links": list(KeyLink.choices),
        "discipline_items": list(DisciplineItem.choices),
        "also_named": [],
    }


class FileAdmin(GuardedAdmin):
    """A file of a report, read-only: files are uploaded and removed on the page of their report."""

    exclude = ("file",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a file added here would bypass all checks."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: files are removed on their page, where they can be restored."""
        return False

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Always: reverting to a former state would restore a removed file without any check."""
        return True


@admin.register(ContinuationSheet)
class ContinuationSheetAdmin(FileAdmin):
    """附页."""

    list_display = ("original_name", "section", "report", "uploaded_at")
    list_filter = ("section",)
    search_fields = ("original_name",)


@admin.register(SignedScan)
class SignedScanAdmin(FileAdmin):
    """签字扫描件."""

    list_display = ("original_name", "report", "uploaded_at")
    search_fields = ("original_name",)
