"""A guidance group, its next leader and her account."""

from datetime import date

import pytest

from guidance.core.access import Role
from guidance.reference.accounts.models import User
from guidance.reference.people.models import GuidanceGroup, Leader
from tests.cast import make_user


@pytest.fixture
def group(cast) -> GuidanceGroup:
    return GuidanceGroup.objects.get(number=1)


@pytest.fixture
def successor(cast) -> Leader:
    return Leader.objects.create(name="示例接任", post_full="示例副主席", post_short="示例副主席")


@pytest.fixture
def heir(successor) -> User:
    """Return the successor's account."""
    return make_user("heir", Role.LEADER, leader=successor)


@pytest.fixture
def set_today(settings):
    """set_today(day) makes it this day."""

    def set_day(day: date) -> None:
        settings.GUIDANCE_TODAY = day.isoformat()

    return set_day
