"""Test clients that are logged in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"


def logged_in_client(user: Any) -> Client:
    """A new client in which `user` is logged in."""
    client = Client()
    log_client_in(client, user)
    return client


def log_client_in(client: Client, user: Any) -> None:
    """Give the client the session that a log-in leaves.

    `Client.force_login` would record the log-in too, with fourteen more statements.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
