"""The election schedule (Attachment 3): one return a unit and round, one line a linked township."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from guidance.access import Role, User, scope_of, within
from guidance.history import kept_history
from guidance.places.models import REPORTERS, ReportingUnit, Township
from guidance.plans.models import ReportingRound
from guidance.schedules.rules import DateSpan
from guidance.workflow.models import OPEN, SENT, Paper, PaperQuerySet

READERS_OF_SENT = (Role.LEADER, Role.MUNICIPAL_LIAISON, Role.VIEWER)


class DateKind(models.TextChoices):
    """Whether a date is planned or has happened (A-15)."""

    PLANNED = "planned", "计划"
    ACTUAL = "actual", "实际"


class ScheduleReturnQuerySet(PaperQuerySet):
    """Schedule returns."""

    def visible_to(self, user: User) -> Self:
        """Staff and the reporters see every state, readers only what was sent."""
        own = within(scope_of(user, *REPORTERS), unit="unit", township="unit__townships")
        read = within(scope_of(user, *READERS_OF_SENT), unit="unit") & Q(status__in=SENT)
        return self.filter(own | read).distinct()

    def editable_by(self, user: User) -> Self:
        """Those with their author whose rows the user may fill in."""
        own = within(scope_of(user, *REPORTERS), unit="unit", township="unit__townships")
        return self.filter(own, status__in=OPEN).distinct()


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

    history = kept_history()
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
    def first_due_on(self) -> date:
        """The round's last day."""
        return self.round.due_on

    @property
    def completion(self) -> DateSpan:
        """Column 6 as a cell."""
        day = self.federations_done_on
        return DateSpan(day, day, self.federations_done_note)


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
        own = within(scope_of(user, *REPORTERS), unit="township__unit", township="township")
        read = within(scope_of(user, *READERS_OF_SENT), unit="township__unit")
        return self.filter(own | (read & Q(schedule_return__status__in=SENT)))


class ScheduleLine(models.Model):
    """A row of Attachment 3: three meetings, each a day, a span, 待定 or a note; planned or actual."""

    schedule_return = models.ForeignKey(
        ScheduleReturn, models.CASCADE, related_name="lines", verbose_name="日程安排表"
    )
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="schedule_lines", verbose_name="联系指导乡镇（街道）"
    )
    party_from = models.DateField("党组织换届选举大会开始", null=True, blank=True)
    party_to = models.DateField("党组织换届选举大会结束", null=True, blank=True)
    party_kind = models.CharField(
        "党组织：计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED
    )
    party_note = models.CharField("党组织：说明", max_length=100, blank=True)
    committee_from = models.DateField("村（居）委会换届选举大会开始", null=True, blank=True)
    committee_to = models.DateField("村（居）委会换届选举大会结束", null=True, blank=True)
    committee_kind = models.CharField(
        "村（居）委会：计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED
    )
    committee_note = models.CharField("村（居）委会：说明", max_length=100, blank=True)
    federation_from = models.DateField("妇联换届选举大会开始", null=True, blank=True)
    federation_to = models.DateField("妇联换届选举大会结束", null=True, blank=True)
    federation_kind = models.CharField(
        "妇联：计划/实际", max_length=10, choices=DateKind, default=DateKind.PLANNED
    )
    federation_note = models.CharField("妇联：说明", max_length=100, blank=True)

    history = kept_history()
    objects = models.Manager.from_queryset(ScheduleLineQuerySet)()

    MEETINGS = ("party", "committee", "federation")

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
            _span_in_order("party"),
            _span_in_order("committee"),
            _span_in_order("federation"),
        ]

    def __str__(self) -> str:
        return str(self.township)

    def span(self, column: str) -> DateSpan:
        """The days and note of one meeting."""
        return DateSpan(
            getattr(self, f"{column}_from"), getattr(self, f"{column}_to"), getattr(self, f"{column}_note")
        )

    def set_span(self, column: str, span: DateSpan, kind: str) -> None:
        """Put the days and note of one meeting."""
        setattr(self, f"{column}_from", span.start)
        setattr(self, f"{column}_to", span.end)
        setattr(self, f"{column}_note", span.note)
        setattr(self, f"{column}_kind", kind)
