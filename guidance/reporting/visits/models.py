"""Visit reports (Attachment 2: 联系指导情况统计表)."""

from datetime import date
from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from guidance.core.access import GUIDES, SENT_VISIT_READERS, User, get_scope, scope_q
from guidance.core.dates import format_day, format_full_day
from guidance.core.defaults import empty_list
from guidance.core.history import history_field
from guidance.core.workflow.models import OPEN, SENT, Paper, PaperQuerySet
from guidance.reference.people.models import Leader
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder, Section


class VisitReportQuerySet(PaperQuerySet):
    """Visit reports."""

    def visible_to(self, user: User) -> Self:
        """Staff see all reports; leaders and their liaisons their own and those of predecessors in their
        townships; other readers only submitted ones.
        """
        own = scope_q(get_scope(user, *GUIDES), leader="leader", township="township")
        read = scope_q(get_scope(user, *SENT_VISIT_READERS), leader="leader") & Q(status__in=SENT)
        return self.filter(own | read)

    def editable_by(self, user: User) -> Self:
        """Reports that are with their author and that the user may change."""
        own = scope_q(get_scope(user, *GUIDES), leader="leader", township="township")
        return self.filter(own, status__in=OPEN)

    def with_signed(self) -> Self:
        """Annotate `is_signed`: whether there is a signed page of the text that was submitted last."""
        scans = apps.get_model("guidance", "SignedScan").objects.filter(
            report=OuterRef("pk"), removed_at=None, submitted_at=OuterRef("submitted_at")
        )
        return self.annotate(is_signed=Exists(scans))

    def planned_due_on(self) -> Case:
        """An expression for `Plan.report_due_on`, evaluated in Python once per plan and last day."""
        days = list(self.order_by().values_list("plan", "ended_on").distinct())
        plans = Plan.objects.in_bulk({plan for plan, _ in days})
        whens = [When(plan=pk, ended_on=day, then=Value(plans[pk].report_due_on(day))) for pk, day in days]
        return Case(*whens, default=F("ended_on"), output_field=models.DateField())


class VisitReport(Paper):
    """The report of one visit by one leader to one township (A-25), due the day after the visit ends."""

    # The key of the blank form: posted twice, it creates one report.
    creation_key = models.UUIDField("新建标识", unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="工作方案")
    leader = models.ForeignKey(
        Leader, models.PROTECT, related_name="visit_reports", verbose_name="领导班子成员"
    )
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="visit_reports", verbose_name="联系乡镇（街道）"
    )
    started_on = models.DateField("联系指导开始日期")
    ended_on = models.DateField("联系指导结束日期")
    methods = models.JSONField("联系指导方式", default=empty_list)
    method_note = models.CharField("方式补充说明", max_length=100, blank=True)
    overall_situation = models.TextField("总体情况", blank=True)
    issues_found = models.TextField("发现问题", blank=True)
    good_practices = models.TextField("经验做法", blank=True)
    recommendations = models.TextField("工作建议", blank=True)
    observed_village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="观摩的村（社区）"
    )
    # 县区领导 on whom the leader called in this unit.
    visited_officials = models.JSONField("走访的县区领导", default=empty_list, blank=True)
    # Only the number: personal files stay with the organisation department.
    women_reserve_count = models.PositiveSmallIntegerField("了解到的女性后备人才人数", null=True, blank=True)
    inspection_points = models.JSONField("检查要点", default=empty_list, blank=True)
    key_links = models.JSONField("实地了解的关键环节", default=empty_list, blank=True)
    discipline_items = models.JSONField("督促指导的换届纪律事项", default=empty_list, blank=True)
    # Codes of further townships named on the printed form; each has its own report.
    also_named = models.JSONField("打印时一并列出的乡镇（街道）", default=empty_list, blank=True)
    # Author and signatory may differ: the liaison drafts, the leader signs.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人"
    )
    signatory = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字领导"
    )
    # When the author presented it to the leader (交领导审阅); the next change resets it.
    presented_at = models.DateTimeField("交领导审阅时间", null=True, blank=True, editable=False)

    history = history_field()
    objects = models.Manager.from_queryset(VisitReportQuerySet)()

    class Meta:
        verbose_name = "联系指导情况统计表"
        verbose_name_plural = "联系指导情况统计表"
        ordering = ["-ended_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__lte=F("ended_on")),
                name="visit_starts_before_it_ends",
                violation_error_message="联系指导结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.township} {self.ended_on}"

    @property
    def planned_due_on(self) -> date:
        """The day after the visit ended (Attachment 2, note), by the plan's rule."""
        return self.plan.report_due_on(self.ended_on)

    @property
    def period(self) -> str:
        """The days of the visit as printed: 2021年1月20日 or 2021年1月20日至21日."""
        text = format_full_day(self.started_on)
        if self.ended_on == self.started_on:
            return text
        if (self.ended_on.year, self.ended_on.month) == (self.started_on.year, self.started_on.month):
            return f"{text}至{self.ended_on.day}日"
        return f"{text}至{format_day(self.ended_on, year=self.started_on.year)}"

    @property
    def method_labels(self) -> list[str]:
        """The labels of the methods."""
        return [GuidanceMethod(code).label for code in self.methods]

    @property
    def official_labels(self) -> list[str]:
        """The labels of the officials on whom the leader called."""
        return [OfficeHolder(code).label for code in self.visited_officials]

    @property
    def checklists(self) -> list[tuple[str, list[str]]]:
        """Label and ticked items of each checklist with any; the paper does not have these."""
        checklists: list[tuple[str, type[models.TextChoices], list[str]]] = [
            ("检查要点", InspectionPoint, self.inspection_points),
            ("关键环节", KeyLink, self.key_links),
            ("换届纪律", DisciplineItem, self.discipline_items),
        ]
        return [(label, [kind(code).label for code in codes]) for label, kind, codes in checklists if codes]

    def also_named_townships(self) -> list[Township]:
        """The further townships named on the printed form, by code."""
        if not self.also_named:
            return []
        return list(Township.objects.filter(code__in=self.also_named).select_related("unit").order_by("code"))

    @property
    def printed_places(self) -> str:
        """联系乡镇（街道）名称 as printed: 融安县桥板乡、融安县雅瑶乡 (A-25)."""
        return "、".join(row.printed_name for row in (self.township, *self.also_named_townships()))

    @property
    def sections_by_name(self) -> dict[str, str]:
        """The texts of the four sections by field name."""
        return {section.value: getattr(self, section.value) for section in Section}

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Label and text of each of the four sections."""
        return [(section.label, getattr(self, section.value)) for section in Section]
