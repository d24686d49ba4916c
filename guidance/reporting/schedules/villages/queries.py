"""Reading the days of the three meetings in the villages of one township."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from guidance.core import clock
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.cells import Cell, Content, cell_key
from guidance.reporting.schedules.checks import Basis, Doubt, Level, Row, find_doubts
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.models import VillageMeeting
from guidance.reporting.schedules.queries import get_check_basis
from guidance.reporting.schedules.sheets import ShownCell
from guidance.reporting.schedules.villages.rules import VillageDay, derive_cell


@dataclass(frozen=True)
class DerivedCell:
    """What the villages' days make of one cell of the township."""

    label: str
    cell: Cell
    text: str


@dataclass(frozen=True)
class VillageRow:
    """A village with its number on the page and its cells."""

    number: int
    village: Village
    cells: list[ShownCell]


@dataclass
class VillageSheet:
    """The days of a township's villages."""

    plan: Plan
    township: Township
    villages: list[Village]  # in their order; their numbers count from 1
    content: Content  # by village
    basis: Basis

    @property
    def year(self) -> int:
        """The year that dates without a year belong to: the same through all rounds of the plan."""
        return default_year(self.plan)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What to look at again, row by row. That all villages meet on one day is no doubt."""
        rows = [
            Row(number, {column: self.content.cell(village.pk, column) for column in MEETINGS})
            for number, village in enumerate(self.villages, start=1)
        ]
        return [doubt for doubt in find_doubts(rows, None, self.basis) if doubt.row is not None]

    @property
    def warnings(self) -> list[Doubt]:
        """Days that are hardly meant so."""
        return [doubt for doubt in self.doubts if doubt.level == Level.WARNING]

    @property
    def hints(self) -> list[Doubt]:
        """Those that only remind."""
        return [doubt for doubt in self.doubts if doubt.level == Level.HINT]

    @property
    def columns(self) -> tuple[ScheduleColumn, ...]:
        """The meetings of each row."""
        return MEETINGS

    @cached_property
    def rows(self) -> list[VillageRow]:
        """The villages with their cells."""
        doubts_by_place: dict[tuple[int | None, str], tuple[Doubt, ...]] = {}
        for doubt in self.doubts:
            place = (doubt.row, doubt.column)
            doubts_by_place[place] = (*doubts_by_place.get(place, ()), doubt)
        return [
            VillageRow(
                number,
                village,
                [
                    ShownCell(
                        key=cell_key(column, village.pk),
                        column=column,
                        cell=self.content.cell(village.pk, column),
                        before=None,
                        year=self.year,
                        doubts=doubts_by_place.get((number, column), ()),
                    )
                    for column in MEETINGS
                ],
            )
            for number, village in enumerate(self.villages, start=1)
        ]

    @property
    def derived_cells(self) -> list[DerivedCell]:
        """The township's cells of Attachment 3; blank where no village has a day."""
        doubts_by_place = []
        for column in MEETINGS:
            cells = [self.content.cell(village.pk, column) for village in self.villages]
            days = [VillageDay(cell.span.start, cell.kind) for cell in cells if cell.span.start]
            cell = derive_cell(days, len(self.villages), clock.today())
            doubts_by_place.append(DerivedCell(column.label, cell, cell.text(self.year)))
        return doubts_by_place

    def describe_place(self, key: str) -> str:
        """第3行示例三村“村（社区）妇联换届选举大会时间”."""
        return next(
            f"第{row.number}行{row.village}“{cell.column.label}”"
            for row in self.rows
            for cell in row.cells
            if cell.key == key
        )


def default_year(plan: Plan) -> int:
    """The year that a village's day without a year belongs to."""
    return plan.closes_on.year


def get_village_sheet(plan: Plan, township: Township) -> VillageSheet:
    """The page of a township: three queries for any number of villages."""
    return VillageSheet(
        plan,
        township,
        list(Village.objects.current().filter(township=township)),
        meetings_content(village_meetings(plan, township)),
        get_check_basis(ReportingRound(plan=plan, required_columns=[])),
    )


def village_meetings(plan: Plan, township: Township) -> QuerySet[VillageMeeting]:
    """The days of the villages that the township has today."""
    return VillageMeeting.objects.filter(
        plan=plan, village__township=township, village__merged_into__isnull=True
    )


def meetings_content(meetings: QuerySet[VillageMeeting]) -> Content:
    """The villages' days as cells, by village and column."""
    return Content().with_cells(
        {cell_key(meeting.column, meeting.village_id): meeting_cell(meeting) for meeting in meetings}
    )


def meeting_cell(meeting: VillageMeeting) -> Cell:
    """The day of one village as a cell."""
    return Cell(DateSpan(meeting.held_on, meeting.held_on), DateKind(meeting.kind))
