"""Leaders, guidance groups, liaisons and links (notice, section 二, and Attachment 1)."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from guidance.core.access import GUIDANCE_READERS, GUIDES, PLAN_READERS, User, get_scope, scope_q
from guidance.core.history import history_field
from guidance.core.validators import validate_phone
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan, PlanPart, PlanPartManager


class NamedPersonManager(models.Manager[Any]):
    """Finds a person by name and full post."""

    def get_by_natural_key(self, name: str, post_full: str) -> Any:
        """The person of this name in this post."""
        return self.get(name=name, post_full=post_full)


class Official(models.Model):
    """Someone whom the notice names with a post."""

    name = models.CharField("姓名", max_length=30)
    post_full = models.CharField("职务", max_length=60, help_text="如 柳州市妇联主席、党组书记")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (self.name, self.post_full)


class LeaderQuerySet(models.QuerySet["Leader"]):
    """Leaders."""

    def visible_to(self, user: User) -> Self:
        """Leaders whose visits the user sees."""
        return self.filter(scope_q(get_scope(user, *GUIDANCE_READERS), leader="pk"))

    def editable_by(self, user: User) -> Self:
        """Leaders for whom the user may write a visit report."""
        return self.filter(scope_q(get_scope(user, *GUIDES), leader="pk"))


class Leader(Official):
    """A member of the leadership team (领导班子成员)."""

    post_short = models.CharField("附件1中的职务", max_length=60, help_text="如 市妇联主席、党组书记")
    sort_order = models.PositiveSmallIntegerField("顺序", default=0)

    history = history_field()
    objects = NamedPersonManager.from_queryset(LeaderQuerySet)()

    class Meta:
        verbose_name = "领导班子成员"
        verbose_name_plural = "领导班子成员"
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "post_full"],
                name="one_leader_a_name_and_post",
                violation_error_message="已有同名同职务的领导班子成员。",
            )
        ]


class MunicipalLiaison(Official):
    """The municipal federation's liaison of a group (市妇联联络员); not the township's (A-07)."""

    history = history_field()
    objects = NamedPersonManager()

    class Meta:
        verbose_name = "市妇联联络员"
        verbose_name_plural = "市妇联联络员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "post_full"],
                name="one_municipal_liaison_a_name_and_post",
                violation_error_message="已有同名同职务的联络员。",
            )
        ]


class GuidanceGroupQuerySet(models.QuerySet["GuidanceGroup"]):
    """Guidance groups."""

    def visible_to(self, user: User) -> Self:
        """Groups that guide a unit or township of the user's."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="units", township="units__townships")).distinct()

    def with_posts_on(self, day: date) -> Self:
        """Who holds the group's two posts on `day`, as `leader_now_id` and `liaison_now_id`.

        The last handover up to that day decides, else whom the notice names. One that lies ahead takes
        effect on its day by itself. This is the one place that says so.
        """
        handovers = apps.get_model("guidance", "Handover").objects.filter(
            group=OuterRef("pk"), from_on__lte=day
        )

        def holder(post: str) -> Coalesce:
            last = handovers.filter(**{f"{post}__isnull": False}).order_by("-from_on")
            key = models.BigIntegerField()  # said, since a foreign key and a key are two types to Django
            return Coalesce(Subquery(last.values(post)[:1]), F(f"{post}_id"), output_field=key)

        return self.annotate(leader_now_id=holder("leader"), liaison_now_id=holder("municipal_liaison"))


class GuidanceGroup(PlanPart):
    """A guidance group (指导组): its leader, its units, its municipal liaison (notice, section 二)."""

    natural_field = "number"
    number = models.PositiveSmallIntegerField("组号")
    leader = models.ForeignKey(Leader, models.PROTECT, related_name="groups", verbose_name="组长")
    municipal_liaison = models.ForeignKey(
        MunicipalLiaison, models.PROTECT, related_name="groups", verbose_name="市妇联联络员"
    )
    units = models.ManyToManyField(ReportingUnit, related_name="groups", verbose_name="联系县区")

    history = history_field(m2m_fields=[units])
    objects = PlanPartManager.from_queryset(GuidanceGroupQuerySet)()

    class Meta:
        verbose_name = "指导组"
        verbose_name_plural = "指导组"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_group_a_number",
                violation_error_message="该方案已有此组号。",
            )
        ]

    def __str__(self) -> str:
        numeral = "〇一二三四五六七八九十"
        return f"指导{numeral[self.number] if self.number <= 10 else self.number}组"

    @property
    def ordered_units(self) -> list[ReportingUnit]:
        """Its units in the order of the notice's list, which is not that of the attachments (A-22)."""
        return sorted(self.units.all(), key=lambda unit: unit.group_order)


