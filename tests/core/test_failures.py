"""After a failure the clerk reads a sentence, the status is right, and no programmer's word is shown."""

import os
import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import include, path

from guidance.core import clock
from guidance.core.middleware import is_transient_error
from guidance.reference.places.models import Township
from guidance.reporting.returns.models import VillageReturn
from tests.clients import log_client_in, logged_in_client
from tests.pages import read
from tests.reporting.returns.grid_pages import address, open_grid, row_fields
from tests.server import BASE_DIR

pytestmark = pytest.mark.postgres


def failing_view(request):
    raise RuntimeError("a fault of ours")


urlpatterns = [path("broken/", failing_view), path("", include("guidance.urls"))]
handler500 = "guidance.core.errors.server_error"

UNREACHABLE = """
import django
django.setup()
from django.test import Client
from liuzhou_fulian.staticfiles import collect_when_changed
collect_when_changed()
browser = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
health = browser.get("/healthz")
print(health.status_code, health.content.decode())
answer = browser.post("/login/", {"username": "staff", "password": "x"})
print(answer.status_code, answer.get("Retry-After"), "系统正忙" in answer.content.decode())
"""


@contextmanager
def locked_township(township):
    """Lock the township, and on SQLite the whole database, in another transaction."""
    locked, release = Event(), Event()

    def hold():
        with transaction.atomic():
            Township.objects.select_for_update().get(pk=township.pk)
            locked.set()
            release.wait(30)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert locked.wait(10)
    try:
        yield
    finally:
        release.set()
        other.join()


def shorten_lock_timeout():
    """Give up on a lock at once, where the site would wait for 20 seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'"
        )


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_asks_to_try_again_and_a_second_try_works(cast):
    browser = logged_in_client(cast.reporter)
    typed = open_grid(browser, cast.township) | row_fields(cast.villages[0], people="5", women="2")
    shorten_lock_timeout()
    with locked_township(cast.township):
        answer = browser.post(address(cast.township), typed)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "刚才的操作没有保存。请按浏览器“后退”键返回，所填内容一般仍在" in read(answer).text
    assert not VillageReturn.objects.exists()
    assert browser.post(address(cast.township), typed).status_code == 302
    assert VillageReturn.objects.get().people == 5
    connection.close()  # the next test waits as long as the site does


def test_a_database_out_of_reach(tmp_path):
    """A process of its own, whose database listens nowhere."""
    address = "postgres://guidance@127.0.0.1:9/guidance"
    environment = os.environ | {"DATABASE_URL": address, "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-c", UNREACHABLE]
    run = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["503 unavailable", "503 10 True"]


def test_the_watcher_of_a_server_behind_tls_asks_it_directly(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/login/").status_code == 301


@pytest.mark.urls("tests.core.test_failures")
def test_a_fault_of_ours(cast):
    browser = logged_in_client(cast.reporter)
    browser.raise_request_exception = False
    answer = browser.get("/broken/")
    assert answer.status_code == 500
    assert "刚才的操作没有完成，没有保存任何内容。" in read(answer).text
    assert "RuntimeError" not in answer.content.decode()


@pytest.mark.parametrize("words", ["no such table: x", "syntax error", "database disk image is malformed"])
def test_what_a_second_try_cannot_mend_stays_a_fault(words):
    assert not is_transient_error(OperationalError(words))
    assert not is_transient_error(ValueError("database is locked"))


def test_a_form_open_too_long(cast):
    browser = Client(enforce_csrf_checks=True)
    log_client_in(browser, cast.reporter)
    answer = browser.post(address(cast.township), {})
    assert answer.status_code == 403
    assert "页面已过期" in read(answer).text
    assert "复制所填内容，刷新页面后再提交" in read(answer).text


def test_an_address_of_another_host(client):
    answer = client.get("/login/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "请求有误" in read(answer).text


@pytest.mark.parametrize("day", ["05/02/2021", "2021-02-31", "today"])
def test_a_demonstration_day_that_is_none(settings, day):
    settings.GUIDANCE_TODAY = day
    with pytest.raises(ImproperlyConfigured, match="2021-02-05"):
        clock.today()
