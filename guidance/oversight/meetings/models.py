"""Who will observe which meeting, and the addresses under which calendars are subscribed to."""

from typing import Self

from django.conf import settings
from django.db import models

from guidance.core.access import GUIDES, PLAN_READERS, User, get_scope, scope_q
from guidance.core.defaults import feed_token
from guidance.core.history import history_field
from guidance.reference.people.models import Leader
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan


class MeetingObserverQuerySet(models.QuerySet["MeetingObserver"]):
    def visible_to(self, user: User) -> Self:
        """Those of the user's townships, and the user's own."""
        scope = get_scope(user, *PLAN_READERS)
        return self.filter(scope_q(scope, unit="township__unit", township="township", leader="leader"))

    def editable_by(self, user: User) -> Self:
        """Those of the leaders for whom the user acts."""
        return self.filter(scope_q(get_scope(user, *GUIDES), leader="leader"))


class MeetingObserver(models.Model):
    """A leader who plans to observe the election meeting of the women's federation in a township (R-18)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="工作方案")
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="observers", verbose_name="乡镇（街道）"
    )
    leader = models.ForeignKey(Leader, models.PROTECT, related_name="+", verbose_name="领导班子成员")

    history = history_field()
    objects = models.Manager.from_queryset(MeetingObserverQuerySet)()

    class Meta:
        verbose_name = "观摩安排"
        verbose_name_plural = "观摩安排"
        ordering = ["township", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "township", "leader"],
                name="one_observer_a_leader_and_township",
                violation_error_message="已安排观摩该乡镇（街道）。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.township}"


class FeedToken(models.Model):
    """The secret in the address of one user's calendar feed. A new one invalidates the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户")
    token = models.CharField("令牌", max_length=64, unique=True, default=feed_token)
    created_at = models.DateTimeField("生成时间")

    objects = models.Manager["FeedToken"]()

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return str(self.user)
