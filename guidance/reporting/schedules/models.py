"""The election schedule (Attachment 3): one return a unit and round, one line a linked township."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.core.access import PLAN_READERS, REPORTERS, SENT_SCHEDULE_READERS, User, get_scope, scope_q
from guidance.core.history import history_field
from guidance.core.workflow.models import OPEN, SENT, Paper, PaperQuerySet
from guidance.reference.places.models import OfVillageQuerySet, ReportingUnit, Township, Village
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.cells import Cell, Content, stored_span
from guidance.reporting.schedules.choices import DateKind

CELL_PARTS = ("from", "to", "kind", "note", "held", "total")  # of a cell, as its columns end


class ScheduleReturnQuerySet(PaperQuerySet):
    """Schedule returns."""

    def visible_to(self, user: User) -> Self:
        """Staff and the reporters see every state, readers only what was sent."""
        own = scope_q(get_scope(user, *REPORTERS), unit="unit", township="unit__townships")
        read = scope_q(get_scope(user, *SENT_SCHEDULE_READERS), unit="unit") & Q(status__in=SENT)
        return self.filter(own | read).distinct()

    def editable_by(self, user: User) -> Self:
        """Those with their author whose rows the user may fill in."""
        own = scope_q(get_scope(user, *REPORTERS), unit="unit", township="unit__townships")
        return self.filter(own, status__in=OPEN).distinct()

    def planned_due_on(self) -> F:
        """Expression for the round's last day."""
        return F("round__due_on")


