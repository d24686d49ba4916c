"""上报 and 撤回 of a unit's sheet."""

import pytest
from django.utils.timezone import localtime

from guidance.reporting.schedules.models import ScheduleReturn
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

MISSING = "第2行“村（居）委会换届选举大会时间”未填；未定的请填“待定”。"


def test_it_works(cast, log_in):
    page = read(submit_sheet(log_in(cast.reporter), cast.unit, complete_cells()))

    assert "已上报市妇联组联部。" in page.text
    paper = stored_return(cast.unit)
    assert (paper.status, paper.saved_by) == ("submitted", cast.reporter)
    assert localtime(paper.submitted_at).date().isoformat() == "2021-02-05"
    (step,) = paper.transitions.all()
    assert (step.by, step.from_status, step.to_status, step.version) == (
        cast.reporter,
        "draft",
        "submitted",
        paper.version,
    )
    assert not page.has_form(address(cast.unit))
    assert page.has_form(address(cast.unit, "withdraw"))
    assert "逾期" not in page.text


def test_what_stands_in_the_form_is_saved_first(cast, log_in):
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    assert stored_return(cast.unit).lines.get(township=cast.township).party_from.day == 20


def test_staff_send_for_a_unit(cast, log_in):
    submit_sheet(log_in(cast.clerk), cast.unit, complete_cells())
    assert stored_return(cast.unit).status == "submitted"


@pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
def test_readers_cannot_send(cast, log_in, who):
    answer = log_in(getattr(cast, who)).post(address(cast.unit, "submit"), complete_cells())
    assert answer.status_code == 403
    assert not ScheduleReturn.objects.exists()


class TestDoubts:
    def test_a_doubt_is_shown_and_keeps_the_sheet_here(self, cast, log_in):
        typed = complete_cells() | cells(2, committee="")
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, typed))
        assert "已保存，尚未上报：下面有需要核对的地方。" in page.text
        assert "上报前请核对 1 处" in page.text
        assert MISSING in page.text
        assert stored_return(cast.unit).status == "draft"
        assert stored_return(cast.unit).lines.count() == 2

    def test_confirmed_it_goes(self, cast, log_in):
        typed = complete_cells() | cells(2, committee="") | {"checked": "on"}
        submit_sheet(log_in(cast.reporter), cast.unit, typed)
        assert stored_return(cast.unit).status == "submitted"

    def test_the_order_of_the_meetings(self, cast, log_in):
        typed = complete_cells() | cells(1, party="2.6", committee="2.5")
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, typed))
        sentence = (
            "第1行“村（居）委会换届选举大会时间”（2月5日）"
            "早于“村（社区）党组织换届选举大会时间”（2月6日），请核对。"
        )
        assert sentence in page.text
        assert stored_return(cast.unit).status == "draft"

    def test_the_completion_of_the_unit(self, cast, log_in):
        typed = complete_cells() | cells(1, federation="2.25") | {"unit-completion": "2.20"}
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, typed))
        sentence = (
            "第1行“所有村（社区）妇联完成换届的时间”（2月20日）"
            "早于“村（社区）妇联换届选举大会时间”（2月25日），请核对。"
        )
        assert sentence in page.text

    def test_each_round_asks_for_its_own_columns(self, cast, log_in, settings):
        submit_sheet(
            log_in(cast.reporter), cast.unit, cells(1, party="1.20") | cells(2, party="1.21"), number=1
        )
        assert stored_return(cast.unit, number=1).status == "submitted"
        settings.GUIDANCE_TODAY = "2021-03-01"
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, complete_cells(), number=3))
        assert "上报前请核对 3 处" in page.text
        assert "第1行“村（社区）妇联换届选举大会时间”未填" in page.text
        assert "“所有村（社区）妇联完成换届的时间”未填；未定的请填“待定”。" in page.text

    def test_a_blank_sheet_is_nothing_but_doubts(self, cast, log_in):
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, {}))
        assert "上报前请核对 4 处" in page.text
        assert stored_return(cast.unit).status == "draft"

    def test_they_come_row_by_row(self, cast, log_in):
        typed = complete_cells() | cells(1, party="2.6", committee="2.5") | cells(2, committee="")
        text = read(submit_sheet(log_in(cast.reporter), cast.unit, typed)).text
        assert text.index("早于“村（社区）党组织") < text.index(MISSING)

    def test_a_saved_draft_shows_them_too(self, cast, log_in):
        page = read(save_sheet(log_in(cast.reporter), cast.unit, complete_cells() | cells(2, committee="")))
        assert MISSING in page.text


