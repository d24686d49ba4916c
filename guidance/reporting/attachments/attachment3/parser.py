"""Attachment 3 as an office sends it back: whose rows they are, and what each cell says. Pure.

Merged cells may be broken, columns renamed or moved, units' rows mixed, days written in any way.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.issued_words import ATTACHMENT3, Words
from guidance.reporting.attachments.tables import (
    Head,
    Row,
    Sheet,
    TablePart,
    find_parts,
    is_empty,
    is_note,
    make_classifier,
    plain,
)
from guidance.reporting.schedules.choices import DateKind

ORDER, TOWNSHIP, UNIT = "order", "township", "unit"
COMPLETION = ScheduleColumn.COMPLETION.value
ISSUED = (ORDER, TOWNSHIP, *ScheduleColumn.values)
DATED = frozenset(column.value for column in MEETINGS)
ORDER_LENGTH = 5  # a longer number is none of a row

# What a head says, tried in this order: 村（社区）妇联换届 names the federation, 完成 before all meetings.
HEAD_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ORDER, re.compile(r"^(序号|编号|序|No\.?|行号)$", re.IGNORECASE)),
    *(
        (column.value, re.compile(column.head_words))
        for column in sorted(ScheduleColumn, key=lambda column: column.head_rank)
    ),
    (TOWNSHIP, re.compile("乡镇|街道|乡\\(镇\\)|联系点|联系指导")),
    (UNIT, re.compile("单位|县区|县\\(区\\)")),
)
ACTUAL = re.compile(r"\s*[(（]?\s*(?:实际|已开|已召开|已完成|已举行)\s*[)）]?\s*$")
PLANNED = re.compile(r"\s*[(（]\s*(?:计划|预定)\s*[)）]\s*$")
PREFIX = re.compile(r"^\s*([^:：\d]{2,20})\s*[:：]\s*")


def classify_head(head: str) -> str | None:
    """What the column under this head holds; None where it says nothing that the attachment knows."""
    return next((name for name, words in HEAD_PATTERNS if words.search(head)), None)


@dataclass(frozen=True)
class ReadCell:
    """What stands in a cell: all of it, its words in one line, and the same without 实际."""

    original: str
    words: str
    text: str
    kind: str
    where: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.text


@dataclass
class ReadRow:
    """A row of the file: which township it names, and its cells by column."""

    where: str
    number: str
    place: str
    unit: str
    cells: dict[str, ReadCell]
    completion: ReadCell | None = None
    completion_of: str = ""  # the unit that stands before it: 融安县：
    township_id: int | None = None


@dataclass
class ReadTable:
    """All rows of a file that is Attachment 3, and remarks about its heads."""

    rows: list[ReadRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_schedule(sheets: Sequence[Sheet], words: Words = ATTACHMENT3) -> ReadTable | None:
    """The rows of every table that looks like Attachment 3, or is headed as `words` say; None where none is.

    A row that names a township again is not read; a remark says so.
    """
    classify = make_classifier(words, ISSUED, classify_head)
    parts = list(find_parts(sheets, classify, needed=DATED | {TOWNSHIP}, order=ISSUED))
    table = ReadTable()
    seen: set[tuple[str, str]] = set()
    for part in parts:
        table.remarks += _remarks(part.sheet, part.head)
        for row in _read_rows(part):
            place_key = (plain(row.place), plain(row.unit or row.completion_of))
            if row.place and place_key in seen:
                table.remarks.append(f"{row.where}的“{' '.join(row.place.split())}”前面已有，没有读取。")
            else:
                seen.add(place_key)
                table.rows.append(row)
    table.remarks = list(dict.fromkeys(table.remarks))
    return table if parts else None


def _remarks(sheet: Sheet, head: Head) -> Iterator[str]:
    for name, text in head.guessed.items():
        meant = ScheduleColumn(name).label if name in ScheduleColumn.values else "乡镇（街道）"
        yield f"{sheet.name}的栏目“{text}”按位置理解为“{meant}”，请核对。"
    for text in head.unknown:
        yield f"{sheet.name}的栏目“{text}”不是附件3的栏目，没有读取。"


def _read_rows(part: TablePart) -> Iterator[ReadRow]:
    sheet, columns = part.sheet, part.head.columns
    above: ReadRow | None = None
    unit = ""
    for number in part.rows:
        row = sheet.rows[number]
        if is_note(row) or is_empty(row):
            continue
        unit = (_at(row, columns.get(UNIT)) or "").strip() or unit
        read = ReadRow(
            where=f"{sheet.name}第{sheet.numbers[number]}行",
            number=(_at(row, columns.get(ORDER)) or "").strip(),
            place=(_at(row, columns[TOWNSHIP]) or "").strip(),
            unit=unit,
            cells={
                name: _read_cell(_at(row, columns[name]), sheet.describe_place(number, columns[name]))
                for name in sorted(DATED)
            },
        )
        completion_text = _at(row, columns.get(COMPLETION))
        if completion_text and completion_text.strip():
            where = sheet.describe_place(number, columns[COMPLETION])
            read.completion_of, read.completion = _read_completion(completion_text, where)
        _fill_merged_cells(read, row, columns, above)
        if _is_township_row(read):
            above = read
            yield read
        elif above and not above.completion:  # in a row of its own
            above.completion, above.completion_of = read.completion, read.completion_of


def _fill_merged_cells(read: ReadRow, row: Row, columns: dict[str, int], above: ReadRow | None) -> None:
    """Copy what a merged cell says into each row that it covers."""
    if above is None:
        return
    for name in DATED:
        if _at(row, columns[name]) is None:
            read.cells[name] = above.cells[name]
    if _at(row, columns[TOWNSHIP]) is None:
        read.place, read.number = above.place, read.number or above.number
    if _at(row, columns.get(COMPLETION)) is None:
        read.completion, read.completion_of = above.completion, above.completion_of


def _is_township_row(read: ReadRow) -> bool:
    """Whether the row says anything; titles and notes that stand between the rows do not."""
    named = read.place or (read.number.isdecimal() and len(read.number) < ORDER_LENGTH)
    return bool(named) or any(not cell.is_blank for cell in read.cells.values())


def _at(row: Row, column: int | None) -> str | None:
    return row[column] if column is not None and column < len(row) else ""


def _read_completion(text: str, where: str) -> tuple[str, ReadCell]:
    """融安县：3月8日, as the unit and the day."""
    match = PREFIX.match(text)
    rest = text[match.end() :] if match else text
    cell = _read_cell(rest, where)
    return (match[1].strip() if match else ""), replace(cell, original=text.strip())


def _read_cell(original: str | None, where: str) -> ReadCell:
    """The words of a cell in one line; 实际 behind them says that the day has happened (A-15)."""
    words = text = " ".join((original or "").split())
    kind = DateKind.PLANNED.value
    if match := ACTUAL.search(text):
        text, kind = text[: match.start()], DateKind.ACTUAL.value
    elif match := PLANNED.search(text):
        text = text[: match.start()]
    return ReadCell((original or "").strip(), words, text.strip(), kind, where)
