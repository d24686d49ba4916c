"""/schedules/rounds/: opening, due dates, closing, extensions and new rounds."""

import pytest

from guidance.reference.plans.models import ReportingRound
from guidance.reporting.schedules.models import ScheduleReturn
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    complete_cells,
    open_form,
    press_button,
    save_sheet,
    stored_return,
    submit_sheet,
)

ROUNDS = "/schedules/rounds/"
CLOSED = (
    "第2次填报已由市妇联组联部于2月5日关闭，现在不能修改和上报。"
    "确需补报的，请联系市妇联组联部（电话：2823290）申请延期。"
)


@pytest.fixture
def press_step(cast, log_in):
    """press_step(step, …) presses a button of the page as the clerk."""

    def press(step, **typed):
        return log_in(cast.clerk).post(f"{ROUNDS}{step}", typed, follow=True)

    return press


def _close_round(cast, log_in):
    log_in(cast.clerk).post(f"{ROUNDS}2/close/")


class TestClosing:
    def test_it_works(self, cast, log_in, press_step):
        page = read(press_step("2/close/"))
        assert "已关闭第2次填报。" in page.text
        page = read(log_in(cast.reporter).get(address(cast.unit)))
        assert CLOSED in page.text
        assert not page.has_form(address(cast.unit))

    @pytest.mark.parametrize("step", ["", "submit"])
    def test_what_was_typed_before_is_kept_on_the_page(self, cast, log_in, step):
        form = open_form(log_in(cast.reporter), cast.unit)
        _close_round(cast, log_in)
        answer = log_in(cast.reporter).post(address(cast.unit, step), form | complete_cells())
        page = read(answer)
        assert f"没有保存：{CLOSED}" in page.text
        assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["1.20"]
        assert not ScheduleReturn.objects.exists()

    def test_a_draft_is_not_sent_after_it(self, cast, log_in):
        save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        form = open_form(log_in(cast.reporter), cast.unit)
        _close_round(cast, log_in)
        page = read(log_in(cast.reporter).post(address(cast.unit, "submit"), form, follow=True))
        assert CLOSED in page.text
        assert stored_return(cast.unit).status == "draft"

    def test_what_was_sent_can_still_be_accepted(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        _close_round(cast, log_in)
        press_button(log_in(cast.clerk), cast.unit, "accept")
        assert stored_return(cast.unit).status == "accepted"

    def test_what_came_back_can_be_corrected_until_its_day(self, cast, log_in, settings):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        _close_round(cast, log_in)
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.21"))
        assert stored_return(cast.unit).status == "submitted"

    def test_and_not_after_its_day(self, cast, log_in, settings):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        _close_round(cast, log_in)
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        settings.GUIDANCE_TODAY = "2021-02-08"  # two days for the correction: until the 7th
        assert CLOSED in read(log_in(cast.reporter).get(address(cast.unit))).text

    def test_closed_twice_it_is_closed_once(self, cast, press_step):
        press_step("2/close/")
        at = ReportingRound.objects.get(number=2).closed_at
        press_step("2/close/")
        assert ReportingRound.objects.get(number=2).closed_at == at

    def test_opened_again(self, cast, log_in, press_step):
        press_step("2/close/")
        assert "已重新开放第2次填报。" in read(press_step("2/reopen/")).text
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).status == "submitted"

    def test_nobody_has_to_fill_it_in_any_more(self, cast, log_in):
        assert "日程安排表（附件3）第2次" in read(log_in(cast.reporter).get("/desk/")).text
        _close_round(cast, log_in)
        assert "日程安排表（附件3）第2次" not in read(log_in(cast.reporter).get("/desk/")).text

    def test_past_its_due_day_it_is_late_and_not_closed(self, cast, log_in, settings):
        settings.GUIDANCE_TODAY = "2021-02-12"
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).late_days == 2


