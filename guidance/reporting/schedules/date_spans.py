"""Dates as offices write them. Pure: no request, no database."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guidance.core.dates import WEEKDAYS, YEARS, format_day, format_weekday, wrong_year_message

UNDETERMINED = "待定"
UNDETERMINED_WORDS = {UNDETERMINED, "未定", "暂未定", "待通知", "尚未确定", "另行通知"}
KEPT_AS_NOTE_MESSAGE = "未能识别为日期，按说明保留"


class BadDate(ValueError):
    """Raised where a cell looks like a date and is none; the message says why, in Chinese."""


@dataclass(frozen=True)
class DateSpan:
    """What a cell says: a day (`start` = `end`), a span of days, or only words in `note`.

    Days with a note are approximate, or the note says more than the days: 2月上旬, 2月5日上午.
    `understood` is False where the words could not be read as days; they are then kept as a note.
    """

    start: date | None = None
    end: date | None = None
    note: str = ""
    understood: bool = True

    @property
    def is_exact(self) -> bool:
        """Whether it names days and has no note."""
        return self.start is not None and not self.note

    @property
    def is_approximate(self) -> bool:
        """Whether the days stand behind words that are shown instead: 2月上旬, 2月20日左右."""
        return self.start is not None and bool(self.note)

    @property
    def is_words(self) -> bool:
        """Whether it is only words that could not be read as days."""
        return self.start is None and bool(self.note) and not self.understood

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing."""
        return self.start is None and not self.note

    def text(self, year: int) -> str:
        """As the attachment prints it, days of another year with their year; read in `year` it is this span.

        A note goes before the days. It gets its year where it would be read as days of another one.
        """
        if self.start is None or not self.note:
            return format_span(self.start, self.end, self.note, year=year)
        with_year = f"{self.start.year}年{self.note}"
        return (
            with_year
            if not self._reads_back(self.note, year) and self._reads_back(with_year, year)
            else self.note
        )

    def _reads_back(self, text: str, year: int) -> bool:
        """Whether `text` is this span; of column 6 the last of its days is kept."""
        try:
            read = read_date_span(text, year)
        except BadDate:
            return False
        return (read.note, read.end) == (self.note, self.end) and self.start in (read.start, read.end)


# The parts of a date. "#" is the number of the point in a span: 1 for its start, 2 and 3 for its end,
# where 3 is a bare day of the same month. Chinese numerals count with 月 and 日 only: 二月十五 and
# 初五 are said of the lunar calendar.
_TO = "(?:至|到|[-–—―─−~〜])+"
_DIGIT = "一二三四五六七八九"
_NUMBER = f"(?:[二三]?十[{_DIGIT}]?|[{_DIGIT}])"
_YEAR = f"[0-9]{{4}}|[〇○零{_DIGIT}]{{4}}"
_MONTH = f"(?P<month#>[0-9]{{1,2}}|元|{_NUMBER})"
_DAY = f"(?:(?P<day#>[0-9]{{1,2}}|{_NUMBER}) ?[日号]|(?P<bare#>[0-9]{{1,2}}))"
_COMPACT = "(?P<compact#>[12][0-9]{7})"
_DATE = f"(?:{_COMPACT}|(?:(?P<year#>{_YEAR}) ?[年./-] ?)?{_MONTH} ?(?P<mark#>[月./-]) ?{_DAY})"
_WEEKDAY = rf"(?: ?(?P<open#>\( ?)?(?:星期|礼拜|周)(?P<weekday#>[{WEEKDAYS}天])(?(open#) ?\)))?"
_PART = "(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)"
_HOUR = "(?:[01]?[0-9]|2[0-4])"
_CLOCK = f"(?<![0-9])(?:{_HOUR}:[0-5][0-9]|(?:{_HOUR}|{_NUMBER}) ?[时点](?:半|整|[0-5]?[0-9]分)?)"
_TIME = f"(?P<time#> ?{_PART}(?: ?{_CLOCK})?(?: ?{_TO} ?{_CLOCK})?| ?{_CLOCK}(?: ?{_TO} ?{_CLOCK})?)?"
_TENTH = f"(?:(?P<year#>{_YEAR}) ?年 ?)?{_MONTH} ?月 ?(?P<tenth#>[上中下])旬"
_ABOUT = (
    "(?P<about>大约|约|大概|拟定于|拟定|拟于|拟|暂定于|暂定为|暂定|预计于|预计在|预计|初定于|初定)"
    "(?: ?: ?| )?"
)
_AROUND = r"(?P<around> ?左右| ?前后| ?\( ?(?:暂定|拟定|拟|预计|初定) ?\))"


