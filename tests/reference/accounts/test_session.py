"""A session lasts 30 minutes after the last page and is renewed at most once a minute."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

START = datetime(2021, 2, 5, 1, 0, tzinfo=UTC)
PAGE = reverse("guidance:password")


@pytest.fixture
def page_after(cast, log_in):
    """page_after(minutes=29) opens a page so long after the log-in; returns its status and its writes."""
    with time_machine.travel(START, tick=False):
        client = log_in(cast.reporter)
        client.get(PAGE)

    def open_page(**elapsed):
        with (
            time_machine.travel(START + timedelta(**elapsed), tick=False),
            CaptureQueriesContext(connection) as queries,
        ):
            status = client.get(PAGE).status_code
        return status, sum("UPDATE" in query["sql"] for query in queries)

    return open_page


def test_it_works(page_after):
    assert page_after(minutes=29)[0] == 200


def test_after_30_minutes_without_a_page_one_is_logged_out(page_after):
    assert page_after(minutes=30, seconds=1)[0] == 302


def test_who_works_stays_logged_in(page_after):
    for minutes in range(0, 240, 29):
        assert page_after(minutes=minutes)[0] == 200
    assert page_after(minutes=minutes + 31)[0] == 302


def test_a_page_within_a_minute_writes_nothing(page_after):
    assert page_after(seconds=59) == (200, 0)


def test_a_page_after_a_minute_writes_the_session_once(page_after):
    assert page_after(seconds=60) == (200, 1)
    assert page_after(seconds=61) == (200, 0)


def test_a_clock_set_back_does_not_log_anyone_out(page_after):
    assert page_after(hours=-2) == (200, 1)


def test_the_cookie_is_closed_to_scripts_and_goes_with_the_browser(cast, client):
    client.post(reverse("guidance:login"), {"username": "reporter", "password": "示例密码-2021"})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
