"""/visits/: filters, search, order, pages and export of the list."""

import csv
import io

import pytest
from openpyxl import load_workbook

from guidance.reference.people.models import GuidanceGroup
from guidance.reference.plans.details import SpecialDay
from tests.days import FEB
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import (
    accept_report,
    return_report,
    set_submitted_at,
    store_report,
    store_scan,
    store_sent_report,
)

pytestmark = pytest.mark.postgres

LIST = "/visits/"
CSV = "/visits/export.csv"


@pytest.fixture
def listed(cast, log_in):
    """listed(who, filter…) is the townships that the list shows, in their order."""

    def townships(who="clerk", **query):
        page = read(log_in(getattr(cast, who)).get(LIST, query))
        return [row[1] for row in page.rows[1:] if len(row) == 6]

    return townships


@pytest.fixture
def pair(cast):
    """One sent report of either leader."""
    return store_sent_report(cast, 1), store_sent_report(cast, 7)


class TestPlaces:
    def test_it_works(self, cast, pair, listed):
        in_unit, other = (str(report.township.printed_name) for report in pair)
        assert sorted(listed()) == sorted([in_unit, other])
        group = GuidanceGroup.objects.get(number=1)
        assert listed(group=group.pk) == [in_unit]
        assert listed(leader=cast.other_leader_person.pk) == [other]
        assert listed(unit=cast.unit.pk) == [in_unit]
        assert listed(township=cast.other_township.pk) == [other]
        assert listed(unit=cast.unit.pk, leader=cast.other_leader_person.pk) == []

    @pytest.mark.parametrize("field", ["township", "group"])
    def test_the_place_that_was_chosen_leads_to_its_timeline(self, cast, pair, log_in, field):
        chosen = {"township": cast.township.pk, "group": GuidanceGroup.objects.get(number=1).pk}[field]
        page = read(log_in(cast.clerk).get(LIST, {field: chosen}))
        assert f"/visits/timeline/?{field}={chosen}" in page.links

    def test_a_group_keeps_the_reports_of_the_leader_before(self, cast, pair, listed):
        group = GuidanceGroup.objects.get(number=1)
        group.leader = cast.other_leader_person
        group.save()
        assert listed(group=group.pk) == [pair[0].township.printed_name]

    def test_a_township_left_over_from_another_unit_finds_nothing_and_can_be_changed(
        self, cast, pair, log_in
    ):
        query = {"unit": cast.other_unit.pk, "township": cast.township.pk}
        page = read(log_in(cast.clerk).get(LIST, query))
        assert "没有符合条件的情况统计表" in page.text

    @pytest.mark.parametrize("field", ["group", "leader", "unit", "township"])
    def test_what_is_out_of_scope_cannot_be_chosen(self, cast, pair, log_in, field):
        chosen = {
            "group": GuidanceGroup.objects.get(number=2).pk,
            "leader": cast.other_leader_person.pk,
            "unit": cast.other_unit.pk,
            "township": cast.other_township.pk,
        }
        page = read(log_in(cast.leader).get(LIST, {field: chosen[field]}))
        assert "请从列表中选择。" in page.text
        assert "筛选条件有误" in page.text
        assert cast.other_township.name not in page.text