class ScheduleReturn(Paper):
    """What one reporting unit sends in one round."""

    unit = models.ForeignKey(
        ReportingUnit, models.PROTECT, related_name="schedule_returns", verbose_name="填报单位"
    )
    round = models.ForeignKey(
        ReportingRound, models.PROTECT, related_name="schedule_returns", verbose_name="填报批次"
    )
    # Column 6: when *all* federations of the unit are done, not only those of the linked townships.
    federations_done_on = models.DateField("完成换届的时间", null=True, blank=True)
    federations_done_kind = models.CharField(
        "计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED
    )
    federations_done_note = models.CharField("完成时间说明", max_length=100, blank=True)

    history = history_field()
    objects = models.Manager.from_queryset(ScheduleReturnQuerySet)()

    class Meta:
        verbose_name = "日程安排表"
        verbose_name_plural = "日程安排表"
        ordering = ["round", "unit__attachment_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "round"],
                name="one_return_a_unit_and_round",
                violation_error_message="该单位本次已有日程安排表。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.round}"

    @property
    def planned_due_on(self) -> date:
        """The round's last day."""
        return self.round.due_on

    @property
    def completion(self) -> Cell:
        """Column 6."""
        day = self.federations_done_on
        return Cell(stored_span(day, day, self.federations_done_note), self.federations_done_kind)

    def set_completion(self, cell: Cell) -> None:
        """Put column 6."""
        self.federations_done_on = cell.span.start
        self.federations_done_note = cell.span.note
        self.federations_done_kind = cell.kind

    def content(self) -> Content:
        """What the sheet says now."""
        return Content({line.township_id: line.cells for line in self.lines.all()}, self.completion)

    def content_as_json(self) -> dict[str, Any]:
        """What the sheet says now, as plain values: kept with every step that sends or accepts it."""
        return self.content().as_json()


class MeetingFields:
    """Gives a model the fields of each meeting: `party_from`, `party_to` and so on, as PARTS names them."""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Called by Django in place of setting the attribute."""
        for column in MEETINGS:
            for part, field in zip(CELL_PARTS, _meeting_fields(column), strict=True):
                model.add_to_class(f"{column}_{part}", field)


def _meeting_fields(column: ScheduleColumn) -> Iterator[models.Field]:
    short = column.short
    yield models.DateField(f"{column.event}开始", null=True, blank=True)
    yield models.DateField(f"{column.event}结束", null=True, blank=True)
    yield models.CharField(f"{short}：计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED)
    yield models.CharField(f"{short}：说明", max_length=100, blank=True)
    yield models.PositiveSmallIntegerField(f"{short}：已开村（社区）数", null=True, blank=True)
    yield models.PositiveSmallIntegerField(f"{short}：村（社区）总数", null=True, blank=True)


def _span_in_order(column: str) -> models.CheckConstraint:
    neither = Q(**{f"{column}_from__isnull": True, f"{column}_to__isnull": True})
    in_order = Q(**{f"{column}_from__isnull": False, f"{column}_to__gte": F(f"{column}_from")})
    both = Q(**{f"{column}_to__isnull": False})
    return models.CheckConstraint(
        condition=neither | (both & in_order),
        name=f"{column}_span_in_order",
        violation_error_message="结束日期不能早于开始日期。",
    )


class ScheduleLineQuerySet(models.QuerySet["ScheduleLine"]):
    """Schedule lines."""

    def visible_to(self, user: User) -> Self:
        """As their return; a township liaison sees the line of her own township."""
        own = scope_q(get_scope(user, *REPORTERS), unit="township__unit", township="township")
        read = scope_q(get_scope(user, *SENT_SCHEDULE_READERS), unit="township__unit")
        return self.filter(own | (read & Q(schedule_return__status__in=SENT)))


class ScheduleLine(models.Model):
    """A row of Attachment 3: three meetings, each a day, a span, 待定 or a note; planned or actual."""

    schedule_return = models.ForeignKey(
        ScheduleReturn, models.CASCADE, related_name="lines", verbose_name="日程安排表"
    )
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="schedule_lines", verbose_name="联系指导乡镇（街道）"
    )
    meetings = MeetingFields()

    history = history_field()
    objects = models.Manager.from_queryset(ScheduleLineQuerySet)()

    class Meta:
        verbose_name = "日程安排行"
        verbose_name_plural = "日程安排行"
        ordering = ["schedule_return", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule_return", "township"],
                name="one_line_a_township",
                violation_error_message="该乡镇（街道）在本表中已有一行。",
            ),
            *map(_span_in_order, MEETINGS),
        ]

    def __str__(self) -> str:
        return str(self.township)

    def cell(self, column: str) -> Cell:
        """What the cell of one meeting says."""
        start, end, kind, note, held, total = (getattr(self, f"{column}_{part}") for part in CELL_PARTS)
        return Cell(stored_span(start, end, note), kind, held, total)

    def set_cell(self, column: str, cell: Cell) -> None:
        """Put what the cell of one meeting says."""
        span = cell.span
        values = (span.start, span.end, cell.kind, span.note, cell.held, cell.total)
        for part, value in zip(CELL_PARTS, values, strict=True):
            setattr(self, f"{column}_{part}", value)

    @property
    def cells(self) -> dict[str, Cell]:
        """The three meetings by column."""
        return {column.value: self.cell(column) for column in MEETINGS}


class VillageMeeting(models.Model):
    """The day of one of the three meetings in one village, where the plan lets units enter them (A-17).

    The cell of the township is made of these: from the first day to the last, and how many have met.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", db_index=False, verbose_name="工作方案")
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="meetings", db_index=False, verbose_name="村（社区）"
    )
    column = models.CharField("会议", max_length=20, choices=ScheduleColumn)
    held_on = models.DateField("日期")
    kind = models.CharField("计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED)

    history = history_field()
    objects = models.Manager.from_queryset(OfVillageQuerySet)()

    class Meta:
        verbose_name = "村（社区）会议日期"
        verbose_name_plural = "村（社区）会议日期"
        ordering = ["village", "column"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "plan", "column"],
                name="one_meeting_a_village_and_column",
                violation_error_message="该村（社区）已有这场会议的日期。",
            ),
            models.CheckConstraint(
                condition=Q(column__in=MEETINGS),
                name="village_meeting_is_one_of_three",
                violation_error_message="请选择三场会议之一。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.get_column_display()}"


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    """Changes of dates."""

    def visible_to(self, user: User) -> Self:
        """Changes within the user's scope: of a township, or of a unit all of which the user sees."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="unit", township="township"))

    def unseen_by(self, user: User) -> Self:
        """Those that the user has not put away, and did not make."""
        seen = DateChange.seen_by.through.objects.filter(user_id=user.pk).values("datechange_id")
        return self.exclude(pk__in=seen).exclude(by=user)


class DateChange(models.Model):
    """A date that says something else than in the unit's return before; told to the people concerned."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    unit = models.ForeignKey(ReportingUnit, models.PROTECT, related_name="+", verbose_name="填报单位")
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, related_name="+", verbose_name="乡镇（街道）"
    )
    column = models.CharField("会议", max_length=20, choices=ScheduleColumn)
    before = models.CharField("原来", max_length=120)
    after = models.CharField("现在", max_length=120)
    days = models.SmallIntegerField("推迟天数", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人")
    at = models.DateTimeField("上报时间", db_index=True)
    seen_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="已阅")

    objects = models.Manager.from_queryset(DateChangeQuerySet)()

    class Meta:
        verbose_name = "日程变动"
        verbose_name_plural = "日程变动"
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return f"{self.township or self.unit} {self.get_column_display()}"
