"""/visits/: filters, search, order, pages and export of the list."""

import csv
import io

import pytest
from openpyxl import load_workbook

from guidance.reference.people.models import GuidanceGroup
from guidance.reference.plans.details import SpecialDay
from tests.pages import query_count, read
from tests.reporting.visits.stored import accept, at, feb, send_back, sign, store, store_sent

pytestmark = pytest.mark.postgres

LIST = "/visits/"
CSV = "/visits/export.csv"


@pytest.fixture
def ask(cast, log_in):
    """ask(who, filter…) reads the list; answers the townships in their order."""

    def townships(who="clerk", **query):
        page = read(log_in(getattr(cast, who)).get(LIST, query))
        return [row[1] for row in page.rows[1:] if len(row) == 6]

    return townships


@pytest.fixture
def two(cast):
    """One sent report of either leader."""
    return store_sent(cast, 1), store_sent(cast, 7)


class TestPlaces:
    def test_it_works(self, cast, two, ask):
        mine, other = (str(report.township.printed_name) for report in two)
        assert sorted(ask()) == sorted([mine, other])
        group = GuidanceGroup.objects.get(number=1)
        assert ask(group=group.pk) == [mine]
        assert ask(leader=cast.other_leader_person.pk) == [other]
        assert ask(unit=cast.unit.pk) == [mine]
        assert ask(township=cast.other_township.pk) == [other]
        assert ask(unit=cast.unit.pk, leader=cast.other_leader_person.pk) == []

    @pytest.mark.parametrize("field", ["township", "group"])
    def test_the_place_that_was_chosen_leads_to_its_timeline(self, cast, two, log_in, field):
        chosen = {"township": cast.township.pk, "group": GuidanceGroup.objects.get(number=1).pk}[field]
        page = read(log_in(cast.clerk).get(LIST, {field: chosen}))
        assert f"/visits/timeline/?{field}={chosen}" in page.links

    def test_a_group_keeps_the_reports_of_the_leader_before(self, cast, two, ask):
        group = GuidanceGroup.objects.get(number=1)
        group.leader = cast.other_leader_person
        group.save()
        assert ask(group=group.pk) == [two[0].township.printed_name]

    def test_a_township_left_over_from_another_unit_finds_nothing_and_can_be_changed(self, cast, two, log_in):
        query = {"unit": cast.other_unit.pk, "township": cast.township.pk}
        page = read(log_in(cast.clerk).get(LIST, query))
        assert "没有符合条件的情况统计表" in page.text

    @pytest.mark.parametrize("field", ["group", "leader", "unit", "township"])
    def test_what_is_out_of_scope_cannot_be_chosen(self, cast, two, log_in, field):
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
    def test_by_method(self, cast, ask):
        store(cast, 1, methods=["field_visit", "other"])
        store(cast, 7, methods=["official_call"])
        assert len(ask(method="field_visit")) == 1
        assert ask(method="call") == []  # not found within official_call
        assert len(ask(method="official_call")) == 1

    def test_by_status(self, cast, ask):
        store(cast, 1)
        store_sent(cast, 2)
        accept(cast, store_sent(cast, 3))
        send_back(cast, store_sent(cast, 7))
        found = {status: ask(status=status) for status in ("draft", "submitted", "accepted", "returned")}
        assert [len(names) for names in found.values()] == [1, 1, 1, 1]
        assert len({names[0] for names in found.values()}) == 4

    def test_in_time_late_and_overdue_at_the_border(self, cast, ask):
        in_time = at(store_sent(cast, 1, day=feb(2)), 2, 3, 23, 59, 59)
        late = at(store_sent(cast, 2, day=feb(2)), 2, 4, 0, 0, 0)
        overdue = store(cast, 3, day=feb(3))  # due yesterday
        store(cast, 4, day=feb(4))  # due today
        assert ask(in_time="on_time") == [in_time.township.printed_name]
        assert ask(in_time="late") == [late.township.printed_name]
        assert ask(in_time="overdue") == [overdue.township.printed_name]

    def test_an_extension_and_a_new_day_after_a_return_count(self, cast, ask):
        extended = store_sent(cast, 1, day=feb(1), extended_due_on=feb(5))
        corrected = store_sent(cast, 2, day=feb(1), corrected_due_on=feb(5))
        late = store_sent(cast, 3, day=feb(1), extended_due_on=feb(4), corrected_due_on=feb(3))
        found = ask(in_time="on_time")
        assert sorted(found) == sorted(one.township.printed_name for one in (extended, corrected))
        assert ask(in_time="late") == [late.township.printed_name]

    def test_the_next_working_day_counts(self, cast, ask):
        """Saturday 30 January: due on Sunday, or with the setting on Monday."""
        at(store_sent(cast, 1, day=feb(1).replace(month=1, day=30)), 2, 1, 9)
        assert len(ask(in_time="late")) == 1
        cast.plan.report_due_on_workday = True
        cast.plan.save()
        assert ask(in_time="late") == []
        assert len(ask(in_time="on_time")) == 1

    def test_signed_is_the_text_that_was_sent_last(self, cast, ask):
        signed = store_sent(cast, 1)
        sign(signed)
        removed, before = store_sent(cast, 2), store_sent(cast, 3)
        sign(removed, removed_at=removed.submitted_at)
        sign(before, submitted_at=None)
        store(cast, 4)  # a draft is neither
        assert ask(signed="yes") == [signed.township.printed_name]
        assert sorted(ask(signed="no")) == sorted(one.township.printed_name for one in (removed, before))

    def test_by_days_a_guidance_counts_that_touches_them(self, cast, ask):
        store(cast, 1, started_on=feb(1), ended_on=feb(3))
        assert len(ask(from_on="2021-02-03")) == 1
        assert ask(from_on="2021-02-04") == []
        assert len(ask(to_on="2021-02-01")) == 1
        assert ask(to_on="2021-01-31") == []
        assert len(ask(from_on="2021.2.2", to_on="2021年2月2日")) == 1


