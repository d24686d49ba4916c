"""Who may see and change which rows. Deny by default: an empty scope matches nothing.

A role says what a person does; a scope says where. Each QuerySet's `visible_to` and `editable_by`
name the roles they serve and ask `scope_of` where those roles reach. The slices' models are asked
for by name here, so that access can stand beneath every floor.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce, wraps
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from guidance.core import clock

View = Callable[..., HttpResponseBase]


class Role(models.TextChoices):
    """The seven roles. One person may hold several."""

    MUNICIPAL_STAFF = "municipal_staff", "市妇联工作人员（组联部）"
    LEADER = "leader", "领导班子成员"
    MUNICIPAL_LIAISON = "municipal_liaison", "市妇联联络员"
    COUNTY_REPORTER = "county_reporter", "县区填报员"
    TOWNSHIP_LIAISON = "township_liaison", "乡镇（街道）联络员"
    VIEWER = "viewer", "组织部门（只读）"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


# Everyone who works with the plan; a system administrator keeps accounts, not business data.
BUSINESS_ROLES = tuple(role for role in Role if role is not Role.SYSTEM_ADMIN)
AUTHORS = (Role.LEADER, Role.MUNICIPAL_LIAISON)  # who write visit reports
GUIDES = (Role.MUNICIPAL_STAFF, *AUTHORS)  # whose work the guidance of the elections is


@dataclass(frozen=True)
class Scope:
    """Where a role reaches: everything, or the rows of these units, townships and leaders."""

    everything: bool = False
    units: frozenset[int] = frozenset()
    townships: frozenset[int] = frozenset()
    leaders: frozenset[int] = frozenset()

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everything or other.everything,
            self.units | other.units,
            self.townships | other.townships,
            self.leaders | other.leaders,
        )


NOWHERE = Scope()
EVERYWHERE = Scope(everything=True)
# Not Q(): an empty Q joined with | vanishes, and "everything or X" would become X.
ALL_ROWS = Q(pk__isnull=False)
NO_ROWS = Q(pk__in=())

User = Any  # guidance.accounts stands above this module


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles that the user holds."""
    return frozenset(_scopes(user))


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether the user holds one of `roles`."""
    return not roles_of(user).isdisjoint(roles)


def scope_of(user: User | AnonymousUser, *roles: Role) -> Scope:
    """Where the user reaches in those of `roles` that he or she holds."""
    scopes = _scopes(user)
    return reduce(Scope.__or__, (scopes[role] for role in roles if role in scopes), NOWHERE)


def within(
    scope: Scope, *, unit: str | None = None, township: str | None = None, leader: str | None = None
) -> Q:
    """The condition for rows inside `scope`; each argument is the look-up path to that owner.

    A path left out means that rows of this kind are not reached through such an owner.
    """
    if scope.everything:
        return ALL_ROWS
    condition = NO_ROWS
    for path, ids in ((unit, scope.units), (township, scope.townships), (leader, scope.leaders)):
        if path and ids:
            condition |= Q(**{f"{path}__in": ids})
    return condition


def require_roles(*roles: Role) -> Callable[[View], View]:
    """Declare who may open a view. Every URL carries this or stands on a test's public list."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not has_role(request.user, *roles):
                raise PermissionDenied("" if roles_of(request.user) else "您的账号还没有分配角色。")
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return declare


def any_account(view: View) -> View:
    """Declare a view that every account may open, with a role or without: it concerns the account alone."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.roles = frozenset(Role)  # type: ignore[attr-defined]
    return opened


def _scopes(user: Any) -> dict[Role, Scope]:
    """Scopes by role, read once per request: the user object lives as long as the request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_scopes"):
        user._scopes = _read_scopes(user)
    return user._scopes


def _read_scopes(user: Any) -> dict[Role, Scope]:
    scopes: dict[Role, Scope] = {}
    for grant in user.role_grants.order_by():
        role = Role(grant.role)
        scopes[role] = scopes.get(role, NOWHERE) | _scope_of_grant(role, grant)
    if user.is_superuser:  # made on the command line to give the first accounts their roles
        scopes.setdefault(Role.SYSTEM_ADMIN, NOWHERE)
    return scopes


def _scope_of_grant(role: Role, grant: Any) -> Scope:
    match role:
        case Role.MUNICIPAL_STAFF | Role.VIEWER:
            return EVERYWHERE
        case Role.COUNTY_REPORTER:
            return Scope(units=frozenset([grant.reporting_unit_id]))
        case Role.TOWNSHIP_LIAISON:
            return Scope(townships=frozenset([grant.township_id]))
        case Role.LEADER:
            return _scope_of_groups(leader_now_id=grant.leader_id)
        case Role.MUNICIPAL_LIAISON:
            return _scope_of_groups(liaison_now_id=grant.municipal_liaison_id)
    return NOWHERE


def _scope_of_groups(**owner: Any) -> Scope:
    """The units of the groups whose post is the owner's today, in the current plan, and the townships
    linked today.
    """
    groups = apps.get_model("guidance", "GuidanceGroup").objects.with_posts_on(clock.today())
    rows = list(groups.filter(plan__is_current=True, **owner).values_list("leader_now_id", "units"))
    leaders = _ids(leader for leader, _ in rows)
    links = apps.get_model("guidance", "Link").objects.valid_on(clock.today())
    return Scope(
        units=_ids(unit for _, unit in rows),
        townships=_ids(
            links.filter(plan__is_current=True, leader__in=leaders).values_list("township", flat=True)
        ),
        leaders=leaders,
    )


def _ids(values: Iterable[int | None]) -> frozenset[int]:
    return frozenset(value for value in values if value is not None)
