"""Who takes over a group from which day: a leader or a municipal liaison is replaced in mid-term."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidance.core.history import history_field
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, MunicipalLiaison, Official


class Handover(models.Model):
    """From `from_on` on, the group has another leader, or another municipal liaison.

    What was done before stays with whoever did it; what is open goes to the successor.
    """

    group = models.ForeignKey(GuidanceGroup, models.CASCADE, related_name="handovers", verbose_name="指导组")
    post = models.CharField("岗位", max_length=20, choices=GroupPost)
    from_on = models.DateField("接替日期")
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接任组长"
    )
    municipal_liaison = models.ForeignKey(
        MunicipalLiaison, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接任联络员"
    )
    reason = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")

    history = history_field()
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        verbose_name = "接替记录"
        verbose_name_plural = "接替记录"
        ordering = ["group", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "post", "from_on"],
                name="one_handover_a_post_and_day",
                violation_error_message="该组这一岗位在这一天已有接替记录。",
            ),
            models.CheckConstraint(
                condition=Q(post=GroupPost.LEADER, leader__isnull=False, municipal_liaison__isnull=True)
                | Q(post=GroupPost.MUNICIPAL_LIAISON, leader__isnull=True, municipal_liaison__isnull=False),
                name="handover_names_who_takes_over",
                violation_error_message="请填写接任的人，且与岗位一致。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}{self.get_post_display()} {self.from_on}"

    @property
    def successor(self) -> Official:
        """Who takes over."""
        return getattr(self, self.post)