def test_pressed_twice_it_is_sent_once(cast, log_in):
    client = log_in(cast.reporter)
    data = open_form(client, cast.unit) | complete_cells()
    for _ in range(2):
        answer = client.post(address(cast.unit, "submit"), data, follow=True)
        assert answer.status_code == 200
        assert "没有保存" not in read(answer).text
    assert trail_verbs(stored_return(cast.unit)) == ["上报"]
    assert stored_return(cast.unit).lines.count() == 2


def test_a_get_sends_nothing(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, complete_cells())
    assert client.get(address(cast.unit, "submit")).status_code == 405
    assert stored_return(cast.unit).status == "draft"


class TestLate:
    @pytest.mark.parametrize(("day", "late"), [("2021-02-10", 0), ("2021-02-11", 1), ("2021-02-12", 2)])
    def test_the_last_day_counts_whole(self, cast, log_in, settings, day, late):
        settings.GUIDANCE_TODAY = day
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert stored_return(cast.unit).late_days == late

    def test_it_is_labelled_and_not_locked(self, cast, log_in):
        typed = cells(1, party="1.20") | cells(2, party="1.21")
        page = read(submit_sheet(log_in(cast.reporter), cast.unit, typed, number=1))
        assert "已上报" in page.text
        assert "逾期报送 晚 21 天" in page.text


class TestWithdraw:
    def test_it_works(self, cast, log_in):
        client = log_in(cast.reporter)
        submit_sheet(client, cast.unit, complete_cells())
        page = read(press_button(client, cast.unit, "withdraw"))
        assert "已撤回，可以修改后重新上报。" in page.text
        assert page.has_form(address(cast.unit))
        assert trail_verbs(stored_return(cast.unit)) == ["上报", "撤回"]

    def test_and_sent_again(self, cast, log_in):
        client = log_in(cast.reporter)
        submit_sheet(client, cast.unit, complete_cells())
        press_button(client, cast.unit, "withdraw")
        submit_sheet(client, cast.unit, cells(1, party="1.21"))
        assert trail_verbs(stored_return(cast.unit)) == ["上报", "撤回", "上报"]
        assert stored_return(cast.unit).lines.get(township=cast.township).party_from.day == 21

    def test_not_after_acceptance(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "accept")
        client = log_in(cast.reporter)
        assert not read(client.get(address(cast.unit))).has_form(address(cast.unit, "withdraw"))
        by_hand = {"version": stored_return(cast.unit).version}
        page = read(client.post(address(cast.unit, "withdraw"), by_hand, follow=True))
        assert "该材料已接收，不能撤回。如需更正，请联系市妇联组联部退回。" in page.text
        assert stored_return(cast.unit).status == "accepted"

    def test_a_draft_has_nothing_to_withdraw(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        page = read(client.post(address(cast.unit, "withdraw"), {"version": 1}, follow=True))
        assert "该材料草稿，不能撤回" in page.text
        assert trail_verbs(stored_return(cast.unit)) == []

    def test_without_a_sheet_there_is_none(self, cast, log_in):
        answer = log_in(cast.reporter).post(address(cast.unit, "withdraw"), {"version": 0})
        assert answer.status_code == 404

    @pytest.mark.parametrize("version", ["", "x", "-1"])
    def test_a_page_without_its_version_does_nothing(self, cast, log_in, version):
        client = log_in(cast.reporter)
        submit_sheet(client, cast.unit, complete_cells())
        page = read(client.post(address(cast.unit, "withdraw"), {"version": version}, follow=True))
        assert "没有执行：页面内容不完整，请刷新后重试。" in page.text
        assert stored_return(cast.unit).status == "submitted"
