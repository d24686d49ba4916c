"""Reporting units, townships and villages. Administrative division and reporting unit are two things:

雒容镇 and 阳和街道 carry codes of 鱼峰区 and report through the two new areas.
"""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from guidance.core.access import PLAN_MANAGERS, PLAN_READERS, REPORTERS, User, get_scope, scope_q
from guidance.core.defaults import empty_list
from guidance.core.history import history_field
from guidance.core.validators import validate_division_code, validate_township_code
from guidance.reference.places.choices import CommitteeType, TownshipKind, UnitKind


class ReportingUnitQuerySet(models.QuerySet["ReportingUnit"]):
    """Reporting units."""

    def visible_to(self, user: User) -> Self:
        """Units in which the user sees every row; a township liaison's unit is not among them."""
        return self.filter(scope_q(get_scope(user, *PLAN_READERS), unit="pk"))

    def named_for(self, user: User) -> Self:
        """Units whose name the user meets: the visible ones and those above his or her townships."""
        return self.filter(
            scope_q(get_scope(user, *PLAN_READERS), unit="pk", township="townships")
        ).distinct()

    def editable_by(self, user: User) -> Self:
        """Units whose own data the user may change."""
        return self.filter(scope_q(get_scope(user, *PLAN_MANAGERS), unit="pk"))


class NamedManager(models.Manager[Any]):
    """Finds a row by `natural_field`."""

    def get_by_natural_key(self, key: str) -> Any:
        """The row that `key` names."""
        return self.get(**{self.model.natural_field: key})


class ReportingUnit(models.Model):
    """One of the offices that send Attachment 3: a county federation, or a new area's department."""

    natural_field = "short_name"
    official_name = models.CharField(
        "全称", max_length=60, unique=True, help_text="如 融水苗族自治县妇女联合会"
    )
    short_name = models.CharField("简称", max_length=40, unique=True, help_text="通知正文的称呼，如 融水县")
    printed_name = models.CharField("附件中的名称", max_length=40, help_text="如 阳和工业新区")
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    division_code = models.CharField(
        "行政区划代码", max_length=6, blank=True, validators=[validate_division_code]
    )
    group_order = models.PositiveSmallIntegerField("在指导组名单中的顺序", default=0)
    attachment_order = models.PositiveSmallIntegerField("在附件中的顺序", default=0)

    history = history_field()
    objects = NamedManager.from_queryset(ReportingUnitQuerySet)()

    class Meta:
        verbose_name = "填报单位"
        verbose_name_plural = "填报单位"
        ordering = ["attachment_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=UnitKind.NEW_AREA, division_code="")
                | (~Q(kind=UnitKind.NEW_AREA) & ~Q(division_code="")),
                name="only_new_areas_lack_a_code",
                violation_error_message="县、城区须填行政区划代码；新区没有代码，请留空。",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str]:
        return (self.short_name,)

    @property
    def office_name(self) -> str:
        """Who reports: 融安县妇联, 柳东新区党群工作部."""
        return self.official_name if self.kind == UnitKind.NEW_AREA else f"{self.short_name}妇联"


class TownshipQuerySet(models.QuerySet["Township"]):
    """Townships and subdistricts."""

    def visible_to(self, user: User) -> Self:
        """Townships the user may look into."""
        return self.filter(scope_q(get_scope(user, *PLAN_READERS), unit="unit", township="pk"))

    def editable_by(self, user: User) -> Self:
        """Townships whose returns and dates the user may enter."""
        return self.filter(scope_q(get_scope(user, *REPORTERS), unit="unit", township="pk"))


