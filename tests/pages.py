"""A page as a browser meets it: its words, its tables, what its forms would send, what it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

Attributes = list[tuple[str, str | None]]
INLINE = {"a", "b", "em", "i", "small", "span", "strong"}  # around these, words are not apart


class Page(HTMLParser):
    """What one reads on a page, and what its forms hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[list[str]] = []  # of all table rows, as they come
        self.spans: list[list[int]] = []  # the rowspan of each of these cells
        self.links: list[str] = []
        self._words: list[str] = []
        self._in_cell = False
        self._forms: list[tuple[str, dict[str, Any]]] = []
        self._open: list[str] = []  # the form, select, option, textarea or script that we are in
        self._name: str | None = None
        self._options: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """All its words, blanks reduced to one."""
        return _squeeze("".join(self._words))

    @property
    def rows(self) -> list[list[str]]:
        """All table rows as the words of their cells."""
        return [[_squeeze(cell) for cell in row] for row in self.cells]

    def row(self, name: str) -> list[str]:
        """The one table row with a cell of this name, whatever number or mark stands beside it."""
        (found,) = [row for row in self.rows if any(name in cell.split() for cell in row)]
        return found

    def form(self, action: str) -> dict[str, Any]:
        """The fields of the one form with this address, ready to change and to post."""
        (found,) = [fields for address, fields in self._forms if address == action]
        return dict(found)

    def has_form(self, action: str) -> bool:
        """Whether there is a form with this address."""
        return any(address == action for address, _ in self._forms)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._part_words(tag)
        given = dict(attrs)
        if tag == "form":
            self._forms.append((given.get("action") or "", {}))
        elif tag == "tr":
            self.cells.append([])
            self.spans.append([])
        elif tag in ("td", "th"):
            self._in_cell = True
            self.cells[-1].append("")
            self.spans[-1].append(int(given.get("rowspan") or 1))
        elif tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "input":
            self._put_input(given)
        elif tag == "select":
            self._name, self._options = given.get("name"), []
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self._name = given.get("name")
            self._put(self._name, "")
        if tag in ("option", "textarea", "script", "style", "title"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, selected in self._options if selected]
            self._put(self._name, *(chosen or [value for value, _ in self._options[:1]]))
        if tag in ("td", "th"):
            self._in_cell = False  # what follows the last table is no word of its last cell
        if self._open and self._open[-1] == tag:
            self._open.pop()
        self._part_words(tag)

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "textarea":
            self._add_to_textarea(data)
        elif not inside:
            self._words.append(data)
            if self._in_cell:
                self.cells[-1][-1] += data

    def _part_words(self, tag: str) -> None:
        if tag not in INLINE and not self._open:
            self.handle_data(" ")

    def _put_input(self, given: dict[str, str | None]) -> None:
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if ticked:
            self._put(given.get("name"), given.get("value") or "")

    def _put(self, name: str | None, *values: str) -> None:
        if name and self._forms:
            self._forms[-1][1].setdefault(name, []).extend(values)

    def _add_to_textarea(self, data: str) -> None:
        if self._name and self._forms:
            text = self._forms[-1][1][self._name]
            text[-1] += data if text[-1] else data.removeprefix("\r").removeprefix("\n")


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def read(response: Any) -> Page:
    """The page of a response."""
    return Page(response.content.decode())


@contextmanager
def query_count(number: int) -> Iterator[None]:
    """Assert how often the database is asked; a failure prints what was asked."""
    with CaptureQueriesContext(connection) as seen:
        yield
    asked = "\n".join(query["sql"] for query in seen.captured_queries)
    assert len(seen) == number, f"{len(seen)} queries, not {number}:\n{asked}"
