"""The demonstration, as `manage.py load_demo` writes it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.cast import load_notice, remove_cast


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any):
    """Notice and demonstration, loaded once for this module and rolled back after it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("DEMO_PASSWORD", "only for these tests")
        load_notice()
        remove_cast()
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)
