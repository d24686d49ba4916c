"""The scope of a user (guidance.core.access): without a role it is empty."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from guidance.core.access import (
    ALL_ROWS,
    EVERYWHERE,
    NO_ROWS,
    NOWHERE,
    Role,
    Scope,
    get_roles,
    get_scope,
    has_role,
    scope_q,
)
from guidance.reference.accounts.models import RoleGrant, User
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from tests.cast import make_user

pytestmark = pytest.mark.postgres


def reload_user(user) -> User:
    """Return the user as the next request reads it: scopes are read once per request."""
    return User.objects.get(pk=user.pk)


def townships(scope, **paths):
    paths = paths or {"unit": "unit", "township": "pk"}
    return Township.objects.filter(scope_q(scope, **paths))


def test_it_works(cast):
    assert get_scope(cast.reporter, Role.COUNTY_REPORTER) == Scope(units=frozenset([cast.unit.pk]))
    assert get_scope(cast.township_liaison, *Role) == Scope(townships=frozenset([cast.township.pk]))
    assert get_scope(cast.clerk, *Role) == get_scope(cast.viewer, *Role) == EVERYWHERE


# within


def test_an_empty_scope_matches_nothing(cast):
    assert not townships(NOWHERE).exists()
    assert not townships(NOWHERE, leader="links__leader").exists()


def test_everything_matches_every_row(cast):
    assert townships(EVERYWHERE).count() == Township.objects.count() > 1


def test_an_owner_without_a_path_is_not_reached(cast):
    scope = Scope(townships=frozenset([cast.township.pk]))
    assert not townships(scope, unit="unit").exists()


def test_owners_add_up(cast):
    scope = Scope(units=frozenset([cast.unit.pk]), townships=frozenset([cast.other_township.pk]))
    assert set(townships(scope)) == {*cast.unit.townships.all(), cast.other_township}


@pytest.mark.parametrize("condition", [NO_ROWS, Q(pk=0)])
def test_everything_or_something_stays_everything(cast, condition):
    """An empty Q stood for everything once, and vanished when it was joined with |."""
    everything = Township.objects.count()
    assert Township.objects.filter(scope_q(EVERYWHERE, unit="unit") | condition).count() == everything
    assert Township.objects.filter(condition | scope_q(EVERYWHERE, unit="unit")).count() == everything
    assert Township.objects.filter(ALL_ROWS | condition).count() == everything


def test_nothing_or_something_stays_something(cast):
    assert list(Township.objects.filter(NO_ROWS | Q(pk=cast.township.pk))) == [cast.township]
    assert not Township.objects.filter(NO_ROWS & Q(pk=cast.township.pk)).exists()


# Two roles


def test_two_roles_reach_what_either_reaches(cast):
    RoleGrant.objects.create(user=cast.reporter, role=Role.TOWNSHIP_LIAISON, township=cast.other_township)
    user = reload_user(cast.reporter)
    assert set(Township.objects.visible_to(user)) == {*cast.unit.townships.all(), cast.other_township}


def test_one_role_in_two_places_reaches_both(cast):
    RoleGrant.objects.create(user=cast.reporter, role=Role.COUNTY_REPORTER, reporting_unit=cast.other_unit)
    assert set(ReportingUnit.objects.visible_to(reload_user(cast.reporter))) == {cast.unit, cast.other_unit}


def test_each_role_reaches_only_where_it_holds(cast):
    """A viewer who also reports for one unit sees all and edits that unit alone."""
    RoleGrant.objects.create(user=cast.viewer, role=Role.COUNTY_REPORTER, reporting_unit=cast.unit)
    user = reload_user(cast.viewer)
    assert Township.objects.visible_to(user).count() == Township.objects.count()
    assert set(Township.objects.editable_by(user)) == set(cast.unit.townships.all())


# Leaders and their liaisons


def test_a_leader_reaches_the_units_of_her_group_and_her_linked_townships(cast):
    scope = get_scope(cast.leader, Role.LEADER)
    group = GuidanceGroup.objects.get(leader=cast.leader_person)
    assert scope.units == set(group.units.values_list("pk", flat=True))
    assert scope.townships == set(cast.leader_person.links.values_list("township", flat=True))
    assert scope.leaders == {cast.leader_person.pk}


def test_a_liaison_reaches_as_far_as_her_leader(cast):
    assert get_scope(cast.liaison, Role.MUNICIPAL_LIAISON) == get_scope(cast.leader, Role.LEADER)


@pytest.mark.parametrize(
    ("valid", "reached"),
    [
        ({"valid_to": date(2021, 2, 4)}, False),
        ({"valid_to": date(2021, 2, 5)}, True),
        ({"valid_from": date(2021, 2, 5)}, True),
        ({"valid_from": date(2021, 2, 6)}, False),
    ],
)
def test_a_link_counts_from_its_first_to_its_last_day(cast, valid, reached):
    GuidanceGroup.objects.get(leader=cast.leader_person).units.remove(cast.unit)
    Link.objects.filter(township=cast.township).update(**valid)
    user = reload_user(cast.leader)
    assert (cast.township.pk in get_scope(user, Role.LEADER).townships) is reached
    assert Township.objects.visible_to(user).filter(pk=cast.township.pk).exists() is reached


def test_groups_of_a_past_plan_give_nothing(cast):
    Plan.objects.update(is_current=False)
    for user in (reload_user(cast.leader), reload_user(cast.liaison)):
        assert get_scope(user, *Role) == NOWHERE
        assert not Village.objects.visible_to(user).exists()


def test_a_leader_without_a_group_reaches_nothing(cast):
    GuidanceGroup.objects.filter(leader=cast.leader_person).update(leader=cast.other_leader_person)
    assert get_scope(reload_user(cast.leader), *Role) == NOWHERE


# No role


def test_a_system_administrator_reaches_no_business_data(cast):
    assert get_scope(cast.administrator, *Role) == NOWHERE
    assert not Township.objects.visible_to(cast.administrator).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [AnonymousUser, lambda: make_user("nobody")])
def test_who_has_no_role_reaches_nothing(make):
    user = make()
    assert get_roles(user) == frozenset()
    assert get_scope(user, *Role) == NOWHERE


def test_a_switched_off_account_has_no_role(cast):
    cast.clerk.is_active = False
    assert not has_role(cast.clerk, Role.MUNICIPAL_STAFF)


def test_the_first_account_from_the_command_line_can_give_roles_and_no_more(cast):
    user = User.objects.create_superuser("first")
    assert get_roles(user) == {Role.SYSTEM_ADMIN}
    assert get_scope(user, *Role) == NOWHERE


def test_scopes_are_read_once_per_request(cast, django_assert_num_queries):
    user = reload_user(cast.leader)
    with django_assert_num_queries(3):  # grants, groups, links
        for _ in range(3):
            get_scope(user, *Role)
