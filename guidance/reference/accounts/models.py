"""Accounts and the roles they hold. One account is one person."""

from typing import ClassVar

from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from guidance.core.access import Role
from guidance.core.history import history_field


class User(AbstractUser):
    """A personal account."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=30, blank=True)
    office = models.CharField("单位", max_length=60, blank=True, help_text="显示在页面右上角，如 融安县妇联")

    history = history_field(excluded_fields=["password", "last_login"])

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name shown to others."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: Chinese names are not shortened."""
        return str(self)


GRANT_PLACES = ("reporting_unit", "township", "leader", "municipal_liaison")


def _only_for(role: Role, field: str, message: str) -> models.CheckConstraint:
    """The place or person in `field` is given with `role`, and with no other."""
    given = Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(
        condition=(Q(role=role) & given) | (~Q(role=role) & ~given),
        name=f"{role.value}_grant_names_{field}"[:63],
        violation_error_message=message,
    )


class RoleGrant(models.Model):
    """A role that a user holds, and where: of which unit, township, leader or municipal liaison.

    The account stands here and not on the leader's own row, so that loading a notice again
    never touches who may log in as whom.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role)
    reporting_unit = models.ForeignKey(
        "guidance.ReportingUnit", models.PROTECT, null=True, blank=True, verbose_name="填报单位"
    )
    township = models.ForeignKey(
        "guidance.Township", models.PROTECT, null=True, blank=True, verbose_name="乡镇（街道）"
    )
    leader = models.ForeignKey(
        "guidance.Leader", models.PROTECT, null=True, blank=True, verbose_name="领导班子成员"
    )
    municipal_liaison = models.ForeignKey(
        "guidance.MunicipalLiaison", models.PROTECT, null=True, blank=True, verbose_name="市妇联联络员"
    )

    history = history_field()

    class Meta:
        verbose_name = "角色"
        verbose_name_plural = "角色"
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(**{f"{place}__isnull": True for place in GRANT_PLACES}),
                name="one_grant_a_role",
                violation_error_message="该用户已有此角色，请勿重复添加。",
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", place],
                    name=f"one_grant_a_{place}",
                    violation_error_message="该用户已有此角色，请勿重复添加。",
                )
                for place in GRANT_PLACES
            ),
            _only_for(Role.COUNTY_REPORTER, "reporting_unit", "“填报单位”：县区填报员必选，其他角色不选。"),
            _only_for(Role.TOWNSHIP_LIAISON, "township", "“乡镇（街道）”：乡镇联络员必选，其他角色不选。"),
            _only_for(Role.LEADER, "leader", "“领导班子成员”：该角色必选本人，其他角色不选。"),
            _only_for(
                Role.MUNICIPAL_LIAISON,
                "municipal_liaison",
                "“市妇联联络员”：该角色必选本人，其他角色不选。",
            ),
        ]

    def __str__(self) -> str:
        place = self.reporting_unit or self.township or self.leader or self.municipal_liaison
        return f"{self.get_role_display()}：{place}" if place else self.get_role_display()


class LogIn(AccessLog):
    """Who logged in and out, when and from where; written by django-axes, here under its Chinese name."""

    class Meta:
        proxy = True
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"


class FailedLogIn(AccessAttempt):
    """Wrong passwords by account and address; five of them lock the pair for a while."""

    class Meta:
        proxy = True
        verbose_name = "登录失败记录"
        verbose_name_plural = "登录失败记录"
