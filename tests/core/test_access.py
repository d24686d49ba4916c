"""Groups of roles: what a role does is read off guidance/core/access.py."""

from guidance.core import access
from guidance.core.access import Role


def groups_of(role):
    return {
        name
        for name, value in vars(access).items()
        if name.isupper() and isinstance(value, tuple) and role in value
    }


def test_a_viewer_reads_and_does_nothing_else():
    assert groups_of(Role.VIEWER) == {
        *("PLAN_READERS", "GUIDANCE_READERS", "BRIEFING_READERS"),
        *("SENT_VISIT_READERS", "SENT_SCHEDULE_READERS"),
    }


def test_a_system_administrator_keeps_accounts_and_sees_no_business_data():
    assert groups_of(Role.SYSTEM_ADMIN) == {"ACCOUNT_MANAGERS", "ADMIN_USERS"}


def test_every_role_is_in_a_group():
    assert all(groups_of(role) for role in Role)
