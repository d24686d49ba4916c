"""The style of each kind of line: fonts, sizes, spacing of GB/T 9704-2012 and of annexes as offices set them.

Fonts are named, not shipped: the offices have 方正小标宋简体, 仿宋_GB2312 and 楷体_GB2312. Sizes are points.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from guidance.office.papers.spec import TEXT_WIDTH, Align, Picture, Table, TextRole

SONG_TITLE, FANGSONG, HEITI, KAITI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
RED = "FF0000"  # of the head of an official paper
# From the size that is meant down to what can still be read, until the longest line fits.
TITLE_SIZES = (22, 20, 18, 16, 15, 14, 12)
HEAD_SIZES = (12, 11, 10.5, 10, 9)
POINTS_A_MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class TextStyle:
    """A paragraph's font, size, line height, and where it stands."""

    name: str  # of the style, as Word shows it
    font: str
    size: float
    line: float  # exactly
    align: Align = Align.LEFT
    indent: float = 0  # of the first line, in characters
    before: float = 0
    after: float = 0
    stays_with_next: bool = False
    is_tight: bool = False  # no room between Chinese characters and digits: 1月20日 is one word
    lines: tuple[str, ...] = ()  # drawn above (top) and below (bottom)
    color: str = ""  # of the letters and lines, where they are not black
    tab: float = 0  # millimetres: what follows a tab ends there


TEXT_STYLES = {
    TextRole.MARK: TextStyle("附件标记", HEITI, 16, 28, is_tight=True),
    TextRole.TITLE: TextStyle("附件标题", SONG_TITLE, 22, 32, Align.CENTER, before=10, after=10),
    TextRole.LINE: TextStyle("表前", FANGSONG, 16, 30),
    TextRole.NOTE: TextStyle("附注", FANGSONG, 11, 16, Align.BOTH, before=4),
    TextRole.HEADING: TextStyle("一级标题", HEITI, 16, 28.9, Align.BOTH, indent=2, stays_with_next=True),
    TextRole.SUBHEADING: TextStyle("二级标题", KAITI, 16, 28.9, Align.BOTH, indent=2, stays_with_next=True),
    TextRole.BODY: TextStyle("正文段落", FANGSONG, 16, 28.9, Align.BOTH, indent=2),
    TextRole.SHEET: TextStyle("附页正文", FANGSONG, 14, 24, Align.BOTH),
    TextRole.CAPTION: TextStyle("图注", FANGSONG, 10.5, 16, Align.CENTER, after=6),
    TextRole.SENDER: TextStyle("落款", FANGSONG, 16, 28.9, Align.RIGHT),
    TextRole.MASTHEAD: TextStyle("报头", SONG_TITLE, 42, 54, Align.CENTER, after=6, color=RED),
    TextRole.ISSUE: TextStyle("期号", FANGSONG, 16, 28.9, Align.CENTER),
    TextRole.RULED: TextStyle(
        "报头下行", FANGSONG, 16, 32, after=14, lines=("bottom",), color=RED, tab=TEXT_WIDTH
    ),
    TextRole.COPY: TextStyle("版记", FANGSONG, 14, 26, Align.BOTH, lines=("top", "bottom")),
}
HEAD_STYLE = TextStyle("表头", HEITI, 12, 17, Align.CENTER, is_tight=True)
CELL_STYLE = TextStyle("表格正文", FANGSONG, 12, 18, Align.CENTER, is_tight=True)


def title_size(text: str, width: float) -> float:
    """The largest size of a title in which its longest line stays one line of `width` millimetres."""
    return _largest_fitting_size([(text, width)], TITLE_SIZES)


def head_size(table: Table) -> float:
    """The largest size in which no line of a head is broken again, but for heads too long for any size."""
    heads = [(column.head, column.width - 2 * table.margin) for column in table.columns]
    unbroken = [head for head in heads if _fits(*head, HEAD_SIZES[-1])]
    return _largest_fitting_size(unbroken, [size for size in HEAD_SIZES if size <= table.size])


def _largest_fitting_size(texts: Sequence[tuple[str, float]], sizes: Sequence[float]) -> float:
    return next((size for size in sizes if all(_fits(*text, size) for text in texts)), sizes[-1])


def _fits(text: str, width: float, size: float) -> bool:
    return max(map(count_characters, text.split("\n"))) * size <= width * POINTS_A_MILLIMETRE


def picture_size(picture: Picture, width: int, height: int) -> tuple[float, float]:
    """The sides in millimetres of a picture of so many dots, as large as it may be."""
    scale = min(picture.max_width / width, picture.max_height / height)
    return width * scale, height * scale


def count_characters(text: str) -> float:
    """The width of a text in Chinese characters; a Latin one is half as wide."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
