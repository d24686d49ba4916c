"""Count the pages that a paper takes in Word. Pure.

Only Word knows for sure; but rows and lines have the heights that the paper gives them, so the count is
right unless a font is replaced by a wider one.
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
    Table,
    Text,
    TextRole,
)
from guidance.office.papers.styles import (
    CELL_STYLE,
    HEAD_STYLE,
    POINTS_A_MILLIMETRE,
    TEXT_STYLES,
    count_characters,
    head_size,
    title_size,
)

SPARE_HEIGHT = 4  # millimetres: a table made to fill a page must not count as two


def count_pages(paper: Paper) -> int:
    """Return the number of pages of A4 that the paper takes."""
    height = TEXT_WIDTH if paper.is_landscape else TEXT_HEIGHT
    return sum(
        _PageCounter(height + SPARE_HEIGHT, paper.text_width).count_blocks(blocks) for blocks in paper.pages
    )


class _PageCounter:
    """Lays blocks one under the other and counts the pages; heights and widths are in millimetres."""

    def __init__(self, height: float, width: float) -> None:
        self.height, self.width = height, width
        self.number, self.used = 1, 0.0

    def count_blocks(self, blocks: list[Block]) -> int:
        for block in blocks:
            if isinstance(block, Table):
                self._add_table(block)
            elif isinstance(block, Picture):
                self._add_height(_picture_height(block))
            else:
                self._add_text(block)
        return self.number

    def _add_height(self, height: float, head: float = 0) -> None:
        """Add a block that is never split: it moves to the next page, below `head`, where it does not fit."""
        if self.used and self.used + height > self.height:
            self.number, self.used = self.number + 1, head
        self.used += height

    def _add_text(self, block: Text) -> None:
        style = TEXT_STYLES[block.role]
        size = title_size(block.text, self.width) if block.role is TextRole.TITLE else style.size
        line = style.line * size / style.size / POINTS_A_MILLIMETRE
        for _ in range(_line_count(block.text, self.width, size, style.indent)):
            self._add_height(line)
        self.used += (style.before + style.after) / POINTS_A_MILLIMETRE

    def _add_table(self, table: Table) -> None:
        head = 0.0
        if table.has_head:
            cells = [Cell(column.head) for column in table.columns]
            head = _row_height(table, cells, head_size(table), HEAD_STYLE.line)
            self._add_height(head)
        for number, row in enumerate(table.rows):
            row_height = _row_height(table, row, table.size, CELL_STYLE.line)
            self._add_height(max(table.get_row_height(number), row_height), head)


def _row_height(table: Table, cells: Sequence[Cell], size: float, line: float) -> float:
    """The height of its highest cell; a cell that spans rows spreads its lines over them."""
    height = 0.0
    for column, cell in zip(table.columns, cells, strict=True):
        if not cell.is_covered:
            lines = _line_count(cell.text, column.width - 2 * table.margin, size)
            height = max(height, lines * line / cell.rows)
    return height / POINTS_A_MILLIMETRE


def _line_count(text: str, width: float, size: float, indent: float = 0) -> int:
    characters_a_line = width * POINTS_A_MILLIMETRE / size
    return sum(
        max(1, ceil((count_characters(line) + indent) / characters_a_line)) for line in text.split("\n")
    )


def _picture_height(picture: Picture) -> float:
    with Image.open(BytesIO(picture.content)) as image:
        width, height = image.size
    scale = min(picture.max_width / width, picture.max_height / height)
    caption = TEXT_STYLES[TextRole.CAPTION]
    caption_height = (caption.line + caption.after) / POINTS_A_MILLIMETRE if picture.caption else 0
    return height * scale + caption_height
