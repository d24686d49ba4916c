"""Every role and place has an account, and no account has a real name."""

from collections import Counter

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance.core.access import Role, get_roles
from guidance.demonstration.accounts import usernames
from guidance.reference.accounts.models import RoleGrant, User
from guidance.reference.people.models import GroupMember, Leader, Link, MunicipalLiaison, TownshipLiaison
from guidance.reference.places.models import ReportingUnit, Township

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]  # loaded once for the module


class TestAccounts:
    def test_there_is_one_for_each_role_unit_and_linked_township(self):
        assert set(User.objects.values_list("username", flat=True)) == set(usernames())
        assert Counter(RoleGrant.objects.values_list("role", flat=True)) == {
            "system_admin": 1,
            "municipal_staff": 1,
            "leader": 4,
            "municipal_liaison": 4,
            "county_reporter": 12,
            "township_liaison": 18,
            "viewer": 1,
        }
        assert not User.objects.filter(is_superuser=True).exists()

    def test_they_belong_where_their_names_say(self):
        reporters = (
            *("rongan", "rongshui", "liujiang", "liucheng", "luzhai", "yufeng"),
            *("sanjiang", "liubei", "yanghe", "chengzhong", "liunan", "liudong"),
        )
        names = list(ReportingUnit.objects.order_by("attachment_order").values_list("short_name", flat=True))
        for username, unit in zip(reporters, names, strict=True):
            assert User.objects.get(username=username).role_grants.get().reporting_unit.short_name == unit
        for link in Link.objects.all():
            grant = User.objects.get(username=f"township{link.order:02d}").role_grants.get()
            assert grant.township == link.township
        for number, leader in enumerate(Leader.objects.order_by("sort_order"), 1):
            assert User.objects.get(username=f"leader{number}").role_grants.get().leader == leader
            liaison = User.objects.get(username=f"liaison{number}").role_grants.get().municipal_liaison
            assert leader.groups.get().municipal_liaison == liaison

    @pytest.mark.parametrize(
        ("username", "role", "townships"),
        [
            ("system", Role.SYSTEM_ADMIN, 0),
            ("staff", Role.MUNICIPAL_STAFF, 118),
            ("leader1", Role.LEADER, 40),
            ("liaison4", Role.MUNICIPAL_LIAISON, 19),
            ("rongan", Role.COUNTY_REPORTER, 12),
            ("yanghe", Role.COUNTY_REPORTER, 1),
            ("township01", Role.TOWNSHIP_LIAISON, 1),
            ("viewer", Role.VIEWER, 118),
        ],
    )
    def test_they_see_what_their_role_sees(self, username: str, role: Role, townships: int):
        user = User.objects.get(username=username)
        assert get_roles(user) == {role}
        assert Township.objects.visible_to(user).count() == townships

    def test_nobody_bears_a_real_name(self):
        people = {
            name
            for model in (Leader, MunicipalLiaison, GroupMember, TownshipLiaison)
            for name in model.objects.values_list("name", flat=True)
        }
        users = User.objects.values_list("name", "office", "username", "email")
        assert people
        for user in users:
            assert user[0].startswith("演示")
            assert user[1]
            assert not any(name in text for name in people for text in user)


@pytest.mark.parametrize("username", ["staff", "system"])
def test_no_list_of_the_administration_asks_row_by_row(log_in, username):
    """Up to 50 rows a page; asked for one by one they would cost far more than this."""
    client = log_in(User.objects.get(username=username))
    client.get("/admin/")  # the first request of a session writes to it
    for model in admin.site._registry:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(f"admin:guidance_{model.__name__.lower()}_changelist"))
        assert answer.status_code in (200, 403)
        assert len(queries) <= 12, f"{model.__name__}: {len(queries)} queries"
