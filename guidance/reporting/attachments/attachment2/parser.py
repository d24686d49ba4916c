"""Attachment 2 as an office sends it back: the head, the visit, and the four sections. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from guidance.office.papers.word_reader import Grid, Paragraph
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.issued_words import ATTACHMENT2, Words
from guidance.reporting.attachments.tables import is_note, plain

# What stands before each answer (its slot in the printed words); the colon may be of either width.
SLOTS = {"leader": "signature", "townships": "township", "time": "time", "methods": "methods"}
LEADS = {
    "leader": re.compile(r"领导(?:班子|小组)?成员\s*[（(]?签[字名][）)]?\s*[:：]"),
    "townships": re.compile(r"联系(?:指导)?(?:的)?乡镇\s*[（(、/]?\s*街道\s*[）)]?\s*(?:名称)?\s*[:：]"),
    "time": re.compile(r"指导时间\s*[:：]"),
    "methods": re.compile(r"指导方式\s*[:：]"),
}
HINT = r"[（(]\s*可另附页\s*[）)]"
HINTS = re.compile(rf"\A\s*{HINT}|{HINT}\s*\Z")
HINT_LINE = re.compile(r"\s*[（(]?\s*(?:可另附页|另见附页|见附页)\s*[）)]?\s*")
LEAD_IN = re.compile(r"(?:本次)?联系$")  # what belongs to the next answer: 联系指导时间
BLANK_DAY = re.compile(r"[年月日\s]*")
SHEET_MARK = "附页"
VISIT = "visit"
SECTIONS = {
    "overall_situation": re.compile("总体"),
    "issues_found": re.compile("问题"),
    "good_practices": re.compile("经验|做法"),
    "recommendations": re.compile("建议"),
}
HEADING_STYLES = ("Heading1", "1", "标题1")
# A heading where no style marks it: 二、发现问题.
PLAIN_HEADING = re.compile(
    r"(?:[一二三四1-4][、.]|[(][一二三四1-4][)])?"
    r"(?:总体情况|(?:发现|存在)的?(?:主要)?问题|(?:主要)?经验做法|(?:工作|意见)建议)[:]?"
)
BETWEEN_METHODS = re.compile(r"^[、,，;；/\s和及与]+")
NOT_TEXT = ("Papercaption", "Papermark")


@dataclass
class ReadVisit:
    """The answers of a form, in its own words."""

    leader: str = ""
    townships: str = ""
    time: str = ""
    methods: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)  # labels of rows that are nothing of the form
    forms: int = 1  # in the file; the first is read


@dataclass(frozen=True)
class FormWording:
    """How the form is worded: as issued or nearly so, or in the very words of a plan."""

    leads: dict[str, re.Pattern[str]]
    labels: dict[str, str]  # the sections by their printed labels
    hint: str

    @classmethod
    def of(cls, words: Words) -> "FormWording":
        """The wording of a form that is printed with a plan's words."""
        leads = {
            name: re.compile("|".join(filter(None, (LEADS[name].pattern, _lead(words[slot])))))
            for name, slot in SLOTS.items()
        }
        labels = {plain(words[f"label.{name}"]): name for name in SECTIONS}
        return cls(leads, labels, plain(words["continuation"]))

    def get_section(self, label: str) -> str | None:
        """The section that a label names."""
        return self.labels.get(plain(label)) or get_section(label)


def _lead(text: str) -> str:
    """The words up to the colon: what follows, 年  月  日, is there to be filled in."""
    lead, colon, _ = text.partition("：")
    if not lead.strip():
        return ""
    return re.escape(lead.strip()) + r"\s*[:：]" if colon else re.escape(text.strip())


def get_section(label: str) -> str | None:
    """The section that a label names, as issued or nearly so."""
    text = plain(label)
    if not text or len(text) > 12:
        return None
    return next((name for name, words in SECTIONS.items() if words.search(text)), None)


def read_visit(blocks: Sequence[Paragraph | Grid], words: Words = ATTACHMENT2) -> ReadVisit | None:
    """Read the first form of the file; None where there is none."""
    read, printed = ReadVisit(), FormWording.of(words)
    forms = [n for n, block in enumerate(blocks) if isinstance(block, Grid) and _is_form(block, printed)]
    if not forms:
        return None
    form, behind = blocks[forms[0]], blocks[forms[0] + 1 :]
    for text in _lines_outside_sections(blocks, printed):
        _read_line(text, read, printed)
    read.forms = len(forms)
    if isinstance(form, Grid):
        read.unread = list(_unread_labels(form, printed))
        for name, text in _section_rows(form, printed):
            read.sections[name] = _join_lines(read.sections.get(name, ""), text)
    read.sections |= {name: without_hints(text, printed.hint) for name, text in read.sections.items()}
    _read_continuation(behind, read)
    return read


def _is_form(grid: Grid, printed: FormWording) -> bool:
    return len({name for name, _ in _section_rows(grid, printed)}) >= 3