class TestExtension:
    def _extend(self, client, unit, due_on="2021-02-12", reason="县换届办统一调整"):
        typed = {"due_on": due_on, "reason": reason}
        return client.post(address(unit, "extend"), typed, follow=True)

    def test_it_works(self, cast, log_in, settings):
        page = read(self._extend(log_in(cast.clerk), cast.unit))
        assert "已延期至2月12日。" in page.text
        assert "延至 2月12日（星期五）23:59：县换届办统一调整" in page.text
        assert "示例clerk 2月5日批准" in page.text
        settings.GUIDANCE_TODAY = "2021-02-12"
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).late_days == 0

    def test_the_day_after_is_late(self, cast, log_in, settings):
        self._extend(log_in(cast.clerk), cast.unit)
        settings.GUIDANCE_TODAY = "2021-02-13"
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).late_days == 1

    def test_it_opens_a_closed_round_to_this_unit_alone(self, cast, log_in):
        _close_round(cast, log_in)
        self._extend(log_in(cast.clerk), cast.unit)
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).status == "submitted"
        assert CLOSED in read(log_in(cast.other_reporter).get(address(cast.other_unit))).text

    def test_until_the_end_of_its_day(self, cast, log_in, settings):
        _close_round(cast, log_in)
        self._extend(log_in(cast.clerk), cast.unit)
        settings.GUIDANCE_TODAY = "2021-02-12"
        assert read(log_in(cast.reporter).get(address(cast.unit))).has_form(address(cast.unit))
        settings.GUIDANCE_TODAY = "2021-02-13"
        assert CLOSED in read(log_in(cast.reporter).get(address(cast.unit))).text

    def test_a_sheet_that_was_only_extended_is_not_begun(self, cast, log_in):
        self._extend(log_in(cast.clerk), cast.unit)
        page = read(log_in(cast.clerk).get("/schedules/"))
        assert page.row("融安县桥板乡")[-1] == "未填报"
        assert "请改正" not in read(log_in(cast.reporter).get("/desk/")).text

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"due_on": ""}, "请填写延期到哪一天。"),
            ({"due_on": "2021-02-10"}, "延期不能早于2月11日。"),
            ({"due_on": "2020-02-12"}, "延期不能早于2月11日。"),
            ({"due_on": "3021-02-12"}, "年份3021不对"),
            ({"due_on": "不久"}, "日期不对，请填如 2021-02-12。"),
            ({"reason": ""}, "请填写延期原因。"),
            ({"reason": "长" * 201}, "延期原因现有201字，不能超过200字。"),
        ],
    )
    def test_bad_input_keeps_what_was_typed(self, cast, log_in, typed, why):
        answer = self._extend(log_in(cast.clerk), cast.unit, **typed)
        page = read(answer)
        assert f"没有延期：{why}" in page.text
        form = page.form(address(cast.unit, "extend"))
        assert form["reason"] == [typed.get("reason", "县换届办统一调整")]
        assert not ScheduleReturn.objects.filter(extended_due_on__isnull=False).exists()


class TestAdding:
    NEW = {
        "number": "4",
        "name": "收尾填报",
        "opens_on": "2021-03-11",
        "due_on": "2021-03-31",
        "required_columns": ["party", "committee", "federation", "completion"],
    }

    def test_it_works(self, cast, log_in, press_step, settings):
        assert "已添加收尾填报。" in read(press_step("add/", **self.NEW)).text
        settings.GUIDANCE_TODAY = "2021-03-12"
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells() | {"checked": "on"}, number=4)
        assert stored_return(cast.unit, number=4).status == "submitted"
        assert "收尾填报" in read(log_in(cast.clerk).get("/schedules/")).text

    def test_pressed_twice_it_is_added_once(self, cast, press_step):
        press_step("add/", **self.NEW)
        page = read(press_step("add/", **self.NEW))
        assert "没有添加：已经有人添加了一次填报" in page.text
        assert ReportingRound.objects.count() == 4

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"due_on": "2021-03-01"}, "截止日期不能早于开放日期。"),
            ({"due_on": ""}, "没有添加："),
            ({"opens_on": "1021-03-11"}, "年份1021不对"),
            ({"name": "长" * 21}, "没有添加："),
            ({"required_columns": ["secret"]}, "没有添加："),
        ],
    )
    def test_bad_input_keeps_what_was_typed(self, cast, press_step, typed, why):
        page = read(press_step("add/", **(self.NEW | typed)))
        assert why in page.text
        form = page.form(f"{ROUNDS}add/")
        assert form["name"] == [typed.get("name", "收尾填报")]
        assert ReportingRound.objects.count() == 3


class TestChanging:
    def _change(self, press_step, **typed):
        known = {"opens_on": "2021-01-16", "due_on": "2021-02-10", "required_columns": ["party", "committee"]}
        return read(press_step("2/", **{f"round-2-{name}": value for name, value in (known | typed).items()}))

    def test_the_due_day(self, cast, log_in, press_step):
        assert "已保存第2次。" in self._change(press_step, due_on="2021-02-09").text
        assert "2月9日（星期二）23:59" in read(log_in(cast.reporter).get(address(cast.unit))).text

    def test_the_columns_asked_for(self, cast, log_in, press_step):
        self._change(press_step, required_columns=["party"])
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.20") | cells(2, party="1.21"))
        assert stored_return(cast.unit).status == "submitted"

    def test_what_is_wrong_keeps_the_round(self, cast, press_step):
        page = self._change(press_step, due_on="2021-01-01")
        assert "没有保存第2次：截止日期不能早于开放日期。" in page.text
        assert page.form(f"{ROUNDS}2/")["round-2-due_on"] == ["2021-01-01"]
        assert ReportingRound.objects.get(number=2).due_on.isoformat() == "2021-02-10"

    def test_who_and_when_is_kept(self, cast, press_step):
        self._change(press_step, due_on="2021-02-09")
        assert ReportingRound.objects.get(number=2).history.first().history_user == cast.clerk
