"""Doing a thing several times at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection
from django.test import Client


def client_of(user: Any) -> Client:
    """A browser of its own, logged in as this user."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers of `calls`, each made in a thread and on a connection of its own."""
    start = Barrier(len(calls))

    def make(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(make, calls))
