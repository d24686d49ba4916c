"""What a read Attachment 3 means for the units of a round: whose rows it holds, what their cells say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guidance.core.access import User
from guidance.reference.places.lookup import get_township_index
from guidance.reference.places.matching import TownshipIndex
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.attachment3.parser import ReadCell, ReadRow, ReadTable, read_schedule
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.attachments.recognition import load_sheets
from guidance.reporting.schedules.access import can_submit_for_unit, editable_township_ids
from guidance.reporting.schedules.cells import (
    CELL_LIMIT,
    TOO_LONG_MESSAGE,
    Cell,
    CellText,
    cell_key,
    read_cell,
)
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import BadDate
from guidance.reporting.schedules.queries import get_round_links, get_unit_sheet
from guidance.reporting.schedules.sheets import Sheet, ShownCell
from guidance.reporting.schedules.typed_cells import TypedCell, base_text


@dataclass
class UnitRows:
    """The rows of one unit, and whether the user fills in for it."""

    unit: ReportingUnit
    rows: list[ReadRow] = field(default_factory=list)
    is_own: bool = False

    @property
    def filled(self) -> int:
        """How many cells say something."""
        cells = [cell for row in self.rows for cell in row.cells.values()]
        return sum(not cell.is_blank for cell in cells)


@dataclass
class UnitsInFile:
    """The units whose rows a file holds."""

    units: list[UnitRows]
    unknown: list[tuple[int, ReadRow]]  # by their number in the file, from 0
    remarks: list[str]
    elsewhere: list[str] = field(default_factory=list)  # units whose townships the user does not see

    @property
    def own_units(self) -> list[UnitRows]:
        """The units that the user may fill in for."""
        return [unit_rows for unit_rows in self.units if unit_rows.is_own]

    @property
    def others(self) -> list[str]:
        """The names of the units in the file that others report."""
        return [str(unit_rows.unit) for unit_rows in self.units if not unit_rows.is_own] + self.elsewhere


def match_units(paper: ReadPaper, user: User) -> UnitsInFile:
    """Find the units whose rows the file holds. The paper is an Attachment 3 with its round set."""
    table = read_schedule(load_sheets(paper.content), printed_words(paper.plan, "attachment3")) or ReadTable()
    round_: Any = paper.round
    links = {
        link.township_id: link
        for link in get_round_links(paper.uploaded_by, round_).select_related("township__unit")
    }
    townships = get_township_index(user)
    _match_townships(table, paper, townships, {link.order: pk for pk, link in links.items()})
    units = {township.pk: township.unit_names[0] for township in townships.townships}
    editable = set(Township.objects.editable_by(user).filter(pk__in=links).values_list("pk", flat=True))
    by_unit: dict[int, UnitRows] = {}
    unknown, elsewhere = [], []
    for number, row in enumerate(table.rows):
        link = links.get(row.township_id or 0)
        if link is None and row.township_id:
            elsewhere.append(units[row.township_id])
            continue
        if link is None:
            if paper.decisions.get(str(number)) != SKIP:
                unknown.append((number, row))
            continue
        unit = link.township.unit
        unit_rows = by_unit.setdefault(unit.pk, UnitRows(unit))
        unit_rows.rows.append(row)
        unit_rows.is_own |= link.township_id in editable
    return UnitsInFile(list(by_unit.values()), unknown, table.remarks, list(dict.fromkeys(elsewhere)))


def _match_townships(
    table: ReadTable, paper: ReadPaper, townships: TownshipIndex, by_order: dict[int, int]
) -> None:
    """Match by the user's decision, else by the name with its unit; rows without a name by their number."""
    for number, row in enumerate(table.rows):
        decision = paper.decisions.get(str(number))
        if decision is not None:
            row.township_id = None if decision == SKIP else int(decision)
            continue
        candidates = townships.find(row.place, row.unit or row.completion_of)
        if len(candidates) == 1:
            row.township_id = candidates[0].pk
        elif not row.place and row.number.isdecimal() and len(row.number) < 5:
            row.township_id = by_order.get(int(row.number))


@dataclass
class UnitReading:
    """The sheet of a unit, and what a file says of the cells that the user fills in there."""

    sheet: Sheet
    townships: set[int]  # whose rows the user fills in
    can_submit: bool  # for the whole unit
    texts: dict[str, CellText] = field(default_factory=dict)  # by the keys of cells; blank ones say nothing
    originals: dict[str, str] = field(default_factory=dict)  # in full, blank ones too

    @property
    def is_readable(self) -> bool:
        """Whether every text makes a cell."""
        return all(text.cell for text in self.texts.values())

    @property
    def cells(self) -> Iterator[ShownCell]:
        """The cells that the user fills in, as they stand."""
        for row in self.sheet.rows:
            if row.link.township_id in self.townships:
                yield from row.cells
        if self.can_submit:
            yield self.sheet.completion

    @property
    def typed_cells(self) -> Iterator[TypedCell]:
        """Each cell as if it had been typed on its page; what the file leaves blank stays as it stands."""
        for shown in self.cells:
            base = base_text(shown.cell, shown.year)
            text = self.texts.get(shown.key)
            if shown.cell.is_derived:
                yield TypedCell(shown.key, None, base)
            elif text is None or text.cell:
                yield TypedCell(shown.key, text.cell if text else shown.cell, base)


def read_unit(paper: ReadPaper, unit_rows: UnitRows, user: User) -> UnitReading:
    """What the file says of the unit's cells."""
    round_: Any = paper.round
    sheet = get_unit_sheet(user, round_, unit_rows.unit, carry=True)
    unit = sheet.unit
    reading = UnitReading(sheet, editable_township_ids(user, unit), can_submit_for_unit(user, unit))
    by_key = {
        cell_key(column, row.township_id): cell
        for row in unit_rows.rows
        for column, cell in row.cells.items()
    }
    completion = next((row.completion for row in unit_rows.rows if row.completion), None)
    if completion:
        by_key[cell_key(ScheduleColumn.COMPLETION)] = completion
    for shown in reading.cells:
        read = by_key.get(shown.key)
        if read is None or shown.cell.is_derived:
            continue
        reading.originals[shown.key] = read.original or "空"
        if not read.is_blank:
            reading.texts[shown.key] = make_cell_text(read, shown.year, one_day=not shown.column.is_meeting)
    return reading


def make_cell_text(read: ReadCell, year: int, *, one_day: bool) -> CellText:
    """The text and kind for the fields: days as we write them with their kind; else the words of the file."""
    text, kind = read.text, read.kind
    try:
        span = read_cell(text, year, one_day=one_day)
        text, kind = (span.text(year), kind) if span.start else (read.words, DateKind.PLANNED.value)
        if len(text) > CELL_LIMIT:
            return CellText(text, kind, error=TOO_LONG_MESSAGE)
        return CellText(text, kind, Cell(read_cell(text, year, one_day=one_day), kind))
    except BadDate as error:
        return CellText(text, kind, error=TOO_LONG_MESSAGE if len(text) > CELL_LIMIT else str(error))
