"""A table as people send it: rows of texts from Word, Excel or CSV, with heads that may be renamed. Pure."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Row = Sequence[str | None]  # None where a cell above, or at the left, reaches

MOST_ABOVE = 40  # rows over a head: titles, notes of the office
NOTES = re.compile(r"^(注|备注|说明|填表说明|填报单位|填报人|联系人)\s*[:：（(]")


def plain(text: str | None) -> str:
    """`text` to be compared: half-width, without blanks and line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


@dataclass(frozen=True)
class Sheet:
    """A table of a file, and what it is called there: 工作表“打印”, or 第2个表格."""

    name: str
    rows: Sequence[Row]
    numbers: Sequence[int]  # of the rows, as the file shows them

    def place_of(self, row: int, column: int) -> str:
        """Where a cell stands, in words that the user finds it by."""
        return f"{self.name}第{self.numbers[row]}行第{column + 1}列"


@dataclass(frozen=True)
class Head:
    """The row that says what the columns are."""

    row: int
    columns: dict[str, int]  # what a column holds: where it stands
    guessed: dict[str, str] = field(default_factory=dict)  # by its place, since its head says something else
    unknown: list[str] = field(default_factory=list)  # heads of columns that are not read


Classify = Callable[[str], str | None]


def find_head(
    rows: Sequence[Row], classify: Classify, *, needed: frozenset[str], order: Sequence[str]
) -> Head | None:
    """The first row in which `needed` stand, alone or with the row below it.

    A column whose head is unknown is the one that stands there on the issued form (`order`), where the table
    has as many columns and no other claims it.
    """
    for depth in (1, 2):
        for number in range(min(len(rows), MOST_ABOVE)):
            head = _head_at(rows, number, depth, classify, order)
            if head and needed <= set(head.columns):
                return head
    return None


def _head_at(
    rows: Sequence[Row], number: int, depth: int, classify: Classify, order: Sequence[str]
) -> Head | None:
    below = rows[number : number + depth]
    if len(below) < depth or sum(bool(text) for text in below[0]) < 2:
        return None  # a title is one cell, and no part of a head
    width = max(map(len, below))
    texts = [plain("".join(row[at] or "" for row in below if at < len(row))) for at in range(width)]
    columns: dict[str, int] = {}
    strange: list[int] = []
    for at, text in enumerate(texts):
        name = classify(text) if text else None
        if name and name not in columns:
            columns[name] = at
        elif text:
            strange.append(at)
    filled = [at for at, text in enumerate(texts) if text]
    guessed = {}
    for at in list(strange):
        place = filled.index(at)
        if len(filled) == len(order) and order[place] not in columns and columns:
            columns[order[place]] = at
            guessed[order[place]] = texts[at]
            strange.remove(at)
    return Head(number + depth - 1, columns, guessed, [texts[at] for at in strange])


def is_note(row: Row) -> bool:
    """Whether the row is one of those under the table."""
    first = next((text for text in row if text and text.strip()), "")
    return bool(NOTES.match(first.strip()))


def is_empty(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(text and text.strip() for text in row)
