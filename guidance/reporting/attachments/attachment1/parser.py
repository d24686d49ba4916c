"""Attachment 1 as it comes back: who guides which township, with its liaison. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidance.reference.plans.issued_words import ATTACHMENT1, Words
from guidance.reporting.attachments.tables import (
    Classify,
    Row,
    Sheet,
    TablePart,
    find_parts,
    is_note,
    make_classifier,
    plain,
)

ORDER, LEADER, POST, TOWNSHIP, LIAISON, UNIT, COUNT, PHONE = (
    "order", "leader", "post", "township", "liaison", "unit", "count", "phone",
)  # fmt: skip
ISSUED = (ORDER, LEADER, POST, TOWNSHIP, LIAISON)
HEAD_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ORDER, re.compile(r"^(序号|编号|序)$")),
    (LIAISON, re.compile("联络员")),
    (PHONE, re.compile("电话|手机|联系方式")),
    (COUNT, re.compile("^重难点村")),
    (TOWNSHIP, re.compile("乡镇|街道|联系点")),
    (POST, re.compile("职务")),
    (LEADER, re.compile("^姓名|领导")),
    (UNIT, re.compile("填报单位|县区|^单位$")),
)
NEEDED = frozenset((LEADER, TOWNSHIP, LIAISON))
PHONE_NUMBER = re.compile(r"(?<!\d)(1\d{2}[ -]?\d{4}[ -]?\d{4}|(?:0\d{2,3}[ -]?)?\d{7,8})(?!\d)")
MASKED_NUMBER = re.compile(r"1\d{2}\*{4}\d{4}")  # as we print it for readers who need not call
COUNT_BEHIND = re.compile(r"[（(]\s*(?:重难点村)?(\d{1,3})\s*个?(?:重难点)?村?\s*[）)]\s*$")
COUNT_ALONE = re.compile(r"(\d{1,3})\s*个?村?")
BESIDE_NAME = re.compile("联络员|联系电话|联系方式|手机号码|手机号?|电话")
AROUND_NAME = "()[]:,;、/。-"


def classify_head(head: str) -> str | None:
    """What the column under this head holds."""
    return next((name for name, words in HEAD_PATTERNS if words.search(head)), None)


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


def read_assignments(sheets: Sequence[Sheet], words: Words = ATTACHMENT1) -> list[ReadLink] | None:
    """The rows of Attachment 1; None where no table looks like it, or is headed as `words` say.

    Merged leaders go down to their rows.
    """
    classify = make_classifier(words, ISSUED, classify_head)
    parts = list(find_parts(sheets, classify, needed=NEEDED, order=ISSUED))
    links: list[ReadLink] = []
    for part in parts:
        links += _read_rows(part, classify, last=links[-1] if links else None)
    return links if parts else None


def _read_rows(part: TablePart, classify: Classify, last: ReadLink | None) -> Iterator[ReadLink]:
    leader, post = (last.leader, last.post) if last else ("", "")
    sheet, columns = part.sheet, part.head.columns
    # The name and the number may stand in one column or in two: 联络员 and 联络员电话.
    liaison_columns = [at for at, text in enumerate(part.head.texts) if classify(text) in (LIAISON, PHONE)]
    for number in part.rows:
        row = sheet.rows[number]
        texts = {name: _at(row, at) for name, at in columns.items()}
        if is_note(row) or not any(texts.get(name) for name in (LEADER, TOWNSHIP, LIAISON, PHONE)):
            continue
        if row_leader := plain(texts[LEADER]):
            post = plain(texts.get(POST)) or (post if row_leader == leader else "")
            leader = row_leader
        place, key_villages = _split_count(texts[TOWNSHIP], texts.get(COUNT, ""))
        liaison, phone = _split_liaison("\n".join(_at(row, at) for at in liaison_columns))
        yield ReadLink(
            where=f"{sheet.name}第{sheet.numbers[number]}行",
            number=texts.get(ORDER, ""),
            leader=leader,
            post=post,
            unit=texts.get(UNIT, ""),
            place=place,
            key_villages=key_villages,
            liaison=liaison,
            phone=phone,
        )


def _at(row: Row, column: int) -> str:
    return (row[column] or "").strip() if column < len(row) else ""


def _split_count(place: str, count: str) -> tuple[str, int | None]:
    """融安县桥板乡（3） as the township and its key villages."""
    if match := COUNT_BEHIND.search(place):
        return place[: match.start()].strip(), int(match[1])
    alone = COUNT_ALONE.fullmatch(count)
    return place, int(alone[1]) if alone else None


def _split_liaison(text: str) -> tuple[str, str]:
    """张  三 13800000000, on one line or two, as the name and the number; a masked one is none."""
    text = unicodedata.normalize("NFKC", text)
    text = MASKED_NUMBER.sub("", re.sub("[‐‑–—−]", "-", text))
    match = PHONE_NUMBER.search(text)
    name = text[: match.start()] + text[match.end() :] if match else text
    number = match[1] if match else ""
    if number.startswith("1"):
        number = re.sub("[ -]", "", number)
    return BESIDE_NAME.sub("", plain(name)).strip(AROUND_NAME), number.replace(" ", "-")
