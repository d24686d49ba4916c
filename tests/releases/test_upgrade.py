"""A database of each release is upgraded without loss, and gets the tables of the models."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from guidance.reference.accounts.models import User
from guidance.reference.places.models import Township, Village
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.visits.models import VisitReport
from tests.databases import connected_to
from tests.reporting.returns.tally_oracle import recounted_tallies, stored_tallies

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DUMPS = sorted(Path(__file__).parent.glob(f"*.{connection.vendor}.sql.gz"))
# What each dump holds, counted in its INSERT statements.
ROWS = {"1.0.0": {Township: 118, Village: 1167, VillageReturn: 3394, ScheduleReturn: 18, VisitReport: 22}}
PAGES = (
    "/desk/",
    "/dashboard/",
    "/schedules/",
    "/visits/",
    "/returns/",
    "/assignments/",
    "/duties/",
    "/meetings/",
)


def release_of(dump: Path) -> str:
    """Return 1.0.0 of 1.0.0.sqlite.sql.gz."""
    return dump.name.removesuffix(f".{connection.vendor}.sql.gz")


@contextmanager
def restored_database(dump: Path, folder: Path) -> Iterator[None]:
    """Connect to a database that holds the dump."""
    statements = gzip.decompress(dump.read_bytes()).decode()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "release.sqlite3")) as database:
            database.executescript(statements)
        with connected_to(str(folder / "release.sqlite3")):
            yield
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE guidance_release")
    try:
        with connected_to("guidance_release"):
            with connection.cursor() as cursor:
                cursor.execute(statements)
            connection.close()  # the dump sets an empty search path for its session
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute("DROP DATABASE guidance_release")


def tables() -> dict[str, Any]:
    """Return columns and constraints of each table of the app, by name."""
    description_by_table = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("guidance").get_models(include_auto_created=True):
            name = model._meta.db_table
            columns = connection.introspection.get_table_description(cursor, name)
            constraints = connection.introspection.get_constraints(cursor, name).values()
            description_by_table[name] = (
                {(column.name, column.type_code, column.null_ok) for column in columns},
                sorted(
                    str(
                        (
                            constraint["columns"],
                            constraint["primary_key"],
                            constraint["unique"],
                            constraint["foreign_key"],
                            constraint["check"],
                        )
                    )
                    for constraint in constraints
                ),
            )
    return description_by_table


@pytest.mark.parametrize("dump", DUMPS, ids=release_of)
def test_a_release_is_upgraded(dump, tmp_path, settings, cast):
    of_models = tables()
    settings.MIGRATION_MODULES = {}  # pytest's --no-migrations hides them
    with restored_database(dump, tmp_path):
        rows_before = stored_tallies()
        call_command("migrate", verbosity=0)
        assert tables() == of_models
        rows = ROWS[release_of(dump)]
        assert {model: model.objects.count() for model in rows} == rows
        assert rows_before == stored_tallies() == recounted_tallies()
        client = Client()
        client.force_login(User.objects.get(username="staff"), "django.contrib.auth.backends.ModelBackend")
        assert [client.get(address).status_code for address in PAGES] == [200] * len(PAGES)


def test_every_release_has_its_dump(settings):
    assert [release_of(dump) for dump in DUMPS] == list(ROWS)
    assert settings.VERSION in ROWS
