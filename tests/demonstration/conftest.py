"""The tests read the demonstration that `manage.py serve` writes at its first start."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import connected_to
from tests.server import copy_demonstration


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Path]:
    """Connect to a copy of the demonstration's database for the tests of this module."""
    var = copy_demonstration(tmp_path_factory.mktemp("demonstration"))
    with django_db_blocker.unblock(), connected_to(str(var / "guidance.sqlite3")):
        yield var
