"""Election results of villages and communities, from which every indicator is computed (A-30)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.core.access import PLAN_READERS, User, get_scope, scope_q
from guidance.core.history import history_field
from guidance.reference.places.choices import CommitteeType
from guidance.reference.places.models import OfVillageQuerySet, ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import DataSource, Flag, Stage


class VillageReturn(models.Model):
    """The figures of one village at one stage. Empty means not reported, which is not zero.

    `people` and `women` count the committee's members in post, director and deputies included.
    The yes/no fields are unknown until the body in question is elected: `chair_in_two_committees`
    unknown means that the women's federation has not yet elected its chair. At the stage `nominated`
    the people are candidates, `seats` is how many of them can be elected, and the chair's field says
    whether she is nominated for either committee.
    """

    # Not indexed: nearly all returns belong to one or two plans, and SQLite would use the index to read them
    # all. The unique constraint begins with the village for the same reason.
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", db_index=False, verbose_name="工作方案")
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="returns", db_index=False, verbose_name="村（社区）"
    )
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    seats = models.PositiveSmallIntegerField("职数", null=True, blank=True)
    people = models.PositiveSmallIntegerField("成员人数", null=True, blank=True)
    women = models.PositiveSmallIntegerField("其中女性", null=True, blank=True)
    director_people = models.PositiveSmallIntegerField("主任人数", null=True, blank=True)
    director_women = models.PositiveSmallIntegerField("女主任人数", null=True, blank=True)
    secretary_woman = models.BooleanField("党组织书记为女性", null=True, blank=True)
    one_shoulder = models.BooleanField("书记、主任“一肩挑”", null=True, blank=True)
    party_people = models.PositiveSmallIntegerField("党组织成员人数", null=True, blank=True)
    party_women = models.PositiveSmallIntegerField("党组织女性成员", null=True, blank=True)
    chair_in_two_committees = models.BooleanField("妇联主席进“两委”", null=True, blank=True)
    chair_full_subsidy = models.BooleanField("妇联主席享受定员全额补贴", null=True, blank=True)
    party_held_on = models.DateField("党组织换届日期", null=True, blank=True)
    held_on = models.DateField("村（居）委会选举日期", null=True, blank=True)
    federation_held_on = models.DateField("妇联换届日期", null=True, blank=True)
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

    history = history_field()
    objects = models.Manager.from_queryset(OfVillageQuerySet)()

    class Meta:
        verbose_name = "村（社区）换届结果"
        verbose_name_plural = "村（社区）换届结果"
        ordering = ["village", "stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "plan", "stage"],
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
                condition=Q(director_people__isnull=True) | Q(director_people__lte=1) | Q(stage="nominated"),
                name="one_director_a_village",
                violation_error_message="每个村（社区）只有1名主任。",
            ),
            models.CheckConstraint(
                condition=Q(party_women__isnull=True)
                | Q(party_people__isnull=False, party_women__lte=F("party_people")),
                name="party_women_within_party_people",
                violation_error_message="党组织女性成员不能多于党组织成员人数。",
            ),
            models.CheckConstraint(
                condition=Q(chair_full_subsidy__isnull=True) | Q(chair_in_two_committees__isnull=False),
                name="subsidy_needs_a_chair",
                violation_error_message="妇联主席尚未产生时，不能填写全额补贴。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.get_stage_display()}"


class TallyColumns(models.Model):
    """Sums over the returns of several villages: of one township, committee type and stage.

    `tallies.COLUMNS` defines each column in SQL. Figures flagged 不适用 are in
    `not_applicable` alone. `staying_*` (stage `previous`) count who is still in post because the village
    has not elected yet. `electable_*`, `least_*`, `likely_*`, `most_*` (stage `nominated`) say where
    the candidates of villages that have not elected yet would lead; `likely_*` in thousandths of a
    person. `foretold_*` count the women Party secretaries where the director is not elected yet (一肩挑).
    """

    committee_type = models.CharField("委员会类型", max_length=20, choices=CommitteeType)
    stage = models.CharField("阶段", max_length=20, choices=Stage)

    villages = models.IntegerField("应报村（社区）", default=0)
    reported = models.IntegerField("已报村（社区）", default=0)
    not_applicable = models.IntegerField("不适用", default=0)
    provisional = models.IntegerField("暂报", default=0)
    corrected = models.IntegerField("更正", default=0)
    seats = models.IntegerField("职数", default=0)
    vacancies = models.IntegerField("缺额", default=0)
    people = models.IntegerField("成员人数", default=0)
    women = models.IntegerField("其中女性", default=0)
    director_people = models.IntegerField("主任人数", default=0)
    director_women = models.IntegerField("女主任人数", default=0)
    seated = models.IntegerField("有成员的委员会", default=0)
    with_woman = models.IntegerField("有女性成员的委员会", default=0)
    secretary_known = models.IntegerField("已知书记", default=0)
    secretary_women = models.IntegerField("女书记", default=0)
    one_shoulder_known = models.IntegerField("已知是否一肩挑", default=0)
    one_shoulder_yes = models.IntegerField("一肩挑", default=0)
    party_reported = models.IntegerField("已报党组织成员", default=0)
    party_people = models.IntegerField("党组织成员人数", default=0)
    party_women = models.IntegerField("党组织女性成员", default=0)
    chair_known = models.IntegerField("主席已产生", default=0)
    chair_in = models.IntegerField("主席进“两委”", default=0)
    subsidy_known = models.IntegerField("已知是否全额补贴", default=0)
    subsidy_yes = models.IntegerField("享受全额补贴", default=0)
    federations_done = models.IntegerField("妇联完成换届", default=0)

    no_woman = models.IntegerField("没有女性", default=0)
    one_short = models.IntegerField("差1名女性", default=0)
    more_short = models.IntegerField("差2名以上女性", default=0)
    too_few_candidates = models.IntegerField("女候选人少于应有女性", default=0)
    chair_outside = models.IntegerField("主席未进“两委”", default=0)
    director_vacant = models.IntegerField("主任空缺", default=0)

    staying_villages = models.IntegerField("未换届村（社区）", default=0)
    staying_people = models.IntegerField("未换届成员人数", default=0)
    staying_women = models.IntegerField("未换届其中女性", default=0)
    staying_director_people = models.IntegerField("未换届主任人数", default=0)
    staying_director_women = models.IntegerField("未换届女主任人数", default=0)

    electable_villages = models.IntegerField("可推算村（社区）", default=0)
    electable_people = models.IntegerField("可当选人数", default=0)
    least_women = models.IntegerField("至少当选女性", default=0)
    likely_women = models.IntegerField("可能当选女性（千分之）", default=0)
    most_women = models.IntegerField("至多当选女性", default=0)
    electable_directors = models.IntegerField("可当选主任", default=0)
    least_director_women = models.IntegerField("至少当选女主任", default=0)
    likely_director_women = models.IntegerField("可能当选女主任（千分之）", default=0)
    most_director_women = models.IntegerField("至多当选女主任", default=0)
    foretold_directors = models.IntegerField("书记已定、主任未选", default=0)
    foretold_director_women = models.IntegerField("其中女书记", default=0)

    class Meta:
        abstract = True


class TallyQuerySet(models.QuerySet["Tally"]):
    """Tallies."""

    def visible_to(self, user: User) -> Self:
        """Tallies of the townships that the user sees."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="township__unit", township="township"))


