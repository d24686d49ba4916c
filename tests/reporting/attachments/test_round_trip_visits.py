"""A printed Attachment 2 is read back unchanged."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import assume, example, given
from hypothesis import strategies as st

from guidance.core import clock
from guidance.office.papers.text import clean_text
from guidance.office.papers.word import make_docx
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.issued_words import ATTACHMENT2
from guidance.reporting.attachments.attachment2 import matching as attachment2_matching
from guidance.reporting.attachments.attachment2.parser import without_hints
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing.documents import attachment2, get_blank_form, get_form
from guidance.reporting.visits.printing.rules import _clean as printable
from tests.reporting.attachments.round_trip_helpers import (
    LINE,
    TRIES,
    build_read_paper,
    recognize,
    set_custom_words,
)

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


def printed_text(text):
    """A section as a paper can say it.

    Blank ends and the blanks before the first line are not printed, a tab is two of them; control characters
    are no part of a document; a hint （可另附页）at either end is taken for the form's own.
    """
    text = clean_text(text).replace("\x7f", "")
    return without_hints(without_hints(printable(text)))


def store_report(cast, sections, methods=("hearing",), note="", order=1, also=(), days=(date(2021, 2, 4), 0)):
    """Store a report with these sections."""
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
        also_named=sorted(links[number].township.code for number in also if number != order),
        creation_key=uuid4(),
        version=1,
        **dict(zip(Section.values, sections, strict=True)),
    )


def form_values(cast, content):
    """The form values read from this file, and the remarks about what is not understood."""
    read = recognize(cast.plan, content)
    assert read.kind == Attachment.ATTACHMENT2
    form = attachment2_matching.read_form_values(build_read_paper(cast.plan, cast.leader, read), cast.leader)
    return form.initial, form.remarks


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
        stored = store_report(cast, sections, methods, note, order, also, days)
        values, remarks = form_values(cast, make_docx(attachment2(get_form(stored), made_at=clock.now())))
        assert remarks == []
        assert {name: printed_text(values.get(name, "")) for name in Section.values} == {
            name: printed_text(text) for name, text in stored.sections_by_name.items()
        }
        assert (values["started_on"], values["ended_on"]) == (stored.started_on, stored.ended_on)
        assert values["link"].township == stored.township
        assert values["also_named"] == stored.also_named
        assert (values["methods"], values["method_note"]) == (stored.methods, stored.method_note)

    def test_a_blank_form_says_nothing(self, cast):
        values, remarks = form_values(
            cast, make_docx(attachment2(get_blank_form(cast.plan), made_at=clock.now()))
        )
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
        set_custom_words(cast.plan, "attachment2", dict(zip(ATTACHMENT2, words, strict=True)))
        stored = store_report(cast, ("一", "", "长" * 2000, "二\n三"), note="线上")
        values, remarks = form_values(cast, make_docx(attachment2(get_form(stored), made_at=clock.now())))
        assert remarks == []
        assert [values.get(name, "") for name in Section.values] == ["一", "", "长" * 2000, "二\n三"]
        assert (values["link"].township, values["started_on"]) == (cast.township, stored.started_on)
        assert (values["methods"], values["method_note"]) == (["hearing"], "线上")