class GroupMemberManager(models.Manager[Any]):
    """Finds a member by plan, group and unit."""

    def get_by_natural_key(self, document_number: str, number: int, unit: str) -> Any:
        """The member who stands for `unit` in this group."""
        return self.get(
            group__plan__document_number=document_number, group__number=number, unit__short_name=unit
        )


class GroupMember(models.Model):
    """A member of a group (组员): the head of one of its units."""

    group = models.ForeignKey(GuidanceGroup, models.CASCADE, related_name="members", verbose_name="指导组")
    unit = models.ForeignKey(ReportingUnit, models.PROTECT, related_name="members", verbose_name="所在单位")
    name = models.CharField("姓名", max_length=30)
    post = models.CharField("职务", max_length=60)

    history = history_field()
    objects = GroupMemberManager()

    class Meta:
        verbose_name = "组员"
        verbose_name_plural = "组员"
        ordering = ["group", "unit__group_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit"],
                name="one_member_a_unit",
                violation_error_message="该组已有这个单位的组员。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.group.natural_key(), self.unit.short_name)

    natural_key.dependencies = ["guidance.guidancegroup", "guidance.reportingunit"]  # type: ignore[attr-defined]


class TownshipPartManager(models.Manager[Any]):
    """Finds a row by plan and township."""

    def get_by_natural_key(self, document_number: str, code: str) -> Any:
        """The row of this township in this plan."""
        return self.get(plan__document_number=document_number, township__code=code)


class TownshipPart(models.Model):
    """What a plan says of one township."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="工作方案")

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, str]:
        return (self.plan.document_number, self.township.code)  # type: ignore[attr-defined]

    natural_key.dependencies = ["guidance.plan", "guidance.township"]  # type: ignore[attr-defined]


class TownshipLiaisonQuerySet(models.QuerySet["TownshipLiaison"]):
    """Township liaisons."""

    def visible_to(self, user: User) -> Self:
        """Liaisons of the user's townships."""
        return self.filter(
            scope_q(get_scope(user, *PLAN_READERS), unit="township__unit", township="township")
        )


class TownshipLiaison(TownshipPart):
    """The liaison of a linked township (联系乡镇（街道）联络员) with name and phone (Attachment 1)."""

    township = models.ForeignKey(
        Township, models.PROTECT, related_name="liaisons", verbose_name="乡镇（街道）"
    )
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("联系电话", max_length=20, validators=[validate_phone])

    history = history_field()
    objects = TownshipPartManager.from_queryset(TownshipLiaisonQuerySet)()

    class Meta:
        verbose_name = "乡镇（街道）联络员"
        verbose_name_plural = "乡镇（街道）联络员"
        ordering = ["township"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "township"],
                name="one_liaison_a_township",
                violation_error_message="该乡镇（街道）已有联络员。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The number for readers who need not call: 134****9471."""
        return f"{self.phone[:3]}****{self.phone[-4:]}"


class LinkQuerySet(models.QuerySet["Link"]):
    """Links."""

    def visible_to(self, user: User) -> Self:
        """Links of the user's units, townships or leaders."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="township__unit", township="township", leader="leader"))

    def reportable_by(self, user: User) -> Self:
        """Links on which the user may write a visit report."""
        return self.filter(scope_q(get_scope(user, *GUIDES), leader="leader"))

    def valid_on(self, day: date) -> Self:
        """Links in force on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def in_plan(self, plan: Plan | None) -> Self:
        """The links of `plan` in the order of Attachment 1; none without a plan."""
        return self.filter(plan=plan).order_by("order") if plan else self.none()


class Link(TownshipPart):
    """A link (联系点): a leader guides a township. One row of Attachment 1."""

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="links", verbose_name="领导班子成员")
    township = models.ForeignKey(Township, models.PROTECT, related_name="links", verbose_name="乡镇（街道）")
    order = models.PositiveSmallIntegerField("附件1中的序号")
    key_village_count = models.PositiveSmallIntegerField("重难点村数量", null=True, blank=True)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("截止日期", null=True, blank=True)

    history = history_field()
    objects = TownshipPartManager.from_queryset(LinkQuerySet)()

    class Meta:
        verbose_name = "联系点"
        verbose_name_plural = "联系点"
        ordering = ["plan", "order"]
        indexes = [models.Index(fields=["plan", "order"], name="links_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "township"],
                condition=Q(valid_to__isnull=True),
                name="one_open_link_a_township",
                violation_error_message="该乡镇（街道）已有联系点；更换领导时请先填原联系点的截止日期。",
            ),
            models.UniqueConstraint(
                fields=["plan", "order"],
                condition=Q(valid_to__isnull=True),
                name="one_open_link_an_order",
                violation_error_message="该序号已被使用。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="link_starts_before_it_ends",
                violation_error_message="截止日期不能早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.township}"