class TestSearch:
    def test_all_words_anywhere_in_the_four_sections(self, cast, ask):
        store(cast, 1, overall_situation="候选人已定", recommendations="落实补贴")
        store(cast, 7, issues_found="候选人不足")
        assert len(ask(q="候选人")) == 2
        assert len(ask(q="候选人　补贴")) == 1
        assert ask(q="候选人 经费") == []

    @pytest.mark.parametrize(
        ("q", "count"), [("%", 1), ("_", 1), ("\\", 1), ("100%", 1), ("1_0", 0), ("a%b", 0)]
    )
    def test_signs_of_patterns_are_letters(self, cast, ask, q, count):
        store(cast, 1, overall_situation="达到100%，编号a_b，路径c:\\d")
        store(cast, 7, overall_situation="平稳")
        assert len(ask(q=q)) == count

    def test_letters_in_either_case(self, cast, ask):
        store(cast, 1, good_practices="用App报名")
        assert len(ask(q="aPP")) == 1

    def test_the_hit_is_shown_marked_and_escaped(self, cast, log_in):
        store(cast, 1, issues_found="有<b>两个</b>村没有女性候选人")
        page = log_in(cast.clerk).get(LIST, {"q": "女性 <b>"}).content.decode()
        assert "有<mark>&lt;b&gt;</mark>两个&lt;/b&gt;村没有<mark>女性</mark>候选人" in page
        assert "发现问题" in page

    def test_names_and_other_fields_are_not_searched(self, cast, ask):
        store(cast, 1, method_note="电话")
        assert ask(q="电话") == []

    def test_a_reader_finds_nothing_in_a_draft(self, cast, ask):
        store(cast, 1, issues_found="草稿里的话")
        assert ask("viewer", q="草稿里的话") == []
        assert ask("other_leader", q="草稿里的话") == []
        assert len(ask("leader", q="草稿里的话")) == 1


