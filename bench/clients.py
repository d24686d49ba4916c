"""Logged-in clients, and what one request costs."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.reference.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def logged_in_client(username: str) -> Client:
    """A client of one of the accounts."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username=username), BACKEND)
    return client


def get(client: Client, address: str) -> Any:
    """Request a page; stop where the response is an error, which would measure the wrong thing."""
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return response


def count_queries(client: Client, address: str) -> int:
    """The database queries of one request."""
    with CaptureQueriesContext(connection) as queries:
        get(client, address)
    return len(queries)
