"""Files of visit reports: continuation sheets (可另附页), signed pages, and unfinished uploads."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.core.access import User
from guidance.core.history import history_field
from guidance.core.upload_paths import continuation_sheet_path, signed_scan_path, upload_part_path
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport


class ReportFileQuerySet(models.QuerySet[Any]):
    """Files of reports; who may see or edit a report may see or edit its files."""

    def visible_to(self, user: User) -> Self:
        """Files of visible reports."""
        return self.filter(report__in=VisitReport.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        """Files of editable reports."""
        return self.filter(report__in=VisitReport.objects.editable_by(user))


class ReportFile(models.Model):
    """A stored file: on the disk it has a random name, in the row its original one."""

    original_name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100, editable=False, default="")
    size = models.PositiveIntegerField("字节数", editable=False, default=0)
    # Of the bytes as uploaded, so that the same file is recognised although pictures are re-encoded.
    sha256 = models.CharField("校验值", max_length=64, editable=False, default="")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="上传人",
    )
    # Removed files stay on the disk and can be restored.
    removed_at = models.DateTimeField("移除时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.original_name


def _unique_per_report(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["report", "sha256"],
        condition=Q(removed_at__isnull=True) & ~Q(sha256=""),
        name=f"one_{name}_of_the_same_bytes",
        violation_error_message="本表已有这个文件。",
    )


class ContinuationSheet(ReportFile):
    """A further page of one section (可另附页)."""

    report = models.ForeignKey(
        VisitReport, models.CASCADE, related_name="continuation_sheets", verbose_name="情况统计表"
    )
    section = models.CharField("所属栏目", max_length=20, choices=Section)
    file = models.FileField("文件", upload_to=continuation_sheet_path)

    history = history_field()
    objects = models.Manager.from_queryset(ReportFileQuerySet)()

    class Meta:
        verbose_name = "附页"
        verbose_name_plural = "附页"
        ordering = ["pk"]
        constraints = [_unique_per_report("continuation_sheet")]


class SignedScan(ReportFile):
    """The signed page as photo or scan (领导班子成员（签字）)."""

    report = models.ForeignKey(
        VisitReport, models.CASCADE, related_name="signed_scans", verbose_name="情况统计表"
    )
    file = models.FileField("文件", upload_to=signed_scan_path)
    # Identifies the signed text: a report that was returned and submitted again must be signed again.
    submitted_at = models.DateTimeField("所签的上报时间", null=True, editable=False)

    history = history_field()
    objects = models.Manager.from_queryset(ReportFileQuerySet)()

    class Meta:
        verbose_name = "签字扫描件"
        verbose_name_plural = "签字扫描件"
        ordering = ["pk"]
        constraints = [_unique_per_report("signed_scan")]


class FileUpload(models.Model):
    """An unfinished upload: `part` holds the bytes received so far, and the rest may follow tomorrow.

    It has no history: the row is deleted when the file is stored or the upload cancelled.
    """

    SIGNED = "signed"  # instead of a section: the signed page

    # Chosen by the browser, so that a chunk sent twice, or after a reload, finds its upload.
    key = models.UUIDField("标识", unique=True, editable=False)
    report = models.ForeignKey(VisitReport, models.CASCADE, related_name="uploads", verbose_name="情况统计表")
    section = models.CharField("所属栏目", max_length=20, choices=[*Section.choices, (SIGNED, "签字扫描件")])
    original_name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    received = models.PositiveIntegerField("已收到的字节数", default=0)
    part = models.FileField("已收到的内容", upload_to=upload_part_path)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    started_at = models.DateTimeField("开始时间")

    objects = models.Manager.from_queryset(ReportFileQuerySet)()

    class Meta:
        verbose_name = "正在上传的文件"
        verbose_name_plural = "正在上传的文件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=F("size")),
                name="upload_receives_no_more_than_its_size",
                violation_error_message="收到的内容多于文件的大小。",
            )
        ]

    def __str__(self) -> str:
        return self.original_name
