"""Archives (归档): all papers of a term in one zip, which a background process makes."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.upload_paths import archive_path
from guidance.outputs.archives.choices import JobState
from guidance.reference.plans.models import Plan

MAX_SILENCE = timedelta(minutes=2)  # a process that has not reported for so long is dead
ONGOING_STATES = (JobState.WAITING, JobState.RUNNING)


class ArchiveJobQuerySet(models.QuerySet[Any]):
    """Jobs that make archives."""

    def visible_to(self, user: User) -> Self:
        """For municipal staff alone: an archive holds everything, with names and phone numbers."""
        return self.all() if has_role(user, *PLAN_MANAGERS) else self.none()

    def editable_by(self, user: User) -> Self:
        """The same jobs: staff edit what they see."""
        return self.visible_to(user)

    def ongoing(self) -> Self:
        """Requested and not finished."""
        return self.filter(state__in=ONGOING_STATES)


class ArchiveJob(models.Model):
    """A job that makes an archive: who requested it, how far it is, and the resulting file."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制作人"
    )
    asked_at = models.DateTimeField("制作时间")
    state = models.CharField("状态", max_length=20, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField("已完成步数", default=0)
    total = models.PositiveIntegerField("总步数", default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    # By the machine's clock, not the demonstration's, since it tells whether the process is alive.
    heard_at = models.DateTimeField("最近一次报告进度")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    data_at = models.DateTimeField("数据截至", null=True, blank=True)
    file = models.FileField("文件", upload_to=archive_path, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    members = models.PositiveIntegerField("文件数", default=0)
    missing = models.PositiveIntegerField("缺失文件数", default=0)

    objects = models.Manager.from_queryset(ArchiveJobQuerySet)()

    class Meta:
        verbose_name = "归档"
        verbose_name_plural = "归档"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=ONGOING_STATES),
                name="one_archive_at_a_time",
                violation_error_message="归档正在制作，请等它完成。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan.name}归档"

    @property
    def file_name(self) -> str:
        """The file name of the download."""
        return f"{self.plan.name}归档.zip"

    @property
    def is_ongoing(self) -> bool:
        """Whether the job is not finished."""
        return self.state in ONGOING_STATES

    @property
    def is_dead(self) -> bool:
        """Whether the process ended without a report: it was killed, or the machine was switched off."""
        return self.is_ongoing and timezone.now() - self.heard_at > MAX_SILENCE

    @property
    def percent(self) -> int:
        """The progress; 100 only when the job is done."""
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0
