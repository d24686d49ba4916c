"""Uploaded workbooks of returns, with their content and state."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from guidance.core.access import REPORTERS, User, get_scope, scope_q
from guidance.core.upload_paths import returns_workbook_path
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.imports.choices import UploadState


class ReturnUploadQuerySet(models.QuerySet[Any]):
    """Uploads."""

    def visible_to(self, user: User) -> Self:
        """The user's own uploads; staff see all."""
        scope = get_scope(user, *REPORTERS)
        own = models.Q(uploaded_by=user) if user.is_authenticated else models.Q(pk__in=())
        return self.filter(scope_q(scope) | own)

    def editable_by(self, user: User) -> Self:
        """The user's own uploads: only the uploader may confirm them."""
        return self.filter(uploaded_by=user) if user.is_authenticated else self.none()


class ReturnUpload(models.Model):
    """An uploaded workbook and its rows, which become returns only by 确认导入."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    file = models.FileField("文件", upload_to=returns_workbook_path)
    file_name = models.CharField("文件名", max_length=255)
    # The cells as office.spreadsheets.reader gives them.
    content = models.JSONField("读出的内容")
    # Villages chosen for unknown names: {township pk: {spelling: village pk, or null to skip}}.
    decisions = models.JSONField("对村名的判定", default=dict)
    state = models.CharField("状态", max_length=20, choices=UploadState, default=UploadState.PREVIEWED)
    written = models.PositiveIntegerField("写入行数", default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = models.Manager.from_queryset(ReturnUploadQuerySet)()

    class Meta:
        verbose_name = "结果导入"
        verbose_name_plural = "结果导入"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.get_state_display()}）"