class Township(models.Model):
    """A town, township or subdistrict (乡镇、街道)."""

    natural_field = "code"
    NAMED_WITH = ("unit",)  # what `printed_name` reads besides the row; see guidance.core.labels
    unit = models.ForeignKey(ReportingUnit, models.PROTECT, related_name="townships", verbose_name="填报单位")
    name = models.CharField("名称", max_length=30, help_text="通知中的称呼，如 古砦乡")
    official_name = models.CharField("规范名称", max_length=30, help_text="如 古砦仫佬族乡")
    code = models.CharField("代码", max_length=9, unique=True, validators=[validate_township_code])
    kind = models.CharField("类别", max_length=20, choices=TownshipKind)

    history = history_field()
    objects = NamedManager.from_queryset(TownshipQuerySet)()

    class Meta:
        verbose_name = "乡镇（街道）"
        verbose_name_plural = "乡镇（街道）"
        ordering = ["unit__attachment_order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="one_township_a_name",
                violation_error_message="该填报单位已有同名乡镇（街道）。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["guidance.reportingunit"]  # type: ignore[attr-defined]

    @property
    def printed_name(self) -> str:
        """As the attachments print it: unit and township without a blank."""
        return f"{self.unit.printed_name}{self.name}"


class VillageQuerySet(models.QuerySet["Village"]):
    """Villages and communities."""

    def current(self) -> Self:
        """Those that exist today: merged ones stay in the books for the previous term only."""
        return self.filter(merged_into__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Villages of the townships the user may look into."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="township__unit", township="township"))

    def editable_by(self, user: User) -> Self:
        """Villages whose returns the user may enter."""
        scope = get_scope(user, *REPORTERS)
        return self.filter(scope_q(scope, unit="township__unit", township="township"))


class OfVillageQuerySet(models.QuerySet[Any]):
    """Rows that belong to one village, in their column `village`."""

    def visible_to(self, user: User) -> Self:
        """Those of the villages that the user may look into."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="village__township__unit", township="village__township"))

    def editable_by(self, user: User) -> Self:
        """Those of the villages whose figures the user enters."""
        scope = get_scope(user, *REPORTERS)
        return self.filter(scope_q(scope, unit="village__township__unit", township="village__township"))


class Village(models.Model):
    """A village or community (村、社区): the place of one committee and one women's federation."""

    NAMED_WITH = ("township__unit",)
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="villages", verbose_name="乡镇（街道）"
    )
    name = models.CharField("名称", max_length=40)
    former_names = models.JSONField("曾用名", default=empty_list, blank=True)
    committee_type = models.CharField(
        "委员会类型",
        max_length=20,
        choices=CommitteeType,
        help_text="按所设委员会选择，不按名称：有的“社区”设的是村民委员会",
    )
    # Merged since the last term: its previous figures are compared with those of the village named
    # here. It then stands in that village's township (see reporting.returns.signals).
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="并入",
        help_text="已撤并的村（社区）填并入的村（社区）；上届数据随之比较，不再填报本届",
    )
    key_difficulty_plans = models.ManyToManyField(
        "guidance.Plan", blank=True, related_name="key_difficulty_villages", verbose_name="列为重难点村的批次"
    )
    sort_order = models.PositiveSmallIntegerField("顺序", default=0)

    history = history_field(m2m_fields=[key_difficulty_plans])
    objects = models.Manager.from_queryset(VillageQuerySet)()

    class Meta:
        verbose_name = "村（社区）"
        verbose_name_plural = "村（社区）"
        ordering = ["township", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(merged_into__isnull=True),
                name="one_village_a_name",
                violation_error_message="该乡镇（街道）已有同名村（社区）。",
            ),
            models.CheckConstraint(
                condition=Q(committee_type__in=CommitteeType.values),
                name="village_has_a_committee_type",
                violation_error_message="请选择村民委员会或社区居民委员会。",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="village_not_merged_into_itself",
                violation_error_message="村（社区）不能并入自己。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A village merges into one that exists: chains would hide where its figures went."""
        if self.merged_into_id and self.merged_into and self.merged_into.merged_into_id:
            raise ValidationError(
                {"merged_into": f"{self.merged_into}本身已并入其他村（社区），请填最后并入的那一个。"}
            )
        if self.merged_into_id and self.pk and self.predecessors.exists():
            raise ValidationError({"merged_into": "有村（社区）并入了这一个，请先改正它们的“并入”。"})

    @property
    def printed_name(self) -> str:
        """With the township before it: names of villages recur."""
        return f"{self.township.printed_name} {self.name}"


class VillageAlias(models.Model):
    """Another way in which a unit's papers write a village: decided once when they were read, then known."""

    township = models.ForeignKey(Township, models.CASCADE, related_name="+", verbose_name="乡镇（街道）")
    spelling = models.CharField("写法", max_length=60)
    village = models.ForeignKey(Village, models.CASCADE, related_name="aliases", verbose_name="村（社区）")

    history = history_field()
    objects = models.Manager["VillageAlias"]()

    class Meta:
        verbose_name = "村名写法"
        verbose_name_plural = "村名写法"
        ordering = ["township", "spelling"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "spelling"],
                name="one_village_a_spelling",
                violation_error_message="该乡镇（街道）已记住这种写法。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.spelling} → {self.village}"
