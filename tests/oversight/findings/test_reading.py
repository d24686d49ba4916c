"""/visits/reading/: staff read new reports one after another."""

import pytest

from tests.days import FEB
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import (
    accept_report,
    set_submitted_at,
    store_report,
    store_scan,
    store_sent_report,
)

QUEUE = "/visits/reading/"
REASON = "请写明涉及的村"


def address(report, step=""):
    return f"/visits/{report.pk}/reading/" + (f"{step}/" if step else "")


@pytest.fixture
def clerk(cast, log_in):
    return log_in(cast.clerk)


@pytest.fixture
def three_reports(cast):
    """Store three reports that were sent in another order than they were written."""
    second, third, first = (store_sent_report(cast, order) for order in (1, 3, 7))
    return [
        set_submitted_at(first, 2, 4, 8),
        set_submitted_at(second, 2, 4, 9),
        set_submitted_at(third, 2, 4, 10),
    ]


def press_step(client, report, step, **typed):
    """Press a button of the page that is read."""
    form = read(client.get(address(report))).form(address(report, step))
    return client.post(address(report, step), form | typed, follow=True)


class TestQueue:
    def test_it_works(self, clerk, three_reports):
        page = clerk.get(QUEUE, follow=True)
        assert page.redirect_chain[-1][0] == address(three_reports[0])
        text = read(page).text
        assert "第 1 份，共 3 份" in text
        assert "上一份" not in text
        assert address(three_reports[1]) in read(page).links

    def test_forth_and_back(self, clerk, three_reports):
        page = read(clerk.get(address(three_reports[1])))
        assert "第 2 份，共 3 份" in page.text
        assert {address(three_reports[0]), address(three_reports[2])} <= set(page.links)
        assert "下一份" not in read(clerk.get(address(three_reports[2]))).text

    def test_the_whole_report_stands_on_the_page(self, cast, clerk):
        texts = {
            "overall_situation": "总体一行\n总体二行",
            "issues_found": "问题一。问题二。",
            "good_practices": "经验一",
            "recommendations": "建议一",
        }
        report = store_sent_report(
            cast, methods=["hearing"], method_note="座谈", observed_village=cast.villages[0], **texts
        )
        text = read(clerk.get(address(report))).text
        for word in (
            *("2021年2月4日", "听取汇报（座谈）", "示例一村", "总体一行 总体二行", "问题一。", "问题二。"),
            *("经验一", "建议一", str(cast.leader_person), "上报时间 2月5日", "未签"),
        ):
            assert word in text

    def test_drafts_accepted_and_returned_ones_are_not_in_it(self, cast, clerk, three_reports):
        store_report(cast, 1)
        accept_report(cast, three_reports[0])
        assert "第 1 份，共 2 份" in read(clerk.get(QUEUE, follow=True)).text

    def test_when_none_is_left_it_says_where_to_go(self, clerk):
        page = read(clerk.get(QUEUE))
        assert "没有等待审阅的情况统计表。" in page.text
        assert {"/desk/", "/visits/", "/visits/excerpts/"} <= set(page.links)


