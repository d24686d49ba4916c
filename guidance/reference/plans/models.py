"""A term's notice as data: the plan, its targets, milestones and reporting rounds."""

from datetime import date, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from guidance.core.defaults import empty_list
from guidance.core.history import history_field
from guidance.core.validators import validate_phone
from guidance.core.workdays import SpecialDayValue, next_workday
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.choices import Effort, MilestoneKind, Operator, ScheduleColumn
from guidance.reference.plans.indicators import INDICATORS_BY_CODE, indicator_choices
from guidance.reference.plans.printing import Printing
from guidance.reference.plans.requirements import Requirements


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans."""

    def current(self) -> "Plan | None":
        """The plan in force, or None before one is loaded."""
        return self.filter(is_current=True).first()


class PlanManager(models.Manager.from_queryset(PlanQuerySet)):  # type: ignore[misc]
    """Finds a plan by the number of its notice."""

    def get_by_natural_key(self, document_number: str) -> "Plan":
        """The plan with this document number."""
        return self.get(document_number=document_number)


class Plan(Requirements, Printing):
    """The work plan of one term's elections (换届批次), as its notice sets it."""

    document_number = models.CharField("文号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=200)
    name = models.CharField("简称", max_length=40, help_text="显示在页面顶部，如 2021年村（社区）妇联换届")
    issuer = models.CharField("发文机关", max_length=60)
    issued_on = models.DateField("印发日期")
    starts_on = models.DateField("换届启动日期")
    closes_on = models.DateField("换届完成期限")
    is_current = models.BooleanField("当前批次", default=False)

    meetings_by_village = models.BooleanField(
        "按村（社区）填报会议日期",
        default=False,
        help_text="打开后，填报单位可逐村填报三场会议的日期，乡镇（街道）一格由各村日期得出",
    )

    # Set by every freeze of the figures (snapshots): what was reported before is a correction after.
    frozen_at = models.DateTimeField("数据最近定格时间", null=True, blank=True, editable=False)

    receiving_department = models.CharField("接收部门", max_length=60)
    contact_phone = models.CharField("联系电话", max_length=20, validators=[validate_phone])
    contact_email = models.EmailField("邮箱")

    history = history_field()
    objects = PlanManager()

    class Meta(Requirements.Meta):
        abstract = False
        verbose_name = "工作方案"
        verbose_name_plural = "工作方案"
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="one_current_plan",
                violation_error_message="已有当前批次，请先取消原批次的“当前批次”。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("closes_on")),
                name="plan_starts_before_it_closes",
                violation_error_message="换届完成期限不能早于启动日期。",
            ),
            *Requirements.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.document_number,)

    def report_due_on(self, ended_on: date) -> date:
        """Last day for the report of a visit that ended on `ended_on` (Attachment 2, note: 第二天; A-24)."""
        due_on = ended_on + timedelta(days=self.report_due_days)
        if not self.report_due_on_workday:
            return due_on
        return next_workday(due_on, self.special_days)

    @cached_property
    def special_days(self) -> dict[date, SpecialDayValue]:
        """Days off and at work that the national calendar does not know; read once for this object."""
        return {row.day: SpecialDayValue(row.name, row.is_holiday) for row in self.specialday_set.all()}


class PlanPartManager(models.Manager[Any]):
    """Finds a part of a plan by the plan's natural key and the part's own."""

    def get_by_natural_key(self, document_number: str, key: str | int) -> Any:
        """The part that `key` names in the plan of `document_number`."""
        field = self.model.natural_field
        return self.get(plan__document_number=document_number, **{field: key})


class PlanPart(models.Model):
    """What belongs to one plan and has a name of its own in it."""

    natural_field = ""
    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="工作方案")

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.plan.natural_key(), getattr(self, self.natural_field))

    natural_key.dependencies = ["guidance.plan"]  # type: ignore[attr-defined]


class TargetFigures(models.Model):
    """What is asked of a share: the operator, its figure, and how strongly it is worded."""

    operator = models.CharField("要求", max_length=20, choices=Operator)
    value_bp = models.PositiveSmallIntegerField(
        "目标值（万分之）", null=True, blank=True, help_text="30% 填 3000；“不设数值”和“比上届提高”留空"
    )
    tolerance_bp = models.PositiveSmallIntegerField(
        "向下容差（万分之）", default=0, help_text="仅用于“左右”：5个百分点填 500"
    )
    effort = models.CharField("力度", max_length=20, choices=Effort, default=Effort.ENSURE)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(value_bp__isnull=True) | Q(value_bp__lte=10_000),
                name="%(class)s_at_most_all",
                violation_error_message="目标值不能超过10000（即100%%）。",
            ),
            models.CheckConstraint(
                condition=Q(operator__in=["none", "raise_over_previous"], value_bp__isnull=True)
                | Q(operator__in=["at_least", "about", "all"], value_bp__isnull=False),
                name="%(class)s_has_its_value",
                violation_error_message="“以上”“左右”“全部”必须填目标值，其余不填。",
            ),
        ]