def _section_rows(grid: Grid, printed: FormWording) -> Iterator[tuple[str, str]]:
    """The rows of the sections; one without a label goes on with the section above it."""
    name: str | None = None
    for row in grid.rows:
        label, texts = (row[0] or "" if row else ""), [cell for cell in row[1:] if cell]
        if plain(label):
            own = printed.get_section(label)
            if own is None and len(row) == 1 and name and not is_note(row):
                texts = [label]  # the text stands under its label
            else:
                name = own
        if name:
            yield name, "\n".join(texts)


def _unread_labels(grid: Grid, printed: FormWording) -> Iterator[str]:
    """The labels of rows that somebody added: 其他情况."""
    for row in grid.rows:
        label, *texts = [cell or "" for cell in row] or [""]
        words = "\n".join([label, *texts])
        is_known = printed.get_section(label) or any(lead.search(words) for lead in printed.leads.values())
        if plain(label) and plain("".join(texts)) and not is_known and not is_note(row):
            yield plain(label)


def _lines_outside_sections(blocks: Iterable[Paragraph | Grid], printed: FormWording) -> Iterator[str]:
    """Every line above the continuation sheets but those of sections: 签字 may stand in the table."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if plain(block.text) == SHEET_MARK:
                return
            yield from block.text.split("\n")
        else:
            for row in block.rows:
                if plain(row[0] if row else "") and printed.get_section(row[0] or "") is None:
                    yield from _lines(row)


def _lines(row: Sequence[str | None]) -> Iterator[str]:
    """The lines of a row's cells; and each cell with the next, where the first is what stands before it."""
    cells = [cell for cell in row if cell]
    for cell in cells:
        yield from cell.split("\n")
    for cell, following in pairwise(cells):
        yield f"{cell.strip().rstrip(':：')}：{following}"


def _read_line(text: str, read: ReadVisit, printed: FormWording) -> None:
    """The answers in this line; one reaches up to what stands before the next."""
    leads = list(printed.leads.items())
    for number, (name, lead) in enumerate(leads, 1):
        if match := lead.search(text):
            rest = text[match.end() :]
            later = [next_match.start() for _, other in leads[number:] if (next_match := other.search(rest))]
            rest = LEAD_IN.sub("", rest[: min(later)]) if later else rest
            rest = rest.strip("_＿ 　\t\n")
            if not (name == "time" and BLANK_DAY.fullmatch(rest)) and not getattr(read, name):
                setattr(read, name, rest)


def without_hints(text: str, printed: str = "") -> str:
    """A section without （可另附页）at its beginning or end, and （另见附页）in a line of its own there.

    `printed` is the plan's own word for the former.
    """
    lines = HINTS.sub("", text).strip("\n").rstrip().split("\n")
    if _is_hint(lines[0], printed):
        lines = lines[1:]
    if lines and _is_hint(lines[-1], printed):
        lines = lines[:-1]
    return "\n".join(lines).strip("\n").rstrip()


def _is_hint(line: str, printed: str) -> bool:
    return bool(HINT_LINE.fullmatch(line)) or (bool(printed) and plain(line) == printed)


def _join_lines(first: str, second: str) -> str:
    return "\n".join(filter(None, (first, second)))


def _read_continuation(blocks: Sequence[Paragraph | Grid], read: ReadVisit) -> None:
    """The continuation sheets: a heading names the section, what follows belongs to it.

    Our own papers mark headings by their style. Where no style is used, a line that is nothing but the
    section's name is one.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    start = next((n for n, paragraph in enumerate(paragraphs) if plain(paragraph.text) == SHEET_MARK), None)
    if start is None:
        return
    styled = any(paragraph.style in HEADING_STYLES for paragraph in paragraphs)
    name: str | None = None
    lines_by_section: dict[str, list[str]] = {}
    for paragraph in paragraphs[start + 1 :]:
        is_heading = (
            paragraph.style in HEADING_STYLES if styled else PLAIN_HEADING.fullmatch(plain(paragraph.text))
        )
        if is_heading and (heading := get_section(paragraph.text)):
            name = heading
        elif name and paragraph.style not in NOT_TEXT:
            lines_by_section.setdefault(name, []).append(paragraph.text)
    for section, lines in lines_by_section.items():
        text = "\n".join(lines).strip("\n").rstrip()
        read.sections[section] = _join_lines(read.sections.get(section, ""), text)


def read_methods(text: str) -> tuple[list[str], str]:
    """Codes of the methods named, and what is said besides: 听取汇报、实地走访（入户12户）."""
    labels = sorted(
        ((str(label), code) for code, label in GuidanceMethod.choices), key=lambda pair: -len(pair[0])
    )
    codes: list[str] = []
    rest = text.strip()
    while rest:
        after = BETWEEN_METHODS.sub("", rest)
        method = next(((label, code) for label, code in labels if after.startswith(label)), None)
        if method is None:
            break
        codes.append(method[1])
        rest = after[len(method[0]) :]
    rest = rest.lstrip("、,，;； ")
    if rest.startswith(("（", "(")) and rest.endswith(("）", ")")):
        return codes, rest[1:-1]
    if rest and not codes:
        codes.append(GuidanceMethod.OTHER.value)
    return codes, rest
