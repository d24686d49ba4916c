"""A table as people send it: rows of texts from Word, Excel or CSV, with heads that may be renamed. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

Row = Sequence[str | None]  # None where the cell above reaches down to it

MAX_ROWS_ABOVE = 40  # rows over a head: titles, notes of the office
NOTES = re.compile(r"^(注|备注|说明|填表说明|填报单位|填报人|联系人)\s*[:：（(]")
# What is left of a head in a second row, where its two lines were made two rows.
SECOND_LINE = re.compile(r"时间$|大会|联系方式$|乡镇\(街道\)|^成员|^名称$")
OTHER_COLUMNS = re.compile("备注|说明|联系人|电话|填报|填表|审核|签")  # that offices add
OUR_COPY = "工作表“数据”"  # of our own workbooks: it says again what the print sheet says


def plain(text: str | None) -> str:
    """`text` to be compared: half-width, without blanks and line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


@dataclass(frozen=True)
class Sheet:
    """A table of a file, and what it is called there: 工作表“打印”, or 第2个表格."""

    name: str
    rows: Sequence[Row]
    numbers: Sequence[int]  # of the rows, as the file shows them
    may_continue: bool = False  # where a table has no head it goes on with the one before: Word's

    def describe_place(self, row: int, column: int) -> str:
        """Where a cell stands, in words that the user finds it by."""
        return f"{self.name}第{self.numbers[row]}行第{column + 1}列"

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True)
class Head:
    """The row that says what the columns are."""

    row: int
    columns: dict[str, int]  # what a column holds: where it stands
    guessed: dict[str, str] = field(default_factory=dict)  # by its place, since its head says something else
    unknown: list[str] = field(default_factory=list)  # heads of columns that are not read
    texts: Sequence[str] = ()  # of all columns


@dataclass(frozen=True)
class TablePart:
    """The rows under a head."""

    sheet: Sheet
    head: Head
    rows: range


Classify = Callable[[str], str | None]


def make_classifier(words: Mapping[str, str], names: Sequence[str], otherwise: Classify) -> Classify:
    """Return a function that classifies a head: as one of `names` as printed (`header.…` in `words`), else by
    `otherwise`.
    """
    printed = {
        plain(text): name for name in names for slot, text in words.items() if slot.endswith(f"header.{name}")
    }
    return lambda text: printed.get(text) or otherwise(text)


def find_parts(
    sheets: Sequence[Sheet], classify: Classify, *, needed: frozenset[str], order: Sequence[str]
) -> Iterator[TablePart]:
    """Every table in `sheets` under whose head `needed` stand, in their order.

    Tables may stand under one another in a sheet, each with its head; Word repeats a head on each page, or
    makes a table of each page, where the next one may have none.
    """
    last: Sheet | None = None
    head: Head | None = None
    for sheet in sheets:
        if head and sheet.name == OUR_COPY:
            continue
        current_head = find_head(sheet.rows, classify, needed=needed, order=order)
        if current_head is None and head and last and sheet.may_continue and sheet.width == last.width:
            current_head = replace(head, row=-1, guessed={}, unknown=[])
        if current_head is None:
            continue
        last, start = sheet, current_head.row
        for number in range(current_head.row + 1, len(sheet.rows)):
            repeated_head = (
                _find_repeated_head(sheet.rows, number, classify, needed) if number > start else None
            )
            if repeated_head:
                yield TablePart(sheet, current_head, range(start + 1, number))
                current_head, start = repeated_head, repeated_head.row
        yield TablePart(sheet, current_head, range(start + 1, len(sheet.rows)))
        head = current_head


def find_head(
    rows: Sequence[Row], classify: Classify, *, needed: frozenset[str], order: Sequence[str]
) -> Head | None:
    """The first row in which `needed` stand, alone or with the row below it.

    A column whose head is unknown is the one that stands there on the issued form (`order`), where the table
    has as many columns, and most of them known and in their places.
    """
    for depth in (1, 2):
        for number in range(min(len(rows), MAX_ROWS_ABOVE)):
            head = _head_at(rows, number, depth, classify, order)
            if head and needed <= set(head.columns):
                return _with_second_line(rows, head)
    return None


def _find_repeated_head(
    rows: Sequence[Row], number: int, classify: Classify, needed: frozenset[str]
) -> Head | None:
    """The head of another table that begins here: all its columns known, and no day or number in them."""
    for depth in (1, 2):
        head = _head_at(rows, number, depth, classify, ())
        if head and needed <= set(head.columns):
            texts = [head.texts[head.columns[name]] for name in needed]
            return None if re.search(r"\d", "".join(texts)) else _with_second_line(rows, head)
        if depth == 1 and number + 1 < len(rows):
            below = _head_at(rows, number + 1, 1, classify, ())
            if below and needed <= set(below.columns):
                return None  # it begins in the next row, and this one is no part of it
    return None


def _with_second_line(rows: Sequence[Row], head: Head) -> Head:
    below = [plain(text) for text in rows[head.row + 1]] if head.row + 1 < len(rows) else []
    words = [text for text in below if text]
    is_head = len(words) > 1 and all(SECOND_LINE.search(text) for text in words)
    return replace(head, row=head.row + 1) if is_head else head


def _head_at(
    rows: Sequence[Row], number: int, depth: int, classify: Classify, order: Sequence[str]
) -> Head | None:
    below = rows[number : number + depth]
    if len(below) < depth or sum(bool(text) for text in below[0]) < 2:
        return None  # a title is one cell, and no part of a head
    width = max(map(len, below))
    texts = [plain("".join(row[at] or "" for row in below if at < len(row))) for at in range(width)]
    columns: dict[str, int] = {}
    unknown_columns: list[int] = []
    for at, text in enumerate(texts):
        name = classify(text) if text else None
        if name and name not in columns:
            columns[name] = at
        elif text:
            unknown_columns.append(at)
    filled = [at for at, text in enumerate(texts) if text]
    issued = dict(zip(filled, order, strict=False)) if len(filled) == len(order) else {}
    in_place = all(issued.get(at) == name for name, at in columns.items())
    guessed = {}
    if issued and in_place and 2 * len(columns) >= len(order):  # a row of the table knows fewer
        for at in [at for at in unknown_columns if not OTHER_COLUMNS.search(texts[at])]:
            columns[issued[at]], guessed[issued[at]] = at, texts[at]
            unknown_columns.remove(at)
    return Head(number + depth - 1, columns, guessed, [texts[at] for at in unknown_columns], texts)


def is_note(row: Row) -> bool:
    """Whether the row is one of those under the table."""
    first = next((text for text in row if text and text.strip()), "")
    return bool(NOTES.match(first.strip()))


def is_empty(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(text and text.strip() for text in row)
