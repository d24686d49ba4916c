"""The demonstration, as `manage.py serve` writes it at its first start."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.server import copy_demonstration


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Path]:
    """The connection leads to a copy of the demonstration's database for the tests of this module."""
    var = copy_demonstration(tmp_path_factory.mktemp("demonstration"))
    settings = connection.settings_dict
    name = settings["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        settings["NAME"] = str(var / "guidance.sqlite3")
        ContentType.objects.clear_cache()  # its keys are others there
        try:
            yield var
        finally:
            connection.close()
            settings["NAME"] = name
            ContentType.objects.clear_cache()
