"""Fixtures for the tests of the dashboard's figures."""

import pytest

from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.rules import Reading


@pytest.fixture
def rows(cast):
    """rows(user) returns the units as this user sees them, by name."""

    def read_rows(user, reading=Reading.ELECTED):
        source = queries.get_live_source(user, cast.plan)
        parts = queries.sum_by_unit(source)
        unit_rows = [queries.make_row(part, source.targets, reading, unit=part.key) for part in parts]
        return {row.name: row for row in unit_rows}

    return read_rows
