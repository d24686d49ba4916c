"""What goes onto the one page of Attachment 2 and what onto continuation sheets. Pure.

The form stays on one A4 page (its issued layout): a section too long for its box says （见附页）and follows
there under its label. Widths are counted, not measured: nobody knows here which fonts the office has.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

ON_SHEET = "（见附页）"
ALSO_ON_SHEET = "（另见附页）"

# In hundredths of a Chinese character; a Latin one is counted wider than it is, since words wrap early.
WIDE, NARROW = 100, 65
# The boxes: characters of 12 pt a line, one short of the 30 that stand there, and lines of 18 pt. They are
# for all four together, since a box grows with its text. static/guidance/print.css draws what stands here.
LINE = 29 * WIDE
LINES = 18
LEAST_LINES = 2  # as high as a label of two lines
LEAST_OF_FIRST = 4  # the tallest row of the issued form
HEAD_LINE, HEAD_LINES = 26 * WIDE, 1  # 联系乡镇（街道）名称, of 16 pt: what is longer takes from the boxes
VISIT_LINES = 2  # 联系指导时间 and 联系指导方式, a line each


@dataclass(frozen=True)
class Box:
    """A section as it is printed: what stands in its box, and what follows on a continuation sheet."""

    name: str
    words: str  # in the box
    hint: str = ""  # under the words: （可另附页） in an empty box, or where to read on
    continued: str = ""  # on the continuation sheet


def lines_of(text: str, line: int = LINE) -> int:
    """How many lines `text` takes where `line` is their width."""
    return sum(max(1, ceil(_width(paragraph) / line)) for paragraph in text.split("\n")) if text else 0


def _width(text: str) -> int:
    return sum(WIDE if unicodedata.east_asian_width(one) in "WFA" else NARROW for one in text)


def room_for(townships: str, visit: Sequence[str]) -> int:
    """The lines left to the four boxes under this head and these two lines of the visit."""
    # A line of the head is 30 pt high: as high as two of a box are, rounded up.
    head = 2 * max(0, lines_of(townships, HEAD_LINE) - HEAD_LINES)
    return LINES - head - max(0, sum(lines_of(text) for text in visit) - VISIT_LINES)


def lay_out(texts: Mapping[str, str], *, room: int, with_files: frozenset[str], empty: str) -> list[Box]:
    """The boxes of a report, in the order of `texts`; the longest go to continuation sheets until all fit.

    `with_files` are the sections with attached files, `empty` is the hint of an empty box.
    """
    clean = {name: _clean(text) for name, text in texts.items()}
    hints = {name: 1 if name in with_files else 0 for name in clean}
    first = next(iter(clean), None)
    least = {name: LEAST_OF_FIRST if name == first else LEAST_LINES for name in clean}
    needed = {name: max(least[name], lines_of(text) + hints[name]) for name, text in clean.items()}
    moved: set[str] = set()
    while sum(needed.values()) > room and len(moved) < len(needed):
        longest = max((name for name in needed if name not in moved), key=lambda name: needed[name])
        moved.add(longest)
        needed[longest] = LEAST_LINES
    # One with nothing in it only gave up its height.
    moved = {name for name in moved if clean[name]}
    return [_box(name, text, name in moved, name in with_files, empty) for name, text in clean.items()]


def _box(name: str, text: str, is_moved: bool, has_files: bool, empty: str) -> Box:
    if is_moved:
        return Box(name, "", ON_SHEET, text)
    if has_files:
        return Box(name, text, ALSO_ON_SHEET if text else ON_SHEET)
    return Box(name, text, "" if text else empty)


def _clean(text: str) -> str:
    """Without blank ends; a tab is two characters wide."""
    return "\n".join(line.rstrip() for line in text.replace("\t", "　　").strip("\n").split("\n")).strip()
