"""What stands around every request: the idle limit, and a clear answer when the database fails."""

import time
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from guidance.core.errors import busy

GetResponse = Callable[[HttpRequest], HttpResponse]

RENEWAL_INTERVAL_SECONDS = 60
# How long a page that refreshes itself keeps the session of whoever opened it: a meeting, not a night.
SCREEN_SESSION_SECONDS = 4 * 60 * 60
# Phrases of SQLite and PostgreSQL for "try again in a moment". Any other OperationalError is a
# fault of ours and must stay visible as one.
TRANSIENT_ERRORS = (
    "database is locked",
    "database table is locked",
    "could not connect",
    "connection refused",
    "connection failed",
    "connection to server",
    "server closed the connection",
    "connection already closed",
    "terminating connection",
    "deadlock detected",
    "lock timeout",
    "too many clients",
)


class FailureMiddleware:
    """Answers 503 with the clerk's sentence when the database is locked or out of reach."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_transient_error(exception):
            return busy(request)
        return None


def is_transient_error(exception: Exception) -> bool:
    """Whether `exception` is a lock or a lost connection, so that a second try may succeed."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    text = str(exception).lower()
    return any(phrase in text for phrase in TRANSIENT_ERRORS)


class IdleSessionMiddleware:
    """Renews the session while someone works, writing to the database at most once a minute.

    A page that fetches its figures by itself is not someone at work: its requests renew the session
    only until `screen_until`, which opening the page by hand sets. The idle limit runs from there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Renew before the view runs, so that what it stores is stored with it."""
        if not request.user.is_authenticated:
            return
        now, session = time.time(), request.session
        if getattr(view, "self_refreshing", False) and session.get("screen_until", 0) < now:
            return
        if abs(now - session.get("seen_at", 0)) >= RENEWAL_INTERVAL_SECONDS:
            session["seen_at"] = int(now)


def self_refreshing(view: Any) -> Any:
    """Declare a view that a page fetches by itself, without anyone at the keyboard."""
    view.self_refreshing = True
    return view
