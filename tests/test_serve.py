"""`manage.py serve` turns a checkout into a running site."""

import hashlib
import os
import socket
import sqlite3
import stat

import pytest
from django.core.management.base import CommandError
from django.db import connection

from guidance.management.commands import serve
from liuzhou_fulian.settings import get_secret_key
from tests.server import copy_demonstration, demonstration_data, is_healthy, running_site


def fingerprint(database):
    """Return a hash of everything that the SQLite file `database` holds."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="starts a server on SQLite of its own")
def test_it_works_and_a_second_start_touches_no_data(tmp_path):
    copy_demonstration(tmp_path)  # of a first start
    database = tmp_path / "guidance.sqlite3"
    first_fingerprint = fingerprint(database)
    static = (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns
    with running_site(tmp_path) as site:
        assert is_healthy(site.url)
    assert fingerprint(database) == first_fingerprint
    assert (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns == static
    printed = (demonstration_data() / "serve.log").read_text()
    assert "正在载入" in printed
    assert "乡镇（街道）118个、村（社区）1163个" in printed
    printed = (tmp_path / "serve.log").read_text()
    assert site.url in printed
    assert "staff" in printed
    assert "正在载入" not in printed


def test_the_defaults_stay_on_this_machine(monkeypatch):
    monkeypatch.setenv("HOST", "")
    monkeypatch.delenv("PORT", raising=False)
    assert serve.address_from_environment() == ("127.0.0.1", 8000)


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1", "８０００x"])
def test_an_odd_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT"):
        serve.address_from_environment()


def test_a_taken_port_is_refused_before_anything_else():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CommandError, match="换一个端口"):
            serve.check_address_free("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("192.168.1.5", ["192.168.1.5"]),
        ("::1", ["[::1]"]),
        ("fulian.example.org", ["fulian.example.org"]),
    ],
)
def test_the_server_answers_to_the_host_it_is_bound_to(monkeypatch, settings, host, names):
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    serve.allow_host(host)
    assert os.environ["ALLOWED_HOSTS"].split(",") == [*settings.ALLOWED_HOSTS, *names]


def test_all_addresses_include_the_machines_own_name():
    assert socket.gethostname() in serve.host_names("0.0.0.0")


def test_allowed_hosts_of_the_environment_win(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "fulian.example.org")
    serve.allow_host("0.0.0.0")
    assert os.environ["ALLOWED_HOSTS"] == "fulian.example.org"


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    path = tmp_path / "secret-key"
    key = get_secret_key(path)
    assert len(key) >= 50
    assert get_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
