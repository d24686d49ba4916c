"""The site as an app on a phone: the worker, the manifest, the page that opens without a network."""

import posixpath
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from tests.pages import read
from tests.reporting.visits.report_pages import write_draft

PAGE = "/visits/drafts/"


def worker_of(client):
    """The worker's text; a template writes - in JavaScript as its number."""
    return client.get("/worker.js").content.decode().replace("\\u002D", "-")


def test_the_worker_names_files_that_are_there(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    (files,) = re.findall(r"const FILES = \[(.*)\];", worker_of(client))
    names = re.findall(r'"/static/([^"]+)"', files)
    assert "guidance/reporting/visits/form.js" in names
    assert [name for name in names if not finders.find(name)] == []


def with_imports(path):
    """A script's address and those of all modules that it imports, and they in their turn."""
    text = Path(finders.find(path.removeprefix("/static/"))).read_text() if path.endswith(".js") else ""
    addresses = [
        posixpath.join(posixpath.dirname(path), name) for name in re.findall(r' from "(\.[^"]+)"', text)
    ]
    return {path}.union(*(with_imports(posixpath.normpath(address)) for address in addresses))


def test_everything_that_the_page_asks_for_is_named(cast, log_in, client):
    worker = worker_of(client)
    page = log_in(cast.leader).get(PAGE).content.decode()
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    files = set().union(*(with_imports(address) for address in addresses))
    assert len(files) > len(addresses) > 8
    assert [path for path in files if f'"{path}"' not in worker] == []


def test_the_worker_keeps_no_page_itself(client):
    """Only static files are put into a cache there; the drafts' page is put by the page of its user."""
    worker = worker_of(client)
    assert re.findall(r"\.(put|addAll|add)\(([^)]*)\)", worker) == [("addAll", "FILES")]


def test_the_policy_lets_the_worker_and_the_manifest_in(client):
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_manifest(client):
    answer = client.get("/app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == (
        "妇联换届联系指导",
        "/",
        "standalone",
    )
    assert finders.find(manifest["icons"][0]["src"].removeprefix("/static/"))


class TestTheKeptPage:
    def test_it_holds_the_users_own_townships(self, cast, log_in):
        page = log_in(cast.leader).get(PAGE).content.decode()
        assert "融安县桥板乡" in page
        assert "柳城县" not in page
        assert "示例一村" in page

    def test_and_no_report_at_all(self, cast, log_in):
        write_draft(log_in(cast.leader), overall_situation="演示：只在报告里")
        assert "演示：只在报告里" not in log_in(cast.leader).get(PAGE).content.decode()

    def test_its_form_is_closed_until_a_draft_is_opened(self, cast, log_in):
        page = log_in(cast.leader).get(PAGE)
        assert read(page).has_form("/visits/new/")
        assert re.search(r"data-offline-page hidden>", read(page).html)
