"""A page as a browser meets it: its words, its tables, what its forms would send, what it costs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cached_property
from http import HTTPStatus
from typing import Any

import lxml.html
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

INLINE = {"a", "b", "em", "i", "small", "span", "strong"}  # around these, words are not apart
NULL = "\ue000"  # stands for a null character, which lxml would lose
HIDDEN = ("script", "style", "title", "option", "textarea", etree.Comment)


class Page:
    """What one reads on a page, and what its forms hold."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._document = lxml.html.document_fromstring(html.replace("\0", NULL))
        for area in self._document.iter("textarea"):  # a browser drops a line break at its start
            area.text = (area.text or "").removeprefix("\r").removeprefix("\n")
        for field in self._document.iter("input"):  # a browser sends an empty field too
            if "value" not in field.attrib and field.get("type") not in ("checkbox", "radio"):
                field.set("value", "")

    @cached_property
    def _shown(self) -> Any:
        """The document with only what one reads, blanks around all that stands apart."""
        shown = deepcopy(self._document)
        etree.strip_elements(shown, *HIDDEN, with_tail=False)
        for element in shown.iter():
            if element.tag not in INLINE:
                element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
        return shown

    @property
    def text(self) -> str:
        """All its words, blanks reduced to one."""
        return _text(self._shown)

    @property
    def rows(self) -> list[list[str]]:
        """All table rows as the words of their cells."""
        return [[_text(cell) for cell in row.iterchildren("td", "th")] for row in self._shown.iter("tr")]

    @property
    def spans(self) -> list[list[int]]:
        """The rowspan of each of these cells."""
        rows = self._shown.iter("tr")
        return [[int(cell.get("rowspan", 1)) for cell in row.iterchildren("td", "th")] for row in rows]

    @property
    def links(self) -> list[str]:
        """Where its links lead, as they come."""
        return [link.get("href", "") for link in self._document.iter("a")]

    def row(self, name: str) -> list[str]:
        """The one table row with a cell of this name, whatever number or mark stands beside it."""
        (named,) = [row for row in self.rows if any(name in cell.split() for cell in row)]
        return named

    def data(self, name: str) -> Any:
        """What the page tells its script under this id."""
        return json.loads(self._document.get_element_by_id(name).text)

    def form(self, action: str) -> dict[str, Any]:
        """The fields of the one form with this address, ready to change and to post."""
        (fields,) = self.forms(action)
        return fields

    def forms(self, action: str) -> list[dict[str, Any]]:
        """The fields of each form with this address."""
        return [_fields(form) for form in self._document.forms if form.get("action", "") == action]

    def has_form(self, action: str) -> bool:
        """Whether there is a form with this address."""
        return bool(self.forms(action))


def _fields(form: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value.replace(NULL, "\0"))
    return fields


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def read(response: Any) -> Page:
    """The page of a response; of one that leads elsewhere, the page it leads to.

    Who does not look at the page does not pay for it: a test that only stores something follows nothing.
    """
    if response.status_code == HTTPStatus.FOUND:
        if not hasattr(response, "landing"):  # once: a message is shown only once
            response.landing = response.client.get(response.url)
        return read(response.landing)
    return Page(response.content.decode())


@contextmanager
def query_count(number: int) -> Iterator[None]:
    """Assert how often the database is asked; a failure prints what was asked."""
    with CaptureQueriesContext(connection) as seen:
        yield
    asked = "\n".join(query["sql"] for query in seen.captured_queries)
    assert len(seen) == number, f"{len(seen)} queries, not {number}:\n{asked}"