class Tally(TallyColumns):
    """The sums of one township, which `tallies` updates with every change."""

    # Not indexed, as with the returns: queries go by township.
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", db_index=False, verbose_name="工作方案")
    township = models.ForeignKey(
        Township, models.CASCADE, related_name="tallies", db_index=False, verbose_name="乡镇（街道）"
    )

    objects = models.Manager.from_queryset(TallyQuerySet)()

    class Meta:
        verbose_name = "合计"
        verbose_name_plural = "合计"
        ordering = ["plan", "township", "stage", "committee_type"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "plan", "stage", "committee_type"],
                name="one_tally_a_township",
                violation_error_message="该乡镇（街道）在这一阶段已有合计。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.get_stage_display()} {self.get_committee_type_display()}"


class UnitTallyQuerySet(models.QuerySet["UnitTally"]):
    """Tallies of units."""

    def visible_to(self, user: User) -> Self:
        """Tallies of the units in which the user sees every township."""
        return self.filter(scope_q(get_scope(user, *PLAN_READERS), unit="unit"))


class UnitTally(TallyColumns):
    """The sums over a unit's townships, so that large areas can be added up from few rows."""

    # Not indexed: the unique constraint begins with the plan.
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", db_index=False, verbose_name="工作方案")
    unit = models.ForeignKey(ReportingUnit, models.CASCADE, related_name="tallies", verbose_name="填报单位")

    objects = models.Manager.from_queryset(UnitTallyQuerySet)()

    class Meta:
        verbose_name = "单位合计"
        verbose_name_plural = "单位合计"
        ordering = ["plan", "unit", "stage", "committee_type"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit", "stage", "committee_type"],
                name="one_tally_a_unit",
                violation_error_message="该填报单位在这一阶段已有合计。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_stage_display()} {self.get_committee_type_display()}"
