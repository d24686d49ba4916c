"""/schedules/: all units of a round in the order of Attachment 3."""

import pytest

from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import (
    address,
    cells,
    complete_cells,
    press_button,
    save_sheet,
    submit_sheet,
)

pytestmark = pytest.mark.postgres

HEADINGS = 1  # rows above the table's body


@pytest.fixture
def merged(log_in):
    """merged(user) reads the page as this user."""
    return lambda user, query="": read(log_in(user).get(f"/schedules/{query}"))


def test_it_works(cast, log_in, merged):
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells() | {"unit-completion": "3.5"})
    page = merged(cast.clerk)
    assert page.rows[HEADINGS] == [
        *("1", "融安县桥板乡", "1月20日 计划", "2月5日 计划", "—", "融安县：3月5日 计划", "已上报")
    ]
    assert page.rows[HEADINGS + 1] == ["2", "融安县雅瑶乡", "1月20日至28日 计划", "待定", "—"]
    assert address(cast.unit) in page.links


def test_the_order_is_the_attachments(cast, merged):
    rows = merged(cast.clerk).rows[HEADINGS:]
    printed = [link.township.printed_name for link in Link.objects.order_by("order")]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 19)]
    assert [row[1] for row in rows] == printed
    assert printed[13] == "阳和工业新区阳和街道"


def test_the_completion_stands_once_a_unit(cast, merged):
    spans = [row[5] for row in merged(cast.clerk).spans[HEADINGS:] if len(row) > 5]
    assert spans == [2, 2, 2, 1, 1, 1, 2, 2, 1, 1, 2, 1]


class TestProgress:
    def test_nothing_reported(self, cast, merged):
        page = merged(cast.clerk)
        assert "已报 0 / 12 家" in page.text
        assert "未报 融安县妇联、融水县妇联、" in page.text
        assert "柳东新区党群工作部" in page.text

    def test_sent_counts_and_draft_does_not(self, cast, log_in, merged):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        save_sheet(log_in(cast.other_reporter), cast.other_unit, cells(7, party="1.20"))
        page = merged(cast.clerk)
        assert "已报 1 / 12 家" in page.text
        assert "未报 融水县妇联、柳江区妇联、柳城县妇联、" in page.text
        assert page.row("柳城县古砦乡")[2:] == ["—", "—", "—", "柳城县：", "草稿"]

    def test_returned_leaves_the_count_and_its_cells(self, cast, log_in, merged):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        page = merged(cast.clerk)
        assert "已报 0 / 12 家" in page.text
        assert page.row("融安县桥板乡")[2:] == ["—", "—", "—", "融安县：", "已退回"]

    def test_accepted_stays(self, cast, log_in, merged):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "accept")
        page = merged(cast.clerk)
        assert "已报 1 / 12 家" in page.text
        assert page.row("融安县桥板乡")[-1] == "已接收"

    def test_staff_get_the_words_to_chase_with(self, cast, log_in, merged):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        answer = log_in(cast.clerk).get("/schedules/").content.decode()
        assert "【催报】《日程安排表》（第2次）报送截止时间为2月10日。截至2月5日" in answer
        assert "已报1家，未报11家：融水县妇联、" in answer
        assert "（电话：2823290）" in answer

    def test_others_do_not(self, cast, log_in):
        assert "【催报】" not in log_in(cast.viewer).get("/schedules/").content.decode()


class TestRounds:
    def test_the_round_being_filled_in_comes_first(self, cast, merged):
        assert "报送截止 2月10日（星期三）23:59" in merged(cast.clerk).text

    @pytest.mark.parametrize(
        ("day", "due"),
        [
            ("2021-01-13", "1月15日（星期五）"),
            ("2021-01-15", "1月15日（星期五）"),
            ("2021-02-10", "2月10日（星期三）"),
            ("2021-02-11", "3月10日（星期三）"),
            ("2021-03-30", "3月10日（星期三）"),
        ],
    )
    def test_it_changes_with_the_day(self, cast, merged, settings, day, due):
        settings.GUIDANCE_TODAY = day
        assert f"报送截止 {due}23:59" in merged(cast.clerk).text

    def test_another_round_can_be_chosen(self, cast, merged):
        page = merged(cast.clerk, "?round=1")
        assert "报送截止 1月15日（星期五）23:59" in page.text
        assert page.row("融安县桥板乡")[-1] == "逾期未报"

    @pytest.mark.parametrize("round_number", ["9", "", "x", "2.0", "%00", "9" * 200, "<b>"])
    def test_a_round_that_does_not_exist_is_the_present_one(self, cast, merged, round_number):
        assert "报送截止 2月10日" in merged(cast.clerk, f"?round={round_number}").text

    def test_late_is_labelled(self, cast, log_in, merged):
        submit_sheet(
            log_in(cast.reporter), cast.unit, cells(1, party="1.18") | cells(2, party="1.19"), number=1
        )
        assert merged(cast.clerk, "?round=1").row("融安县桥板乡")[-1] == "已上报 逾期报送"


class TestScope:
    def _places(self, page):
        return [row[1] for row in page.rows[HEADINGS:]]

    @pytest.mark.parametrize("who", ["leader", "liaison"])
    def test_a_group_sees_its_own_units(self, cast, merged, who):
        page = merged(getattr(cast, who))
        assert [place[:3] for place in self._places(page)] == ["融安县"] * 2 + ["融水县"] * 2 + ["柳江区"] * 2
        assert "已报 0 / 3 家" in page.text

    def test_a_reporter_sees_her_own(self, cast, merged):
        page = merged(cast.reporter)
        assert self._places(page) == ["融安县桥板乡", "融安县雅瑶乡"]
        assert address(cast.unit) in page.links

    def test_a_township_liaison_sees_her_row(self, cast, merged):
        assert self._places(merged(cast.township_liaison)) == ["融安县桥板乡"]

    def test_a_reader_does_not_learn_of_drafts(self, cast, log_in, merged):
        save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert merged(cast.viewer).row("融安县桥板乡")[2:] == ["—", "—", "—", "融安县：", "未填报"]
        assert merged(cast.reporter).row("融安县桥板乡")[-1] == "草稿"

    def test_a_unit_without_links_reads_that(self, cast, merged):
        Link.objects.filter(township__unit=cast.unit).delete()
        assert "您的工作范围内没有联系指导乡镇（街道）。" in merged(cast.reporter).text


def test_a_link_that_has_ended_leaves_the_table(cast, merged):
    Link.objects.filter(order=2).update(valid_to="2021-02-04")
    assert [row[0] for row in merged(cast.reporter).rows[HEADINGS:]] == ["1"]


def test_without_a_plan_the_page_says_what_to_do(cast, merged):
    Plan.objects.update(is_current=False)
    assert "还没有填报批次。" in merged(cast.clerk).text


def test_it_costs_the_same_for_one_sheet_and_for_many(cast, log_in):
    client = log_in(cast.clerk)
    submit_sheet(client, cast.unit, complete_cells())
    links = Link.objects.exclude(township=cast.township)
    links.update(valid_to="2021-01-20")
    assert len(read(client.get("/schedules/")).rows) == HEADINGS + 1
    with query_count(15):
        client.get("/schedules/")
    links.update(valid_to=None)
    submit_sheet(client, cast.other_unit, cells(7, party="1.20", committee="2.5"))
    assert len(read(client.get("/schedules/")).rows) == HEADINGS + 18
    with query_count(15):
        client.get("/schedules/")
