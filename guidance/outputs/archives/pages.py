"""How many pages a paper takes, counted from what stands on it. Pure but for the size of a picture.

Word alone knows; but its rows and lines have the heights that the paper gives them, so counting comes
to the same number unless fonts are replaced by wider ones.
"""

from collections.abc import Sequence
from io import BytesIO
from math import ceil

from PIL import Image

from guidance.office.papers.spec import (
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Block,
    Cell,
    Paper,
    Picture,
    Role,
    Table,
    Text,
)
from guidance.office.papers.styles import (
    CELL,
    HEAD,
    LOOKS,
    POINTS_A_MILLIMETRE,
    characters,
    head_size,
    title_size,
)

ROOM_TO_SPARE = 4  # millimetres: what is laid out to fill a page is meant to stay on it


def pages_of(paper: Paper) -> int:
    """The number of pages."""
    room = TEXT_WIDTH if paper.is_landscape else TEXT_HEIGHT
    return sum(_Pages(room + ROOM_TO_SPARE, paper.text_width).count(part) for part in paper.pages)


class _Pages:
    """Lays blocks one under the other."""

    def __init__(self, room: float, width: float) -> None:
        self.room, self.width = room, width
        self.number, self.used = 1, 0.0

    def count(self, blocks: list[Block]) -> int:
        for block in blocks:
            if isinstance(block, Table):
                self._put_table(block)
            elif isinstance(block, Picture):
                self._put(_picture_height(block))
            else:
                self._put_text(block)
        return self.number

    def _put(self, height: float, head: float = 0) -> None:
        """What is not cut: on the next page where this one has no room for it, under `head`."""
        if self.used and self.used + height > self.room:
            self.number, self.used = self.number + 1, head
        self.used += height

    def _put_text(self, block: Text) -> None:
        look = LOOKS[block.role]
        size = title_size(block.text, self.width) if block.role is Role.TITLE else look.size
        line = look.line * size / look.size / POINTS_A_MILLIMETRE
        for _ in range(_lines(block.text, self.width, size, look.indent)):
            self._put(line)
        self.used += (look.before + look.after) / POINTS_A_MILLIMETRE

    def _put_table(self, table: Table) -> None:
        head = 0.0
        if table.has_head:
            cells = [Cell(column.head) for column in table.columns]
            head = _row_height(table, cells, head_size(table), HEAD.line)
            self._put(head)
        for number, row in enumerate(table.rows):
            needed = _row_height(table, row, table.size, CELL.line)
            self._put(max(table.height_of(number), needed), head)


def _row_height(table: Table, cells: Sequence[Cell], size: float, line: float) -> float:
    """Of the highest of its cells; one that reaches down shares its lines among its rows."""
    highest = 0.0
    for column, cell in zip(table.columns, cells, strict=True):
        if not cell.is_covered:
            lines = _lines(cell.text, column.width - 2 * table.margin, size)
            highest = max(highest, lines * line / cell.rows)
    return highest / POINTS_A_MILLIMETRE


def _lines(text: str, width: float, size: float, indent: float = 0) -> int:
    room = width * POINTS_A_MILLIMETRE / size
    return sum(max(1, ceil((characters(line) + indent) / room)) for line in text.split("\n"))


def _picture_height(picture: Picture) -> float:
    with Image.open(BytesIO(picture.content)) as image:
        width, height = image.size
    scale = min(picture.most_width / width, picture.most_height / height)
    caption = LOOKS[Role.CAPTION]
    below = (caption.line + caption.after) / POINTS_A_MILLIMETRE if picture.caption else 0
    return height * scale + below
