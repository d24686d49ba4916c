"""Visit reports and their files."""

from django.contrib import admin

from guidance.admin_base import GuardedAdmin, PaperAdmin
from guidance.visits.models import ContinuationSheet, GuidanceMethod, SignedScan, VisitReport


@admin.register(VisitReport)
class VisitReportAdmin(PaperAdmin):
    """情况统计表."""

    list_display = ("township", "leader", "started_on", "ended_on", "status", "submitted_at")
    list_filter = ("status", "leader", "plan")
    list_select_related = ("township", "leader")
    search_fields = ("township__name", "leader__name", "overall_situation", "issues_found")
    autocomplete_fields = ("observed_village",)
    readonly_fields = (*PaperAdmin.readonly_fields, "author")
    exclude = ("checklist",)  # no page fills it in yet
    lists = {"methods": list(GuidanceMethod.choices)}


@admin.register(ContinuationSheet)
class ContinuationSheetAdmin(GuardedAdmin):
    """附页."""

    list_display = ("original_name", "section", "report", "uploaded_at")
    list_filter = ("section",)
    search_fields = ("original_name",)


@admin.register(SignedScan)
class SignedScanAdmin(GuardedAdmin):
    """签字扫描件."""

    list_display = ("original_name", "report", "uploaded_at")
    search_fields = ("original_name",)