class TestOrder:
    @pytest.fixture(autouse=True)
    def _reports(self, cast):
        store(cast, 1, day=feb(1), extended_due_on=feb(20))  # due last
        store(cast, 2, day=feb(3))
        store(cast, 7, day=feb(2))

    def test_the_newest_first(self, ask):
        second, third, first = "融安县桥板乡", "柳城县古砦乡", "融安县雅瑶乡"
        assert ask() == ask(sort="newest") == [first, third, second]

    def test_by_due_day(self, cast, ask):
        newest = ask()
        assert ask(sort="due") == [newest[1], newest[0], newest[2]]

    def test_by_leader(self, cast, ask):
        newest = ask()
        first, second = cast.leader_person, cast.other_leader_person
        mine, other = [newest[0], newest[2]], [newest[1]]
        in_order = [*mine, *other] if first.sort_order < second.sort_order else [*other, *mine]
        assert ask(sort="leader") == in_order


WRONG = [
    *({"group": "x"}, {"leader": "9" * 30}, {"unit": "-1"}, {"township": "\x00"}, {"township": "1.5"}),
    *({"method": "dance"}, {"status": "gone"}, {"in_time": "x"}, {"signed": "maybe"}, {"sort": "x"}),
    *({"size": "7"}, {"from_on": "昨天"}, {"to_on": "2021-02-30"}, {"from_on": "1900-01-01"}),
    *({"from_on": "2021-02-03", "to_on": "2021-02-01"}, {"q": "字" * 101}, {"q": "a\x00b"}),
]


@pytest.mark.parametrize("query", WRONG, ids=str)
def test_a_wrong_filter_is_told_and_finds_nothing(cast, log_in, two, query):
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
            store(cast, order, day=feb(day))
    page = read(log_in(cast.clerk).get(LIST, {"size": "20"}))
    assert "共 21 份" in page.text
    assert "第 1 / 2 页" in page.text
    assert any("size=20" in link and "page=2" in link for link in page.links)


class TestExport:
    HEADS = ["领导班子成员", "填报单位", "乡镇（街道）"]

    def test_it_works(self, cast, log_in):
        late = at(
            store_sent(cast, 1, day=feb(1), issues_found="=1+1", methods=["hearing", "call"]), 2, 4, 9, 30
        )
        sign(late)
        store(cast, 7)
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
        store(cast, 1)
        response = log_in(cast.clerk).get("/visits/export.xlsx")
        rows = list(load_workbook(io.BytesIO(b"".join(response))).active.values)
        assert len(rows) == 2
        assert rows[1][7] == "草稿"
        assert rows[1][8].date() == feb(5)

    def test_only_what_the_reader_sees(self, cast, log_in):
        store(cast, 1)
        store_sent(cast, 7)
        text = b"".join(log_in(cast.leader).get(CSV)).decode()
        assert text.count("\r\n") == 2  # heads and her draft


@pytest.mark.parametrize("query", [{}, {"sort": "due", "in_time": "late"}, {"q": "演示", "signed": "no"}])
def test_the_cost_does_not_grow_with_the_rows_also_where_days_off_count(cast, log_in, query):
    cast.plan.report_due_on_workday = True
    cast.plan.save()
    SpecialDay.objects.create(plan=cast.plan, day=feb(5), name="演示假日")
    client = log_in(cast.clerk)
    at(store_sent(cast, 1), 2, 12, 9)
    client.get(LIST, query)
    # Besides those of test_index: the days off, and for days compared by the database their list,
    # the plans and their days off again.
    expected = 13 + (3 if query.get("sort") else 0)
    with query_count(expected):
        assert "共 1 份" in read(client.get(LIST, query)).text
    for day in (1, 2, 3):
        at(store_sent(cast, 7, day=feb(day)), 2, 12, 9)
    with query_count(expected):
        assert "共 4 份" in read(client.get(LIST, query)).text
