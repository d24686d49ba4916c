"""A role names its place or person and no other, in the database and on the user page."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from guidance.core.access import Role
from guidance.reference.accounts.models import GRANT_PLACES, RoleGrant
from tests.cast import make_user

pytestmark = pytest.mark.postgres

PLACE_OF = {
    Role.COUNTY_REPORTER: "reporting_unit",
    Role.TOWNSHIP_LIAISON: "township",
    Role.LEADER: "leader",
    Role.MUNICIPAL_LIAISON: "municipal_liaison",
}
CITYWIDE = [role for role in Role if role not in PLACE_OF]


@pytest.fixture
def places(cast):
    """Return a place or person for each field."""
    return {
        "reporting_unit": cast.unit,
        "township": cast.township,
        "leader": cast.leader_person,
        "municipal_liaison": cast.liaison.role_grants.get().municipal_liaison,
    }


@pytest.fixture
def user(cast):
    return make_user("newcomer")


def is_refused(**values) -> bool:
    """Whether the database refuses this row."""
    try:
        with transaction.atomic():
            RoleGrant.objects.create(**values)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("role", Role)
def test_it_works(user, places, role):
    place = {PLACE_OF[role]: places[PLACE_OF[role]]} if role in PLACE_OF else {}
    assert not is_refused(user=user, role=role, **place)


@pytest.mark.parametrize("role", PLACE_OF)
def test_a_role_with_a_place_needs_it(user, role):
    assert is_refused(user=user, role=role)


@pytest.mark.parametrize("field", GRANT_PLACES)
@pytest.mark.parametrize("role", Role)
def test_a_role_takes_no_other_place(user, places, role, field):
    own = PLACE_OF.get(role)
    if field == own:
        return
    values = {own: places[own]} if own else {}
    assert is_refused(user=user, role=role, **values, **{field: places[field]})


@pytest.mark.parametrize("role", CITYWIDE)
def test_a_citywide_role_is_given_once(user, role):
    assert not is_refused(user=user, role=role)
    assert is_refused(user=user, role=role)


@pytest.mark.parametrize("role", PLACE_OF)
def test_a_place_is_given_once(user, places, role):
    values = {"user": user, "role": role, PLACE_OF[role]: places[PLACE_OF[role]]}
    assert not is_refused(**values)
    assert is_refused(**values)


def test_one_person_may_report_for_two_units(user, cast):
    for unit in (cast.unit, cast.other_unit):
        assert not is_refused(user=user, role=Role.COUNTY_REPORTER, reporting_unit=unit)


# On the user page.


@pytest.fixture
def grant_role(cast, user, log_in):
    """grant_role(role, township=…) fills in a row of the user page and saves it."""
    client = log_in(cast.administrator)

    def post(role, **values):
        row = {f"role_grants-0-{name}": value.pk for name, value in values.items()}
        body = {
            "username": user.username,
            "name": user.name,
            "is_active": "on",
            "role_grants-TOTAL_FORMS": "1",
            "role_grants-INITIAL_FORMS": "0",
            "role_grants-0-user": user.pk,
            "role_grants-0-role": role,
        }
        return client.post(reverse("admin:guidance_user_change", args=[user.pk]), body | row)

    return post


def test_the_user_page_gives_a_role(grant_role, user, cast):
    assert grant_role(Role.COUNTY_REPORTER, reporting_unit=cast.unit).status_code == 302
    grant = user.role_grants.get()
    assert (grant.role, grant.reporting_unit) == (Role.COUNTY_REPORTER, cast.unit)


def test_the_user_page_says_which_place_is_missing(grant_role, user):
    response = grant_role(Role.COUNTY_REPORTER)
    assert response.status_code == 200
    assert "“填报单位”：县区填报员必选，其他角色不选。" in response.content.decode()
    assert not user.role_grants.exists()


def test_the_user_page_says_which_place_is_too_much(grant_role, user, cast):
    page = grant_role(Role.VIEWER, township=cast.township).content.decode()
    assert "“乡镇（街道）”：乡镇联络员必选，其他角色不选。" in page
    assert not user.role_grants.exists()


def test_a_role_given_is_kept_with_who_gave_it(grant_role, user, cast):
    grant_role(Role.VIEWER)
    version = RoleGrant.history.get(user=user)
    assert (version.history_type, version.history_user) == ("+", cast.administrator)
