"""The plan and its parts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core.admin.base import GuardedAdmin
from guidance.office.import_export.admin import ReferenceAdmin
from guidance.office.import_export.resources import resource_for
from guidance.reference.plans.choices import GuidanceMethod, ScheduleColumn
from guidance.reference.plans.details import PrintedText, SpecialDay
from guidance.reference.plans.models import Milestone, Plan, ReportingRound, Target, UnitTarget

BY_NUMBER = {"plan": "document_number"}


@admin.register(Plan)
class PlanAdmin(GuardedAdmin):
    """工作方案."""

    list_display = ("name", "document_number", "issued_on", "closes_on", "is_current")
    list_filter = ("is_current",)
    search_fields = ("name", "document_number", "title")
    lists = {
        "hearing_methods": list(GuidanceMethod.choices),
        "visit_methods": list(GuidanceMethod.choices),
        "observation_methods": list(GuidanceMethod.choices),
        "call_methods": list(GuidanceMethod.choices),
    }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """No correction here, nor a former state brought back, undoes that figures were frozen."""
        obj.frozen_at = Plan.objects.filter(pk=obj.pk).values_list("frozen_at", flat=True).first()
        super().save_model(request, obj, form, change)


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    """工作目标."""

    list_display = ("indicator", "operator", "value_bp", "tolerance_bp", "effort", "plan")
    list_filter = ("plan", "operator")
    search_fields = ("wording",)
    resource_classes = [
        resource_for(
            Target,
            *(
                "plan",
                "indicator",
                "operator",
                "value_bp",
                "tolerance_bp",
                "effort",
                "committee_type",
                "wording",
            ),
            "sort_order",
            ids=("plan", "indicator", "committee_type"),
            known_by=BY_NUMBER,
        )
    ]


@admin.register(UnitTarget)
class UnitTargetAdmin(GuardedAdmin):
    """单位目标."""

    list_display = ("target", "unit", "operator", "value_bp", "tolerance_bp", "effort", "reason")
    list_filter = ("target__plan", "unit")
    list_select_related = ("target", "unit")
    search_fields = ("unit__short_name", "reason")


@admin.register(Milestone)
class MilestoneAdmin(ReferenceAdmin):
    """时间节点."""

    list_display = ("name", "due_on", "kind", "column", "plan")
    list_filter = ("plan", "kind")
    search_fields = ("name",)
    resource_classes = [
        resource_for(
            Milestone,
            *("plan", "name", "due_on", "kind", "column"),
            ids=("plan", "due_on"),
            known_by=BY_NUMBER,
        )
    ]


@admin.register(ReportingRound)
class ReportingRoundAdmin(ReferenceAdmin):
    """填报批次."""

    list_display = ("__str__", "opens_on", "due_on", "required_column_labels", "plan")
    list_filter = ("plan",)
    search_fields = ("plan__name",)
    lists = {"required_columns": list(ScheduleColumn.choices)}
    resource_classes = [
        resource_for(
            ReportingRound,
            *("plan", "number", "name", "opens_on", "due_on", "required_columns"),
            ids=("plan", "number"),
            known_by=BY_NUMBER,
            lists=lists,
        )
    ]

    @admin.display(description="应填各栏")
    def required_column_labels(self, obj: ReportingRound) -> str:
        """Heads of the columns that the round requires."""
        return "、".join(ScheduleColumn(column).label for column in obj.required_columns)


@admin.register(SpecialDay)
class SpecialDayAdmin(ReferenceAdmin):
    """节假日与调休."""

    list_display = ("day", "name", "is_holiday", "plan")
    list_filter = ("plan", "is_holiday")
    search_fields = ("name",)
    resource_classes = [
        resource_for(SpecialDay, "plan", "day", "name", "is_holiday", ids=("plan", "day"), known_by=BY_NUMBER)
    ]


@admin.register(PrintedText)
class PrintedTextAdmin(GuardedAdmin):
    """附件文字."""

    list_display = ("label", "slot", "as_issued", "plan")
    list_filter = ("plan",)
    search_fields = ("label", "slot", "as_issued")
