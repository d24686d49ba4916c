"""Checks of a filled-in Attachment 3: doubts with row and column, shown before 上报, never blocking. Pure.

A warning asks to check a date again; a hint reminds of what follows from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from guidance.core.dates import format_day
from guidance.core.workdays import SpecialDayLike, holiday_name
from guidance.reference.plans.choices import AFTER_END, AFTER_START, MEETINGS, ScheduleColumn
from guidance.reporting.schedules.cells import BLANK, Cell
from guidance.reporting.schedules.date_spans import format_span

# 村民委员会组织法 art. 14: the voters' list is posted 20 days before polling day.
VOTER_LIST_LEAD = timedelta(days=20)
VOTER_LIST_CLAUSE = "选举日20日前，《村民委员会组织法》第十四条"
COLUMNS = list(ScheduleColumn)


class Level(StrEnum):
    """How serious a doubt is."""

    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Doubt:
    """Something to check again: the row's number (None: the unit), the column, and what to do."""

    row: int | None
    column: str
    text: str
    level: Level = Level.WARNING


@dataclass(frozen=True)
class Row:
    """A row of Attachment 3: its number, and its cells by column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Basis:
    """What cells are checked against: the plan's days, today, the round's required columns, special days."""

    starts_on: date
    issued_on: date
    closes_on: date
    today: date
    required: tuple[str, ...]
    special_days: Mapping[date, SpecialDayLike]

    def day(self, day: date) -> str:
        """2月5日; with its year where that is not the year of the closing date."""
        return format_day(day, year=self.closes_on.year)

    def days(self, start: date, end: date) -> str:
        """2月5日至8日, with years as `day`."""
        return format_span(start, end, "", year=self.closes_on.year)


@dataclass(frozen=True)
class _DatedCell:
    """A cell that has days, with the place it stands in. `row` is None for the completion."""

    row: int | None
    column: ScheduleColumn
    start: date
    end: date
    is_actual: bool
    is_rough: bool  # 2月中旬: its first and last day are nobody's meeting

    @property
    def place(self) -> str:
        return _describe_place(self.row, self.column)


def find_doubts(rows: Sequence[Row], completion: Cell | None, basis: Basis) -> list[Doubt]:
    """All doubts about a sheet, sorted by row (the unit's last) and column, warnings before hints.

    `completion` is None where the user does not see it. Approximate days are taken as the span behind them.
    """
    positions: list[tuple[int | None, ScheduleColumn, Cell]] = [
        (row.number, column, row.cells.get(column, BLANK)) for row in rows for column in MEETINGS
    ]
    doubts: list[Doubt] = []
    if completion is not None:
        positions.append((None, ScheduleColumn.COMPLETION, completion))
    for position in positions:
        doubts += _text_doubts(*position, basis)
        if dated := _dated_cell(*position):
            doubts += _term_doubts(dated, basis)
            doubts += _holiday_doubts(dated, basis)
            doubts += _today_doubts(dated, basis)
    for row in rows:
        doubts += _order_doubts(row, completion, basis)
    doubts += _same_day_doubts(rows, basis)
    return sorted(doubts, key=_sort_key)


def _sort_key(doubt: Doubt) -> tuple[bool, int, int, bool]:
    column = COLUMNS.index(ScheduleColumn(doubt.column))
    return doubt.row is None, doubt.row or 0, column, doubt.level == Level.HINT


def _describe_place(row: int | None, column: ScheduleColumn) -> str:
    return f"“{column.label}”" if row is None else f"第{row}行“{column.label}”"


def _dated_cell(row: int | None, column: ScheduleColumn, cell: Cell) -> _DatedCell | None:
    start = cell.span.start
    if start is None:
        return None
    end = cell.span.end or start
    is_rough = cell.span.is_approximate and start != end
    return _DatedCell(row, column, start, end, cell.is_actual, is_rough)


def _text_doubts(row: int | None, column: ScheduleColumn, cell: Cell, basis: Basis) -> Iterator[Doubt]:
    """A cell that is asked for and empty (A-14: reminded, never blocked), or that could not be read."""
    if cell.is_blank and column in basis.required:
        yield Doubt(row, column, f"{_describe_place(row, column)}未填；未定的请填“待定”。")
    if cell.span.is_words:
        text = f"“{cell.span.note}”未能识别为日期，按说明保留；如已确定，请填日期。"
        yield Doubt(row, column, _describe_place(row, column) + text)


def _term_doubts(dated: _DatedCell, basis: Basis) -> Iterator[Doubt]:
    """Outside the term, before the notice or after the closing date: the most serious one."""
    if dated.start < basis.starts_on:
        text = f"不在本届换届期间（{basis.day(basis.starts_on)}起）"
    elif dated.start < basis.issued_on:
        text = f"早于通知印发日期{basis.day(basis.issued_on)}"
    elif dated.end > basis.closes_on:
        text = f"晚于换届完成期限{basis.day(basis.closes_on)}"
    else:
        return
    yield _warning(dated, f"{dated.place}（{basis.days(dated.start, dated.end)}）{text}，请核对。")


def _holiday_doubts(dated: _DatedCell, basis: Basis) -> Iterator[Doubt]:
    """The first or the last day on a public holiday."""
    if dated.is_rough:
        return
    for day in dict.fromkeys((dated.start, dated.end)):
        if name := holiday_name(day, basis.special_days):
            yield _warning(dated, f"{dated.place}：{basis.day(day)}是{name}假期，请核对。")


def _today_doubts(dated: _DatedCell, basis: Basis) -> Iterator[Doubt]:
    """Actual and not yet there; planned and past; the list of voters of an election still to come."""
    if dated.is_actual:
        if dated.end > basis.today:
            yield _warning(dated, f"{dated.place}填为“实际”，但{basis.day(dated.end)}还没有到，请核对。")
        return
    if dated.end < basis.today:
        done = "召开" if dated.column.is_meeting else "完成"
        text = f"计划日期已过，请核对是否已{done}，已{done}的请改为“实际”。"
        yield _hint(dated, f"{dated.place}（{basis.days(dated.start, dated.end)}）{text}")
    if dated.column.posts_voters_list and dated.start > basis.today:
        yield _hint(dated, dated.place + _voter_list(dated.start, basis))


def _voter_list(polling_day: date, basis: Basis) -> str:
    """When the voters' list is due; its last day is still in time (A-11)."""
    last = polling_day - VOTER_LIST_LEAD
    if last < basis.today:
        return f"：选民名单应已于{basis.day(last)}前公布（{VOTER_LIST_CLAUSE}），请确认。"
    return f"：选民名单应在{basis.day(last)}前公布（{VOTER_LIST_CLAUSE}）。"


def _order_doubts(row: Row, completion: Cell | None, basis: Basis) -> Iterator[Doubt]:
    """Breaches of the rules that the columns name as their `order`.

    A meeting is too early when it starts before the one before it starts; a unit is complete when the
    last meeting is over, and where that one has no day, the latest one known.
    """
    ordered = [column for column in MEETINGS if column.order == AFTER_START]
    dated_cells = [_dated_cell(row.number, column, row.cells.get(column, BLANK)) for column in ordered]
    meetings = [dated for dated in dated_cells if dated]
    for earlier, later in pairwise(meetings):
        if later.start < earlier.start:
            yield _too_early_doubt(later, earlier, earlier.start, basis)
    completed = _dated_cell(row.number, ScheduleColumn.COMPLETION, completion) if completion else None
    if completed and meetings and completed.column.order == AFTER_END:
        last = dated_cells[-1] or max(meetings, key=lambda dated: dated.end)
        if completed.end < last.end:
            yield _too_early_doubt(completed, last, last.end, basis)


def _too_early_doubt(early: _DatedCell, reference: _DatedCell, day: date, basis: Basis) -> Doubt:
    early_days = basis.days(early.start, early.end)
    text = f"早于“{reference.column.label}”（{basis.day(day)}），请核对。"
    return _warning(early, f"{early.place}（{early_days}）{text}")


def _same_day_doubts(rows: Sequence[Row], basis: Basis) -> Iterator[Doubt]:
    """Two or more townships that all meet on one and the same day."""
    if len(rows) < 2:
        return
    for column in MEETINGS:
        spans = {(cell.span.start, cell.span.end) for cell in (row.cells.get(column, BLANK) for row in rows)}
        ((start, end), *others) = spans
        if start and start == end and not others:
            yield Doubt(None, column, f"各行“{column.label}”都是{basis.day(start)}，请核对是否确在同一天。")


def _warning(dated: _DatedCell, text: str) -> Doubt:
    return Doubt(dated.row, dated.column, text)


def _hint(dated: _DatedCell, text: str) -> Doubt:
    return Doubt(dated.row, dated.column, text, Level.HINT)
