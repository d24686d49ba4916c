"""Logged-in clients, and what one request costs."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.reference.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def logged_in(username: str) -> Client:
    """A client of one of the accounts."""
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username=username), BACKEND)
    return browser


def get(browser: Client, address: str) -> Any:
    """Ask for a page; anything but the page itself would measure the wrong thing."""
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return answer


def count_queries(browser: Client, address: str) -> int:
    """The database queries of one request."""
    with CaptureQueriesContext(connection) as queries:
        get(browser, address)
    return len(queries)
