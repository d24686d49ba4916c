"""Attachment 1 (联系指导安排表) as a paper: five columns, merged by leader, on two pages as issued."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from guidance.office.papers.spec import (
    Cell,
    Column,
    DataSheet,
    Paper,
    Table,
    Text,
    TextRole,
    count_first_page_rows,
    merge_equal_cells,
)
from guidance.reference.people.models import Leader, Link, TownshipLiaison
from guidance.reference.people.queries import LeaderRows, LinkRow
from guidance.reference.plans.issued_words import Words
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import printed_words

WIDTHS = {"order": 12, "leader": 24, "post": 38, "township": 42, "liaison": 40}
FIRST_PAGE = 9  # rows, as issued
ROW_HEIGHT = 18
MAX_LINE_LENGTH = 8  # characters of unit and township in one line
BLANK_ROWS = 18
DATA_HEADS = ["序号", "姓名", "单位职务", "填报单位", "乡镇（街道）", "重难点村数量", "联络员", "联系电话"]


def attachment1(
    plan: Plan, by_leader: Sequence[LeaderRows], *, shows_phones: bool, made_at: datetime
) -> tuple[Paper, DataSheet]:
    """The paper of these rows, and its plain sheet. Phone numbers are masked unless `shows_phones`."""
    rows = [row for group in by_leader for row in group.rows]
    leaders = [group.leader for group in by_leader for _ in group.rows]
    spans = [id(group) for group in by_leader for _ in group.rows]
    cells = list(
        zip(
            (Cell(str(row.link.order)) for row in rows),
            merge_equal_cells([pad_name(leader.name) for leader in leaders], spans),
            merge_equal_cells([leader.post_short for leader in leaders], spans),
            (Cell(_format_township(row.link, plan)) for row in rows),
            (Cell(_format_liaison(row.liaison, shows_phones)) for row in rows),
            strict=True,
        )
    )
    data = DataSheet(
        DATA_HEADS,
        [_make_data_row(leader, row, shows_phones) for leader, row in zip(leaders, rows, strict=True)],
    )
    return _make_paper(plan, cells, made_at), data


def blank_attachment1(plan: Plan, *, made_at: datetime) -> Paper:
    """Numbered rows with nothing in them, to be filled in for a new plan."""
    rows = [[Cell(str(number)), *[Cell()] * 4] for number in range(1, BLANK_ROWS + 1)]
    return _make_paper(plan, rows, made_at, name="附件1（空白）")


def _make_paper(plan: Plan, rows: Sequence[Sequence[Cell]], made_at: datetime, name: str = "附件1") -> Paper:
    words = printed_words(plan, "attachment1")
    columns = _make_columns(words)
    first = count_first_page_rows(rows, FIRST_PAGE)
    tables = [Table(columns, rows[:first], ROW_HEIGHT)]
    if rows[first:]:
        columns = [
            replace(column, head=words[f"page2.header.{key}"]) if f"page2.header.{key}" in words else column
            for key, column in zip(WIDTHS, columns, strict=True)
        ]
        tables.append(Table(columns, rows[first:], ROW_HEIGHT, new_page=True))
    head = [Text(TextRole.MARK, words["mark"]), Text(TextRole.TITLE, words["title"])]
    return Paper(name, [*head, *tables], made_at)


def _make_columns(words: Words) -> list[Column]:
    return [Column(words[f"header.{key}"], width) for key, width in WIDTHS.items()]


def pad_name(name: str) -> str:
    """A name of two characters with two blanks between, so that names are equally long (A-32)."""
    return "  ".join(name) if len(name) == 2 else name


def join_place_name(unit: str, township: str) -> str:
    """融安县桥板乡, or in two lines where both together are long (Attachments 1 and 3, row 14)."""
    return f"{unit}{township}" if len(unit) + len(township) <= MAX_LINE_LENGTH else f"{unit}\n{township}"


def _format_township(link: Link, plan: Plan) -> str:
    name = join_place_name(link.township.unit.printed_name, link.township.name)
    shows_number = plan.prints_key_villages and link.key_village_count is not None
    return f"{name}（{link.key_village_count}）" if shows_number else name


def _format_phone(liaison: TownshipLiaison, shows_phones: bool) -> str:
    return liaison.phone if shows_phones else liaison.masked_phone


def _format_liaison(liaison: TownshipLiaison | None, shows_phones: bool) -> str:
    return f"{pad_name(liaison.name)}\n{_format_phone(liaison, shows_phones)}" if liaison else ""


def _make_data_row(leader: Leader, row: LinkRow, shows_phones: bool) -> list[object]:
    link, township = row.link, row.link.township
    liaison = [row.liaison.name, _format_phone(row.liaison, shows_phones)] if row.liaison else ["", ""]
    place = [township.unit.printed_name, township.name, link.key_village_count]
    return [link.order, leader.name, leader.post_short, *place, *liaison]
