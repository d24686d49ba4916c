"""用户与权限: accounts and roles, and who tried to log in. For system administrators alone."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from guidance.core.access import ACCOUNT_MANAGERS
from guidance.core.admin.base import ReadOnlyAdmin, RoleGuard
from guidance.core.admin.history import HistoryAdmin
from guidance.reference.accounts.models import FailedLogIn, LogIn, RoleGrant, User

# Django's groups give permissions that nothing here asks for: roles are given on the user page.
admin.site.unregister(Group)


class RoleGrantInline(RoleGuard, admin.StackedInline):
    """The roles of a user. Places and persons are offered by name: no business data shows here."""

    roles = ACCOUNT_MANAGERS
    model = RoleGrant
    extra = 1


@admin.register(User)
class AccountAdmin(RoleGuard, HistoryAdmin, UserAdmin):
    """Accounts. They are switched off rather than deleted: papers keep their author's name."""

    roles = ACCOUNT_MANAGERS
    list_display = ("username", "name", "office", "role_list", "is_active", "last_login")
    list_filter = ("is_active", "role_grants__role")
    search_fields = ("username", "name", "office")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("个人信息", {"fields": ("name", "office", "email")}),
        ("状态", {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "office", "usable_password", "password1", "password2"),
            },
        ),
    )
    inlines = (RoleGrantInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their roles, for the list."""
        grants = ("role_grants__reporting_unit", "role_grants__township", "role_grants__leader")
        return super().get_queryset(request).prefetch_related(*grants, "role_grants__municipal_liaison")

    @admin.display(description="角色")
    def role_list(self, user: User) -> str:
        """All roles in one cell."""
        return "、".join(str(grant) for grant in user.role_grants.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: switch the account off instead."""
        return False


@admin.register(LogIn)
class LogInAdmin(ReadOnlyAdmin):
    """Who logged in and out, when and from where."""

    roles = ACCOUNT_MANAGERS
    list_display = ("attempt_time", "username", "ip_address", "logout_time")
    search_fields = ("username", "ip_address")


@admin.register(FailedLogIn)
class FailedLogInAdmin(ReadOnlyAdmin):
    """Failed log-ins; deleting a row unlocks the account."""

    roles = ACCOUNT_MANAGERS
    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    search_fields = ("username", "ip_address")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To unlock."""
        return self._is_allowed(request)
