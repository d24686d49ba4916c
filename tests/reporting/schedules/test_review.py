"""接收 and 退回 by the municipal office, and the way back."""

import pytest

from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cells,
    complete_cells,
    open_form,
    press_button,
    save_sheet,
    stored_return,
    submit_sheet,
    trail_verbs,
)

REASON = "第2行日期请再核实"


@pytest.fixture
def submitted_sheet(cast, log_in):
    """The sheet of the cast's unit, submitted in time."""
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    return stored_return(cast.unit)


def test_it_works(cast, log_in, submitted_sheet):
    page = read(press_button(log_in(cast.clerk), cast.unit, "accept"))
    assert "已接收。" in page.text
    submitted_sheet.refresh_from_db()
    assert submitted_sheet.status == "accepted"
    assert [(step.verb, step.by) for step in submitted_sheet.transitions.all()] == [
        ("上报", cast.reporter),
        ("接收", cast.clerk),
    ]


def test_the_trail_is_on_the_page(cast, log_in, submitted_sheet):
    page = read(press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON))
    assert "示例reporter 上报" in page.text
    assert f"示例clerk 退回：{REASON}" in page.text


class TestReturning:
    def test_it_works(self, cast, log_in, submitted_sheet):
        page = read(press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON))
        assert "已退回填报单位。" in page.text
        submitted_sheet.refresh_from_db()
        assert submitted_sheet.status == "returned"
        assert submitted_sheet.transitions.last().reason == REASON

    @pytest.mark.parametrize("reason", ["", "   ", "\n"])
    def test_the_reason_is_needed(self, cast, log_in, submitted_sheet, reason):
        page = read(press_button(log_in(cast.clerk), cast.unit, "return", reason=reason))
        assert "没有退回：请填写退回原因，让填报人知道要改什么。" in page.text
        assert stored_return(cast.unit).status == "submitted"

    @pytest.mark.parametrize(
        ("reason", "why"),
        [
            ("长" * 501, "退回原因现有501字，不能超过500字。"),
            ("核实\x00", "含有看不见的字符（空字符），请删去后重新输入。"),
        ],
    )
    def test_a_reason_that_cannot_be_kept(self, cast, log_in, submitted_sheet, reason, why):
        page = read(press_button(log_in(cast.clerk), cast.unit, "return", reason=reason))
        assert f"没有退回：{why}" in page.text
        assert page.form(address(cast.unit, "return"))["reason"] == [reason]
        assert stored_return(cast.unit).status == "submitted"

    def test_html_in_the_reason_is_shown_as_typed(self, cast, log_in, submitted_sheet):
        answer = press_button(log_in(cast.clerk), cast.unit, "return", reason="<b>请核实</b>")
        assert "<b>请核实</b>" not in read(answer).html
        assert "<b>请核实</b>" in read(answer).text

    def test_the_unit_reads_the_reason_and_the_new_day(self, cast, log_in, submitted_sheet, settings):
        settings.GUIDANCE_TODAY = "2021-02-09"
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        page = read(log_in(cast.reporter).get(address(cast.unit)))
        assert f"退回原因：{REASON}" in page.text
        assert "请改正后于 2月11日 23:59 前重新上报" in page.text
        assert page.has_form(address(cast.unit))

    def test_early_in_the_round_the_plans_day_stays(self, cast, log_in, submitted_sheet):
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        page = read(log_in(cast.reporter).get(address(cast.unit)))
        assert "请改正后于 2月10日 23:59 前重新上报" in page.text

    def test_what_was_accepted_may_still_be_returned(self, cast, log_in, submitted_sheet):
        press_button(log_in(cast.clerk), cast.unit, "accept")
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        assert trail_verbs(submitted_sheet) == ["上报", "接收", "退回"]

    def test_a_draft_cannot_be_returned(self, cast, log_in):
        save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        typed = {"version": 1, "reason": REASON}
        page = read(log_in(cast.clerk).post(address(cast.unit, "return"), typed, follow=True))
        assert "该材料草稿，不能退回。" in page.text
        assert stored_return(cast.unit).status == "draft"

    def test_a_reason_typed_over_a_sheet_that_changed_is_kept(self, cast, log_in, submitted_sheet):
        typed = read(log_in(cast.clerk).get(address(cast.unit))).form(address(cast.unit, "return"))
        log_in(cast.reporter).post(address(cast.unit, "withdraw"), {"version": submitted_sheet.version})
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.21"))
        answer = log_in(cast.clerk).post(address(cast.unit, "return"), typed | {"reason": REASON})
        assert "该材料在您打开之后已被示例reporter修改，请核对最新内容后再操作。" in read(answer).text
        again = read(answer).form(address(cast.unit, "return"))
        assert again["reason"] == [REASON]
        log_in(cast.clerk).post(address(cast.unit, "return"), again)
        assert stored_return(cast.unit).status == "returned"


