"""What a plan holds besides: days off that the national calendar does not know, and printed words."""

from django.db import models

from guidance.core.history import history_field
from guidance.reference.plans.choices import PrintedWording
from guidance.reference.plans.models import PlanPart, PlanPartManager


class SpecialDay(PlanPart):
    """A day off or at work that the national calendar does not know: 三月三, or a year not yet published."""

    natural_field = "day"
    day = models.DateField("日期")
    name = models.CharField("名称", max_length=20, help_text="如 三月三")
    is_holiday = models.BooleanField("放假", default=True, help_text="不勾选表示这一天上班（调休）")

    history = history_field()
    objects = PlanPartManager()

    class Meta:
        verbose_name = "节假日与调休"
        verbose_name_plural = "节假日与调休"
        ordering = ["plan", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "day"],
                name="one_special_day_a_day",
                violation_error_message="该方案已有这一天的安排。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day.month}月{self.day.day}日 {self.name}"


class PrintedText(PlanPart):
    """A title, header or note of an attachment, as issued, as corrected, and as the office may word it."""

    natural_field = "slot"
    slot = models.CharField("位置", max_length=60, help_text="如 attachment3.title")
    label = models.CharField("说明", max_length=60)
    as_issued = models.TextField("原文")
    corrected = models.TextField("更正文字", blank=True)
    custom = models.TextField("自定义文字", blank=True)

    history = history_field()
    objects = PlanPartManager()

    class Meta:
        verbose_name = "附件文字"
        verbose_name_plural = "附件文字"
        ordering = ["plan", "slot"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slot"], name="one_text_a_slot", violation_error_message="该位置已有文字。"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def wording(self, kind: str) -> str:
        """The text in the wording asked for; as issued where that one was left empty."""
        return getattr(self, PrintedWording(kind).value) or self.as_issued
