"""接收 and 退回 of a visit report, and the way back."""

import pytest

from tests.pages import read
from tests.reporting.visits.report_pages import (
    address,
    press_button,
    save_report,
    send_report,
    trail_verbs,
    write_draft,
)

REASON = "请补充工作建议"


@pytest.fixture
def report(cast, log_in):
    """A report that its leader has sent."""
    return send_report(log_in(cast.leader))


def test_it_works(cast, log_in, report):
    page = read(press_button(log_in(cast.clerk), report, "accept"))
    assert "已接收。" in page.text
    assert [(step.verb, step.by) for step in report.transitions.all()] == [
        ("上报", cast.leader),
        ("接收", cast.clerk),
    ]


class TestReturning:
    def test_it_works(self, cast, log_in, report):
        press_button(log_in(cast.clerk), report, "return", reason=REASON)
        page = read(log_in(cast.leader).get(address(report)))
        assert f"退回原因：{REASON}" in page.text
        assert page.has_form(address(report))

    @pytest.mark.parametrize("reason", ["", " \n", "长" * 501, "补充\x00"])
    def test_the_reason_is_needed(self, cast, log_in, report, reason):
        page = read(press_button(log_in(cast.clerk), report, "return", reason=reason))
        assert "没有退回：" in page.text
        assert page.form(address(report, "return"))["reason"] == [reason]
        report.refresh_from_db()
        assert report.status == "submitted"

    def test_there_are_two_days_to_correct_it(self, cast, log_in, report):
        press_button(log_in(cast.clerk), report, "return", reason=REASON)
        page = read(log_in(cast.leader).get(address(report)))
        assert "请改正后于 2月7日 23:59 前重新上报" in page.text

    def test_what_was_accepted_may_still_be_returned(self, cast, log_in, report):
        press_button(log_in(cast.clerk), report, "accept")
        press_button(log_in(cast.clerk), report, "return", reason=REASON)
        assert trail_verbs(report) == ["上报", "接收", "退回"]


def test_corrected_sent_again_and_accepted(cast, log_in, report, settings):
    press_button(log_in(cast.clerk), report, "return", reason=REASON)
    settings.GUIDANCE_TODAY = "2021-02-07"
    save_report(log_in(cast.leader), report, {"recommendations": "演示建议"}, step="submit")
    press_button(log_in(cast.clerk), report, "accept")
    report.refresh_from_db()
    assert trail_verbs(report) == ["上报", "退回", "上报", "接收"]
    assert (report.recommendations, report.late_days) == ("演示建议", 0)


class TestAcceptingUnseen:
    def test_a_report_that_changed_meanwhile_is_not_accepted(self, cast, log_in, report):
        read_version = {"version": report.version}
        client = log_in(cast.leader)
        press_button(client, report, "withdraw")
        save_report(client, report, {"overall_situation": "改过"}, step="submit")
        page = read(log_in(cast.clerk).post(address(report, "accept"), read_version, follow=True))
        assert "该材料在您打开之后已被示例leader修改，请核对最新内容后再操作。" in page.text
        assert trail_verbs(report) == ["上报", "撤回", "上报"]

    def test_a_draft_is_not_accepted(self, cast, log_in):
        report = write_draft(log_in(cast.leader))
        page = read(log_in(cast.clerk).post(address(report, "accept"), {"version": 1}, follow=True))
        assert "该材料草稿，不能接收。" in page.text
        assert trail_verbs(report) == []


@pytest.mark.parametrize("step", ["accept", "return"])
@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("liaison", 403), ("viewer", 403)])
def test_only_staff_review(cast, log_in, report, who, status, step):
    typed = {"version": report.version, "reason": REASON}
    assert log_in(getattr(cast, who)).post(address(report, step), typed).status_code == status
    assert trail_verbs(report) == ["上报"]
