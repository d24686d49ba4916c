"""Excerpts: paragraphs of reports that were picked for the briefing."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from guidance.core.access import PLAN_MANAGERS, User, get_scope, scope_q
from guidance.core.history import history_field
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport

PICKED_FROM = (Section.GOOD_PRACTICES, Section.RECOMMENDATIONS)


class ExcerptQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """All excerpts for the municipal office, none for others."""
        return self.filter(scope_q(get_scope(user, *PLAN_MANAGERS)))

    def editable_by(self, user: User) -> Self:
        """As it is seen."""
        return self.visible_to(user)


class Excerpt(models.Model):
    """A paragraph of 经验做法 or 工作建议, as it stood when it was picked."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="工作方案")
    report = models.ForeignKey(
        VisitReport, models.PROTECT, related_name="excerpts", verbose_name="情况统计表"
    )
    section = models.CharField("所属栏目", max_length=20, choices=Section)
    text = models.TextField("摘录")
    # Of the text: long texts cannot be compared by an index.
    digest = models.CharField("校验值", max_length=64, editable=False)
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="摘录人"
    )
    picked_at = models.DateTimeField("摘录时间")

    history = history_field()
    objects = models.Manager.from_queryset(ExcerptQuerySet)()

    class Meta:
        verbose_name = "摘录"
        verbose_name_plural = "摘录"
        ordering = ["section", "-picked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "digest"],
                name="one_excerpt_a_paragraph",
                violation_error_message="这一段已经摘录。",
            )
        ]

    def __str__(self) -> str:
        return self.text[:30]
