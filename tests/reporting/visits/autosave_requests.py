"""Requests with which the page's script saves a draft."""

import json
from typing import Any
from uuid import uuid4

from tests.pages import read
from tests.reporting.visits.report_pages import NEW, address

SAVE = "/visits/drafts/save/"
LIST = "/visits/drafts/list/"


def draft_fields(form: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form that a draft keeps: without version and submission key."""
    return {name: value for name, value in form.items() if name not in ("version", "submission_key")}


def open_page(client: Any, report: Any = None) -> dict[str, Any]:
    """An open page: its `key`, its `fields`, and `base`, the stored values it began from."""
    path = address(report) if report else NEW
    page = read(client.get(path))
    form = page.form(path)
    key = str(report.creation_key) if report else form["submission_key"][0]
    return {"key": key, "fields": draft_fields(form), "base": page.data("known")}


def autosave_draft(
    client: Any, page: dict[str, Any], *other_bases: dict[str, Any], **typed: Any
) -> dict[str, Any]:
    """Type into the page and autosave it; return the answer and update the page's base from it."""
    page["fields"] |= typed
    body = page["fields"] | {"draft": page["key"], "bases": json.dumps([page["base"], *other_bases])}
    response = client.post(SAVE, body)
    assert response.status_code == 200, response.status_code
    answer = response.json()
    if "values" in answer:
        page["base"] = answer["values"]
    return answer


def new_key() -> str:
    """A draft key such as the page's script makes."""
    return str(uuid4())
