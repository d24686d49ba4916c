"""/schedules/review/: waiting sheets, their differences from the accepted ones, and 接收 of many."""

import pytest

from guidance.reporting.schedules.models import DateChange
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import (
    address,
    cells,
    complete_cells,
    press_button,
    save_sheet,
    stored_return,
    submit_sheet,
    trail_verbs,
)

QUEUE = "/schedules/review/"
CLEAN = {"committee": "2.5", "party": "1.20"}


@pytest.fixture
def queue(cast, log_in):
    """queue() is the page as the clerk reads it."""
    return lambda: read(log_in(cast.clerk).get(QUEUE))


def _submit_other_sheet(cast, log_in, **typed):
    """Submit the sheet of the other unit (row 7)."""
    return submit_sheet(
        log_in(cast.other_reporter), cast.other_unit, cells(7, **(CLEAN | typed)) | {"checked": "on"}
    )


def _accept_sheets(client, *papers):
    versions = [f"{paper.pk}:{paper.version}" for paper in papers]
    return read(client.post(f"{QUEUE}accept/", {"papers": versions}, follow=True))


def test_it_works(cast, log_in, queue):
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    row = queue().row("融安县妇联")
    assert row[2] == "第2次"
    assert row[3].startswith("2月5日")
    assert row[4] == "首次上报"
    assert row[5].startswith("没有")


def test_nothing_waits(queue):
    assert "没有等待审核的日程安排表。" in queue().text


def test_a_draft_and_what_was_accepted_do_not_wait(cast, log_in, queue):
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    press_button(log_in(cast.clerk), cast.unit, "accept")
    save_sheet(log_in(cast.other_reporter), cast.other_unit, cells(7, party="1.20"))
    assert "没有等待审核的日程安排表。" in queue().text


def test_the_difference_to_what_was_accepted_before(cast, log_in, queue):
    first = cells(1, party="1.20", committee="2.5") | cells(2, party="1.21", committee="待定")
    submit_sheet(log_in(cast.reporter), cast.unit, first, number=1)
    press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
    submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.23") | cells(2, committee="2.6"))
    row = queue().row("融安县妇联")
    assert "第1行 党组织：1月20日 → 1月23日（计划） 推迟 3 天" in row[4]
    assert "第2行 村（居）委会：待定 → 2月6日（计划）" in row[4]


def test_without_a_change_it_says_so(cast, log_in, queue):
    first = cells(1, party="1.20", committee="2.5") | cells(2, party="1.21", committee="待定")
    submit_sheet(log_in(cast.reporter), cast.unit, first, number=1)
    press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
    submit_sheet(log_in(cast.reporter), cast.unit, {})
    assert queue().row("融安县妇联")[4] == "无变化"


def test_what_is_to_be_checked_is_listed_and_cannot_be_ticked(cast, log_in, queue):
    _submit_other_sheet(cast, log_in, party="2.6")
    page = queue()
    row = page.row("柳城县妇联")
    assert "早于“村（社区）党组织换届选举大会时间”（2月6日），请核对。" in row[5]
    assert page.form(f"{QUEUE}accept/").get("papers") is None
    assert "请打开核对" in row[0]


