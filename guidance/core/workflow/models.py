"""Status, version and trail of every paper: 草稿 -> 已上报 -> 已接收, or 已退回 with a reason, and back."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate

from guidance.core.defaults import empty_list
from guidance.core.workflow import deadlines
from guidance.core.workflow.choices import Lateness, Status

OPEN = (Status.DRAFT, Status.RETURNED)  # with the author
SENT = (Status.SUBMITTED, Status.ACCEPTED)  # with the municipal office; these count in totals


class Transition(models.Model):
    """One step of one paper: who, when, from, to, why. Rows are never changed."""

    # Without an index of its own: SQLite took that one, and read every step of every paper of the kind.
    content_type = models.ForeignKey(ContentType, models.PROTECT, db_index=False, verbose_name="材料类别")
    object_id = models.PositiveBigIntegerField("材料编号")
    paper = GenericForeignKey()
    from_status = models.CharField("原状态", max_length=20, choices=Status)
    to_status = models.CharField("新状态", max_length=20, choices=Status)
    version = models.PositiveIntegerField("版本")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")
    reason = models.TextField("原因", blank=True)
    # What the paper said at this step, for kinds that keep it: what was sent and accepted can still be read.
    content = models.JSONField("当时内容", null=True, editable=False)
    marks = models.JSONField("指出之处", default=empty_list, editable=False)

    class Meta:
        verbose_name = "流转记录"
        verbose_name_plural = "流转记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def verb(self) -> str:
        """The step in the office's word."""
        if self.to_status == Status.DRAFT:
            return "撤回"
        return {Status.SUBMITTED: "上报", Status.RETURNED: "退回", Status.ACCEPTED: "接收"}[
            Status(self.to_status)
        ]


class PaperQuerySet(models.QuerySet[Any]):
    """Papers of one kind."""

    def sent(self) -> Self:
        """Submitted or accepted: what counts in totals and what readers outside the office see."""
        return self.filter(status__in=SENT)

    def open(self) -> Self:
        """With their author: drafts and returned ones."""
        return self.filter(status__in=OPEN)

    def planned_due_on(self) -> Any:
        """Expression for `Paper.planned_due_on`."""
        raise NotImplementedError

    def with_lateness(self, day: date, *, sent_before: datetime | None = None) -> Self:
        """With `due_day`, and `lateness` (a Lateness, or "") to filter by, as `deadlines` decides them.

        They hold at the end of `day`. What was sent at `sent_before` or later counts as not sent yet.
        """
        later = [Coalesce(F(name), Value(date.min)) for name in ("extended_due_on", "corrected_due_on")]
        unsent = Q(status__in=OPEN)
        if sent_before:
            unsent |= Q(submitted_at__gte=sent_before)
        lateness = Case(
            When(unsent & Q(due_day__lt=day), then=Value(Lateness.OVERDUE)),
            When(unsent | Q(submitted_at=None), then=Value("")),
            When(due_day__lt=TruncDate("submitted_at"), then=Value(Lateness.LATE)),
            default=Value(Lateness.ON_TIME),
            output_field=models.CharField(),
        )
        return self.annotate(due_day=Greatest(self.planned_due_on(), *later)).alias(lateness=lateness)


class Paper(models.Model):
    """Base of every paper: a status, a version that rises with each change, last days and a trail."""

    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)
    # The key of the last form that was stored: the same form sent twice is stored once.
    submission_key = models.UUIDField("提交标识", null=True, editable=False)
    submitted_at = models.DateTimeField("上报时间", null=True, blank=True)
    # A returned paper gets a new due day; see workflow.actions.return_paper.
    corrected_due_on = models.DateField("退回后上报期限", null=True, blank=True)
    # Staff may give more time, with a reason (延期).
    extended_due_on = models.DateField("延期至", null=True, blank=True)
    extension_reason = models.CharField("延期原因", max_length=200, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准人",
    )
    extended_at = models.DateTimeField("批准时间", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最后保存人",
    )
    saved_at = models.DateTimeField("最后保存时间", null=True, blank=True)
    transitions = GenericRelation(Transition)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether the paper is with its author."""
        return self.status in OPEN

    @property
    def is_sent(self) -> bool:
        """Whether the paper is with the municipal office."""
        return self.status in SENT

    def content_as_json(self) -> dict[str, Any] | None:
        """The content of the paper now, kept with the step that sends it; None for kinds that keep none."""
        return None

    @property
    def planned_due_on(self) -> date:
        """The day the plan sets, before any extension or return."""
        raise NotImplementedError

    @property
    def due_on(self) -> date:
        """The last day to send it."""
        return deadlines.last_day(
            self.planned_due_on, extended_on=self.extended_due_on, corrected_on=self.corrected_due_on
        )

    @property
    def late_days(self) -> int:
        """Days that it was sent late; 0 when in time or not with the office."""
        if not (self.is_sent and self.submitted_at):
            return 0
        return deadlines.late_days(self.due_on, self.submitted_at)
