"""Placeholders such as {{ 村委会成员女性比例.全市 }} in templates of Word and Excel.

A scan gives {"placeholders": [{text, place}], "faults": [{text, place, reason}]}. To fill, a line of JSON
stands before the bytes of the file: {"values", "rows"}. A value is [shown, number or null, number format]
under the text of its placeholder; `rows` holds the values of each row under 单位 and 乡镇, since a table row
with a placeholder such as {{ 单位.名称 }} is repeated once for each.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge

MOST_PLACEHOLDERS = 2000
PLACEHOLDER = re.compile(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
LEFT_OVER = re.compile(r"[{｛][{｛%#]|[%#}｝][}｝]")
ROW = re.compile(r"\s*(单位|乡镇)\s*[.。．·]")
TOO_MANY_ROWS_MESSAGE = "各单位（乡镇）的行重复后，表格太大"

Values = dict[str, Any]


def split_fill_input(content: bytes) -> tuple[bytes, Values, dict[str, list[Values]]]:
    """The bytes of the file, and the values and rows to fill it with."""
    head, _, file = content.partition(b"\n")
    data = json.loads(head)
    return file, data["values"], data["rows"]


def row_kinds(texts: Iterable[str]) -> set[str]:
    """单位 or 乡镇, by which the row with these texts is to be repeated; both is a fault."""
    matches = (ROW.match(name) for text in texts for name in PLACEHOLDER.findall(text))
    return {match[1] for match in matches if match}


class TemplateScan:
    """Collects the placeholders of a template, and what is not written as one should be."""

    def __init__(self) -> None:
        self.placeholders: list[dict[str, str]] = []
        self.faults: list[dict[str, str]] = []

    def add(
        self, text: str, place: str, get_kinds: Callable[[], set[str] | None], *, is_formula: bool = False
    ) -> None:
        """Scan one text; `get_kinds` gives the `row_kinds` of its table row, None outside of tables."""
        rest = PLACEHOLDER.sub("", text)
        if (match := LEFT_OVER.search(rest)) and not is_formula:
            reason = "logic" if set(match[0]) & set("%#") else "unbalanced"
            self.add_fault(rest[max(0, match.start() - 10) : match.end() + 20], place, reason)
        for name in PLACEHOLDER.findall(text):
            name = name.strip()[:200]
            self.placeholders.append({"text": name, "place": place})
            if is_formula:
                self.add_fault(name, place, "formula")
            elif ROW.match(name):
                kinds = get_kinds()
                if kinds is None:
                    self.add_fault(name, place, "no_row")
                elif len(kinds) > 1:
                    self.add_fault(name, place, "two_kinds")
        if len(self.placeholders) + len(self.faults) > MOST_PLACEHOLDERS:
            raise ContentTooLarge(f"占位符超过{MOST_PLACEHOLDERS}处")

    def add_fault(self, text: str, place: str, reason: str) -> None:
        """Add what is wrong with the text at this place."""
        self.faults.append({"text": text, "place": place, "reason": reason})

    def as_json(self) -> bytes:
        """The output of a scan."""
        return json.dumps({"placeholders": self.placeholders, "faults": self.faults}).encode()
