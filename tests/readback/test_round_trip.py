"""What the system prints it reads back unchanged: print -> file -> read -> the same (issue 6, point 4)."""

import string
from datetime import date, timedelta
from itertools import cycle
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from guidance import clock
from guidance.papers.excel import xlsx
from guidance.papers.word import docx
from guidance.papers.xml import clean
from guidance.people.documents import attachment1, blank_attachment1
from guidance.people.models import Leader, Link, TownshipLiaison
from guidance.people.queries import LeaderRows, Row
from guidance.places.models import Township
from guidance.plans.details import PrintedText
from guidance.plans.wording import ATTACHMENT1, ATTACHMENT2, ATTACHMENT3, ISSUED, words_of
from guidance.readback import schedules, visits
from guidance.readback.assignment_reading import read_assignments
from guidance.readback.models import Attachment, ReadPaper
from guidance.readback.schedule_reading import ACTUAL, PLANNED
from guidance.readback.taking_in import sheets_of, take
from guidance.readback.visit_reading import without_hints
from guidance.schedules.cells import BLANK, MEETINGS, Cell, Content, DateKind
from guidance.schedules.documents import attachment3, data_sheet
from guidance.schedules.forms import read_cell
from guidance.schedules.queries import sheets_of as stored_sheets
from guidance.schedules.rules import BadDate, read_date_span
from guidance.terms import GuidanceMethod
from guidance.visits.documents import attachment2, blank_form, form_of
from guidance.visits.models import Section, VisitReport
from guidance.visits.printing import _clean as printable

YEAR = 2021
# A try takes a second, since files are read in a process of their own: none to make a failure smaller.
TRIES = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Chinese, Latin, what XML and Excel mind, blanks, controls, and a character beyond 16 bits.
LETTERS = (
    "换届选举大会时间村委妇联实际计划待定年月日至：；（）、。“”" + string.ascii_letters[:8] + string.digits
)
LETTERS += "<>&'\"=+-@#{}%\t　 \x07\x1f\x7f\u200b￾𠮷"
LINE = st.text(st.sampled_from(LETTERS), max_size=30)


def taken(plan, made):
    """What is read of a file of ours, with the words of the plan."""
    return take(made, {name: words_of(plan, name) for name in ISSUED})


def kept(plan, user, taken, round_=None):
    """The file as the database would keep it."""
    return ReadPaper(
        plan=plan,
        kind=taken.kind,
        round=round_,
        content=taken.content,
        uploaded_by=user,
        uploaded_at=clock.now(),
    )


def custom(plan, attachment, words):
    """Print with these words, as an office may choose them."""
    plan.printed_wording = "custom"
    plan.save()
    for slot, text in words.items():
        PrintedText.objects.update_or_create(
            plan=plan,
            slot=f"{attachment}.{slot}",
            defaults={"label": slot, "as_issued": ISSUED[attachment][slot], "custom": text},
        )


# -- Attachment 3

DAYS = st.dates(date(YEAR - 1, 12, 20), date(YEAR + 1, 1, 10))


def in_words(day):
    return f"{day.year}年{day.month}月{day.day}日" if day.year != YEAR else f"{day.month}月{day.day}日"


DATED = st.one_of(
    st.builds(in_words, DAYS),
    st.builds(
        lambda day, more: f"{in_words(day)}至{in_words(day + timedelta(more))}", DAYS, st.integers(1, 40)
    ),
    st.builds(
        lambda form, day: form.format(in_words(day)),
        st.sampled_from(["约{}", "{}左右", "{}上午", "{}前后", "暂定{}"]),
        DAYS,
    ),
    st.builds(lambda day, tenth: f"{day.year}年{day.month}月{tenth}旬", DAYS, st.sampled_from("上中下")),
)
TEXTS = st.one_of(st.just(""), DATED, DATED, st.just("待定"), LINE)


def cell_of(text, kind, *, one_day):
    """The cell that the form makes of a text; blank where it refuses it."""
    try:
        span = read_cell(text, YEAR, one_day=one_day)
    except ValidationError:
        return BLANK
    return Cell(span, kind if span.start else DateKind.PLANNED)