class TestAccept:
    def test_it_works_and_leads_to_the_next(self, clerk, three_reports):
        page = press_step(clerk, three_reports[0], "accept")
        assert page.redirect_chain[-1][0] == address(three_reports[1])
        assert "已接收柳城县" in read(page).text
        assert "第 1 份，共 2 份" in read(page).text
        three_reports[0].refresh_from_db()
        assert three_reports[0].status == "accepted"

    def test_after_the_last_it_goes_on_with_the_oldest_left(self, clerk, three_reports):
        assert press_step(clerk, three_reports[2], "accept").redirect_chain[-1][0] == address(
            three_reports[0]
        )

    def test_after_the_only_one_none_is_left(self, cast, clerk):
        page = press_step(clerk, store_sent_report(cast), "accept")
        assert "没有等待审阅的情况统计表。" in read(page).text

    def test_what_changed_since_it_was_read_is_not_accepted_and_stays_on_the_screen(
        self, cast, clerk, three_reports
    ):
        from guidance.core.workflow import actions as workflow

        form = read(clerk.get(address(three_reports[0]))).form(address(three_reports[0], "accept"))
        withdrawn = workflow.withdraw_paper(
            three_reports[0], by=cast.leader, version=three_reports[0].version
        )
        workflow.submit_paper(withdrawn, by=cast.leader, version=withdrawn.version)
        page = clerk.post(address(three_reports[0], "accept"), form, follow=True)
        assert page.redirect_chain[-1][0] == address(three_reports[0])
        assert "请核对最新内容后再操作" in read(page).text
        three_reports[0].refresh_from_db()
        assert three_reports[0].status == "submitted"

    def test_pressed_twice_it_is_accepted_once(self, clerk, three_reports):
        form = read(clerk.get(address(three_reports[0]))).form(address(three_reports[0], "accept"))
        for _ in range(2):
            page = clerk.post(address(three_reports[0], "accept"), form, follow=True)
        assert "请核对最新内容后再操作" in read(page).text
        assert [step.verb for step in three_reports[0].transitions.all()] == ["上报", "接收"]


class TestReturn:
    def test_it_works_and_leads_to_the_next(self, clerk, three_reports):
        page = press_step(clerk, three_reports[0], "return", reason=REASON)
        assert page.redirect_chain[-1][0] == address(three_reports[1])
        three_reports[0].refresh_from_db()
        assert three_reports[0].status == "returned"
        assert three_reports[0].transitions.last().reason == REASON

    def test_without_a_reason_it_stays_and_says_so(self, clerk, three_reports):
        page = press_step(clerk, three_reports[0], "return", reason=" ")
        assert "请填写退回原因" in read(page).text
        assert "第 1 份，共 3 份" in read(page).text

    def test_a_reason_that_is_too_long_is_kept(self, clerk, three_reports):
        page = read(press_step(clerk, three_reports[0], "return", reason="长" * 501))
        assert page.form(address(three_reports[0], "return"))["reason"] == ["长" * 501]


class TestOthers:
    """On /visits/<pk>/reading/ a leader and her liaison mark sentences; steps and excerpts are missing."""

    @pytest.mark.parametrize("username", ["leader", "liaison"])
    def test_it_works(self, cast, log_in, username):
        report = store_sent_report(cast, issues_found="问题。", good_practices="经验。")
        page = read(log_in(getattr(cast, username)).get(address(report)))
        assert "列为问题" in page.text
        assert "收入摘录" not in page.text
        assert "第 1 份" not in page.text
        assert not page.has_form(address(report, "accept"))

    def test_a_draft_says_when_it_can_be_used(self, cast, log_in):
        report = store_report(cast, issues_found="问题。")
        text = read(log_in(cast.leader).get(address(report))).text
        assert "本表草稿，上报之后才能摘录或列为问题。" in text
        assert "列为问题" not in text.replace("列为问题。", "", 1)

    def test_an_accepted_report_is_read_outside_the_queue(self, cast, clerk, three_reports):
        page = read(clerk.get(address(accept_report(cast, three_reports[0]))))
        assert "这一份不在待审阅之列。" in page.text
        assert "继续审阅（2 份）" in page.text


def test_the_cost_does_not_grow_with_the_queue(cast, clerk):
    report = store_sent_report(cast, issues_found="一。二。", good_practices="甲\n乙")
    store_scan(report)
    clerk.get(address(report))
    queries = 12
    with query_count(queries):
        clerk.get(address(report))
    for order in (1, 3, 7):
        store_sent_report(cast, order, day=FEB[1], issues_found="一。二。三。", good_practices="甲\n乙\n丙")
    with query_count(queries):
        assert "共 4 份" in read(clerk.get(address(report))).text
