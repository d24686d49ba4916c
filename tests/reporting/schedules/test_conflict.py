"""Two people on one sheet, and one person pressing twice: nothing is lost, nothing stored twice."""

from datetime import date

from guidance.reporting.schedules.models import ScheduleLine
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    complete_cells,
    form_fields,
    open_form,
    save_sheet,
    stored_return,
)

PARTY = "第1行“村（社区）党组织换届选举大会时间”"


def _party():
    return ScheduleLine.objects.get(township__links__order=1).party_from


def test_it_works(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(1, party="1.20"))

    answer = log_in(cast.reporter).post(address(cast.unit), form | cells(1, party="1.21", committee="2.5"))

    page = read(answer)
    assert answer.status_code == 200
    assert f"没有保存：示例clerk在您打开之后修改了{PARTY}。您填写的内容都还在" in page.text
    assert "现在的内容：1月20日（计划）" in page.row("融安县桥板乡")[2]
    assert "现在的内容" not in page.row("融安县桥板乡")[3]
    form = page.form(address(cast.unit))
    assert form[cell(cast.township, "party")] == ["1.21"]
    assert form[cell(cast.township, "committee")] == ["2.5"]
    assert _party() == date(2021, 1, 20)


def test_saving_again_after_reading_both_wins(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(1, party="1.20"))
    client = log_in(cast.reporter)
    conflict = client.post(address(cast.unit), form | cells(1, party="1.21"))
    client.post(address(cast.unit), form_fields(conflict, cast.unit))
    assert _party() == date(2021, 1, 21)
    assert stored_return(cast.unit).version == 2


def test_two_who_typed_the_same_do_not_clash(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(1, party="1月20日"))
    typed = form | cells(1, party="1.20", committee="2.5")
    page = read(log_in(cast.reporter).post(address(cast.unit), typed, follow=True))
    assert "已保存草稿" in page.text
    assert "现在的内容：" not in page.text
    line = ScheduleLine.objects.get(township__links__order=1)
    assert (line.party_from, line.committee_from) == (date(2021, 1, 20), date(2021, 2, 5))


def test_in_different_cells_both_are_kept_and_the_second_sees_the_first(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(2, party="1.22"))
    page = read(log_in(cast.reporter).post(address(cast.unit), form | cells(1, party="1.20"), follow=True))
    notice = "示例clerk在您打开之后修改了：第2行“村（社区）党组织换届选举大会时间”现为“1月22日”。请核对。"
    assert notice in page.text
    days = [line.party_from.day for line in ScheduleLine.objects.order_by("township__links__order")]
    assert days == [20, 22]


def test_what_someone_else_changed_is_seen_before_it_is_sent(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(2, party="1.22", committee="待定"))
    typed = form | cells(1, party="1.20", committee="2.5") | {"checked": "on"}
    page = read(log_in(cast.reporter).post(address(cast.unit, "submit"), typed, follow=True))
    assert "已保存，尚未上报：有人同时修改了本表" in page.text
    assert "现为“1月22日”" in page.text
    assert stored_return(cast.unit).status == "draft"


def test_planned_against_actual_is_a_difference(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, cells(1, party="1月20日", party_kind="actual"))
    page = read(log_in(cast.reporter).post(address(cast.unit), form | cells(1, party="1月20日")))
    assert "现在的内容：1月20日（实际）" in page.row("融安县桥板乡")[2]


def test_a_stale_sheet_is_not_sent(cast, log_in):
    form = open_form(log_in(cast.reporter), cast.unit)
    save_sheet(log_in(cast.clerk), cast.unit, complete_cells())
    page = read(log_in(cast.reporter).post(address(cast.unit, "submit"), form | cells(1, party="1.21")))
    assert f"没有保存：示例clerk在您打开之后修改了{PARTY}" in page.text
    assert stored_return(cast.unit).status == "draft"


def test_the_first_save_of_two_people_at_once(cast, log_in):
    reporter_form = open_form(log_in(cast.reporter), cast.unit) | cells(1, party="1.20")
    liaison_form = open_form(log_in(cast.township_liaison), cast.unit) | cells(1, party="1.21")
    log_in(cast.reporter).post(address(cast.unit), reporter_form)
    page = read(log_in(cast.township_liaison).post(address(cast.unit), liaison_form))
    assert f"没有保存：示例reporter在您打开之后修改了{PARTY}" in page.text
    assert _party() == date(2021, 1, 20)


class TestTheSameFormTwice:
    def test_it_is_stored_once(self, cast, log_in):
        client = log_in(cast.reporter)
        data = open_form(client, cast.unit) | cells(1, party="1.20")
        for _ in range(2):
            assert "已保存草稿" in read(client.post(address(cast.unit), data, follow=True)).text
        assert stored_return(cast.unit).version == 1
        assert ScheduleLine.objects.get(township=cast.township).history.count() == 1

    def test_changed_between_it_is_not_dropped(self, cast, log_in):
        """With the browser's Back button one edits the page of before and sends its key again."""
        client = log_in(cast.reporter)
        data = open_form(client, cast.unit)
        client.post(address(cast.unit), data | cells(1, party="1.20"))
        page = read(client.post(address(cast.unit), data | cells(1, party="1.21"), follow=True))
        assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["1.21"]
        assert "没有保存" in page.text
