"""The cast of every test: each has a fixed place, so that a test says its point by who logs in.

The plan, the leaders and the linked townships are the notice's own; villages and accounts are invented.
"""

from copy import deepcopy
from dataclasses import dataclass

from django.core.management import call_command

from guidance.core.access import Role
from guidance.reference.accounts.models import RoleGrant, User
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.places.choices import CommitteeType
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan, ReportingRound

TODAY = "2021-02-05"
PASSWORD = "示例密码-2021"


@dataclass
class Cast:
    """Who takes part, and where each belongs."""

    plan: Plan
    round: ReportingRound  # the second, open on TODAY and due on 10 February

    unit: ReportingUnit  # 融安县, guided by the leader
    township: Township  # linked to the leader, first row of Attachment 1
    villages: list[Village]  # of the township: two villagers' committees, one residents'
    other_unit: ReportingUnit  # 柳城县, guided by the other leader
    other_township: Township  # linked to the other leader
    other_villages: list[Village]

    clerk: User  # municipal staff
    leader: User
    leader_person: Leader  # the leader's row of the notice
    liaison: User  # the leader's municipal liaison
    reporter: User  # of unit
    other_reporter: User  # of other_unit
    township_liaison: User  # of township
    other_leader: User
    other_leader_person: Leader
    viewer: User
    administrator: User  # of accounts, without business data


def load_notice() -> None:
    """Load the notice where a test with real transactions has emptied the database."""
    if not Plan.objects.exists():
        call_command("loaddata", "notice_2021", verbosity=0)


def make_user(username: str, role: Role | None = None, **place) -> User:
    """An account with one role, or none."""
    user = User(username=username, name=f"示例{username}", office="示例单位")
    user.set_password(PASSWORD)
    user.save()
    if role:
        RoleGrant.objects.create(user=user, role=role, **place)
    return user


def make_villages(township: Township) -> list[Village]:
    """Three villages of invented names; the second is a 社区 with a villagers' committee."""
    kinds = [CommitteeType.VILLAGERS, CommitteeType.VILLAGERS, CommitteeType.RESIDENTS]
    names = ["示例一村", "示例二社区", "示例三社区"]
    return [
        Village.objects.create(township=township, name=name, committee_type=kind, sort_order=order)
        for order, (name, kind) in enumerate(zip(names, kinds, strict=True), start=1)
    ]


def make_cast() -> Cast:
    """Everyone, in the database."""
    load_notice()
    plan = Plan.objects.get()
    link, other_link = Link.objects.get(order=1), Link.objects.get(order=7)
    township, other_township = link.township, other_link.township
    group = GuidanceGroup.objects.get(number=1)
    liaison: MunicipalLiaison = group.municipal_liaison
    return Cast(
        plan=plan,
        round=ReportingRound.objects.get(number=2),
        unit=township.unit,
        township=township,
        villages=make_villages(township),
        other_unit=other_township.unit,
        other_township=other_township,
        other_villages=make_villages(other_township),
        clerk=make_user("clerk", Role.MUNICIPAL_STAFF),
        leader=make_user("leader", Role.LEADER, leader=link.leader),
        leader_person=link.leader,
        liaison=make_user("liaison", Role.MUNICIPAL_LIAISON, municipal_liaison=liaison),
        reporter=make_user("reporter", Role.COUNTY_REPORTER, reporting_unit=township.unit),
        other_reporter=make_user("other_reporter", Role.COUNTY_REPORTER, reporting_unit=other_township.unit),
        township_liaison=make_user("township_liaison", Role.TOWNSHIP_LIAISON, township=township),
        other_leader=make_user("other_leader", Role.LEADER, leader=other_link.leader),
        other_leader_person=other_link.leader,
        viewer=make_user("viewer", Role.VIEWER),
        administrator=make_user("administrator", Role.SYSTEM_ADMIN),
    )


_stored: Cast | None = None


def stored_cast() -> Cast:
    """A copy of the cast in the database; made anew only after a test with real transactions emptied it."""
    global _stored
    if _stored is None or not User.objects.filter(username="clerk").exists():
        _stored = make_cast()
    return deepcopy(_stored)


def remove_cast() -> None:
    """Delete the invented villages and accounts."""
    RoleGrant.objects.all().delete()
    User.objects.all().delete()
    Village.objects.all().delete()