def readable(cell):
    """The same cell, where paper can say it.

    Control characters are no part of a document. Words that are a day with 实际 or 计划 behind it print as
    that day does, and are read as it. An apostrophe before a formula is Excel's own mark of a text.
    """
    note = " ".join(clean(cell.span.note).replace("\x7f", "").split())
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
    made = st.builds(
        lambda text, kind: cell_of(text, kind, one_day=one_day), TEXTS, st.sampled_from(DateKind.values)
    )
    return made.map(readable)


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


def filled_in(cast, cells, completions):
    """Every unit's sheet with these cells in turn."""
    links = Link.objects.filter(plan=cast.plan).select_related("township__unit").order_by("order")
    given, of_unit = cycle(cells), cycle(completions)
    sheets = stored_sheets(cast.clerk, cast.round, links)
    for sheet in sheets:
        said = {link.township_id: {column.value: next(given) for column in MEETINGS} for link in sheet.links}
        sheet.content = Content(said, next(of_unit))
    return sheets


def said_in(paper, user):
    """What the form of each unit would store, by unit and cell."""
    found = schedules.look_at(paper, user)
    assert not found.unknown
    assert found.remarks == []
    said = {}
    for unit_rows in found.own:
        _, forms = schedules.form_of(paper, unit_rows, user)
        assert forms.are_valid(), [form.errors for form in forms.all]
        said[unit_rows.unit.pk] = {typed.key: typed.cell for typed in forms.typed}
    return said


def said_by(sheets):
    """The same of what was printed."""
    return {sheet.unit.pk: {cell.key: cell.cell for cell in sheet.cells} for sheet in sheets}


def workbook(paper, sheets, plan):
    return xlsx(paper, data_sheet(plan, sheets))


class TestSchedules:
    @TRIES
    @given(CELLS, COMPLETIONS, st.booleans(), st.booleans(), st.integers(0, 12))
    def test_what_is_printed_is_read_back(self, office, cells, completions, lying, as_excel, one):
        """All units or one, upright or lying, Word or Excel."""
        sheets = filled_in(office, cells, completions)
        chosen = sheets[one : one + 1] or sheets
        office.plan.schedule_is_landscape = lying
        paper = attachment3(office.plan, chosen, name="附件3", made_at=clock.now())
        made = workbook(paper, chosen, office.plan) if as_excel else docx(paper)
        read = taken(office.plan, made)
        assert read.kind == Attachment.ATTACHMENT3
        assert said_in(kept(office.plan, office.clerk, read, office.round), office.clerk) == said_by(chosen)

    @pytest.mark.parametrize("as_excel", [False, True])
    def test_a_blank_form_says_nothing(self, office, as_excel):
        day = Cell(read_date_span("2月5日", YEAR))
        sheets = filled_in(office, [day], [day])
        paper = attachment3(office.plan, sheets, name="附件3", made_at=clock.now(), blank=True)
        read = taken(office.plan, xlsx(paper) if as_excel else docx(paper))
        said = said_in(kept(office.plan, office.clerk, read, office.round), office.clerk)
        assert {cell for unit in said.values() for cell in unit.values()} == {BLANK}
        assert len(said) == 12

    def test_with_the_words_of_the_office(self, office):
        """Not one head is as issued; only the words of the plan say what they are."""
        heads = dict(
            zip(
                ATTACHMENT3,
                ["附表", "安排表", "次", "地方", "甲会", "乙会", "丙会", "末日", "此表示例"],
                strict=True,
            )
        )
        custom(office.plan, "attachment3", heads)
        day = Cell(read_date_span("2月5日", YEAR), DateKind.ACTUAL)
        sheets = filled_in(office, [day, BLANK, BLANK], [day])
        made = docx(attachment3(office.plan, sheets, name="附件3", made_at=clock.now()))
        read = taken(office.plan, made)
        assert said_in(kept(office.plan, office.clerk, read, office.round), office.clerk) == said_by(sheets)


# -- Attachment 2

HEADINGS = [
    "附页",
    "总体情况",
    "二、发现问题",
    "（可另附页）",
    "（另见附页）",
    "联系指导时间：3月1日",
    "备注：一",
    "注：二",
]
PARAGRAPH = st.one_of(
    LINE, st.sampled_from(HEADINGS), st.text(st.sampled_from("工作建议abc一二"), min_size=80, max_size=400)
)
SECTION = st.one_of(st.just(""), st.lists(PARAGRAPH, min_size=1, max_size=12).map("\n".join))
NOTE = st.one_of(st.just(""), st.text(st.sampled_from("线上二（）()、，入户12<&"), max_size=20))