class TestTheWayBack:
    def test_corrected_sent_again_and_accepted(self, cast, log_in, submitted_sheet):
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        submit_sheet(log_in(cast.reporter), cast.unit, cells(2, party="1.22"))
        press_button(log_in(cast.clerk), cast.unit, "accept")
        assert trail_verbs(submitted_sheet) == ["上报", "退回", "上报", "接收"]
        assert submitted_sheet.lines.get(township__links__order=2).party_from.day == 22

    def test_the_correction_is_not_late_within_its_days(self, cast, log_in, submitted_sheet, settings):
        settings.GUIDANCE_TODAY = "2021-02-10"
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        settings.GUIDANCE_TODAY = "2021-02-12"
        submit_sheet(log_in(cast.reporter), cast.unit, {})
        assert stored_return(cast.unit).late_days == 0

    def test_after_them_it_is(self, cast, log_in, submitted_sheet, settings):
        settings.GUIDANCE_TODAY = "2021-02-10"
        press_button(log_in(cast.clerk), cast.unit, "return", reason=REASON)
        settings.GUIDANCE_TODAY = "2021-02-13"
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, {}))
        assert "逾期报送 晚 1 天" in page.text


class TestAcceptingUnseen:
    def test_a_sheet_that_changed_meanwhile_is_not_accepted(self, cast, log_in, submitted_sheet):
        read_version = {"version": submitted_sheet.version}
        client = log_in(cast.reporter)
        press_button(client, cast.unit, "withdraw")
        submit_sheet(client, cast.unit, cells(1, party="1.21"))
        page = read(log_in(cast.clerk).post(address(cast.unit, "accept"), read_version, follow=True))
        assert "该材料在您打开之后已被示例reporter修改，请核对最新内容后再操作。" in page.text
        assert stored_return(cast.unit).status == "submitted"

    def test_pressed_twice_it_is_accepted_once(self, cast, log_in, submitted_sheet):
        client = log_in(cast.clerk)
        for _ in range(2):
            client.post(address(cast.unit, "accept"), {"version": submitted_sheet.version}, follow=True)
        assert trail_verbs(submitted_sheet) == ["上报", "接收"]

    def test_a_draft_is_not_accepted(self, cast, log_in):
        save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        page = read(log_in(cast.clerk).post(address(cast.unit, "accept"), {"version": 1}, follow=True))
        assert "该材料草稿，不能接收。" in page.text
        assert stored_return(cast.unit).status == "draft"


@pytest.mark.parametrize("step", ["accept", "return"])
@pytest.mark.parametrize("who", ["reporter", "township_liaison", "leader", "viewer"])
def test_only_staff_review(cast, log_in, submitted_sheet, who, step):
    typed = {"version": submitted_sheet.version, "reason": REASON}
    assert log_in(getattr(cast, who)).post(address(cast.unit, step), typed).status_code == 403
    assert stored_return(cast.unit).status == "submitted"


def test_staff_see_no_button_for_what_was_not_sent(cast, log_in):
    save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    page = read(log_in(cast.clerk).get(address(cast.unit)))
    assert not page.has_form(address(cast.unit, "accept"))
    assert not page.has_form(address(cast.unit, "return"))
    assert open_form(log_in(cast.clerk), cast.unit)
