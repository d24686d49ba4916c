"""Problems found on the way (notice, section 四（五）), and how each was settled."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from guidance.core.access import PLAN_READERS, PROBLEM_SOLVERS, User, get_scope, scope_q
from guidance.core.choices import Progress
from guidance.core.history import history_field
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, user: User) -> Self:
        """Problems of the user's units and townships."""
        return self.filter(scope_q(get_scope(user, *PLAN_READERS), unit="unit", township="township"))

    def editable_by(self, user: User) -> Self:
        """Problems that the user may work on."""
        return self.filter(scope_q(get_scope(user, *PROBLEM_SOLVERS), unit="unit"))


class Problem(models.Model):
    """A problem of a township or village, with who settles it and by when."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    unit = models.ForeignKey(ReportingUnit, models.PROTECT, related_name="problems", verbose_name="责任单位")
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name="乡镇（街道）"
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name="村（社区）"
    )
    source_report = models.ForeignKey(
        "guidance.VisitReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name="来源情况统计表",
    )
    # The sentence of 发现问题 that was marked as this problem, as it stood then.
    source_text = models.TextField("来源原文", blank=True, editable=False)
    description = models.TextField("问题")
    state = models.CharField("进展", max_length=20, choices=Progress, default=Progress.OPEN)
    due_on = models.DateField("完成时限", null=True, blank=True)

    history = history_field()
    objects = models.Manager.from_queryset(ProblemQuerySet)()

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题台账"
        ordering = ["state", "due_on", "pk"]

    def __str__(self) -> str:
        return self.description[:30]


class ProblemEntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Entries of visible problems."""
        return self.filter(problem__in=Problem.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        """Entries of problems that the user may work on."""
        return self.filter(problem__in=Problem.objects.editable_by(user))


class ProblemEntry(models.Model):
    """One step in settling a problem (进展)."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="entries", verbose_name="问题")
    text = models.TextField("进展情况")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("时间")

    history = history_field()
    objects = models.Manager.from_queryset(ProblemEntryQuerySet)()

    class Meta:
        verbose_name = "进展记录"
        verbose_name_plural = "进展记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:30]