def on_paper(text):
    """A section as a paper can say it.

    Blank ends and the blanks before the first line are not printed, a tab is two of them; control characters
    are no part of a document; a hint （可另附页）at either end is taken for the form's own.
    """
    text = clean(text).replace("\x7f", "")
    return without_hints(without_hints(printable(text)))


def report(cast, sections, methods=("hearing",), note="", order=1, also=(), days=(date(2021, 2, 4), 0)):
    """A report with these sections, stored."""
    links = {link.order: link for link in Link.objects.filter(order__lt=7).select_related("township")}
    link = links[order]
    return VisitReport.objects.create(
        plan=cast.plan,
        leader=link.leader,
        township=link.township,
        author=cast.leader,
        started_on=days[0],
        ended_on=days[0] + timedelta(days[1]),
        methods=[code for code in GuidanceMethod.values if code in methods],
        method_note=note,
        also_named=sorted(links[one].township.code for one in also if one != order),
        creation_key=uuid4(),
        version=1,
        **dict(zip(Section.values, sections, strict=True)),
    )


def initial(cast, made):
    """The values of the form that is filled in from this file, and what could not be understood."""
    read = taken(cast.plan, made)
    assert read.kind == Attachment.ATTACHMENT2
    found = visits.understand(kept(cast.plan, cast.leader, read), cast.leader)
    return found.initial, found.remarks


class TestVisits:
    @TRIES
    @given(
        st.tuples(SECTION, SECTION, SECTION, SECTION),
        st.sets(st.sampled_from(GuidanceMethod.values)),
        NOTE,
        st.integers(1, 6),
        st.sets(st.integers(1, 6)),
        st.tuples(st.dates(date(2021, 1, 13), date(2021, 2, 28)), st.integers(0, 40)),
    )
    @example(("长" * 3000, "", "短", "总体情况\n" * 40), {"other"}, "", 2, {1, 3}, (date(2021, 2, 1), 0))
    @example(
        ("（可另附页）", "一\n（可另附页）\n二", "　　缩进", "\t制表"),
        set(),
        "",
        1,
        set(),
        (date(2021, 2, 1), 3),
    )
    def test_what_is_printed_is_read_back(self, cast, sections, methods, note, order, also, days):
        assume(note == note.strip() and (methods or not note or not note.startswith(tuple("（("))))
        stored = report(cast, sections, methods, note, order, also, days)
        values, remarks = initial(cast, docx(attachment2(form_of(stored), made_at=clock.now())))
        assert remarks == []
        assert {name: on_paper(values.get(name, "")) for name in Section.values} == {
            name: on_paper(text) for name, text in stored.sections_by_name.items()
        }
        assert (values["started_on"], values["ended_on"]) == (stored.started_on, stored.ended_on)
        assert values["link"].township == stored.township
        assert values["also_named"] == stored.also_named
        assert (values["methods"], values["method_note"]) == (stored.methods, stored.method_note)

    def test_a_blank_form_says_nothing(self, cast):
        values, remarks = initial(cast, docx(attachment2(blank_form(cast.plan), made_at=clock.now())))
        assert {values[name] for name in (*Section.values, "method_note")} == {""}
        assert values["methods"] == []
        assert "started_on" not in values
        assert "link" not in values
        assert [remark[:4] for remark in remarks] == ["文件里没"] * 2

    def test_with_the_words_of_the_office(self, cast):
        words = [
            "附表",
            "统计表",
            "签名：",
            "所到之处：",
            "此行",
            "日子：  年  月  日",
            "办法：",
            "甲",
            "乙",
            "丙",
            "丁",
        ]
        words += ["（可加页）", "附言：示例"]
        custom(cast.plan, "attachment2", dict(zip(ATTACHMENT2, words, strict=True)))
        stored = report(cast, ("一", "", "长" * 2000, "二\n三"), note="线上")
        values, remarks = initial(cast, docx(attachment2(form_of(stored), made_at=clock.now())))
        assert remarks == []
        assert [values.get(name, "") for name in Section.values] == ["一", "", "长" * 2000, "二\n三"]
        assert (values["link"].township, values["started_on"]) == (cast.township, stored.started_on)
        assert (values["methods"], values["method_note"]) == (["hearing"], "线上")


