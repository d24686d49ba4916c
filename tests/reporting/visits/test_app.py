"""The site as an app on a phone: the worker, the manifest, the page that opens without a network."""

import re

from django.contrib.staticfiles import finders

from tests.pages import read
from tests.reporting.visits.reports import draft

PAGE = "/visits/drafts/"


def worker_of(client):
    """The worker's text; a template writes - in JavaScript as its number."""
    return client.get("/worker.js").content.decode().replace("\\u002D", "-")


def test_the_worker_names_files_that_are_there(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    (listed,) = re.findall(r"const FILES = \[(.*)\];", worker_of(client))
    names = re.findall(r'"/static/([^"]+)"', listed)
    assert "guidance/visit.js" in names
    assert [name for name in names if not finders.find(name)] == []


def test_everything_that_the_page_asks_for_is_named(cast, log_in, client):
    worker = worker_of(client)
    page = log_in(cast.leader).get(PAGE).content.decode()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert len(asked) > 8
    assert [path for path in asked if f'"{path}"' not in worker] == []


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
    told = answer.json()
    assert (told["name"], told["start_url"], told["display"]) == ("妇联换届联系指导", "/", "standalone")
    assert finders.find(told["icons"][0]["src"].removeprefix("/static/"))


class TestTheKeptPage:
    def test_it_holds_the_users_own_townships(self, cast, log_in):
        page = log_in(cast.leader).get(PAGE).content.decode()
        assert "融安县桥板乡" in page
        assert "柳城县" not in page
        assert "示例一村" in page

    def test_and_no_report_at_all(self, cast, log_in):
        draft(log_in(cast.leader), overall_situation="演示：只在报告里")
        assert "演示：只在报告里" not in log_in(cast.leader).get(PAGE).content.decode()

    def test_its_form_is_closed_until_a_draft_is_opened(self, cast, log_in):
        page = log_in(cast.leader).get(PAGE)
        assert read(page).has_form("/visits/new/")
        assert re.search(r"data-offline-page hidden>", page.content.decode())
