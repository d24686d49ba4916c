"""Papers that came back filled in: the file, and the words that were read from it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.defaults import empty_dict
from guidance.core.upload_paths import read_paper_path
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.attachments.choices import Attachment

SKIP = "skip"  # a decision: the row is not read


class ReadPaperQuerySet(models.QuerySet[Any]):
    """Papers that came back."""

    def visible_to(self, user: User) -> Self:
        """The user's own papers; staff see all."""
        if has_role(user, *PLAN_MANAGERS):
            return self.all()
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        """The papers that the user uploaded."""
        return self.filter(uploaded_by=user) if user.is_authenticated else self.none()


class ReadPaper(models.Model):
    """A filled-in attachment as it came. Nothing of it is a draft before somebody saves what was read."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    kind = models.CharField("附件", max_length=20, choices=Attachment)
    round = models.ForeignKey(
        ReportingRound, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报批次"
    )
    file = models.FileField("文件", upload_to=read_paper_path)
    file_name = models.CharField("文件名", max_length=255)
    # {"title", "sheets": [...]} or {"title", "blocks": [...]}: the words of the file, see papers.reader.
    content = models.JSONField("读出的内容")
    # Which township a row is about, where its name was not found: {row: township pk, or SKIP}.
    decisions = models.JSONField("对行的判定", default=empty_dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    used_at = models.DateTimeField("存为草稿时间", null=True, blank=True)

    objects = models.Manager.from_queryset(ReadPaperQuerySet)()

    class Meta:
        verbose_name = "读回的附件"
        verbose_name_plural = "读回的附件"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of what was understood."""
        return reverse("guidance:read_paper", args=[self.pk])
