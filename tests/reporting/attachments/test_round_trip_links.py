"""A printed Attachment 1 is read back unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.core import clock
from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.word import make_docx
from guidance.reference.people.models import Leader, Link, TownshipLiaison
from guidance.reference.people.printing.documents import attachment1, blank_attachment1
from guidance.reference.people.queries import LeaderRows, LinkRow
from guidance.reference.plans.issued_words import ATTACHMENT1
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.attachment1.parser import read_assignments
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.recognition import load_sheets
from tests.reporting.attachments.round_trip_helpers import TRIES, recognize, set_custom_words

NAMES = st.text(st.sampled_from("王李张示例欧阳一二三"), min_size=2, max_size=4)
PHONES = st.integers(13_000_000_000, 19_999_999_999).map(str)
PEOPLE = st.lists(st.tuples(NAMES, PHONES), min_size=18, max_size=18)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 120)), min_size=18, max_size=18)
LEADERS = st.lists(
    st.tuples(NAMES, st.sampled_from(["市妇联主席、党组书记", "市妇联副主席"]), st.integers(1, 7)),
    min_size=1,
    max_size=6,
)


def arrange_links(cast, leaders, people, counts):
    """Give the notice's links to these leaders, some rows each, and set the liaisons."""
    links = list(Link.objects.filter(plan=cast.plan).select_related("township__unit").order_by("order"))
    rows = []
    for link, (name, phone), count in zip(links, people, counts, strict=True):
        link.key_village_count = count
        rows.append(LinkRow(link, TownshipLiaison(name=name, phone=phone) if phone else None, None))
    by_leader = []
    for name, post, number in [*leaders, (*leaders[-1][:2], len(rows))]:
        if rows[:number]:
            by_leader.append(LeaderRows(Leader(name=name, post_short=post, post_full=post), rows[:number]))
        rows = rows[number:]
    return by_leader


def expected_links(by_leader, *, counted, phones=True):
    return [
        (
            str(row.link.order),
            leader_rows.leader.name,
            leader_rows.leader.post_short,
            row.link.township.printed_name,
            row.link.key_village_count if counted else None,
            row.liaison.name if row.liaison else "",
            row.liaison.phone if row.liaison and phones else "",
        )
        for leader_rows in by_leader
        for row in leader_rows.rows
    ]


def read_links(plan, content):
    """The rows read from a printed file."""
    read = recognize(plan, content)
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
        for row in read_assignments(load_sheets(read.content), printed_words(plan, "attachment1"))
    ]


class TestAssignments:
    @TRIES
    @given(LEADERS, PEOPLE, COUNTS, st.booleans(), st.booleans(), st.booleans())
    def test_what_is_printed_is_read_back(self, cast, leaders, people, counts, counted, phones, as_excel):
        """Numbers that were masked for the reader are not read as numbers."""
        cast.plan.prints_key_villages = counted
        by_leader = arrange_links(cast, leaders, people, counts)
        paper, data = attachment1(cast.plan, by_leader, shows_phones=phones, made_at=clock.now())
        content = make_xlsx(paper, data) if as_excel else make_docx(paper)
        assert read_links(cast.plan, content) == expected_links(by_leader, counted=counted, phones=phones)

    def test_a_row_without_a_liaison(self, cast):
        by_leader = arrange_links(cast, [("示例", "主席", 18)], [("", "")] * 18, [None] * 18)
        paper, _ = attachment1(cast.plan, by_leader, shows_phones=True, made_at=clock.now())
        assert read_links(cast.plan, make_docx(paper)) == expected_links(by_leader, counted=False)

    @pytest.mark.parametrize("make", [make_docx, make_xlsx])
    def test_a_blank_form_has_no_rows(self, cast, make):
        assert read_links(cast.plan, make(blank_attachment1(cast.plan, made_at=clock.now()))) == []

    def test_with_the_words_of_the_office(self, cast):
        words = dict(zip(ATTACHMENT1, ["附表", "安排", "次", "甲", "乙", "丙", "丁", "丙和数"], strict=True))
        set_custom_words(cast.plan, "attachment1", words)
        by_leader = arrange_links(cast, [("示例", "主席", 18)], [("示人", "13900000001")] * 18, [None] * 18)
        paper, _ = attachment1(cast.plan, by_leader, shows_phones=True, made_at=clock.now())
        assert read_links(cast.plan, make_docx(paper)) == expected_links(by_leader, counted=False)
