"""A printed Attachment 3 is read back unchanged, whatever its cells hold (issue 6)."""

from datetime import date, timedelta
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.core import clock
from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.text import clean_text
from guidance.office.papers.word import make_docx
from guidance.reference.people.models import Link
from guidance.reference.places.models import Township
from guidance.reference.plans.choices import MEETINGS
from guidance.reference.plans.issued_words import ATTACHMENT3
from guidance.reporting.attachments.attachment3 import matching as attachment3_matching
from guidance.reporting.attachments.attachment3.parser import ACTUAL, PLANNED
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.schedules.cells import BLANK, Cell, Content, read_cell
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import BadDate, read_date_span
from guidance.reporting.schedules.printing.documents import attachment3, data_sheet
from guidance.reporting.schedules.queries import get_unit_sheets as stored_sheets
from tests.reporting.attachments.round_trip_helpers import (
    LINE,
    TRIES,
    YEAR,
    build_read_paper,
    recognize,
    set_custom_words,
)

DAYS = st.dates(date(YEAR - 1, 12, 20), date(YEAR + 1, 1, 10))


def day_text(day):
    return f"{day.year}年{day.month}月{day.day}日" if day.year != YEAR else f"{day.month}月{day.day}日"


DATED = st.one_of(
    st.builds(day_text, DAYS),
    st.builds(
        lambda day, more: f"{day_text(day)}至{day_text(day + timedelta(more))}", DAYS, st.integers(1, 40)
    ),
    st.builds(
        lambda form, day: form.format(day_text(day)),
        st.sampled_from(["约{}", "{}左右", "{}上午", "{}前后", "暂定{}"]),
        DAYS,
    ),
    st.builds(lambda day, tenth: f"{day.year}年{day.month}月{tenth}旬", DAYS, st.sampled_from("上中下")),
)
TEXTS = st.one_of(st.just(""), DATED, DATED, st.just("待定"), LINE)


def meeting_cell(text, kind, *, one_day):
    """The cell that the form makes of a text, or a blank one where it refuses the text."""
    try:
        span = read_cell(text, YEAR, one_day=one_day)
    except BadDate:
        return BLANK
    return Cell(span, kind if span.start else DateKind.PLANNED)


def printable_cell(cell):
    """The same cell, where paper can say it.

    Control characters are no part of a document. Words that are a day with 实际 or 计划 behind it print as
    that day does, and are read as it. An apostrophe before a formula is Excel's own mark of a text.
    """
    note = " ".join(clean_text(cell.span.note).replace("\x7f", "").split())
    if cell.span.start:
        return cell
    bare = PLANNED.sub("", ACTUAL.sub("", note))
    try:
        is_words = bare == note or read_date_span(bare, YEAR).start is None
        again = read_date_span(note, YEAR)
    except BadDate:
        return BLANK
    return Cell(again) if is_words and again.start is None and not note.startswith("'") else BLANK


def cells(one_day):
    cells_ = st.builds(
        lambda text, kind: meeting_cell(text, kind, one_day=one_day), TEXTS, st.sampled_from(DateKind.values)
    )
    return cells_.map(printable_cell)


# A few cells, over and over down the table: hundreds would only be slow.
CELLS = st.lists(cells(False), min_size=1, max_size=8)
COMPLETIONS = st.lists(cells(True), min_size=1, max_size=4)


@pytest.fixture
def office(cast):
    """The cast, with eleven more townships in the last unit: units of 1, 2 and 12 rows."""
    last = Link.objects.get(order=18).township.unit
    for number in range(11):
        township = Township.objects.create(
            unit=last, name=f"示例{number}镇", official_name=f"示例{number}镇", code=f"4502249{number:02}"
        )
        Link.objects.create(
            plan=cast.plan,
            leader=cast.leader_person,
            township=township,
            order=19 + number,
            valid_from=date(YEAR, 1, 13),
        )
    return cast


def filled_sheets(cast, cells, completions):
    """Every unit's sheet, filled with these cells in turn."""
    links = Link.objects.filter(plan=cast.plan).select_related("township__unit").order_by("order")
    next_cells, of_unit = cycle(cells), cycle(completions)
    sheets = stored_sheets(cast.clerk, cast.round, links)
    for sheet in sheets:
        lines = {
            link.township_id: {column.value: next(next_cells) for column in MEETINGS} for link in sheet.links
        }
        sheet.content = Content(lines, next(of_unit))
    return sheets


def cells_by_unit(paper, user):
    """The cells that would be stored of each unit, by unit and key."""
    units_in_file = attachment3_matching.match_units(paper, user)
    assert not units_in_file.unknown
    assert units_in_file.remarks == []
    by_unit = {}
    for unit_rows in units_in_file.own_units:
        reading = attachment3_matching.read_unit(paper, unit_rows, user)
        assert reading.is_readable, [text.error for text in reading.texts.values()]
        by_unit[unit_rows.unit.pk] = {typed.key: typed.cell for typed in reading.typed_cells}
    return by_unit


def printed_cells(sheets):
    """The printed cells, by unit and key."""
    return {sheet.unit.pk: {cell.key: cell.cell for cell in sheet.cells} for sheet in sheets}


def workbook(paper, sheets, plan):
    return make_xlsx(paper, data_sheet(plan, sheets))


class TestSchedules:
    @TRIES
    @given(CELLS, COMPLETIONS, st.booleans(), st.booleans(), st.integers(0, 12))
    def test_what_is_printed_is_read_back(self, office, cells, completions, is_landscape, as_excel, position):
        """All units or one, upright or lying, Word or Excel."""
        sheets = filled_sheets(office, cells, completions)
        chosen = sheets[position : position + 1] or sheets
        office.plan.schedule_is_landscape = is_landscape
        paper = attachment3(office.plan, chosen, name="附件3", made_at=clock.now())
        file = workbook(paper, chosen, office.plan) if as_excel else make_docx(paper)
        read = recognize(office.plan, file)
        assert read.kind == Attachment.ATTACHMENT3
        assert cells_by_unit(
            build_read_paper(office.plan, office.clerk, read, office.round), office.clerk
        ) == printed_cells(chosen)

    @pytest.mark.parametrize("as_excel", [False, True])
    def test_a_blank_form_says_nothing(self, office, as_excel):
        day = Cell(read_date_span("2月5日", YEAR))
        sheets = filled_sheets(office, [day], [day])
        paper = attachment3(office.plan, sheets, name="附件3", made_at=clock.now(), blank=True)
        read = recognize(office.plan, make_xlsx(paper) if as_excel else make_docx(paper))
        by_unit = cells_by_unit(build_read_paper(office.plan, office.clerk, read, office.round), office.clerk)
        assert {cell for unit in by_unit.values() for cell in unit.values()} == {BLANK}
        assert len(by_unit) == 12

    def test_with_the_words_of_the_office(self, office):
        """No head is as issued, so that only the plan's wording identifies the columns."""
        heads = dict(
            zip(
                ATTACHMENT3,
                ["附表", "安排表", "次", "地方", "甲会", "乙会", "丙会", "末日", "此表示例"],
                strict=True,
            )
        )
        set_custom_words(office.plan, "attachment3", heads)
        day = Cell(read_date_span("2月5日", YEAR), DateKind.ACTUAL)
        sheets = filled_sheets(office, [day, BLANK, BLANK], [day])
        file = make_docx(attachment3(office.plan, sheets, name="附件3", made_at=clock.now()))
        read = recognize(office.plan, file)
        assert cells_by_unit(
            build_read_paper(office.plan, office.clerk, read, office.round), office.clerk
        ) == printed_cells(sheets)
