"""A cell of Attachment 3: its days or words, planned or actual, and how many villages stand behind it.

Pure. `Content` is what a whole sheet says; as JSON it is kept with every step of the paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import UNDETERMINED, BadDate, DateSpan, read_date_span

EMPTY_SPAN = DateSpan()
CELL_LIMIT = 100  # characters of a text
TOO_LONG_MESSAGE = f"说明不能超过{CELL_LIMIT}个字。"


@dataclass(frozen=True)
class Cell:
    """What one cell says. `held` of `total` villages have met, where a unit reports by village."""

    span: DateSpan = EMPTY_SPAN
    kind: str = DateKind.PLANNED
    held: int | None = None
    total: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return self.span == EMPTY_SPAN

    @property
    def is_actual(self) -> bool:
        """Whether the days have happened."""
        return self.span.start is not None and self.kind == DateKind.ACTUAL

    @property
    def kind_label(self) -> str:
        """计划 or 实际, where there is a day."""
        return DateKind(self.kind).label if self.span.start else ""

    @property
    def is_derived(self) -> bool:
        """Whether it is derived from the villages' days, and so is not typed."""
        return self.total is not None

    @property
    def held_label(self) -> str:
        """已开 6/10 for a derived cell; else ""."""
        return f"已开 {self.held}/{self.total}" if self.is_derived else ""

    def text(self, year: int) -> str:
        """The text that the attachment prints; days of another year have their year."""
        return self.span.text(year)

    def is_equivalent_to(self, other: "Cell") -> bool:
        """Whether both say the same: a kind counts only beside a day, and village counts never."""
        return _comparable(self) == _comparable(other)

    def as_json(self) -> list[Any]:
        """Plain values that `from_json` reads again."""
        days = [day.isoformat() if day else None for day in (self.span.start, self.span.end)]
        return [*days, self.span.note, str(self.kind), self.held, self.total]

    @classmethod
    def from_json(cls, values: list[Any]) -> "Cell":
        """The cell that `as_json` wrote."""
        start, end, note, kind, held, total = values
        days = [date.fromisoformat(day) if day else None for day in (start, end)]
        return cls(stored_span(days[0], days[1], note), kind, held, total)


BLANK = Cell()


@dataclass(frozen=True)
class CellText:
    """A cell as a file has it: the text and kind for its fields, and the cell read from them.

    `cell` is None where the text cannot be read; `error` then says why.
    """

    text: str
    kind: str
    cell: Cell | None = None
    error: str = ""


def read_cell(text: str, year: int, *, one_day: bool) -> DateSpan:
    """Read the text of a cell. Raises BadDate, whose message is a sentence, where it is no date.

    With `one_day` (column 6) a span is refused, and 3月上旬 counts as its last day.
    """
    try:
        span = read_date_span(text, year)
    except BadDate as error:
        raise BadDate(f"{error}。") from error
    if one_day and span.start != span.end:
        if not span.note:
            raise BadDate("请只填一个日期（最后完成的那一天）。")
        return replace(span, start=span.end)
    return span


def cell_key(column: str, township_id: int | None = None) -> str:
    """The name of a cell in forms, in marks and in the page: "12-party", or "completion"."""
    return str(column) if township_id is None else f"{township_id}-{column}"


def _comparable(cell: Cell) -> Cell:
    return replace(cell, held=None, total=None, kind=cell.kind if cell.span.start else DateKind.PLANNED)


def stored_span(start: date | None, end: date | None, note: str) -> DateSpan:
    """A span as it was stored: words without a day, other than 待定, were not understood when typed."""
    return DateSpan(start, end, note, understood=start is not None or note in ("", UNDETERMINED))


@dataclass(frozen=True)
class Content:
    """What a sheet says: the cells of each township, and the completion of the unit."""

    lines: dict[int, dict[str, Cell]] = field(default_factory=dict)
    completion: Cell = BLANK

    def cell(self, township_id: int, column: str) -> Cell:
        """The cell of this township and column; blank where the sheet has none."""
        return self.lines.get(township_id, {}).get(column, BLANK)

    def cell_at(self, key: str) -> Cell:
        """The cell that `key_of` names."""
        township, _, column = key.rpartition("-")
        return self.cell(int(township), column) if township else self.completion

    def with_cells(self, cells: Mapping[str, Cell]) -> "Content":
        """A copy with these cells, by their keys, in place of its own."""
        lines = {township: dict(line) for township, line in self.lines.items()}
        completion = self.completion
        for key, cell in cells.items():
            township, _, column = key.rpartition("-")
            if township:
                lines.setdefault(int(township), {})[column] = cell
            else:
                completion = cell
        return Content(lines, completion)

    def as_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads again."""
        lines = {
            str(township): {str(column): cell.as_json() for column, cell in cells.items()}
            for township, cells in self.lines.items()
        }
        return {"lines": lines, "completion": self.completion.as_json()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Content":
        """The content that `as_json` wrote."""
        lines = {
            int(township): {column: Cell.from_json(cell) for column, cell in cells.items()}
            for township, cells in values["lines"].items()
        }
        return cls(lines, Cell.from_json(values["completion"]))
