"""The database is opened with the settings that were measured to lose no rows and no answers."""

import pytest
from django.db import connection

pytestmark = pytest.mark.postgres

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20_000, "foreign_keys": 1}  # 2 is FULL


@pytest.mark.skipif(connection.vendor != "sqlite", reason="options of SQLite")
@pytest.mark.parametrize("name", PRAGMAS)
def test_sqlite_waits_for_its_turn_and_for_the_disk(db, name):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {name}").fetchone() == (PRAGMAS[name],)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="options of SQLite")
def test_a_transaction_on_sqlite_takes_the_lock_when_it_begins():
    assert connection.transaction_mode == "IMMEDIATE"


def test_connections_persist_and_are_tried_before_use():
    assert connection.settings_dict["CONN_MAX_AGE"] is None
    assert connection.settings_dict["CONN_HEALTH_CHECKS"]
