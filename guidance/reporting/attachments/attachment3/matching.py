"""What a read Attachment 3 means for the units of a round: whose rows it holds, and their forms filled in."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from guidance.core.access import SCHEDULE_SUBMITTERS, User, scope_of
from guidance.reference.places.lookup import townships_for
from guidance.reference.places.matching import Townships
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.wording import words_of
from guidance.reporting.attachments.attachment3.parser import ReadCell, ReadRow, ReadTable, read_schedule
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.attachments.recognition import sheets_of
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.forms import Forms, read_cell
from guidance.reporting.schedules.queries import links_of, sheet_of
from guidance.reporting.schedules.sheets import Sheet, ShownCell
from guidance.reporting.schedules.typed_cells import twin

KIND = "_kind"


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
class Found:
    """Whose rows a file holds."""

    units: list[UnitRows]
    unknown: list[tuple[int, ReadRow]]  # by their number in the file, from 0
    remarks: list[str]
    elsewhere: list[str] = field(default_factory=list)  # units whose townships the user does not see

    @property
    def own(self) -> list[UnitRows]:
        """The units that the user may fill in for."""
        return [one for one in self.units if one.is_own]

    @property
    def others(self) -> list[str]:
        """The names of the units in the file that others report."""
        return [str(one.unit) for one in self.units if not one.is_own] + self.elsewhere


def look_at(paper: ReadPaper, user: User) -> Found:
    """Whose rows the file holds. The paper is of Attachment 3, and its round is set."""
    table = read_schedule(sheets_of(paper.content), words_of(paper.plan, "attachment3")) or ReadTable()
    round_: Any = paper.round
    links = {
        link.township_id: link
        for link in links_of(paper.uploaded_by, round_).select_related("township__unit")
    }
    townships = townships_for(user)
    _place(table, paper, townships, {link.order: pk for pk, link in links.items()})
    units = {one.pk: one.unit_names[0] for one in townships.townships}
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
    return Found(list(by_unit.values()), unknown, table.remarks, list(dict.fromkeys(elsewhere)))


def _place(table: ReadTable, paper: ReadPaper, townships: Townships, by_order: dict[int, int]) -> None:
    """By the decision of the user, by the name with its unit, and where no name stands by the number."""
    for number, row in enumerate(table.rows):
        decided = paper.decisions.get(str(number))
        if decided is not None:
            row.township_id = None if decided == SKIP else int(decided)
            continue
        found = townships.find(row.place, row.unit or row.completion_of)
        if len(found) == 1:
            row.township_id = found[0].pk
        elif not row.place and row.number.isdecimal() and len(row.number) < 5:
            row.township_id = by_order.get(int(row.number))


def form_of(paper: ReadPaper, unit_rows: UnitRows, user: User) -> tuple[Sheet, Forms]:
    """The unit's form, filled in with what the file says; what it leaves blank stays as it stands."""
    round_: Any = paper.round
    sheet = sheet_of(user, round_, unit_rows.unit, carry=True)
    of_unit = Township.objects.editable_by(user).filter(unit=sheet.unit)
    townships = set(of_unit.values_list("pk", flat=True))
    scope = scope_of(user, *SCHEDULE_SUBMITTERS)
    sends = scope.everything or sheet.unit.pk in scope.units
    data = QueryDict(mutable=True)
    originals: dict[str, str] = {}
    by_township = {row.township_id: row for row in unit_rows.rows}
    for row in sheet.rows:
        read = by_township.get(row.link.township_id)
        for cell in row.cells:
            _put(
                data,
                f"township-{row.link.township_id}",
                cell,
                read.cells[cell.column] if read else None,
                originals,
            )
    completion = next((row.completion for row in unit_rows.rows if row.completion), None)
    _put(data, "unit", sheet.completion, completion, originals)
    forms = Forms.of(sheet, data, townships=townships, sends=sends)
    forms.are_valid()
    forms.show_originals(originals)
    return sheet, forms


def _put(
    data: QueryDict, prefix: str, shown: ShownCell, read: ReadCell | None, originals: dict[str, str]
) -> None:
    column, name = shown.column.value, f"{prefix}-{shown.column.value}"
    data[f"{name}_was"] = twin(shown.cell, shown.year)
    if shown.cell.is_counted:
        return
    text, kind = shown.text, str(shown.cell.kind)
    if read and not read.is_blank:
        text, kind = understood(read, shown.year, one_day=column == ScheduleColumn.COMPLETION)
    if read:
        originals[shown.key] = read.original or "空"
    data[name], data[f"{name}{KIND}"] = text, kind


def understood(read: ReadCell, year: int, *, one_day: bool) -> tuple[str, str]:
    """What goes into the field: days as we write them and their kind; else the words as they were."""
    try:
        span = read_cell(read.text, year, one_day=one_day)
    except ValidationError:
        return read.text, read.kind  # the form says what is wrong with it
    return (span.text(year), read.kind) if span.start else (read.words, DateKind.PLANNED.value)
