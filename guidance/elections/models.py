"""What villages and communities elected: the figures behind every indicator (A-30)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.access import BUSINESS_ROLES, User, scope_of, within
from guidance.history import kept_history
from guidance.places.models import REPORTERS, Village
from guidance.plans.models import Plan


class Stage(models.TextChoices):
    """Which moment the figures describe."""

    PREVIOUS = "previous", "上届"
    NOMINATED = "nominated", "提名"
    ELECTED = "elected", "当选"


class DataSource(models.TextChoices):
    """Who counted: two-committee data belong to the organisation department and civil affairs (A-31)."""

    SELF_REPORTED = "self_reported", "自报"
    ORGANIZATION_DEPARTMENT = "party_organization_department", "组织部"
    CIVIL_AFFAIRS = "civil_affairs_bureau", "民政局"


class Flag(models.TextChoices):
    """How firm the figures are."""

    CONFIRMED = "confirmed", "确认"
    PROVISIONAL = "provisional", "暂报"
    CORRECTED = "corrected", "更正"
    NOT_APPLICABLE = "not_applicable", "不适用"


class VillageReturnQuerySet(models.QuerySet["VillageReturn"]):
    """Village returns."""

    def visible_to(self, user: User) -> Self:
        """Returns of visible villages."""
        scope = scope_of(user, *BUSINESS_ROLES)
        return self.filter(within(scope, unit="village__township__unit", township="village__township"))

    def editable_by(self, user: User) -> Self:
        """Returns of villages whose figures the user may enter."""
        scope = scope_of(user, *REPORTERS)
        return self.filter(within(scope, unit="village__township__unit", township="village__township"))


class VillageReturn(models.Model):
    """The figures of one village at one stage. Empty means not reported, which is not zero.

    `people` and `women` count the committee's members in post, director and deputies included.
    The three yes/no fields are unknown until the body in question is elected:
    `chair_in_two_committees` unknown means that the women's federation has not yet elected its chair.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    village = models.ForeignKey(Village, models.PROTECT, related_name="returns", verbose_name="村（社区）")
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    seats = models.PositiveSmallIntegerField("职数", null=True, blank=True)
    people = models.PositiveSmallIntegerField("成员人数", null=True, blank=True)
    women = models.PositiveSmallIntegerField("其中女性", null=True, blank=True)
    director_people = models.PositiveSmallIntegerField("主任人数", null=True, blank=True)
    director_women = models.PositiveSmallIntegerField("女主任人数", null=True, blank=True)
    secretary_woman = models.BooleanField("党组织书记为女性", null=True, blank=True)
    chair_in_two_committees = models.BooleanField("妇联主席进“两委”", null=True, blank=True)
    chair_full_subsidy = models.BooleanField("妇联主席享受定员全额补贴", null=True, blank=True)
    held_on = models.DateField("村（居）委会选举日期", null=True, blank=True)
    data_source = models.CharField(
        "数据来源", max_length=40, choices=DataSource, default=DataSource.SELF_REPORTED
    )
    flag = models.CharField("数据状态", max_length=20, choices=Flag, default=Flag.CONFIRMED)
    version = models.PositiveIntegerField("版本", default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最后保存人",
    )
    saved_at = models.DateTimeField("最后保存时间", null=True, blank=True)

    history = kept_history()
    objects = models.Manager.from_queryset(VillageReturnQuerySet)()

    class Meta:
        verbose_name = "村（社区）换届结果"
        verbose_name_plural = "村（社区）换届结果"
        ordering = ["village", "stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "village", "stage"],
                name="one_village_return_a_stage",
                violation_error_message="该村（社区）在这一阶段已有数据。",
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(people__isnull=False, women__lte=F("people")),
                name="women_within_people",
                violation_error_message="女性人数不能多于成员人数。",
            ),
            models.CheckConstraint(
                condition=Q(director_women__isnull=True)
                | Q(director_people__isnull=False, director_women__lte=F("director_people")),
                name="director_women_within_directors",
                violation_error_message="女主任人数不能多于主任人数。",
            ),
            models.CheckConstraint(
                condition=Q(director_people__isnull=True)
                | Q(people__isnull=False, director_people__lte=F("people")),
                name="directors_within_people",
                violation_error_message="主任人数不能多于成员人数。",
            ),
            models.CheckConstraint(
                condition=Q(director_women__isnull=True)
                | Q(women__isnull=True)
                | Q(director_women__lte=F("women")),
                name="director_women_within_women",
                violation_error_message="主任为女性时，女性人数至少为1。",
            ),
            models.CheckConstraint(
                condition=Q(director_people__isnull=True) | Q(director_people__lte=1),
                name="one_director_a_village",
                violation_error_message="每个村（社区）只有1名主任。",
            ),
            models.CheckConstraint(
                condition=Q(chair_full_subsidy__isnull=True) | Q(chair_in_two_committees__isnull=False),
                name="subsidy_needs_a_chair",
                violation_error_message="妇联主席尚未产生时，不能填写全额补贴。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.get_stage_display()}"