class TestStates:
    def test_by_method(self, cast, listed):
        store_report(cast, 1, methods=["field_visit", "other"])
        store_report(cast, 7, methods=["official_call"])
        assert len(listed(method="field_visit")) == 1
        assert listed(method="call") == []  # not found within official_call
        assert len(listed(method="official_call")) == 1

    def test_by_status(self, cast, listed):
        store_report(cast, 1)
        store_sent_report(cast, 2)
        accept_report(cast, store_sent_report(cast, 3))
        return_report(cast, store_sent_report(cast, 7))
        by_status = {
            status: listed(status=status) for status in ("draft", "submitted", "accepted", "returned")
        }
        assert [len(names) for names in by_status.values()] == [1, 1, 1, 1]
        assert len({names[0] for names in by_status.values()}) == 4

    def test_in_time_late_and_overdue_at_the_border(self, cast, listed):
        in_time = set_submitted_at(store_sent_report(cast, 1, day=FEB[2]), 2, 3, 23, 59, 59)
        late = set_submitted_at(store_sent_report(cast, 2, day=FEB[2]), 2, 4, 0, 0, 0)
        overdue = store_report(cast, 3, day=FEB[3])  # due yesterday
        store_report(cast, 4, day=FEB[4])  # due today
        assert listed(in_time="on_time") == [in_time.township.printed_name]
        assert listed(in_time="late") == [late.township.printed_name]
        assert listed(in_time="overdue") == [overdue.township.printed_name]

    def test_an_extension_and_a_new_day_after_a_return_count(self, cast, listed):
        extended = store_sent_report(cast, 1, day=FEB[1], extended_due_on=FEB[5])
        corrected = store_sent_report(cast, 2, day=FEB[1], corrected_due_on=FEB[5])
        late = store_sent_report(cast, 3, day=FEB[1], extended_due_on=FEB[4], corrected_due_on=FEB[3])
        by_status = listed(in_time="on_time")
        assert sorted(by_status) == sorted(paper.township.printed_name for paper in (extended, corrected))
        assert listed(in_time="late") == [late.township.printed_name]

    def test_the_next_working_day_counts(self, cast, listed):
        """Saturday 30 January: due on Sunday, or with the setting on Monday."""
        set_submitted_at(store_sent_report(cast, 1, day=FEB[1].replace(month=1, day=30)), 2, 1, 9)
        assert len(listed(in_time="late")) == 1
        cast.plan.report_due_on_workday = True
        cast.plan.save()
        assert listed(in_time="late") == []
        assert len(listed(in_time="on_time")) == 1

    def test_signed_is_the_text_that_was_sent_last(self, cast, listed):
        signed = store_sent_report(cast, 1)
        store_scan(signed)
        removed, before = store_sent_report(cast, 2), store_sent_report(cast, 3)
        store_scan(removed, removed_at=removed.submitted_at)
        store_scan(before, submitted_at=None)
        store_report(cast, 4)  # a draft is neither
        assert listed(signed="yes") == [signed.township.printed_name]
        assert sorted(listed(signed="no")) == sorted(
            paper.township.printed_name for paper in (removed, before)
        )

    def test_by_days_a_guidance_counts_that_touches_them(self, cast, listed):
        store_report(cast, 1, started_on=FEB[1], ended_on=FEB[3])
        assert len(listed(from_on="2021-02-03")) == 1
        assert listed(from_on="2021-02-04") == []
        assert len(listed(to_on="2021-02-01")) == 1
        assert listed(to_on="2021-01-31") == []
        assert len(listed(from_on="2021.2.2", to_on="2021年2月2日")) == 1


class TestSearch:
    def test_all_words_anywhere_in_the_four_sections(self, cast, listed):
        store_report(cast, 1, overall_situation="候选人已定", recommendations="落实补贴")
        store_report(cast, 7, issues_found="候选人不足")
        assert len(listed(q="候选人")) == 2
        assert len(listed(q="候选人　补贴")) == 1
        assert listed(q="候选人 经费") == []

    @pytest.mark.parametrize(
        ("q", "count"), [("%", 1), ("_", 1), ("\\", 1), ("100%", 1), ("1_0", 0), ("a%b", 0)]
    )
    def test_signs_of_patterns_are_letters(self, cast, listed, q, count):
        store_report(cast, 1, overall_situation="达到100%，编号a_b，路径c:\\d")
        store_report(cast, 7, overall_situation="平稳")
        assert len(listed(q=q)) == count

    def test_letters_in_either_case(self, cast, listed):
        store_report(cast, 1, good_practices="用App报名")
        assert len(listed(q="aPP")) == 1

    def test_the_hit_is_shown_marked_and_escaped(self, cast, log_in):
        store_report(cast, 1, issues_found="有<b>两个</b>村没有女性候选人")
        page = log_in(cast.clerk).get(LIST, {"q": "女性 <b>"}).content.decode()
        assert "有<mark>&lt;b&gt;</mark>两个&lt;/b&gt;村没有<mark>女性</mark>候选人" in page
        assert "发现问题" in page

    def test_names_and_other_fields_are_not_searched(self, cast, listed):
        store_report(cast, 1, method_note="电话")
        assert listed(q="电话") == []

    def test_a_reader_finds_nothing_in_a_draft(self, cast, listed):
        store_report(cast, 1, issues_found="草稿里的话")
        assert listed("viewer", q="草稿里的话") == []
        assert listed("other_leader", q="草稿里的话") == []
        assert len(listed("leader", q="草稿里的话")) == 1


class TestOrder:
    @pytest.fixture(autouse=True)
    def _reports(self, cast):
        store_report(cast, 1, day=FEB[1], extended_due_on=FEB[20])  # due last
        store_report(cast, 2, day=FEB[3])
        store_report(cast, 7, day=FEB[2])

    def test_the_newest_first(self, listed):
        second, third, first = "融安县桥板乡", "柳城县古砦乡", "融安县雅瑶乡"
        assert listed() == listed(sort="newest") == [first, third, second]

    def test_by_due_day(self, cast, listed):
        newest = listed()
        assert listed(sort="due") == [newest[1], newest[0], newest[2]]

    def test_by_leader(self, cast, listed):
        newest = listed()
        first, second = cast.leader_person, cast.other_leader_person
        own, other = [newest[0], newest[2]], [newest[1]]
        in_order = [*own, *other] if first.sort_order < second.sort_order else [*other, *own]
        assert listed(sort="leader") == in_order


