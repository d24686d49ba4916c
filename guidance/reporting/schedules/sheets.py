"""A unit's part of Attachment 3 as pages show it: its cells, what they said before, doubts about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from guidance.core import clock
from guidance.core.workflow import deadlines
from guidance.core.workflow.choices import Lateness, Status
from guidance.core.workflow.models import SENT
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.models import ReportingRound
from guidance.reporting.schedules.cells import Cell, Content, cell_key
from guidance.reporting.schedules.checks import Basis, Doubt, Level, Row, find_doubts
from guidance.reporting.schedules.differences import format_moved_days, moved_days
from guidance.reporting.schedules.models import ScheduleReturn


@dataclass(frozen=True)
class ShownCell:
    """One cell on a page."""

    key: str
    column: ScheduleColumn
    cell: Cell
    before: Cell | None  # what was accepted in the round before; None where nothing was
    year: int
    doubts: tuple[Doubt, ...] = ()
    is_marked: bool = False  # pointed at when the sheet came back

    @property
    def text(self) -> str:
        return self.cell.text(self.year)

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than in the round before."""
        return self.before is not None and not self.before.is_equivalent_to(self.cell)

    @property
    def before_text(self) -> str:
        """What it said before, where it is changed; else ""."""
        if self.before is None or not self.is_changed:
            return ""
        text = self.before.text(self.year) or "空"
        same_days = self.before.span == self.cell.span
        return f"{text}（{self.before.kind_label}）" if same_days and self.before.kind_label else text

    @property
    def moved_days(self) -> int | None:
        """By how many days it was put off since then."""
        return moved_days(self.before, self.cell) if self.before else None

    @property
    def moved_label(self) -> str:
        """推迟 3 天, 提前 2 天, or nothing."""
        return format_moved_days(self.moved_days)

    @property
    def warnings(self) -> list[Doubt]:
        """Those doubts that ask to check a date again."""
        return [doubt for doubt in self.doubts if doubt.level == Level.WARNING]


@dataclass(frozen=True)
class PlacedCell:
    """A cell with its place in short: 第5行 党组织, or 完成换届."""

    row: int | None
    shown: ShownCell

    @property
    def place(self) -> str:
        meeting = self.shown.column.short
        return meeting if self.row is None else f"第{self.row}行 {meeting}"


@dataclass
class SheetRow:
    """A row of Attachment 3: its link (number, township) and its cells."""

    link: Link
    cells: list[ShownCell]

    @property
    def is_changed(self) -> bool:
        """Whether a cell says something else than in the round before."""
        return any(cell.is_changed for cell in self.cells)


@dataclass
class Sheet:
    """One unit's part of Attachment 3 in one round."""

    unit: ReportingUnit
    round: ReportingRound
    paper: ScheduleReturn | None
    links: list[Link]
    basis: Basis
    content: Content = field(default_factory=Content)
    before: Content | None = None
    base_round: ReportingRound | None = None  # the round that `before` was accepted in
    is_carried: bool = False  # the content is that of `base`, and nothing is stored yet
    status: str = ""  # a status of the paper; "" where nothing was filled in yet
    marks: frozenset[str] = frozenset()

    @property
    def year(self) -> int:
        """The year that dates without a year belong to."""
        return self.round.due_on.year

    @property
    def is_sent(self) -> bool:
        """Whether it is with the municipal office."""
        return self.status in SENT

    @property
    def state(self) -> str:
        """Code of the state for a chip; `missing` and `overdue` are derived."""
        if self.status:
            return self.status
        return Lateness.OVERDUE.value if deadlines.is_overdue(self.due_on, clock.today()) else "missing"

    @property
    def state_label(self) -> str:
        """The office's word for the state."""
        if self.status:
            return str(Status(self.status).label)
        return str(Lateness.OVERDUE.label) if self.state == Lateness.OVERDUE else "未填报"

    @property
    def due_on(self) -> date:
        """The last day for this unit."""
        return self.paper.due_on if self.paper else self.round.due_on

    @property
    def late_days(self) -> int:
        """Days late, once sent."""
        return self.paper.late_days if self.paper else 0

    @cached_property
    def closed_reason(self) -> str:
        """Why it cannot be filled in now; "" where it can."""
        return deadlines.closed_reason(self.round, self.paper, clock.today())

    @property
    def columns(self) -> tuple[ScheduleColumn, ...]:
        """The meetings of each row."""
        return MEETINGS

    @cached_property
    def rows(self) -> list[SheetRow]:
        """Its rows in the order of Attachment 3."""
        return [
            SheetRow(link, [self._build_cell(column, link) for column in MEETINGS]) for link in self.links
        ]

    @cached_property
    def completion(self) -> ShownCell:
        """Column 6, once a unit."""
        return self._build_cell(ScheduleColumn.COMPLETION, None)

    @property
    def cells(self) -> Iterable[ShownCell]:
        for row in self.rows:
            yield from row.cells
        yield self.completion

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What to check again before 上报, row by row; nothing where nothing is to be seen."""
        if not self.content.lines:
            return []
        rows = [
            Row(link.order, {c.value: self.content.cell(link.township_id, c) for c in MEETINGS})
            for link in self.links
        ]
        return find_doubts(rows, self.content.completion, self.basis)

    @property
    def warnings(self) -> list[Doubt]:
        """Doubts that are to be confirmed before 上报."""
        return [doubt for doubt in self.doubts if doubt.level == Level.WARNING]

    @property
    def hints(self) -> list[Doubt]:
        """Doubts that only remind."""
        return [doubt for doubt in self.doubts if doubt.level == Level.HINT]

    @property
    def is_changed(self) -> bool:
        """Whether any cell says something else than what was accepted in the round before."""
        return any(cell.is_changed for cell in self.cells)

    @property
    def changed_cells(self) -> list["PlacedCell"]:
        """The cells that say something else than in the round before."""
        cells = [PlacedCell(row.link.order, cell) for row in self.rows for cell in row.cells]
        return [cell for cell in [*cells, PlacedCell(None, self.completion)] if cell.shown.is_changed]

    def describe_place(self, key: str) -> str:
        """第2行“村（居）委会换届选举大会时间”, or the unit's completion."""
        numbers = {str(link.township_id): link.order for link in self.links}
        township, _, column = key.rpartition("-")
        where = f"第{numbers[township]}行" if township else f"{self.unit.printed_name}："
        return f"{where}“{ScheduleColumn(column).label}”"

    @property
    def marked_places(self) -> list[str]:
        """The places that were pointed at when it came back."""
        return [self.describe_place(cell.key) for cell in self.cells if cell.is_marked]

    def _build_cell(self, column: ScheduleColumn, link: Link | None) -> ShownCell:
        township = link.township_id if link else None
        key = cell_key(column, township)
        row = link.order if link else None
        return ShownCell(
            key=key,
            column=column,
            cell=self.content.cell_at(key),
            before=self.before.cell_at(key) if self.before else None,
            year=self.year,
            doubts=tuple(d for d in self.doubts if d.row == row and d.column == column),
            is_marked=key in self.marks,
        )
