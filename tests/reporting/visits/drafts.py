"""Saving a draft as the page's script does."""

import json
from typing import Any
from uuid import uuid4

from tests.pages import read
from tests.reporting.visits.reports import NEW, address

SAVE = "/visits/drafts/save/"
LIST = "/visits/drafts/list/"


def fields(form: dict[str, Any]) -> dict[str, Any]:
    """The fields of a page without what the paper's form carries."""
    return {name: value for name, value in form.items() if name not in ("version", "submission_key")}


def opened(client: Any, report: Any = None) -> dict[str, Any]:
    """A page with its form: its `key`, `fields`, and `base`, what the server told it."""
    path = address(report) if report else NEW
    page = read(client.get(path))
    form = page.form(path)
    key = str(report.creation_key) if report else form["submission_key"][0]
    return {"key": key, "fields": fields(form), "base": page.data("known")}


def keep(client: Any, page: dict[str, Any], *tried: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """Type into the page and let it save itself; the answer, with the page brought up to it."""
    page["fields"] |= typed
    body = page["fields"] | {"draft": page["key"], "bases": json.dumps([page["base"], *tried])}
    answer = client.post(SAVE, body)
    assert answer.status_code == 200, answer.status_code
    told = answer.json()
    if "values" in told:
        page["base"] = told["values"]
    return told


def new_key() -> str:
    """A key as a page makes it."""
    return str(uuid4())
