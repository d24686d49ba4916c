"""Who may see and change which rows. Deny by default: an empty scope matches nothing.

A role says what a person does; a scope says where. Who may see is said once a page, by `require_roles`,
and once a model, by `visible_to` and `editable_by` of its QuerySet: they name a group of roles and ask
`get_scope` where those roles reach. The areas' models are asked for by name here, so that access can
stand beneath every wing.

What a role sees and does: search this file for it. It does what each group below says that holds it, in
the rows that `_get_grant_scope` gives it.

To add a role:
1. Add it to `Role`, and to each group whose work it does. A group that holds another takes it from there.
2. Say in `_get_grant_scope` where it reaches; without an entry there it reaches nothing.
3. If a grant of it names a place or person, add the field and its constraint to `RoleGrant`
   (reference/accounts/models.py) and make the migration; `makemigrations` also writes the new choice.
4. If its first screen is not the desk, send it there in `home` (reference/accounts/views.py).
5. Give it an account in demonstration/accounts.py and tests/cast.py, and a column in tests/access_table.py:
   the tests then ask every address in its name.
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
    """What people are to the plan. One person may hold several roles."""

    MUNICIPAL_STAFF = "municipal_staff", "市妇联工作人员（组联部）"
    LEADER = "leader", "领导班子成员"
    MUNICIPAL_LIAISON = "municipal_liaison", "市妇联联络员"
    COUNTY_REPORTER = "county_reporter", "县区填报员"
    TOWNSHIP_LIAISON = "township_liaison", "乡镇（街道）联络员"
    VIEWER = "viewer", "组织部门（只读）"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


# Groups of roles, by what their members do. Code outside this module names a group, never a single role.
PLAN_MANAGERS = (Role.MUNICIPAL_STAFF,)  # run the plan: accept and return papers, extend, close, archive
ACCOUNT_MANAGERS = (Role.SYSTEM_ADMIN,)  # keep accounts and roles, and see no business data
ADMIN_USERS = (*PLAN_MANAGERS, *ACCOUNT_MANAGERS)  # open the administration site

VISIT_AUTHORS = (Role.LEADER, Role.MUNICIPAL_LIAISON)  # begin visit reports, for a leader of their group
VISIT_SIGNATORIES = (Role.LEADER,)  # read and sign what others drafted for them
VISIT_SUBMITTERS = (*PLAN_MANAGERS, *VISIT_SIGNATORIES)  # submit visit reports; a plan may admit all GUIDES
GUIDES = (*PLAN_MANAGERS, *VISIT_AUTHORS)  # guide elections: write on visits, meetings, duties, problems
GUIDANCE_READERS = (*GUIDES, Role.VIEWER)  # read visit reports and duties
SENT_VISIT_READERS = (Role.VIEWER,)  # of these, who read a visit report only once it is sent

UNIT_REPORTERS = (Role.COUNTY_REPORTER,)  # fill in for a reporting unit, and withdraw its schedule
TOWNSHIP_REPORTERS = (Role.TOWNSHIP_LIAISON,)  # fill in for a township
LOCAL_REPORTERS = (*UNIT_REPORTERS, *TOWNSHIP_REPORTERS)  # fill in for their own place
REPORTERS = (*PLAN_MANAGERS, *LOCAL_REPORTERS)  # fill in schedules and village returns
SCHEDULE_SUBMITTERS = (*PLAN_MANAGERS, *UNIT_REPORTERS)  # submit the schedule of a whole unit
SENT_SCHEDULE_READERS = (*VISIT_AUTHORS, Role.VIEWER)  # read a schedule only once it is sent

ATTACHMENT_UPLOADERS = (*GUIDES, *LOCAL_REPORTERS)  # have filled-in attachments read back
PHONE_READERS = (*GUIDES, *LOCAL_REPORTERS)  # call township liaisons; others see masked numbers
PLAN_READERS = (*GUIDES, *LOCAL_REPORTERS, Role.VIEWER)  # open figures, schedules, village returns, links
PROBLEM_SOLVERS = (*GUIDES, *UNIT_REPORTERS)  # work on the problems of a unit
BRIEFING_READERS = (*PLAN_MANAGERS, Role.VIEWER)  # draw up and read briefings
DESK_USERS = (*GUIDES, *UNIT_REPORTERS)  # begin at the desk


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

User = Any  # reference.accounts stands above this module


def get_roles(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles that the user holds."""
    return frozenset(_get_scopes(user))


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether the user holds one of `roles`."""
    return not get_roles(user).isdisjoint(roles)


def get_scope(user: User | AnonymousUser, *roles: Role) -> Scope:
    """Where the user reaches in those of `roles` that he or she holds."""
    scopes = _get_scopes(user)
    return reduce(Scope.__or__, (scopes[role] for role in roles if role in scopes), NOWHERE)


def scope_q(
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
                raise PermissionDenied("" if get_roles(request.user) else "您的账号还没有分配角色。")
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return declare


def allow_any_account(view: View) -> View:
    """Declare a view that every account may open, with a role or without: it concerns the account alone."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.roles = frozenset(Role)  # type: ignore[attr-defined]
    return opened


def _get_scopes(user: Any) -> dict[Role, Scope]:
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
        scopes[role] = scopes.get(role, NOWHERE) | _get_grant_scope(role, grant)
    if user.is_superuser:  # made on the command line to give the first accounts their roles
        scopes.setdefault(Role.SYSTEM_ADMIN, NOWHERE)
    return scopes


def _get_grant_scope(role: Role, grant: Any) -> Scope:
    match role:
        case Role.MUNICIPAL_STAFF | Role.VIEWER:
            return EVERYWHERE
        case Role.COUNTY_REPORTER:
            return Scope(units=frozenset([grant.reporting_unit_id]))
        case Role.TOWNSHIP_LIAISON:
            return Scope(townships=frozenset([grant.township_id]))
        case Role.LEADER:
            return _get_group_scope(leader_now_id=grant.leader_id)
        case Role.MUNICIPAL_LIAISON:
            return _get_group_scope(liaison_now_id=grant.municipal_liaison_id)
    return NOWHERE


def _get_group_scope(**owner: Any) -> Scope:
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
