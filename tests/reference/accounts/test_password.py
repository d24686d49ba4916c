"""/password/"""

import pytest
from django.test import Client
from django.urls import reverse

from guidance.reference.accounts.models import User
from tests.cast import PASSWORD

ADDRESS = reverse("guidance:password")
NEW = "另一个示例密码-2021"


@pytest.fixture
def change_password(cast, log_in):
    """change_password(new=…) posts the form as the reporter."""
    client = log_in(cast.reporter)

    def post(old=PASSWORD, new=NEW, repeated=None):
        body = {
            "old_password": old,
            "new_password1": new,
            "new_password2": new if repeated is None else repeated,
        }
        return client.post(ADDRESS, body)

    post.client = client
    return post


def has_password(password) -> bool:
    return User.objects.get(username="reporter").check_password(password)


def test_it_works(change_password):
    assert change_password()["Location"] == reverse("guidance:home")
    assert has_password(NEW)


def test_one_stays_logged_in_and_is_told(change_password):
    change_password()
    assert "密码已修改。" in change_password.client.get(reverse("guidance:desk")).content.decode()


def test_other_browsers_of_the_account_are_logged_out(change_password):
    other = Client()
    other.post(reverse("guidance:login"), {"username": "reporter", "password": PASSWORD})
    assert other.get(ADDRESS).status_code == 200
    change_password()
    assert other.get(ADDRESS).status_code == 302


def test_the_old_password_is_asked_for(change_password):
    assert "旧密码" in change_password(old="不对").content.decode()
    assert has_password(PASSWORD)


WEAK = {
    "short": ("短1a", "太短"),
    "common": ("password123", "太常见"),
    "digits only": ("2021020598761", "只包含数字"),
    "the user's name": ("reporter", "太相似"),
}


@pytest.mark.parametrize("case", WEAK)
def test_a_weak_password_is_refused_in_chinese(change_password, case):
    password, message = WEAK[case]
    response = change_password(new=password)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert has_password(PASSWORD)


def test_two_different_passwords_are_refused(change_password):
    assert change_password(repeated="不一样的密码-2021").status_code == 200
    assert has_password(PASSWORD)


@pytest.mark.parametrize("odd", ["\0" * 12, "🌸" * 12, "长" * 10_000])
def test_odd_characters_are_no_fault(change_password, odd):
    assert change_password(old=odd).status_code == 200
    assert change_password(new=odd).status_code in (200, 302)