def _numbered(part: str, number: int) -> str:
    """The part as the point of this number."""
    return part.replace("#", str(number))


_POINT = _DATE + _WEEKDAY + _TIME
_END = f"(?:{_numbered(_POINT, 2)}|{_numbered(_DAY + _WEEKDAY + _TIME, 3)})"
_DAYS = re.compile(f"(?:{_ABOUT})?{_numbered(_POINT, 1)}(?: ?(?P<to>{_TO}) ?{_END})?(?:{_AROUND})?")
_LATER_TENTH = _numbered(_TENTH, 2) + "|(?P<tenth3>[上中下])旬"
_TENTHS = re.compile(f"(?:{_ABOUT})?{_numbered(_TENTH, 1)}(?: ?{_TO} ?(?:{_LATER_TENTH}))?(?:{_AROUND})?")
_LEADING_YEAR = re.compile(f"({_YEAR}) ?年 ?")
_TENTH_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}  # 0: the last day of the month

_Parts = Mapping[str, str | None]


def read_date_span(text: str, year: int) -> DateSpan:
    """Read a cell: "2月5日", "2.5", "20210205", "1月20日至28日", "2.5-2.8", "2月上旬", "待定", or words.

    `year` counts where the text names none. What could mean two things is kept as words. Raises BadDate
    for a day that does not exist, a year outside 2000-2099, an end before its start, or a weekday
    that is not the day's.
    """
    original = " ".join(text.split())
    cell = " ".join(_half_width(original).split())
    if not cell:
        return DateSpan()
    if cell.replace(" ", "") in UNDETERMINED_WORDS:
        return DateSpan(note=UNDETERMINED)
    leading_year = _LEADING_YEAR.match(cell)
    rest = cell[leading_year.end() :] if leading_year else cell
    days, has_note = _read_days(rest, _parse_number(leading_year[1]) if leading_year else None, year)
    if days is None:
        return DateSpan(note=original, understood=False)
    start, end = days
    if end < start:
        raise BadDate(f"结束日期{format_day(end)}早于开始日期{format_day(start)}")
    return DateSpan(start, end, rest if has_note else "")


def _half_width(text: str) -> str:
    """Full-width forms as half-width ones. Not NFKC for all: a footnote mark is no digit (2月2²日)."""
    wide = ("<wide>", "<narrow>")
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(wide) else c for c in text
    )


def _read_days(text: str, leading_year: int | None, year: int) -> tuple[tuple[date, date] | None, bool]:
    """First and last day, if these are days, and whether the text says more than them.

    `leading_year` is the year in front of the text, `year` the one that counts without it.
    """
    default = year if leading_year is None else leading_year
    if match := _TENTHS.fullmatch(text):
        return _tenths_span(match.groupdict(), default), True
    if not (match := _DAYS.fullmatch(text)):
        return None, False
    parts = match.groupdict()
    start = _point_day(parts, 1, default, None)
    end = _end(parts, start)
    if _is_doubtful(parts, start, end) or (
        leading_year is None and _may_start_in_another_year(parts, start, end)
    ):
        return None, False
    note_parts = ("about", "around", "time1", "time2", "time3")
    return (start, end), any(parts[name] for name in note_parts)


def _is_doubtful(parts: _Parts, start: date, end: date) -> bool:
    """Whether the text could mean other days as well.

    2-5日 may be the 2nd to the 5th, 01-02-03日 a day of 2001, 1.20-2 a month, 2月5日9时-10 an hour.
    """
    for point in ("1", "2"):
        if parts["mark" + point] in ("-", "/") and parts["day" + point] and not parts["year" + point]:
            return True
    if parts["mark1"] == "-" and parts["to"] == "-" and not parts["year1"]:
        return True
    return bool(parts["bare3"] and (parts["time1"] or parts["time3"] or end <= start))


