"""Attachment 2 as an office sends it back: the head, the visit, and the four sections. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guidance.papers.reader import Grid, Paragraph
from guidance.readback.tables import plain
from guidance.terms import GuidanceMethod

SIGNATURE = re.compile(r"领导(?:班子|小组)成员[（(]签字[）)]\s*[:：]")
TOWNSHIPS = re.compile(r"联系乡镇[（(]街道[）)]名称\s*[:：]")
TIME = re.compile(r"联系指导时间\s*[:：]")
METHODS = re.compile(r"联系指导方式\s*[:：]")
HINT = re.compile(r"[（(]?\s*(?:可另附页|另见附页|见附页)\s*[）)]?")
BLANK_DAY = re.compile(r"[年月日\s]*")
SHEET_MARK = "附页"
VISIT = "visit"
SECTIONS = {
    "overall_situation": re.compile("总体"),
    "issues_found": re.compile("问题"),
    "good_practices": re.compile("经验|做法"),
    "recommendations": re.compile("建议"),
}
HEADING_STYLES = ("Heading1", "1", "a3", "标题1")
NOT_TEXT = ("Papercaption", "Papermark")


@dataclass
class ReadVisit:
    """What stands in the form, in its own words."""

    leader: str = ""
    townships: str = ""
    time: str = ""
    methods: str = ""
    sections: dict[str, str] = field(default_factory=dict)


def section_of(label: str) -> str | None:
    """The section that a label names."""
    text = plain(label)
    if not text or len(text) > 12:
        return None
    return next((name for name, words in SECTIONS.items() if words.search(text)), None)


def read_visit(blocks: Sequence[Paragraph | Grid]) -> ReadVisit | None:
    """What the form says; None where its table is not there."""
    read = ReadVisit()
    form = next((block for block in blocks if isinstance(block, Grid) and _is_form(block)), None)
    if form is None:
        return None
    for text in _texts(blocks):
        _read_line(text, read)
    for row in form.rows:
        label, text = _label_and_text(row)
        name = section_of(label)
        if name:
            read.sections[name] = without_hints(text)
    _read_sheets(blocks[list(blocks).index(form) + 1 :], read)
    return read


def _is_form(grid: Grid) -> bool:
    named = {section_of(_label_and_text(row)[0]) for row in grid.rows} - {None}
    return len(named) >= 3


def _label_and_text(row: Sequence[str | None]) -> tuple[str, str]:
    cells = [cell for cell in row if cell is not None]
    return (cells[0] if cells else "", "\n".join(cells[1:]))


def _texts(blocks: Iterable[Paragraph | Grid]) -> Iterable[str]:
    """Every line above the continuation sheets, in paragraphs and in cells: 签字 may stand in the table."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if plain(block.text) == SHEET_MARK:
                return
            yield from block.text.split("\n")
        else:
            for row in block.rows:
                if section_of(_label_and_text(row)[0]) is None:
                    yield from (line for cell in row if cell for line in cell.split("\n"))


def _read_line(text: str, read: ReadVisit) -> None:
    for pattern, name in (
        (SIGNATURE, "leader"),
        (TOWNSHIPS, "townships"),
        (TIME, "time"),
        (METHODS, "methods"),
    ):
        if match := pattern.search(text):
            rest = text[match.end() :].strip()
            other = METHODS.search(rest) if name == "time" else None
            rest = rest[: other.start()].strip() if other else rest
            if not (name == "time" and BLANK_DAY.fullmatch(rest)) and not getattr(read, name):
                setattr(read, name, rest.strip("_＿ 　"))


def without_hints(text: str) -> str:
    """A section without （可另附页） in a line of its own."""
    lines = [line for line in text.split("\n") if not (line.strip() and HINT.fullmatch(line.strip()))]
    return "\n".join(lines).strip("\n").rstrip()


def _read_sheets(blocks: Sequence[Paragraph | Grid], read: ReadVisit) -> None:
    """The continuation sheets: a heading names the section, what follows belongs to it.

    Our own papers mark headings by their style. Where no style is used, a line that is nothing but the
    section's name is one.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    start = next((n for n, one in enumerate(paragraphs) if plain(one.text) == SHEET_MARK), None)
    if start is None:
        return
    styled = any(one.style in HEADING_STYLES for one in paragraphs)
    name: str | None = None
    found: dict[str, list[str]] = {}
    for one in paragraphs[start + 1 :]:
        is_heading = one.style in HEADING_STYLES if styled else True
        if is_heading and (heading := section_of(one.text)):
            name = heading
        elif name and one.style not in NOT_TEXT:
            found.setdefault(name, []).append(one.text)
    for section, lines in found.items():
        text = "\n".join(lines).strip("\n").rstrip()
        read.sections[section] = "\n".join(filter(None, (read.sections.get(section, ""), text)))


def read_methods(text: str) -> tuple[list[str], str]:
    """Codes of the methods named, and what is said besides: 听取汇报、实地走访（入户12户）."""
    labels = sorted(
        ((str(label), code) for code, label in GuidanceMethod.choices), key=lambda one: -len(one[0])
    )
    codes: list[str] = []
    rest = text.strip()
    while rest:
        rest = rest.lstrip("、,，;； ")
        found = next(((label, code) for label, code in labels if rest.startswith(label)), None)
        if found is None:
            break
        codes.append(found[1])
        rest = rest[len(found[0]) :]
    if rest.startswith(("（", "(")) and rest.endswith(("）", ")")):
        return codes, rest[1:-1]
    if rest and not codes:
        codes.append(GuidanceMethod.OTHER.value)
    return codes, rest
