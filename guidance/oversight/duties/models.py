"""The two tasks of each unit, which no visit report proves (R-10, R-11)."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from guidance.core.access import GUIDANCE_READERS, GUIDES, User, get_scope, scope_q
from guidance.core.history import history_field
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


class UnitTaskRecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Of the units of the user's groups; the organisation department reads all."""
        return self.filter(scope_q(get_scope(user, *GUIDANCE_READERS), unit="unit"))

    def editable_by(self, user: User) -> Self:
        """Of the units of the user's groups."""
        return self.filter(scope_q(get_scope(user, *GUIDES), unit="unit"))


class UnitTaskRecord(models.Model):
    """State of one task of one unit, and the report that proves it. Without a row: 未落实."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="工作方案")
    unit = models.ForeignKey(
        ReportingUnit, models.PROTECT, related_name="task_records", verbose_name="填报单位"
    )
    task = models.CharField("事项", max_length=20, choices=UnitTask)
    state = models.CharField("落实情况", max_length=20, choices=Settlement, default=Settlement.UNSETTLED)
    note = models.CharField("说明", max_length=200, blank=True)
    report = models.ForeignKey(
        VisitReport, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证的情况统计表"
    )
    version = models.PositiveIntegerField("版本", default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最后保存人"
    )
    saved_at = models.DateTimeField("最后保存时间")

    history = history_field()
    objects = models.Manager.from_queryset(UnitTaskRecordQuerySet)()

    class Meta:
        verbose_name = "单位落实事项"
        verbose_name_plural = "单位落实事项"
        ordering = ["plan", "unit", "task"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit", "task"],
                name="one_record_a_unit_and_task",
                violation_error_message="该单位的这一事项已有记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_task_display()}"
