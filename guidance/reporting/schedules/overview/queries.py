"""The merged table of all units, page by page, the meetings that moved, and the sheets to be reviewed.

A page costs what its rows cost: it reads the links of the page, then whole units, since what is odd about
a row may stand in the next one. Only a filter that asks what the cells say reads every row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from guidance.core.access import User
from guidance.core.workflow.choices import Status
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.queries import (
    MAX_NAMED_UNITS,
    RoundProgress,
    get_progress,
    get_round_links,
    get_unit_sheets,
)
from guidance.reporting.schedules.sheets import Sheet, SheetRow, ShownCell

PAGE_SIZE = 50

ROW_FILTERS: dict[str, tuple[str, Callable[[Sheet, SheetRow], bool]]] = {
    "changed": ("与上次相比有变化", lambda sheet, row: row.is_changed or sheet.completion.is_changed),
    "missing": ("未报或缺填", lambda sheet, row: not sheet.is_sent or _has_missing_cells(sheet, row)),
    "warning": ("需要核对", lambda sheet, row: bool(_row_warnings(sheet, row))),
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see. `moment` shows the table as it stood then."""

    show: str = ""  # a key of SHOWN
    group: GuidanceGroup | None = None
    name: str = ""  # part of a township's or unit's name
    moment: datetime | None = None


@dataclass
class MergedRow:
    """A row of the merged table; `span` rows of one unit share their last cells; 0 below the first."""

    sheet: Sheet
    row: SheetRow
    span: int = 0


@dataclass
class MergedTable:
    """One page of the merged table."""

    rows: list[MergedRow]
    page: Page[Any]
    progress: RoundProgress


def get_merged_table(user: User, round: ReportingRound, filters: Filters, number: Any) -> MergedTable:
    """Page `number` of the round's table, in the order of Attachment 3."""
    links = _filter_links(get_round_links(user, round), filters)
    if filters.show or filters.moment:
        return _read_all_rows(user, round, filters, links, number)
    page = Paginator(links, PAGE_SIZE).get_page(number)
    slice_: Any = page.object_list
    # Without their units at first: to find these PostgreSQL would join all links, and then sort them.
    townships = dict(slice_.values_list("pk", "township"))
    units = Township.objects.filter(pk__in=townships.values()).order_by().values("unit")
    whole = get_round_links(user, round).filter(township__unit__in=units)
    rows = _build_rows(get_unit_sheets(user, round, _with_units(whole)), {*townships})
    return MergedTable(rows, page, get_progress(user, round))


def _read_all_rows(
    user: User, round: ReportingRound, filters: Filters, links: QuerySet[Link], number: Any
) -> MergedTable:
    chosen = set(links.values_list("pk", flat=True))
    sheets = get_unit_sheets(user, round, _with_units(get_round_links(user, round)), filters.moment)
    rows = _build_rows(sheets, chosen)
    if filters.show:
        fits = ROW_FILTERS[filters.show][1]
        rows = [row for row in rows if fits(row.sheet, row.row)]
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    progress = _progress_at_moment(round, sheets) if filters.moment else get_progress(user, round)
    return MergedTable(_set_spans(list(page.object_list)), page, progress)


def _with_units(links: QuerySet[Link]) -> QuerySet[Link]:
    return links.select_related("township__unit")


def _filter_links(links: QuerySet[Link], filters: Filters) -> QuerySet[Link]:
    if filters.group:
        links = links.filter(township__unit__in=filters.group.units.values("pk"))
    if filters.name:
        named = Q(township__unit__short_name__icontains=filters.name)
        links = links.filter(Q(township__name__icontains=filters.name) | named)
    return links


def _build_rows(sheets: Iterable[Sheet], chosen: set[int]) -> list[MergedRow]:
    rows = [MergedRow(sheet, row) for sheet in sheets for row in sheet.rows if row.link.pk in chosen]
    return _set_spans(rows)


def _set_spans(rows: list[MergedRow]) -> list[MergedRow]:
    for _, group in groupby(rows, key=lambda row: id(row.sheet)):
        of_unit = list(group)
        for row in of_unit:
            row.span = 0
        of_unit[0].span = len(of_unit)
    return rows


def _has_missing_cells(sheet: Sheet, row: SheetRow) -> bool:
    required = sheet.round.required_columns
    return any(cell.column in required and cell.cell.is_blank for cell in [*row.cells, sheet.completion])


def _row_warnings(sheet: Sheet, row: SheetRow) -> list[Any]:
    return [doubt for doubt in sheet.warnings if doubt.row in (row.link.order, None)]


def _progress_at_moment(round: ReportingRound, sheets: Sequence[Sheet]) -> RoundProgress:
    """Who had sent at the moment for which `sheets` were read."""
    missing = [sheet.unit for sheet in sheets if not sheet.is_sent]
    return RoundProgress(round, len(sheets), len(sheets) - len(missing), missing[:MAX_NAMED_UNITS])


@dataclass(frozen=True)
class MovedMeeting:
    """A meeting that was put off or brought forward since the round before."""

    sheet: Sheet
    link: Link | None  # None for the completion of the unit
    cell: ShownCell

    @property
    def days(self) -> int:
        """By how many days it was put off."""
        return self.cell.moved_days or 0


def moved_meetings(user: User, round: ReportingRound) -> list[MovedMeeting]:
    """Every meeting of `round` that moved since the round before was accepted, the latest slip first."""
    links = get_round_links(user, round)
    moved = []
    for sheet in get_unit_sheets(user, round, _with_units(links).select_related("leader")):
        if sheet.is_sent:
            cells = [(row.link, cell) for row in sheet.rows for cell in row.cells]
            pairs: list[tuple[Link | None, ShownCell]] = [*cells, (None, sheet.completion)]
            moved += [MovedMeeting(sheet, link, cell) for link, cell in pairs if cell.moved_days]
    return sorted(moved, key=lambda meeting: -meeting.days)


def review_queue(user: User, plan: Plan | None) -> list[Sheet]:
    """The sheets that wait to be accepted or returned, the longest waiting first."""
    waiting = ScheduleReturn.objects.visible_to(user).filter(status=Status.SUBMITTED, round__plan=plan)
    sheets: list[Sheet] = []
    rounds = ReportingRound.objects.filter(pk__in=waiting.order_by().values("round")).select_related("plan")
    for round_ in rounds:
        units = waiting.filter(round=round_).values("unit")
        links = _with_units(get_round_links(user, round_).filter(township__unit__in=units))
        sheets += [
            sheet for sheet in get_unit_sheets(user, round_, links) if sheet.status == Status.SUBMITTED
        ]
    return sorted(sheets, key=lambda sheet: sheet.paper.submitted_at or timezone.now())  # type: ignore[union-attr]
