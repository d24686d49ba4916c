"""`manage.py load_demo` loads once, refuses where it must, and keeps the password."""

import re
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from guidance.demonstration.accounts import make_accounts
from guidance.demonstration.load import LoadedCounts
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan

pytestmark = pytest.mark.usefixtures("without_cast")


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the password a folder of its own, and give no password."""
    settings.VAR_DIR = tmp_path
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return tmp_path


def run_load_demo() -> str:
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


def load_accounts_only(plan: Plan, password: str) -> LoadedCounts:
    """Make the accounts without places and figures, which take seconds."""
    return LoadedCounts(len(make_accounts(plan, password)), 0, 0, 0, 0, 0, 0, 0)


def row_counts() -> dict[str, int]:
    """Count the rows of each table of the app, history included."""
    return {
        model.__name__: model._base_manager.count() for model in apps.get_app_config("guidance").get_models()
    }


@pytest.mark.postgres
def test_it_loads_once_and_a_second_run_changes_nothing(var: Path):
    printed = run_load_demo()
    assert "乡镇（街道）118个、村（社区）1163个" in printed
    counts_before, password = row_counts(), (var / "demo-password").read_text()
    assert "没有作任何改动" in run_load_demo()
    call_command("loaddata", "notice_2021", verbosity=0)
    assert row_counts() == counts_before
    assert (var / "demo-password").read_text() == password
    # The password is made, printed once and kept.
    password_file, password = var / "demo-password", password.strip()
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert printed.count(password) == 1
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    assert all(user.check_password(password) for user in User.objects.all())


def test_it_takes_the_password_that_is_given(var: Path, monkeypatch: pytest.MonkeyPatch):
    (var / "demo-password").write_text("of an earlier database")
    monkeypatch.setenv("DEMO_PASSWORD", "given-by-the-operator")
    monkeypatch.setattr("guidance.management.commands.load_demo.load_demonstration", load_accounts_only)
    assert "given-by-the-operator" not in run_load_demo()
    assert User.objects.get(username="rongan").check_password("given-by-the-operator")
    assert not (var / "demo-password").exists()


def test_it_refuses_without_the_notice():
    Plan.objects.update(is_current=False)
    with pytest.raises(CommandError, match="请先载入通知"):
        run_load_demo()
    assert not User.objects.exists()


def test_it_refuses_accounts_of_the_same_name():
    User.objects.create(username="viewer")
    with pytest.raises(CommandError, match=r"已有同名账号.*viewer"):
        run_load_demo()
    assert not Village.objects.exists()


def test_it_refuses_a_database_with_villages_of_its_own():
    Village.objects.create(township=Township.objects.first(), name="某村", committee_type="villagers")
    with pytest.raises(CommandError, match=r"已有村（社区）"):
        run_load_demo()
    assert not User.objects.exists()


def test_a_failure_leaves_nothing_behind(var: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("guidance.management.commands.load_demo.keep_password", fail)
    with pytest.raises(OSError, match="disk full"):
        run_load_demo()
    assert not User.objects.exists()
    assert not Village.objects.exists()
