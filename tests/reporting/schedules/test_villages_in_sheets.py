"""A sheet and the villages behind it: the township's cell is what their days make of it."""

from datetime import date

import pytest

from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
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
from tests.reporting.schedules.village_pages import (
    first_meeting_cell,
    meeting_fields,
    save_villages,
    schedule_line,
)


@pytest.fixture(autouse=True)
def by_village(cast):
    """The plan lets units enter the meetings of each village."""
    cast.plan.meetings_by_village = True
    cast.plan.save()


class TestTheSheet:
    def test_without_a_paper_none_is_made_and_the_page_opens_with_the_counts(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.20"))
        assert not ScheduleReturn.objects.exists()
        assert first_meeting_cell(client, cast) == "1月20日 计划 已开 0/3 由各村（社区）日期得出"
        save_sheet(client, cast.unit, cells(1, committee="2.5"))
        assert (schedule_line(cast).party_from, schedule_line(cast).party_total) == (date(2021, 1, 20), 3)

    def test_they_go_before_what_was_typed(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, cells(1, party="3.1", committee="3.2"))
        save_villages(client, cast, meeting_fields(cast, 1, party="1.20"))
        assert schedule_line(cast).party_from == date(2021, 1, 20)
        assert schedule_line(cast).committee_from == date(2021, 3, 2)
        assert stored_return(cast.unit).version == 2
        assert stored_return(cast.unit).saved_by == cast.reporter

    def test_and_before_what_is_carried_over(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells(), number=1)
        press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.25"))
        assert first_meeting_cell(client, cast).startswith(
            "1月25日 计划 已开 0/3 由各村（社区）日期得出 原 1月20日"
        )
        page = read(submit_sheet(client, cast.unit, {"checked": "on", "unchanged": "1"}))
        assert "已保存，尚未上报：您改动了" in page.text  # 无变化 is not what the villages say
        submit_sheet(client, cast.unit, {"checked": "on"})
        assert stored_return(cast.unit).status == "submitted"
        assert (schedule_line(cast).party_from, schedule_line(cast).committee_from) == (
            date(2021, 1, 25),
            date(2021, 2, 5),
        )

    def test_a_township_liaison_changes_the_units_sheet_by_her_villages(self, cast, log_in):
        save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        save_villages(log_in(cast.township_liaison), cast, meeting_fields(cast, 1, party="1.27"))
        assert schedule_line(cast).party_from == date(2021, 1, 27)
        assert stored_return(cast.unit).saved_by == cast.township_liaison

    def test_emptied_again_the_last_days_stay_as_typed_ones(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        save_villages(
            client, cast, meeting_fields(cast, 1, party="1.22"), meeting_fields(cast, 2, party="1.24")
        )
        save_villages(client, cast, meeting_fields(cast, 1, party=""), meeting_fields(cast, 2, party=""))
        line = schedule_line(cast)
        assert (line.party_from, line.party_to) == (date(2021, 1, 22), date(2021, 1, 24))
        assert (line.party_held, line.party_total) == (None, None)
        assert open_form(client, cast.unit)[cell(cast.township, "party")] == ["1月22日至24日"]

    def test_a_sheet_that_was_sent_stays_as_sent(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.20"))
        submit_sheet(client, cast.unit, cells(1, committee="2.5") | {"checked": "on"})
        assert stored_return(cast.unit).status == "submitted"
        version = stored_return(cast.unit).version
        page = read(save_villages(client, cast, meeting_fields(cast, 1, party="1.26")))
        assert "第2次日程安排表已上报，表中仍是上报时的日期；如需更正，请撤回后重新上报。" in page.text
        assert (schedule_line(cast).party_from, stored_return(cast.unit).version) == (
            date(2021, 1, 20),
            version,
        )
        press_button(client, cast.unit, "withdraw")
        assert first_meeting_cell(client, cast).startswith("1月26日")
        submit_sheet(client, cast.unit, {"checked": "on"})
        assert schedule_line(cast).party_from == date(2021, 1, 26)

    def test_a_round_that_was_shut_stays_as_it_is(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells(), number=1)
        press_close(log_in(cast.clerk))
        save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 1, party="1.26"))
        assert schedule_line(cast, number=1).party_from == date(2021, 1, 20)

    def test_a_village_merged_away_counts_no_more(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        save_villages(
            client, cast, meeting_fields(cast, 1, party="1.20"), meeting_fields(cast, 3, party="1.28")
        )
        cast.villages[2].merged_into = cast.villages[0]
        cast.villages[2].save()
        assert first_meeting_cell(client, cast).startswith("1月20日 计划 已开 0/2")
        submit_sheet(client, cast.unit, {"checked": "on"})
        assert (schedule_line(cast).party_to, schedule_line(cast).party_total) == (date(2021, 1, 20), 2)
        steps = stored_return(cast.unit).transitions.last().content["lines"][str(cast.township.pk)]
        assert steps["party"] == ["2021-01-20", "2021-01-20", "", "planned", 0, 2]


class TestTypedOverTheVillages:
    """A sheet opened before the villages have days."""

    def test_it_is_refused_and_named(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        form = open_form(client, cast.unit)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.22"))
        page = read(client.post(address(cast.unit), form | cells(1, party="1.30", committee="2.6")))
        assert "没有保存：第1行“村（社区）党组织换届选举大会时间”填的“1.30”没有采用" in page.text
        assert page.form(address(cast.unit))[cell(cast.township, "committee")] == ["2.6"]
        assert (schedule_line(cast).party_from, schedule_line(cast).committee_from) == (
            date(2021, 1, 22),
            date(2021, 2, 5),
        )

    def test_autosave_says_so_too(self, cast, log_in):
        client = log_in(cast.reporter)
        form = open_form(client, cast.unit)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.22"))
        answer = client.post(address(cast.unit, "autosave"), form | cells(1, party="1.30"))
        assert "填的“1.30”没有采用" in answer.json()["refused"]
        assert not ScheduleLine.objects.exists()

    def test_where_nothing_was_typed_the_new_days_are_told_and_not_sent_unseen(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        form = open_form(client, cast.unit)
        save_villages(log_in(cast.township_liaison), cast, meeting_fields(cast, 1, party="1.22"))
        client = log_in(cast.reporter)
        answer = client.post(address(cast.unit, "submit"), form | {"checked": "on"}, follow=True)
        text = read(answer).text
        assert "已保存，尚未上报：有人同时修改了本表" in text
        assert "第1行“村（社区）党组织换届选举大会时间”现为“1月22日”" in text
        assert stored_return(cast.unit).status == "draft"

    def test_villages_that_moved_meanwhile_are_told_too(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.22"))
        save_sheet(client, cast.unit, complete_cells())
        form = open_form(client, cast.unit)
        save_villages(log_in(cast.township_liaison), cast, meeting_fields(cast, 1, party="1.23"))
        client = log_in(cast.reporter)
        client.post(address(cast.unit, "submit"), form | {"checked": "on"})
        assert stored_return(cast.unit).status == "draft"
        submit_sheet(client, cast.unit, {"checked": "on"})
        assert stored_return(cast.unit).status == "submitted"

    def test_villages_emptied_meanwhile_do_not_empty_the_cell(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        save_villages(client, cast, meeting_fields(cast, 1, party="1.22"))
        form = open_form(client, cast.unit)
        save_villages(client, cast, meeting_fields(cast, 1, party=""))
        client.post(address(cast.unit), form | cells(1, committee="2.6"))
        assert (schedule_line(cast).party_from, schedule_line(cast).committee_from) == (
            date(2021, 1, 22),
            date(2021, 2, 6),
        )


def press_close(client) -> None:
    """Staff close round 1."""
    assert client.post("/schedules/rounds/1/close/").status_code == 302
