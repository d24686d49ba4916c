"""The names behind the gap: why a village lacks what a target asks, and what is planned to close it."""

from datetime import date

from django.conf import settings
from django.db import models

from guidance.core.choices import Progress
from guidance.core.history import history_field
from guidance.core.workflow.deadlines import is_overdue
from guidance.oversight.remedies.rules import AT_WORK
from guidance.reference.places.models import OfVillageQuerySet, ReportingUnit, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import gap_choices


class Remedy(models.Model):
    """What is done about one gap of one village: reason, planned remedy, day, who sees to it, and whether
    it is closed. The gap itself is told by the village's return."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    village = models.ForeignKey(Village, models.PROTECT, related_name="remedies", verbose_name="村（社区）")
    gap = models.CharField("差距", max_length=40, choices=gap_choices)
    reason = models.TextField("原因")
    planned = models.TextField("补救措施", blank=True, help_text="如 4月补选女性委员1名")
    due_on = models.DateField("完成时限", null=True, blank=True)
    unit = models.ForeignKey(
        ReportingUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    state = models.CharField("进展", max_length=20, choices=Progress, default=Progress.OPEN)
    version = models.PositiveIntegerField("版本", default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="最后保存人"
    )
    saved_at = models.DateTimeField("最后保存时间", null=True)

    history = history_field()
    objects = models.Manager.from_queryset(OfVillageQuerySet)()

    class Meta:
        verbose_name = "差距补救"
        verbose_name_plural = "差距补救"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "village", "gap"],
                name="one_remedy_a_gap",
                violation_error_message="该村（社区）的这项差距已有记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.village}：{self.get_gap_display()}"

    def is_overdue(self, day: date) -> bool:
        """Whether its last day has passed with the work not done; the caller knows that the gap is open."""
        return self.state in AT_WORK and self.due_on is not None and is_overdue(self.due_on, day)