class TargetManager(models.Manager["Target"]):
    """Finds a target by its plan, indicator and committee type."""

    def get_by_natural_key(self, document_number: str, indicator: str, committee_type: str) -> "Target":
        """The target of this plan."""
        return self.get(
            plan__document_number=document_number, indicator=indicator, committee_type=committee_type
        )


class Target(PlanPart, TargetFigures):
    """A target of the plan for one indicator (notice, section 一). It switches the indicator on."""

    indicator = models.CharField("指标", max_length=40, choices=indicator_choices)
    committee_type = models.CharField(
        "委员会类型", max_length=20, choices=CommitteeType, blank=True, help_text="留空表示村和社区都算"
    )
    wording = models.CharField("原文", max_length=100, blank=True)
    sort_order = models.PositiveSmallIntegerField("顺序", default=0)

    history = history_field()
    objects = TargetManager()

    class Meta:
        verbose_name = "工作目标"
        verbose_name_plural = "工作目标"
        ordering = ["plan", "sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "committee_type"],
                name="one_target_an_indicator",
                violation_error_message="该方案已有此指标的目标。",
            ),
            *TargetFigures.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}：{self.wording or self.get_operator_display()}"

    def clean(self) -> None:
        """An indicator of one kind of committee is set for that kind."""
        kinds = (
            INDICATORS_BY_CODE[self.indicator].committee_types if self.indicator in INDICATORS_BY_CODE else ()
        )
        if len(kinds) == 1 and self.committee_type != kinds[0]:
            raise ValidationError(
                {"committee_type": f"此指标只统计{kinds[0].label}，请选择“{kinds[0].label}”。"}
            )

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.plan.natural_key(), self.indicator, self.committee_type)

    natural_key.dependencies = ["guidance.plan"]  # type: ignore[attr-defined]


class UnitTarget(TargetFigures):
    """Another figure of a target for one reporting unit, as a county sets itself more or is asked less."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="unit_targets", verbose_name="工作目标")
    unit = models.ForeignKey(
        "guidance.ReportingUnit", models.CASCADE, related_name="+", verbose_name="填报单位"
    )
    reason = models.CharField("依据", max_length=100, blank=True)

    history = history_field()
    objects = models.Manager["UnitTarget"]()

    class Meta:
        verbose_name = "单位目标"
        verbose_name_plural = "单位目标"
        ordering = ["target", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit"],
                name="one_figure_a_unit",
                violation_error_message="该填报单位对此目标已另有规定。",
            ),
            *TargetFigures.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.target.get_indicator_display()}"


class Milestone(PlanPart):
    """A day before which leaders hear each linked township's progress (notice, section 四（二）)."""

    natural_field = "due_on"
    name = models.CharField("时间节点", max_length=60)
    due_on = models.DateField("日期（含当日）")
    kind = models.CharField("性质", max_length=20, choices=MilestoneKind)
    # Its hearing is of use only before that meeting, where a township holds it earlier.
    column = models.CharField(
        "对应的会议",
        max_length=20,
        choices=ScheduleColumn,
        blank=True,
        help_text="该节点所指的会议；会议早于节点的，听取汇报应在会议之前",
    )

    history = history_field()
    objects = PlanPartManager()

    class Meta:
        verbose_name = "时间节点"
        verbose_name_plural = "时间节点"
        ordering = ["plan", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "due_on"],
                name="one_milestone_a_day",
                violation_error_message="该方案在这一天已有时间节点。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.due_on.month}月{self.due_on.day}日前）"


class RoundQuerySet(models.QuerySet["ReportingRound"]):
    """Reporting rounds."""

    def in_plan(self, plan: Plan | None) -> Self:
        """The rounds of `plan`; none without a plan."""
        return self.filter(plan=plan) if plan else self.none()


class ReportingRound(PlanPart):
    """One of the times at which the schedule of Attachment 3 is sent (its note: 分别于…前报送)."""

    natural_field = "number"
    number = models.PositiveSmallIntegerField("第几次")
    name = models.CharField("名称", max_length=20, blank=True, help_text="留空即“第几次”；如 收尾填报")
    opens_on = models.DateField("开放填报日期")
    due_on = models.DateField("报送截止日期（含当日）")
    required_columns = models.JSONField(
        "应填各栏",
        default=empty_list,
        blank=True,
        help_text="本次应有时间的各栏；缺填只提醒，不拦截",
    )
    # Closed by staff, by hand: nothing closes by itself, since late is a label (core/workflow/deadlines.py).
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True, editable=False)

    history = history_field()
    objects = PlanPartManager.from_queryset(RoundQuerySet)()

    class Meta:
        verbose_name = "填报批次"
        verbose_name_plural = "填报批次"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_round_a_number",
                violation_error_message="该方案已有这一次填报。",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")),
                name="round_opens_before_due",
                violation_error_message="截止日期不能早于开放日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"第{self.number}次"

    def has_opened(self, day: date) -> bool:
        """Whether its filling-in had begun on `day`. It does not end with its due day: late is a label."""
        return self.opens_on <= day
