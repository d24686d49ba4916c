"""Superiors' templates, their versions, and every filled copy with the origin of its figures."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.history import history_field
from guidance.core.upload_paths import filled_template_path, superior_template_path
from guidance.outputs.superior_templates.choices import FileKind
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan


class StaffQuerySet(models.QuerySet[Any]):
    """Rows that municipal staff alone see and edit, and of these everybody all."""

    def visible_to(self, user: User) -> Self:
        """All rows for municipal staff, none for others."""
        return self.all() if has_role(user, *PLAN_MANAGERS) else self.none()

    def editable_by(self, user: User) -> Self:
        """The same rows: staff edit what they see."""
        return self.visible_to(user)


class SuperiorTemplate(models.Model):
    """A form of a superior office that asks for our figures. It is withdrawn, never deleted."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    name = models.CharField("模板名称", max_length=100)
    withdrawn_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = models.Manager.from_queryset(StaffQuerySet)()
    history = history_field()

    class Meta:
        verbose_name = "上级模板"
        verbose_name_plural = "上级模板"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="one_template_a_name",
                violation_error_message="已有同名的模板（也可能在已停用的模板中），请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the template."""
        return reverse("guidance:superior_template", args=[self.pk])


class TemplateVersion(models.Model):
    """A template's file as it was uploaded; older versions stay, since filled copies refer to them."""

    template = models.ForeignKey(
        SuperiorTemplate, models.PROTECT, related_name="versions", verbose_name="上级模板"
    )
    number = models.PositiveIntegerField("版本")
    kind = models.CharField("格式", max_length=4, choices=FileKind)
    file = models.FileField("文件", upload_to=superior_template_path)
    file_name = models.CharField("文件名", max_length=255)
    placeholders = models.JSONField("占位符")  # as they stand in the file: [{"text", "place"}]
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    objects = models.Manager.from_queryset(StaffQuerySet)()

    class Meta:
        verbose_name = "模板版本"
        verbose_name_plural = "模板版本"
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="one_version_a_number",
                violation_error_message="该模板的这个版本号已存在。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} 第{self.number}版"


class TemplateFill(models.Model):
    """A filled copy: the bytes that are downloaded, and the numbers behind each figure. It never changes."""

    version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="fills", verbose_name="模板版本"
    )
    # Empty where the figures were those of the moment.
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="数据定格"
    )
    moment = models.DateTimeField("数据时间")
    file = models.FileField("文件", upload_to=filled_template_path)
    file_name = models.CharField("文件名", max_length=255)
    digest = models.CharField("SHA-256", max_length=64)
    figures = models.JSONField(
        "占位符的取值"
    )  # [{"text", "place", "shown", ...}], see `actions._figure_record`
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填充人"
    )
    filled_at = models.DateTimeField("填充时间")
    submission_key = models.UUIDField("提交标识")

    objects = models.Manager.from_queryset(StaffQuerySet)()

    class Meta:
        verbose_name = "填好的模板"
        verbose_name_plural = "填好的模板"
        ordering = ["-filled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission_key"],
                name="one_fill_a_press",
                violation_error_message="这一次填充已经完成。",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of the filled copy."""
        return reverse("guidance:template_fill", args=[self.pk])
