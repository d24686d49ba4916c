"""Dates as offices write them, and what is odd about a schedule. Pure: no request, no database."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from guidance.dates import YEARS, format_day, wrong_year

UNDETERMINED = "待定"


class BadDate(ValueError):
    """A cell looks like a date and is none; the message says why, in Chinese."""


@dataclass(frozen=True)
class DateSpan:
    """What a cell says: a day (`start` = `end`), a span of days, or only words in `note`.

    `understood` is False where the words could not be read as days; they are then kept as a note.
    """

    start: date | None = None
    end: date | None = None
    note: str = ""
    understood: bool = True

    def text(self, year: int) -> str:
        """As the attachment prints it, days of another year with their year."""
        return format_span(self.start, self.end, self.note, year=year)


_DAY = r"(?:(?P<y{0}>\d{{4}})\s*[年./-]\s*)?(?P<m{0}>\d{{1,2}}|元)\s*[月./-]\s*(?P<d{0}>\d{{1,2}})\s*[日号]?"
_END = rf"(?:{_DAY.format(2)}|(?P<d3>\d{{1,2}})\s*[日号])"
_SINGLE = re.compile(_DAY.format(1))
_SPAN = re.compile(rf"{_DAY.format(1)}\s*(?:至|到|-|—|–|~)+\s*{_END}")


def read_date_span(text: str, year: int) -> DateSpan:
    """Read a cell: "2月5日", "2.5", "2021-02-05", "1月20日至28日", "2.5-2.8", "待定", or words.

    `year` counts where the text names none. Raises BadDate for a day that does not exist,
    a year outside 2000-2099, or an end before its start.
    """
    typed = " ".join(text.split())
    cell = unicodedata.normalize("NFKC", typed)  # full-width digits; a note keeps its own characters
    if not cell:
        return DateSpan()
    if cell == UNDETERMINED:
        return DateSpan(note=UNDETERMINED)
    if match := _SINGLE.fullmatch(cell):
        day = _day(match["y1"], match["m1"], match["d1"], year)
        return DateSpan(day, day)
    if match := _SPAN.fullmatch(cell):
        return _span(match, year)
    return DateSpan(note=typed, understood=False)


def _span(match: re.Match[str], year: int) -> DateSpan:
    start = _day(match["y1"], match["m1"], match["d1"], year)
    if match["d3"]:
        end = _day(str(start.year), str(start.month), match["d3"], year)
    else:
        end = _day(match["y2"], match["m2"], match["d2"], start.year)
    if end < start:
        raise BadDate(f"结束日期{format_day(end)}早于开始日期{format_day(start)}")
    return DateSpan(start, end)


def _day(year: str | None, month: str, day: str, default_year: int) -> date:
    number = int(year) if year else default_year
    if number not in YEARS:
        raise BadDate(wrong_year(number))
    month_number = 1 if month == "元" else int(month)
    try:
        return date(number, month_number, int(day))
    except ValueError as error:
        raise BadDate(f"没有“{month_number}月{int(day)}日”这一天") from error


def format_span(start: date | None, end: date | None, note: str, *, year: int | None = None) -> str:
    """As the attachment prints it: "1月20日", "1月20日至28日", "1月30日至2月3日", or the note."""
    if start is None:
        return note
    text = format_day(start, year=year)
    if end is not None and end != start:
        same_month = (start.year, start.month) == (end.year, end.month)
        text += f"至{end.day}日" if same_month else f"至{format_day(end, year=start.year)}"
    return text


@dataclass(frozen=True)
class Meeting:
    """One of the three meetings of a row, or the completion of the unit: its column and its days."""

    column: str
    label: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Doubt:
    """Something to check again before 上报: where, and what is odd. It does not block."""

    row: int | None
    column: str
    text: str


def order_doubts(rows: Iterable[tuple[int, list[Meeting]]], completion: Meeting) -> Iterator[Doubt]:
    """Breaches of the order Party <= committee <= federation <= completion.

    Each row is its number in Attachment 3 and its meetings in the order in which the law holds them.
    A meeting is too early when it starts before the one before it starts; the unit is complete
    when its last meeting is over.
    """
    for number, meetings in rows:
        dated = [meeting for meeting in meetings if meeting.start]
        for earlier, later in pairwise(dated):
            if later.start < earlier.start:  # type: ignore[operator]
                yield Doubt(number, later.column, _too_early(number, later, earlier, earlier.start))
        last = dated[-1] if dated else None
        if completion.start and last and last.end and completion.start < last.end:
            yield Doubt(number, completion.column, _too_early(number, completion, last, last.end))


def _too_early(number: int, early: Meeting, reference: Meeting, day: date | None) -> str:
    return (
        f"第{number}行“{early.label}”（{format_span(early.start, early.end, '')}）"
        f"早于“{reference.label}”（{format_day(day) if day else ''}），请核对。"
    )


def missing_doubts(
    rows: Iterable[tuple[int, dict[str, str]]], required: Iterable[str], labels: dict[str, str]
) -> Iterator[Doubt]:
    """Cells that this round asks for and that are empty (A-14: reminded, never blocked)."""
    columns = [column for column in required if column in labels]
    for number, cells in rows:
        for column in columns:
            if not cells.get(column):
                yield Doubt(number, column, f"第{number}行“{labels[column]}”未填；未定的请填“待定”。")