# -- Attachment 1

NAMES = st.text(st.sampled_from("王李张示例欧阳一二三"), min_size=2, max_size=4)
PHONES = st.integers(13_000_000_000, 19_999_999_999).map(str)
PEOPLE = st.lists(st.tuples(NAMES, PHONES), min_size=18, max_size=18)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 120)), min_size=18, max_size=18)
LEADERS = st.lists(
    st.tuples(NAMES, st.sampled_from(["市妇联主席、党组书记", "市妇联副主席"]), st.integers(1, 7)),
    min_size=1,
    max_size=6,
)


def arranged(cast, leaders, people, counts):
    """The links of the notice under these leaders, each for some rows in turn; and the liaisons."""
    links = list(Link.objects.filter(plan=cast.plan).select_related("township__unit").order_by("order"))
    rows = []
    for link, (name, phone), count in zip(links, people, counts, strict=True):
        link.key_village_count = count
        rows.append(Row(link, TownshipLiaison(name=name, phone=phone) if phone else None, None))
    found = []
    for name, post, number in [*leaders, (*leaders[-1][:2], len(rows))]:
        if rows[:number]:
            found.append(LeaderRows(Leader(name=name, post_short=post, post_full=post), rows[:number]))
        rows = rows[number:]
    return found


def expected(by_leader, *, counted, phones=True):
    return [
        (
            str(row.link.order),
            one.leader.name,
            one.leader.post_short,
            row.link.township.printed_name,
            row.link.key_village_count if counted else None,
            row.liaison.name if row.liaison else "",
            row.liaison.phone if row.liaison and phones else "",
        )
        for one in by_leader
        for row in one.rows
    ]


def links_read(plan, made):
    """The rows of a file of ours."""
    read = taken(plan, made)
    assert read.kind == Attachment.ATTACHMENT1
    return [
        (
            row.number,
            row.leader,
            row.post,
            "".join(row.place.split()),
            row.key_villages,
            row.liaison,
            row.phone,
        )
        for row in read_assignments(sheets_of(read.content), words_of(plan, "attachment1"))
    ]


class TestAssignments:
    @TRIES
    @given(LEADERS, PEOPLE, COUNTS, st.booleans(), st.booleans(), st.booleans())
    def test_what_is_printed_is_read_back(self, cast, leaders, people, counts, counted, shown, as_excel):
        """Numbers that were masked for the reader are not read as numbers."""
        cast.plan.prints_key_villages = counted
        by_leader = arranged(cast, leaders, people, counts)
        paper, data = attachment1(cast.plan, by_leader, shows_phones=shown, made_at=clock.now())
        made = xlsx(paper, data) if as_excel else docx(paper)
        assert links_read(cast.plan, made) == expected(by_leader, counted=counted, phones=shown)

    def test_a_row_without_a_liaison(self, cast):
        by_leader = arranged(cast, [("示例", "主席", 18)], [("", "")] * 18, [None] * 18)
        paper, _ = attachment1(cast.plan, by_leader, shows_phones=True, made_at=clock.now())
        assert links_read(cast.plan, docx(paper)) == expected(by_leader, counted=False)

    @pytest.mark.parametrize("make", [docx, xlsx])
    def test_a_blank_form_has_no_rows(self, cast, make):
        assert links_read(cast.plan, make(blank_attachment1(cast.plan, made_at=clock.now()))) == []

    def test_with_the_words_of_the_office(self, cast):
        words = dict(zip(ATTACHMENT1, ["附表", "安排", "次", "甲", "乙", "丙", "丁", "丙和数"], strict=True))
        custom(cast.plan, "attachment1", words)
        by_leader = arranged(cast, [("示例", "主席", 18)], [("示人", "13900000001")] * 18, [None] * 18)
        paper, _ = attachment1(cast.plan, by_leader, shows_phones=True, made_at=clock.now())
        assert links_read(cast.plan, docx(paper)) == expected(by_leader, counted=False)