def _may_start_in_another_year(parts: _Parts, start: date, end: date) -> bool:
    """Whether only the end names its year, and the start may be meant in it: 2月5日至2022年2月8日."""
    starts_with_year = parts["year1"] or parts["compact1"]
    in_order = (start.month, start.day) <= (end.month, end.day)
    return not starts_with_year and start.year != end.year and in_order


def _end(parts: _Parts, start: date) -> date:
    if parts["day3"] or parts["bare3"]:
        return _point_day(parts, 3, start.year, start.month)
    if parts["month2"] or parts["compact2"]:
        return _point_day(parts, 2, start.year, None)
    return start


def _point_day(parts: _Parts, number: int, year: int, month: int | None) -> date:
    """The day of this point, its weekday checked; `year` and `month` count where it names none."""
    compact = parts.get(f"compact{number}")
    if compact:
        day = _checked_day(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    else:
        own_day = parts[f"day{number}"] or parts[f"bare{number}"]
        own_year, own_month = parts.get(f"year{number}"), parts.get(f"month{number}")
        month = _parse_number(own_month) if own_month else month
        day = _checked_day(
            _parse_number(own_year) if own_year else year, month or 0, _parse_number(own_day or "0")
        )
    own_weekday = (parts[f"weekday{number}"] or "").replace("天", "日")
    if own_weekday and f"星期{own_weekday}" != format_weekday(day):
        raise BadDate(f"{format_day(day)}是{format_weekday(day)}，不是星期{own_weekday}")
    return day


def _tenths_span(parts: _Parts, year: int) -> tuple[date, date]:
    """Month of days: 上旬 1-10, 中旬 11-20, 下旬 21 to the last."""
    start = _checked_day(_parse_number(parts["year1"] or str(year)), _parse_number(parts["month1"] or "0"), 1)
    last, tenth = start, parts["tenth2"] or parts["tenth3"] or parts["tenth1"] or ""
    if parts["month2"]:
        last = _checked_day(
            _parse_number(parts["year2"] or str(start.year)), _parse_number(parts["month2"]), 1
        )
    last_day = _TENTH_DAYS[tenth][1] or monthrange(last.year, last.month)[1]
    return start.replace(day=_TENTH_DAYS[parts["tenth1"] or ""][0]), last.replace(day=last_day)


def _parse_number(text: str) -> int:
    """Arabic figures, Chinese numerals to 39, the year 二〇二一, and 元 of 元月."""
    if "十" in text:
        tens, ones = text.split("十")
        return 10 * (_DIGIT.find(tens) + 1 if tens else 1) + (_DIGIT.find(ones) + 1 if ones else 0)
    figures = {"元": "1", "〇": "0", "○": "0", "零": "0"}
    figures |= {han: str(value) for value, han in enumerate(_DIGIT, start=1)}
    return int("".join(figures.get(c, c) for c in text))


def _checked_day(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise BadDate(wrong_year_message(year))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate(f"没有“{month}月{day}日”这一天") from error


def format_span(
    start: date | None, end: date | None, note: str, *, year: int | None = None, weekdays: bool = False
) -> str:
    """As the attachment prints it: "1月20日", "1月20日至28日", "1月30日至2月3日", or the note.

    A span over the turn of the year has both years, so that nobody has to guess.
    With `weekdays` each day has its weekday behind it: 2月5日（星期五）.
    """
    if start is None:
        return note
    crosses = end is not None and end.year != start.year
    text = format_day(start, year=end.year if crosses and end else year) + _weekday_suffix(start, weekdays)
    if end is not None and end != start:
        same_month = (start.year, start.month) == (end.year, end.month)
        text += f"至{end.day}日" if same_month else f"至{format_day(end, year=start.year)}"
        text += _weekday_suffix(end, weekdays)
    return text


def _weekday_suffix(day: date, weekdays: bool) -> str:
    return f"（{format_weekday(day)}）" if weekdays else ""


def describe_reading(span: DateSpan, year: int) -> str:
    """How a cell was understood, for the preview: days with their weekdays, or what becomes of the words."""
    if span.is_words:
        return KEPT_AS_NOTE_MESSAGE
    if span.is_approximate:
        return f"{span.text(year)}（按{format_span(span.start, span.end, '', year=year)}理解）"
    return format_span(span.start, span.end, span.note, year=year, weekdays=True)
