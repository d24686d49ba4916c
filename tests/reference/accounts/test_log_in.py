"""/login/"""

import re

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.urls import reverse

from guidance.reference.accounts.views import LogInView
from tests.cast import PASSWORD
from tests.clients import logged_in_client

ADDRESS = reverse("guidance:login")
WRONG = "用户名或密码不正确"


def log_in(client, username="reporter", password=PASSWORD, **extra):
    return client.post(ADDRESS, {"username": username, "password": password}, **extra)


def is_logged_in(client) -> bool:
    return client.get(reverse("guidance:password")).status_code == 200


@pytest.fixture
def log_in_as():
    """log_in_as(user) returns another browser in which this user is logged in."""
    return logged_in_client


def test_it_works(cast, client):
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("guidance:home"))
    assert is_logged_in(client)


def test_the_page_is_in_chinese_and_asks_for_name_and_password(db, client):
    page = client.get(ADDRESS).content.decode()
    for word in ("用户名", "密码", "登录", 'lang="zh-CN"'):
        assert word in page


def test_a_wrong_password_is_told_and_the_name_is_kept(cast, client):
    page = log_in(client, password="不对").content.decode()
    assert WRONG in page
    assert 'value="reporter"' in page
    assert not is_logged_in(client)


def test_an_unknown_name_is_told_in_the_same_words(cast, client):
    assert WRONG in log_in(client, username="nobody-of-this-name").content.decode()


def test_a_switched_off_account_cannot_log_in(cast, client):
    cast.reporter.is_active = False
    cast.reporter.save()
    log_in(client)
    assert not is_logged_in(client)


def test_who_is_logged_in_goes_home(cast, log_in_as):
    assert log_in_as(cast.viewer).get(ADDRESS)["Location"] == reverse("guidance:home")


# Where to go afterwards.


def test_it_goes_to_the_page_that_was_asked_for(cast, client):
    assert log_in_with_next(client, "/schedules/?round=2")["Location"] == "/schedules/?round=2"


@pytest.mark.parametrize(
    "foreign",
    ["https://example.org/", "//example.org/", "https:example.org", "javascript:alert(1)", "\\\\example.org"],
)
def test_it_never_goes_to_a_foreign_address(cast, client, foreign):
    assert log_in_with_next(client, foreign)["Location"] == reverse("guidance:home")


def log_in_with_next(client, target):
    return client.post(ADDRESS, {"username": "reporter", "password": PASSWORD, "next": target})


# The session.


def test_a_session_planted_before_logging_in_is_not_kept(cast, client):
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    log_in(client)
    assert client.session.session_key != session.session_key
    assert "planted" not in client.session


def test_logging_in_again_gives_a_new_session(cast, client, monkeypatch):
    """Django would keep the id when the same user logs in again."""
    monkeypatch.setattr(LogInView, "redirect_authenticated_user", False)
    log_in(client)
    first_session_key = client.session.session_key
    log_in(client)
    assert client.session.session_key != first_session_key
    assert not Session.objects.filter(session_key=first_session_key).exists()


# Five wrong passwords.


def fail_five_times(client, **extra):
    for _ in range(4):
        assert log_in(client, password="不对", **extra).status_code == 200
    return log_in(client, password="不对", **extra)


def test_the_fifth_wrong_password_locks(cast, client):
    response = fail_five_times(client)
    assert response.status_code == 429
    assert "账号暂时锁定" in response.content.decode()


def test_while_locked_the_right_password_does_not_help(cast, client):
    fail_five_times(client)
    assert log_in(client).status_code == 429
    assert not is_logged_in(client)


def test_the_same_account_is_free_at_another_address(cast, client):
    fail_five_times(client, REMOTE_ADDR="10.0.0.1")
    assert log_in(client, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_another_account_is_free_at_the_same_address(cast, client):
    fail_five_times(client)
    assert log_in(client, username="other_reporter").status_code == 302


def test_a_right_password_in_between_starts_the_count_again(cast, client):
    for _ in range(4):
        log_in(client, password="不对")
    assert log_in(client).status_code == 302
    client.logout()
    for _ in range(4):
        assert log_in(client, password="不对").status_code == 200


def test_a_system_administrator_unlocks_by_deleting_the_row(cast, client, log_in_as):
    fail_five_times(client)
    row = AccessAttempt.objects.get(username="reporter")
    address = reverse("admin:guidance_failedlogin_delete", args=[row.pk])
    assert log_in_as(cast.administrator).post(address, {"post": "yes"}).status_code == 302
    assert log_in(client).status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(cast, client):
    with time_machine.travel("2021-02-05 09:00+08:00", tick=False):
        fail_five_times(client)
    with time_machine.travel("2021-02-05 09:14+08:00", tick=False):
        assert log_in(client).status_code == 429
    with time_machine.travel("2021-02-05 09:30+08:00", tick=False):
        assert log_in(client).status_code == 302


# Bad input.

ODD = {
    "null byte": "report\0er",
    "emoji": "🌸🌸",
    "10,000 characters": "长" * 10_000,
    "HTML": "<script>alert(1)</script>",
    "nothing": "",
}


@pytest.mark.parametrize("case", ODD)
@pytest.mark.parametrize("field", ["username", "password"])
def test_odd_words_are_answered_with_a_message(cast, client, field, case):
    response = log_in(client, **{field: ODD[case]})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert re.search(r'class="(?:field-error|[^"]*alert-danger)', page)


def test_a_user_name_longer_than_any_is_told_apart(cast, client):
    assert "用户名最多150个字。" in log_in(client, username="长" * 151).content.decode()


@pytest.mark.parametrize("case", ODD)
def test_odd_words_around_a_wrong_password_are_no_fault(cast, client, case):
    """What is written into the record of failed log-ins comes from outside too."""
    headers = {"HTTP_USER_AGENT": "x" * 5000, "HTTP_ACCEPT": "y" * 5000}
    body = {"username": "reporter", "password": "不对", "next": ODD[case], "more": ODD[case]}
    assert client.post(f"{ADDRESS}?next=%00", body, **headers).status_code == 200
