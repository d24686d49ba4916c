"""The accounts of the demonstration: one for each role, unit and linked township. All names are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history

from guidance.core.access import Role
from guidance.demonstration.time_travel import moment
from guidance.demonstration.units import LINKED, UNITS
from guidance.reference.accounts.models import RoleGrant, User
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan

MADE_AT = moment(1, 13, 9)
GROUPS = "一二三四"


@dataclass(frozen=True)
class DemoAccount:
    """An account with its only role; `place` is the unit, the group number or the order of the link."""

    username: str
    name: str
    role: Role
    place: str | int = ""


def demo_accounts() -> Iterator[DemoAccount]:
    """All accounts, in the order in which `serve` prints them."""
    yield DemoAccount("system", "演示系统管理员", Role.SYSTEM_ADMIN)
    yield DemoAccount("staff", "演示工作人员", Role.MUNICIPAL_STAFF)
    for number, numeral in enumerate(GROUPS, 1):
        yield DemoAccount(f"leader{number}", f"演示领导{numeral}", Role.LEADER, number)
    for number, numeral in enumerate(GROUPS, 1):
        yield DemoAccount(f"liaison{number}", f"演示联络员{numeral}", Role.MUNICIPAL_LIAISON, number)
    for unit in UNITS:
        yield DemoAccount(unit.username, f"演示填报员（{unit.short_label}）", Role.COUNTY_REPORTER, unit.name)
    for order in range(1, len(LINKED) + 1):
        yield DemoAccount(f"township{order:02d}", f"演示乡镇联络员{order:02d}", Role.TOWNSHIP_LIAISON, order)
    yield DemoAccount("viewer", "演示查阅员", Role.VIEWER)


def usernames() -> list[str]:
    """The usernames of all accounts."""
    return [account.username for account in demo_accounts()]


def make_accounts(plan: Plan, password: str) -> dict[str, User]:
    """Create the accounts with their roles; return them by username."""
    places = _PlaceLookup(plan)
    password_hash = make_password(password)  # only once: hashing is slow on purpose
    users, grants = [], []
    for account in demo_accounts():
        place, office = places.of(account)
        users.append(
            User(
                username=account.username,
                name=account.name,
                office=office,
                password=password_hash,
                date_joined=MADE_AT,
            )
        )
        grants.append(RoleGrant(role=account.role, **place))
    made = bulk_create_with_history(users, User, default_date=MADE_AT)
    for user, grant in zip(made, grants, strict=True):
        grant.user = user
    bulk_create_with_history(grants, RoleGrant, default_date=MADE_AT)
    return {user.username: user for user in made}


class _PlaceLookup:
    """Finds the unit, group or link of an account."""

    def __init__(self, plan: Plan) -> None:
        groups = GuidanceGroup.objects.filter(plan=plan).select_related("leader", "municipal_liaison")
        links = Link.objects.in_plan(plan).select_related("township__unit")
        self.groups: dict[Any, GuidanceGroup] = {group.number: group for group in groups}
        self.links: dict[Any, Link] = {link.order: link for link in links}
        self.units: dict[Any, ReportingUnit] = {unit.short_name: unit for unit in ReportingUnit.objects.all()}

    def of(self, account: DemoAccount) -> tuple[dict[str, Any], str]:
        """The place for the role grant of the account, and the office to show."""
        match account.role:
            case Role.LEADER:
                return {"leader": self.groups[account.place].leader}, "市妇联"
            case Role.MUNICIPAL_LIAISON:
                return {"municipal_liaison": self.groups[account.place].municipal_liaison}, "市妇联"
            case Role.COUNTY_REPORTER:
                unit = self.units[account.place]
                return {"reporting_unit": unit}, unit.office_name
            case Role.TOWNSHIP_LIAISON:
                township = self.links[account.place].township
                return {"township": township}, township.printed_name
            case Role.VIEWER:
                return {}, "市委组织部"
            case Role.MUNICIPAL_STAFF:
                return {}, "市妇联组联部"
        return {}, "市妇联办公室"
