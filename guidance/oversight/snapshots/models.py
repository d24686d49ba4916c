"""Frozen figures (以…数据为准): the tallies of one moment, so that a printed figure can be found again."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from guidance.core.access import PLAN_READERS, User, get_scope, has_role, scope_q
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns.models import TallyColumns


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User) -> Self:
        """Every reader of the plan sees that a snapshot exists; its tallies are limited."""
        return self.all() if has_role(user, *PLAN_READERS) else self.none()


class Snapshot(models.Model):
    """The figures of one moment, with the targets of that moment. Never changed afterwards."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="snapshots", verbose_name="工作方案")
    number = models.PositiveIntegerField("定格编号")
    title = models.CharField("说明", max_length=100)
    # The round at whose deadline it was taken; empty where staff froze on demand.
    round = models.ForeignKey(
        ReportingRound, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报批次"
    )
    taken_at = models.DateTimeField("定格时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="定格人"
    )
    targets = models.JSONField("当时的工作目标")

    objects = models.Manager.from_queryset(SnapshotQuerySet)()

    class Meta:
        verbose_name = "数据定格"
        verbose_name_plural = "数据定格"
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_snapshot_a_number",
                violation_error_message="该编号的定格已存在。",
            ),
            models.UniqueConstraint(
                fields=["round"], name="one_snapshot_a_round", violation_error_message="这一次填报已经定格。"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}号 {self.title}"


class SnapshotTallyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Tallies of the user's townships and units, as they belonged at that moment."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="unit", township="township"))


class SnapshotTally(TallyColumns):
    """The tally of one township as it stood, with the unit that it then belonged to."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="tallies", verbose_name="数据定格")
    township = models.ForeignKey(Township, models.PROTECT, related_name="+", verbose_name="乡镇（街道）")
    unit = models.ForeignKey(ReportingUnit, models.PROTECT, related_name="+", verbose_name="填报单位")

    objects = models.Manager.from_queryset(SnapshotTallyQuerySet)()

    class Meta:
        verbose_name = "定格合计"
        verbose_name_plural = "定格合计"
        ordering = ["snapshot", "township", "stage", "committee_type"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "township", "stage", "committee_type"],
                name="one_frozen_tally_a_township",
                violation_error_message="该乡镇（街道）在这一阶段已有定格合计。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.township} {self.get_stage_display()}"
