"""/ sends each role to its first screen."""

import pytest
from django.urls import reverse

from guidance.core.access import Role
from guidance.reference.accounts.models import RoleGrant
from tests.cast import make_user

HOME = reverse("guidance:home")
DESK = reverse("guidance:desk")


@pytest.mark.parametrize("person", ["clerk", "leader", "liaison", "reporter"])
def test_those_with_things_to_do_go_to_their_desk(cast, log_in, person):
    assert log_in(getattr(cast, person)).get(HOME)["Location"] == DESK


def test_a_township_liaison_goes_to_her_township(cast, log_in):
    own = reverse("guidance:township_returns", args=[cast.township.pk])
    assert log_in(cast.township_liaison).get(HOME)["Location"] == own


def test_a_viewer_goes_to_the_figures(cast, log_in):
    assert log_in(cast.viewer).get(HOME)["Location"] == reverse("guidance:dashboard")


def test_a_system_administrator_goes_to_the_accounts(cast, log_in):
    assert log_in(cast.administrator).get(HOME)["Location"] == reverse("admin:guidance_user_changelist")


def test_who_also_has_things_to_do_goes_to_the_desk(cast, log_in):
    RoleGrant.objects.create(user=cast.viewer, role=Role.COUNTY_REPORTER, reporting_unit=cast.unit)
    assert log_in(cast.viewer).get(HOME)["Location"] == DESK


@pytest.mark.parametrize(
    "person", ["clerk", "leader", "liaison", "reporter", "township_liaison", "viewer", "administrator"]
)
def test_the_first_screen_opens(cast, log_in, person):
    assert log_in(getattr(cast, person)).get(HOME, follow=True).status_code == 200


def test_without_a_role_one_is_told_whom_to_ask(cast, log_in):
    response = log_in(make_user("nobody")).get(HOME)
    assert response.status_code == 403
    assert "还没有分配角色" in response.content.decode()
    assert "系统管理员" in response.content.decode()
