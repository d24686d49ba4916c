"""What was sent to whom, so that nothing is sent twice."""

from typing import Self

from django.conf import settings
from django.db import models

from guidance.access import Role, User, has_role
from guidance.plans.models import Plan


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    SCHEDULE = "schedule", "日程安排表"
    VISIT_REPORT = "visit_report", "情况统计表"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders."""

    def visible_to(self, user: User) -> Self:
        """Staff see all, others their own."""
        if has_role(user, Role.MUNICIPAL_STAFF):
            return self.all()
        return self.filter(recipient=user)


class Reminder(models.Model):
    """One reminder (催报) about one thing to one person on one day."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    kind = models.CharField("事项", max_length=20, choices=ReminderKind)
    subject = models.CharField("对象", max_length=60, help_text="如 第2次·融安县")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="接收人"
    )
    day = models.DateField("日期")
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    objects = models.Manager.from_queryset(ReminderQuerySet)()

    class Meta:
        verbose_name = "催报记录"
        verbose_name_plural = "催报记录"
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "subject", "recipient", "day"],
                name="one_reminder_a_day",
                violation_error_message="当天已为此事提醒过该用户。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
