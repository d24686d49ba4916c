"""A block can use another database than that of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Connect the default connection to the database `name`: a path on SQLite, a name on PostgreSQL."""
    settings = connection.settings_dict
    before = settings["NAME"]
    connection.close()
    settings["NAME"] = name
    ContentType.objects.clear_cache()  # its keys are those of the other database
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = before
        ContentType.objects.clear_cache()