WRONG = [
    *({"group": "x"}, {"leader": "9" * 30}, {"unit": "-1"}, {"township": "\x00"}, {"township": "1.5"}),
    *({"method": "dance"}, {"status": "gone"}, {"in_time": "x"}, {"signed": "maybe"}, {"sort": "x"}),
    *({"size": "7"}, {"from_on": "昨天"}, {"to_on": "2021-02-30"}, {"from_on": "1900-01-01"}),
    *({"from_on": "2021-02-03", "to_on": "2021-02-01"}, {"q": "字" * 101}, {"q": "a\x00b"}),
]


@pytest.mark.parametrize("query", WRONG, ids=str)
def test_a_wrong_filter_is_told_and_finds_nothing(cast, log_in, pair, query):
    client = log_in(cast.clerk)
    page = read(client.get(LIST, query))
    assert "筛选条件有误，请改正标出的内容后再点“筛选”。" in page.text
    assert "共 " not in page.text
    back = client.get(CSV, query)
    assert back.status_code == 302
    assert back["Location"].startswith(LIST + "?")


def test_pages_of_the_size_that_was_chosen(cast, log_in):
    for order in (1, 2, 3):
        for day in range(1, 8):
            store_report(cast, order, day=FEB[day])
    page = read(log_in(cast.clerk).get(LIST, {"size": "20"}))
    assert "共 21 份" in page.text
    assert "第 1 / 2 页" in page.text
    assert any("size=20" in link and "page=2" in link for link in page.links)


class TestExport:
    HEADS = ["领导班子成员", "填报单位", "乡镇（街道）"]

    def test_it_works(self, cast, log_in):
        late = set_submitted_at(
            store_sent_report(cast, 1, day=FEB[1], issues_found="=1+1", methods=["hearing", "call"]),
            2,
            4,
            9,
            30,
        )
        store_scan(late)
        store_report(cast, 7)
        client = log_in(cast.clerk)
        text = b"".join(client.get(CSV, {"status": "submitted"})).decode("utf-8-sig")
        heads, *rows = csv.reader(io.StringIO(text))
        assert heads[:3] == self.HEADS
        assert heads[-4:] == ["总体情况", "发现问题", "经验做法", "工作建议"]
        (row,) = rows
        assert row[:6] == [
            *(
                str(cast.leader_person),
                "融安县",
                "桥板乡",
                "2021-02-01",
                "2021-02-01",
                "听取汇报、电话或视频",
            ),
        ]
        assert row[6:12] == ["", "已上报", "2021-02-02", "2021-02-04 09:30", "2", "已签"]
        assert row[13] == "'=1+1"

    def test_as_a_workbook(self, cast, log_in):
        store_report(cast, 1)
        response = log_in(cast.clerk).get("/visits/export.xlsx")
        rows = list(load_workbook(io.BytesIO(b"".join(response))).active.values)
        assert len(rows) == 2
        assert rows[1][7] == "草稿"
        assert rows[1][8].date() == FEB[5]

    def test_only_what_the_reader_sees(self, cast, log_in):
        store_report(cast, 1)
        store_sent_report(cast, 7)
        text = b"".join(log_in(cast.leader).get(CSV)).decode()
        assert text.count("\r\n") == 2  # heads and her draft


@pytest.mark.parametrize("query", [{}, {"sort": "due", "in_time": "late"}, {"q": "演示", "signed": "no"}])
def test_the_cost_does_not_grow_with_the_rows_also_where_days_off_count(cast, log_in, query):
    cast.plan.report_due_on_workday = True
    cast.plan.save()
    SpecialDay.objects.create(plan=cast.plan, day=FEB[5], name="演示假日")
    client = log_in(cast.clerk)
    set_submitted_at(store_sent_report(cast, 1), 2, 12, 9)
    client.get(LIST, query)
    # Besides those of test_index: the days off, and for days compared by the database their list,
    # the plans and their days off again.
    expected = 13 + (3 if query.get("sort") else 0)
    with query_count(expected):
        assert "共 1 份" in read(client.get(LIST, query)).text
    for day in (1, 2, 3):
        set_submitted_at(store_sent_report(cast, 7, day=FEB[day]), 2, 12, 9)
    with query_count(expected):
        assert "共 4 份" in read(client.get(LIST, query)).text