class TestAcceptingMany:
    def test_it_works(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        _submit_other_sheet(cast, log_in)
        papers = [stored_return(cast.unit), stored_return(cast.other_unit)]
        page = _accept_sheets(log_in(cast.clerk), *papers)
        assert "已接收 2 份。" in page.text
        assert [trail_verbs(paper) for paper in papers] == [["上报", "接收"]] * 2

    def test_one_with_a_warning_is_left_and_named(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        _submit_other_sheet(cast, log_in, party="2.6")
        page = _accept_sheets(log_in(cast.clerk), stored_return(cast.unit), stored_return(cast.other_unit))
        assert "已接收 1 份。" in page.text
        assert "柳城县妇联第2次没有接收：有需要核对的地方，请打开逐处核对后再接收。" in page.text
        assert stored_return(cast.other_unit).status == "submitted"

    def test_acceptance_is_of_the_version_that_was_listed(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        schedule_return = stored_return(cast.unit)
        press_button(log_in(cast.reporter), cast.unit, "withdraw")
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.21"))
        page = _accept_sheets(log_in(cast.clerk), schedule_return)
        assert "融安县妇联第2次没有接收：该材料在您打开之后已被示例reporter修改" in page.text
        assert stored_return(cast.unit).status == "submitted"

    def test_pressed_twice_it_is_accepted_once(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        paper = stored_return(cast.unit)
        for _ in range(2):
            page = _accept_sheets(log_in(cast.clerk), paper)
        assert "没有接收" not in page.text
        assert trail_verbs(paper) == ["上报", "接收"]

    @pytest.mark.parametrize("papers", [[], ["x"], ["1:"], [":1"], ["9999999:1"], ["-1:1"], ["1:1:1"]])
    def test_nothing_that_could_be_accepted(self, cast, log_in, papers):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        answer = log_in(cast.clerk).post(f"{QUEUE}accept/", {"papers": papers}, follow=True)
        assert answer.status_code == 200
        assert "已接收" not in read(answer).text
        assert stored_return(cast.unit).status == "submitted"

    def test_a_number_larger_than_a_key(self, cast, log_in):
        answer = log_in(cast.clerk).post(f"{QUEUE}accept/", {"papers": ["9" * 40 + ":1"]}, follow=True)
        assert answer.status_code == 200
        assert "没有接收：请先勾选要接收的表。" in read(answer).text


class TestPointingAtCells:
    def test_it_works(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        marks = [f"{cast.township.pk}-committee", "completion"]
        answer = press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实", marks=marks)
        assert answer.status_code == 302  # so that reloading the page sends nothing again
        page = read(log_in(cast.reporter).get(address(cast.unit)))
        places = "第1行“村（居）委会换届选举大会时间”、融安县：“所有村（社区）妇联完成换届的时间”"
        assert f"指出的地方：{places}" in page.text
        row = page.row("融安县桥板乡")
        assert ["退回时指出此处" in text for text in row[2:5]] == [False, True, False]

    def test_sent_again_nothing_is_pointed_at(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实", marks=["completion"])
        submit_sheet(log_in(cast.reporter), cast.unit, {"unit-completion": "3.5"})
        assert "退回时指出此处" not in read(log_in(cast.reporter).get(address(cast.unit))).text
        assert " checked" not in log_in(cast.clerk).get(address(cast.unit)).content.decode()

    def test_a_cell_that_is_not_there_is_left_out(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        strange = [f"{cast.other_township.pk}-party", "x", f"{cast.township.pk}-secret"]
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实", marks=strange)
        assert stored_return(cast.unit).transitions.last().marks == []

    def test_what_was_ticked_survives_a_reason_left_out(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        marks = [f"{cast.township.pk}-party"]
        answer = press_button(log_in(cast.clerk), cast.unit, "return", reason="", marks=marks)
        assert read(answer).html.count(" checked") == 1


class TestToldToThePeopleConcerned:
    FIRST = {"party": "1.20", "committee": "2.5"}

    def _twice(self, cast, log_in, **typed):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.reporter), cast.unit, "withdraw")
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, **typed))

    def test_it_works(self, cast, log_in):
        self._twice(cast, log_in, committee="2.8")
        change = DateChange.objects.get()
        assert (change.township, change.column, change.before, change.after, change.days) == (
            cast.township,
            "committee",
            "2月5日",
            "2月8日",
            3,
        )
        assert change.by == cast.reporter

    def test_from_one_round_to_the_next(self, cast, log_in):
        first = cells(1, party="1.20", committee="待定") | cells(2, party="1.21", committee="待定")
        submit_sheet(log_in(cast.reporter), cast.unit, first, number=1)
        press_button(log_in(cast.clerk), cast.unit, "accept", number=1)
        submit_sheet(log_in(cast.reporter), cast.unit, cells(1, committee="2.8"))
        change = DateChange.objects.get()
        assert (change.before, change.after, change.days) == ("待定", "2月8日", None)

    def test_what_is_sent_for_the_first_time_has_not_moved(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert not DateChange.objects.exists()

    def test_planned_that_became_actual_has_not_moved(self, cast, log_in):
        self._twice(cast, log_in, party_kind="actual")
        assert not DateChange.objects.exists()

    def test_a_draft_tells_nobody(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.reporter), cast.unit, "withdraw")
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, committee="2.8"))
        assert not DateChange.objects.exists()

    @pytest.mark.parametrize(
        ("who", "unseen_count"),
        [
            ("clerk", 1),
            ("leader", 1),
            ("liaison", 1),
            ("township_liaison", 1),
            ("reporter", 0),  # who made it knows
            ("other_reporter", 0),
            ("other_leader", 0),
        ],
    )
    def test_who_is_told(self, cast, log_in, who, unseen_count):
        self._twice(cast, log_in, committee="2.8")
        user = getattr(cast, who)
        assert DateChange.objects.visible_to(user).unseen_by(user).count() == unseen_count


def test_it_costs_the_same_for_one_and_for_many(cast, log_in):
    client = log_in(cast.clerk)
    submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    client = log_in(cast.clerk)
    client.get(QUEUE)
    with query_count(10):
        client.get(QUEUE)
    _submit_other_sheet(cast, log_in)
    client = log_in(cast.clerk)
    client.get(QUEUE)
    with query_count(10):
        client.get(QUEUE)
