"""What a paper is made of, without a word of what it is about. Pure.

The same paper becomes a Word file (`word`), the print sheet of a workbook (`excel`) and a page that prints
(templates/guidance/office/papers/). Lengths are millimetres. A line break in a text is a new paragraph.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

# GB/T 9704-2012: A4, the text area 156 x 225 mm; on a landscape page it lies on its side.
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 37, 35, 28, 26
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM


class Align(StrEnum):
    """Where a text stands in its line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


class TextRole(StrEnum):
    """What a line of text is on the paper; each looks as GB/T 9704-2012 and the offices have it."""

    MARK = "mark"  # 附件1, top left
    TITLE = "title"
    LINE = "line"  # above a table: 领导班子成员（签字）：
    NOTE = "note"  # under a table
    HEADING = "heading"  # 一、
    SUBHEADING = "subheading"  # （一）
    BODY = "body"  # indented by two characters
    SHEET = "sheet"  # the text of a continuation sheet, as it was typed
    CAPTION = "caption"
    SENDER = "sender"  # the name and the date under a letter
    MASTHEAD = "masthead"  # the name of a bulletin (报头)
    ISSUE = "issue"  # 第3期
    RULED = "ruled"  # with a line under it; a tab sends what follows to the right
    COPY = "copy"  # between lines at the end: who gets it (版记)


@dataclass(frozen=True)
class Text:
    """A text in its own line or lines."""

    role: TextRole
    text: str
    new_page: bool = False  # begins a page
    kind: ClassVar[str] = "text"  # how a template knows it


@dataclass(frozen=True)
class Picture:
    """A picture as large as the page allows, with a caption under it."""

    content: bytes
    name: str
    caption: str = ""
    max_width: float = TEXT_WIDTH
    max_height: float = 150
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True)
class Column:
    """A column: its head as it is printed, its width, and where the texts in it stand."""

    head: str
    width: float
    align: Align = Align.CENTER
    at_top: bool = False  # texts stand at the top of their cells, not in the middle


@dataclass(frozen=True)
class Cell:
    """What a cell says; it covers `rows` rows, and is itself covered by the one above where that is 0.

    Where the text is a `day` and nothing else, a workbook holds the day itself.
    """

    text: str = ""
    rows: int = 1
    day: date | None = None

    @property
    def is_covered(self) -> bool:
        """Whether the cell above reaches down here."""
        return self.rows == 0


COVERED = Cell(rows=0)


@dataclass(frozen=True)
class Table:
    """A table with a head that is repeated on each page; without heads it is a form with labels at the left.

    Rows that a merged cell joins stay on one page where a page can hold them.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    row_height: float = 12  # at least
    heights: Sequence[float] = ()  # of each row, where they differ
    size: float = 12  # of the texts, in points
    has_head: bool = True
    new_page: bool = False  # begins a page
    kind: ClassVar[str] = "table"

    @property
    def margin(self) -> float:
        """At the left and right of each text: a form has room, a table of many columns has little."""
        return 0.65 if self.has_head else 1.9

    @property
    def padding(self) -> float:
        """Above and below each text, so that none touches a line."""
        return 0.5 if self.has_head else 1.0

    def get_row_height(self, number: int) -> float:
        """The least height of row `number`, from 0."""
        return self.heights[number] if self.heights else self.row_height


Block = Text | Picture | Table


@dataclass(frozen=True)
class Paper:
    """A paper: what stands on it from top to bottom, and what the file says of itself."""

    name: str  # of the file, without its ending
    blocks: Sequence[Block]
    made_at: datetime
    is_landscape: bool = False
    has_page_numbers: bool = False

    @property
    def tables(self) -> list[Table]:
        """Its tables, in their order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def pages(self) -> list[list[Block]]:
        """What begins a page, with all that follows up to the next."""
        pages: list[list[Block]] = [[]]
        for block in self.blocks:
            if pages[-1] and getattr(block, "new_page", False):
                pages.append([])
            pages[-1].append(block)
        return pages

    @property
    def text_width(self) -> float:
        """The width of the text area."""
        return TEXT_HEIGHT if self.is_landscape else TEXT_WIDTH


@dataclass(frozen=True)
class DataSheet:
    """The plain sheet 数据: one head row, true dates and numbers, nothing merged; to filter and sort."""

    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    notes: Sequence[str] = field(default=())  # under the table


def merge_equal_cells(values: Sequence[str], keys: Sequence[object] | None = None) -> list[Cell]:
    """A column in which equal neighbours are one cell; equal by `keys` where these are given."""
    compared = list(values if keys is None else keys)
    cells: list[Cell] = []
    start = 0
    for number, text in enumerate(values):
        if number and compared[number] == compared[start]:
            cells.append(COVERED)
            cells[start] = Cell(cells[start].text, number - start + 1)
        else:
            start = number
            cells.append(Cell(text))
    return cells


def count_first_page_rows(rows: Sequence[Sequence[Cell]], limit: int) -> int:
    """How many of `rows` go on the first page: `limit`, or fewer where that would cut a merged cell in two.

    All of them where one cell reaches further than that: then the page is broken wherever it is full.
    """
    if len(rows) <= limit:
        return len(rows)
    whole = (count for count in range(limit, 0, -1) if not any(cell.is_covered for cell in rows[count]))
    return next(whole, len(rows))
