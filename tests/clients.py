"""Test clients that are logged in."""

from typing import Any

from django.test import Client


def logged_in_client(user: Any) -> Client:
    """A new client in which `user` is logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
