"""Attachment 1 as it comes back: who guides which township, with its liaison. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidance.readback.tables import Head, Sheet, find_head, is_empty, is_note, plain

ORDER, LEADER, POST, TOWNSHIP, LIAISON, UNIT, COUNT, PHONE = (
    "order", "leader", "post", "township", "liaison", "unit", "count", "phone",
)  # fmt: skip
ISSUED = (ORDER, LEADER, POST, TOWNSHIP, LIAISON)
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ORDER, re.compile(r"^(序号|编号|序)$")),
    (LIAISON, re.compile("联络员")),
    (PHONE, re.compile("电话|手机|联系方式")),
    (COUNT, re.compile("^重难点村")),
    (TOWNSHIP, re.compile("乡镇|街道|联系点")),
    (POST, re.compile("职务")),
    (LEADER, re.compile("^姓名|领导")),
    (UNIT, re.compile("填报单位|县区|^单位$")),
)
PHONE_NUMBER = re.compile(r"(?<!\d)(1\d{10}|(?:0\d{2,3}-?)?\d{7,8})(?!\d)")
COUNT_BEHIND = re.compile(r"[（(](\d{1,3})[）)]\s*$")


def column_of(head: str) -> str | None:
    """What the column under this head holds."""
    return next((name for name, words in WORDS if words.search(head)), None)


@dataclass(frozen=True)
class ReadLink:
    """A row of the file."""

    where: str
    number: str
    leader: str
    post: str
    unit: str
    place: str
    key_villages: int | None
    liaison: str
    phone: str


def read_assignments(sheets: Sequence[Sheet]) -> list[ReadLink] | None:
    """The rows of Attachment 1; None where no table looks like it. Merged leaders go down to their rows."""
    found: list[ReadLink] = []
    seen = False
    for sheet in sheets:
        head = find_head(sheet.rows, column_of, needed=frozenset((LEADER, TOWNSHIP, LIAISON)), order=ISSUED)
        if head is None:
            continue
        if seen and not sheet.name.startswith("第"):
            break  # the data sheet of the same workbook says it again
        seen = True
        found += _rows(sheet, head, last=found[-1] if found else None)
    return found if seen else None


def _rows(sheet: Sheet, head: Head, last: ReadLink | None) -> Iterator[ReadLink]:
    leader, post = (last.leader, last.post) if last else ("", "")
    for number in range(head.row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        if is_note(row):
            return

        def cell(name: str, row: Sequence[str | None] = row) -> str:
            at = head.columns.get(name)
            return (row[at] or "").strip() if at is not None and at < len(row) else ""

        if is_empty(row) or column_of(plain(cell(LIAISON))) == LIAISON:
            continue
        if cell(LEADER):
            leader, post = plain(cell(LEADER)), plain(cell(POST))
        place, key_villages = _count(cell(TOWNSHIP), cell(COUNT))
        liaison, phone = _liaison(f"{cell(LIAISON)}\n{cell(PHONE)}")
        yield ReadLink(
            where=f"{sheet.name}第{sheet.numbers[number]}行",
            number=cell(ORDER),
            leader=leader,
            post=post,
            unit=cell(UNIT),
            place=place,
            key_villages=key_villages,
            liaison=liaison,
            phone=phone,
        )


def _count(place: str, count: str) -> tuple[str, int | None]:
    """融安县桥板乡（3） as the township and its key villages."""
    if match := COUNT_BEHIND.search(place):
        return place[: match.start()].strip(), int(match[1])
    return place, int(count) if count.isdecimal() and len(count) < 4 else None


def _liaison(text: str) -> tuple[str, str]:
    """张  三 13800000000, on one line or two, as the name and the number."""
    match = PHONE_NUMBER.search(text)
    name = text[: match.start()] + text[match.end() :] if match else text
    return plain(name), match[1] if match else ""
