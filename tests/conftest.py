"""What every test stands on: data of its own in a temporary folder, and settings that save time."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection
from django.template import Template
from django.test import override_settings
from django.test.utils import instrumented_test_render  # type: ignore[attr-defined]  # not in the stubs

# The settings are named here and not in pyproject.toml, since they read VAR_DIR when they are loaded
# and no test may write into a developer's var/. Workers of pytest-xdist inherit the folder.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="guidance-tests-")
    # What several pytest runs can share; `make test` names a folder for all its steps.
    os.environ.setdefault("TEST_CACHE", os.path.join(os.environ["VAR_DIR"], "cache"))
os.environ["DJANGO_SETTINGS_MODULE"] = "liuzhou_fulian.settings"
# The tests choose the day themselves.
os.environ.pop("GUIDANCE_TODAY", None)
django.setup()

from tests.cast import TODAY, Cast, load_notice, remove_cast, stored_cast  # noqa: E402  models need the set-up above
from tests.clients import log_client_in  # noqa: E402
from tests.programs import CHROMIUM, LIBREOFFICE  # noqa: E402

# Before the test set-up of Django replaces it.
RENDER_UNSEEN = Template._render  # type: ignore[attr-defined]  # private

# Parts that need a program of the machine's; each runs when its folder is named: `pytest tests/browser`.
PARTS = {"browser": CHROMIUM, "libreoffice": LIBREOFFICE}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the parts unless something in them is named on the command line."""
    part = collection_path.name
    if collection_path.parent != Path(__file__).parent or part not in PARTS:
        return None
    named = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    return None if any(path.is_relative_to(collection_path) for path in named) else True


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what is left out, and why."""
    lines = [f"left out: tests/{part} (name it to run it; {state_of(PARTS[part])})" for part in PARTS]
    if connection.vendor != "postgresql":
        lines.append("left out: PostgreSQL (scripts/with_postgres.py pytest -m postgres runs its part there)")
    return lines


def state_of(programs: tuple[str, ...]) -> str:
    """Whether this machine has one of the programs."""
    here = next(filter(shutil.which, programs), None)
    return f"{here} is here" if here else f"{programs[0]} is missing: `make test` installs it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real transactions are about locks: PostgreSQL runs each of them."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            item.add_marker("postgres")


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays to the end, and come less often: it took 5 % of the time."""
    gc.freeze()
    gc.set_threshold(10_000)


def pytest_unconfigure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["VAR_DIR"], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def without_context_copies(django_test_environment):
    """Keep Django from copying the context of every template: a tenth of a page's time, for few tests."""
    Template._render = RENDER_UNSEEN


@pytest.fixture(scope="session", autouse=True)
def plain_settings():
    """Quick passwords, and static files by their own names: none are collected for a unit test."""
    os.makedirs(settings.STATIC_ROOT, exist_ok=True)  # WhiteNoise warns where it is missing
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The notice and the cast are there from the start, once for all tests."""
    with django_db_blocker.unblock(), override_settings(GUIDANCE_TODAY=TODAY):
        stored_cast()


@pytest.fixture
def template_contexts(monkeypatch):
    """For tests that compare a page with `response.context`."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture
def cast(db, settings) -> Cast:
    """Everyone of tests/cast.py, on the demonstration day: a copy that the test may change."""
    settings.GUIDANCE_TODAY = TODAY
    return stored_cast()


@pytest.fixture
def without_cast(db) -> None:
    """The database as a new office has it: the notice alone."""
    load_notice()
    remove_cast()


@pytest.fixture
def log_in(client):
    """log_in(user) gives a client that is logged in as this user."""

    def as_user(user):
        log_client_in(client, user)
        return client

    return as_user
