"""Attachment 3 (日程安排表) as a paper: one unit's rows or all, blank or filled in, merged by unit."""

from collections.abc import Sequence
from datetime import datetime

from guidance.office.papers.spec import (
    Block,
    Column,
    DataSheet,
    Paper,
    Table,
    Text,
    TextRole,
    count_first_page_rows,
    merge_equal_cells,
)
from guidance.office.papers.spec import Cell as PaperCell
from guidance.reference.people.models import Link
from guidance.reference.people.printing.documents import join_place_name
from guidance.reference.plans.choices import MEETINGS, ScheduleColumn
from guidance.reference.plans.issued_words import Words
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import printed_words
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.sheets import Sheet

# Millimetres; such that no head, no township and no unit's name is broken again on an upright page.
WIDTHS = {"order": 8.5, "township": 27.4, **{column.value: column.width for column in ScheduleColumn}}
FIRST_PAGE = 7  # rows, as issued
FIRST_HEIGHT, HEIGHT = 20, 16  # seven tall rows on the first page, eleven on the second
FULL_PAGE, LOW_HEIGHT = 11, 12  # more rows than those are lower: seventeen fill a page
SIZE, LANDSCAPE_SIZE = 10.5, 12
ACTUAL = f"（{DateKind.ACTUAL.label}）"
STAMP = "填报单位（盖章）：{unit}    填报人：        联系电话：            填报日期：    年  月  日"
DATA_PARTS = ("开始", "结束", "计划/实际", "说明")


def attachment3(
    plan: Plan,
    sheets: Sequence[Sheet],
    *,
    name: str,
    made_at: datetime,
    blank: bool = False,
    words: Words | None = None,
) -> Paper:
    """The rows of these sheets in their order; `blank` leaves the dates out.

    `words` where they were read already.
    """
    words = words or printed_words(plan, "attachment3")
    lines = [(sheet, link) for sheet in sheets for link in sheet.links]
    units = [sheet for sheet, _ in lines]
    completions = merge_equal_cells(
        [_completion(sheet, blank) for sheet in units], [sheet.unit.pk for sheet in units]
    )
    rows = [
        [
            PaperCell(str(link.order)),
            PaperCell(join_place_name(sheet.unit.printed_name, link.township.name)),
            *[PaperCell() if blank else _paper_cell(cell, sheet.year) for cell in _meetings(sheet, link)],
            completion,
        ]
        for (sheet, link), completion in zip(lines, completions, strict=True)
    ]
    unit = sheets[0].unit.office_name if len(sheets) == 1 else ""
    stamp = [Text(TextRole.NOTE, STAMP.format(unit=unit))] if plan.schedule_has_stamp_line else []
    blocks: list[Block] = [
        Text(TextRole.MARK, words["mark"]),
        Text(TextRole.TITLE, words["title"]),
        *_tables(words, rows, is_landscape=plan.schedule_is_landscape),
        Text(TextRole.NOTE, words["note"]),
        *stamp,
    ]
    return Paper(name, blocks, made_at, is_landscape=plan.schedule_is_landscape)


def _tables(words: Words, rows: Sequence[Sequence[PaperCell]], *, is_landscape: bool) -> list[Table]:
    """Upright, the first seven rows have a page of their own, as issued; lying, a page is filled."""
    scale = 225 / 156 if is_landscape else 1
    columns = [Column(words[f"header.{key}"], width * scale) for key, width in WIDTHS.items()]
    if is_landscape:
        return [Table(columns, rows, HEIGHT, size=LANDSCAPE_SIZE)]
    first = count_first_page_rows(rows, FIRST_PAGE)
    tables = [Table(columns, rows[:first], FIRST_HEIGHT, size=SIZE)]
    if rows[first:]:
        height = HEIGHT if len(rows) - first <= FULL_PAGE else LOW_HEIGHT
        tables.append(Table(columns, rows[first:], height, size=SIZE, new_page=True))
    return tables


def format_cell(cell: Cell, year: int) -> str:
    """What the cell says; an actual day is said to be one (A-15), since the paper has no column for it."""
    return f"{cell.text(year)}\n{ACTUAL}" if cell.is_actual else cell.text(year)


def _meetings(sheet: Sheet, link: Link) -> list[Cell]:
    return [sheet.content.cell(link.township_id, column) for column in MEETINGS]


def _paper_cell(cell: Cell, year: int) -> PaperCell:
    span = cell.span
    is_day = span.is_exact and span.start == span.end and not cell.is_actual
    same_year = span.start is not None and span.start.year == year
    return PaperCell(format_cell(cell, year), day=span.start if is_day and same_year else None)


def _completion(sheet: Sheet, blank: bool) -> str:
    text = "" if blank else format_cell(sheet.content.completion, sheet.year)
    return f"{sheet.unit.printed_name}：" + (f"\n{text}" if text else "")


def data_sheet(plan: Plan, sheets: Sequence[Sheet]) -> DataSheet:
    """The same without merges: four columns for each date, so that it can be sorted and counted."""
    dated = [f"{column.short}{part}" for column in ScheduleColumn for part in DATA_PARTS]
    rows = [
        [
            link.order,
            sheet.unit.printed_name,
            link.township.name,
            *[
                value
                for cell in (*_meetings(sheet, link), sheet.content.completion)
                for value in _values(cell)
            ],
            sheet.state_label,
        ]
        for sheet in sheets
        for link in sheet.links
    ]
    note = printed_words(plan, "attachment3")["note"]
    return DataSheet(["序号", "填报单位", "乡镇（街道）", *dated, "状态"], rows, [note])


def _values(cell: Cell) -> list[object]:
    return [cell.span.start, cell.span.end, cell.kind_label, cell.span.note]
