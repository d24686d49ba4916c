"""The layout of Attachment 2: what stands on its one page and what on continuation sheets. Pure.

The form stays on one A4 page, as issued: the box of a section that is too long says （见附页）, and the text
follows on the continuation sheet. Widths are estimated, because the fonts of the office are unknown.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

SEE_SHEET = "（见附页）"
SEE_ALSO_SHEET = "（另见附页）"

# In hundredths of a Chinese character. A Latin letter counts as wider than it is, since words wrap early.
WIDE, NARROW = 100, 65
# A line of a box is 18 pt high and holds 30 characters of 12 pt, of which one is kept in reserve. LINES count
# all four boxes together, since a box grows with its text. static/guidance/print.css uses the same figures.
LINE_WIDTH = 29 * WIDE
LINES = 18
MIN_LINES = 2  # the height of a label of two lines
MIN_LINES_OF_FIRST = 4  # the tallest row of the issued form
HEAD_LINE_WIDTH, HEAD_LINES = 26 * WIDE, 1  # 联系乡镇（街道）名称, of 16 pt; further lines reduce the boxes
VISIT_LINES = 2  # 联系指导时间 and 联系指导方式, one line each


@dataclass(frozen=True)
class Box:
    """A printed section: the text in its box, and the text on the continuation sheet."""

    name: str
    text: str
    hint: str = ""  # below the text: （可另附页） in an empty box, or where the text continues
    continued: str = ""  # on the continuation sheet


def count_lines(text: str, line_width: int = LINE_WIDTH) -> int:
    """The number of lines that `text` takes; `line_width` in hundredths of a Chinese character."""
    return sum(max(1, ceil(_width(paragraph) / line_width)) for paragraph in text.split("\n")) if text else 0


def _width(text: str) -> int:
    return sum(WIDE if unicodedata.east_asian_width(char) in "WFA" else NARROW for char in text)


def available_lines(townships: str, visit: Sequence[str]) -> int:
    """The lines left for the four boxes below this head and the two texts of the visit row."""
    # A line of the head is 30 pt high, which is two lines of a box, rounded up.
    head = 2 * max(0, count_lines(townships, HEAD_LINE_WIDTH) - HEAD_LINES)
    return LINES - head - max(0, sum(count_lines(text) for text in visit) - VISIT_LINES)


def lay_out_boxes(
    texts: Mapping[str, str], *, lines: int, with_files: frozenset[str], empty_hint: str
) -> list[Box]:
    """The boxes of a report, in the order of `texts`; the longest move to continuation sheets until all fit.

    `lines` is the room for all boxes, `with_files` are the sections with attached files.
    """
    texts = {name: _clean(text) for name, text in texts.items()}
    hints = {name: 1 if name in with_files else 0 for name in texts}
    first = next(iter(texts), None)
    minimum = {name: MIN_LINES_OF_FIRST if name == first else MIN_LINES for name in texts}
    needed = {name: max(minimum[name], count_lines(text) + hints[name]) for name, text in texts.items()}
    moved: set[str] = set()
    while sum(needed.values()) > lines and len(moved) < len(needed):
        longest = max((name for name in needed if name not in moved), key=lambda name: needed[name])
        moved.add(longest)
        needed[longest] = MIN_LINES
    # An empty box only gave up its height.
    moved = {name for name in moved if texts[name]}
    return [_box(name, text, name in moved, name in with_files, empty_hint) for name, text in texts.items()]


def _box(name: str, text: str, is_moved: bool, has_files: bool, empty_hint: str) -> Box:
    if is_moved:
        return Box(name, "", SEE_SHEET, text)
    if has_files:
        return Box(name, text, SEE_ALSO_SHEET if text else SEE_SHEET)
    return Box(name, text, "" if text else empty_hint)


def _clean(text: str) -> str:
    """Remove spaces at the ends; replace a tab by two wide spaces."""
    return "\n".join(line.rstrip() for line in text.replace("\t", "　　").strip("\n").split("\n")).strip()
