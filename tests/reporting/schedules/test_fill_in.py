"""/schedules/<round>/<unit>/: filling in Attachment 3 and 存草稿."""

from datetime import date

import pytest

from guidance.core.access import Role
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.people.models import Link
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    complete_cells,
    open_form,
    save_sheet,
    stored_return,
    submit_sheet,
)


def _line(order):
    return ScheduleLine.objects.get(township__links__order=order)


def _nothing_is_written():
    return not ScheduleReturn.objects.exists() and not ScheduleLine.objects.exists()


def test_it_works(cast, log_in):
    typed = cells(1, party="1月20日至28日", party_kind="actual", committee="2.5", federation="待定")
    typed |= {"unit-completion": "3月5日"}

    page = read(save_sheet(log_in(cast.reporter), cast.unit, typed))

    assert "已保存草稿" in page.text
    assert "尚未上报" in page.text
    paper, line = stored_return(cast.unit), _line(1)
    assert (paper.status, paper.version, paper.saved_by) == ("draft", 1, cast.reporter)
    assert paper.federations_done_on == date(2021, 3, 5)
    assert (line.party_from, line.party_to, line.party_kind) == (
        date(2021, 1, 20),
        date(2021, 1, 28),
        "actual",
    )
    assert (line.committee_from, line.committee_to) == (date(2021, 2, 5), date(2021, 2, 5))
    assert (line.federation_from, line.federation_note) == (None, "待定")


def test_the_page_shows_what_was_understood(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(
        client, cast.unit, cells(1, party="１．２０-1.28", committee="2021-02-05", federation="春节后")
    )
    form = open_form(client, cast.unit)
    texts = [form[cell(cast.township, column)] for column in ("party", "committee", "federation")]
    assert texts == [["1月20日至28日"], ["2月5日"], ["春节后"]]


def test_saving_what_the_page_shows_changes_nothing(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, complete_cells() | {"unit-completion": "待定"})
    before = list(ScheduleLine.objects.values())
    save_sheet(client, cast.unit, {})
    assert list(ScheduleLine.objects.values()) == before
    assert stored_return(cast.unit).federations_done_note == "待定"


def test_blank_cells_stay_blank(cast, log_in):
    page = read(save_sheet(log_in(cast.reporter), cast.unit, {}))
    assert "已保存草稿" in page.text
    assert (_line(1).party_from, _line(1).party_note) == (None, "")


def test_a_cell_can_be_emptied_again(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, cells(1, party="1.20", committee="2.5"))
    save_sheet(client, cast.unit, cells(1, party=""))
    assert (_line(1).party_from, _line(1).committee_from) == (None, date(2021, 2, 5))


def test_who_changed_what_is_kept(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, cells(1, party="1.20"))
    save_sheet(client, cast.unit, cells(1, party="1.21"))
    after, before = _line(1).history.all()
    assert (before.party_from, after.party_from) == (date(2021, 1, 20), date(2021, 1, 21))
    assert after.history_user == cast.reporter


def test_staff_fill_in_for_a_unit(cast, log_in):
    page = read(log_in(cast.clerk).get(address(cast.unit)))
    assert "您正在代 融安县妇联 填报" in page.text
    save_sheet(log_in(cast.clerk), cast.unit, cells(1, party="1.20"))
    assert stored_return(cast.unit).saved_by == cast.clerk


class TestTownshipLiaison:
    def test_she_enters_her_own_row(self, cast, log_in):
        save_sheet(log_in(cast.township_liaison), cast.unit, cells(1, party="1.20"))
        assert _line(1).party_from == date(2021, 1, 20)

    def test_her_page_holds_no_other_row(self, cast, log_in):
        form = open_form(log_in(cast.township_liaison), cast.unit)
        other = Link.objects.get(order=2).township
        assert cell(cast.township, "party") in form
        assert cell(other, "party") not in form
        assert "unit-completion" not in form

    @pytest.mark.parametrize("row_or_unit", [2, "unit"])
    def test_another_row_posted_by_hand_changes_nothing(self, cast, log_in, row_or_unit):
        save_sheet(log_in(cast.reporter), cast.unit, cells(2, party="1.22") | {"unit-completion": "3.5"})
        foreign = {"unit-completion": "1.1"} if row_or_unit == "unit" else cells(2, party="1.1")
        page = read(save_sheet(log_in(cast.township_liaison), cast.unit, cells(1, party="1.20") | foreign))
        assert "没有保存：表中有不属于您填报范围的乡镇（街道）或栏目。" in page.text
        assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["1.20"]
        assert _line(1).party_from is None
        assert _line(2).party_from == date(2021, 1, 22)
        assert stored_return(cast.unit).federations_done_on == date(2021, 3, 5)

    def test_she_is_told_who_sends(self, cast, log_in):
        page = read(log_in(cast.township_liaison).get(address(cast.unit)))
        assert "本表由县区填报员统一上报" in page.text
        assert "存草稿" in page.text

    def test_she_cannot_send(self, cast, log_in):
        client = log_in(cast.township_liaison)
        data = open_form(client, cast.unit) | cells(1, party="1.20")
        assert client.post(address(cast.unit, "submit"), data).status_code == 403
        assert _nothing_is_written()


class TestTwoRoles:
    """A user who may also read everything still writes only her own cells."""

    def test_a_township_liaison_her_row(self, cast, log_in):
        RoleGrant.objects.create(user=cast.township_liaison, role=Role.VIEWER)
        form = open_form(log_in(cast.township_liaison), cast.unit)
        assert [name for name in form if name.endswith("-party")] == [cell(cast.township, "party")]

    def test_a_reporter_her_unit(self, cast, log_in):
        RoleGrant.objects.create(user=cast.other_reporter, role=Role.VIEWER)
        client = log_in(cast.other_reporter)
        page = read(client.get(address(cast.unit)))
        assert "融安县妇联还没有上报" in page.text
        assert not page.has_form(address(cast.unit))
        assert client.post(address(cast.unit), complete_cells()).status_code == 403


class TestNotOpen:
    SENTENCE = "第3次填报自2月11日起开放，现在还不能填。"

    def test_the_page_says_when_it_opens(self, cast, log_in):
        page = read(log_in(cast.reporter).get(address(cast.unit, number=3)))
        assert "第3次填报自 2月11日 起开放。" in page.text
        assert not page.has_form(address(cast.unit, number=3))

    @pytest.mark.parametrize("step", ["", "submit"])
    def test_a_post_is_refused_with_the_same_sentence(self, cast, log_in, step):
        answer = log_in(cast.reporter).post(address(cast.unit, step, number=3), complete_cells())
        assert answer.status_code == 200
        page = read(answer)
        assert self.SENTENCE in page.text
        assert page.form(address(cast.unit, number=3))[cell(cast.township, "party")] == ["1.20"]
        assert _nothing_is_written()

    def test_it_opens_on_its_day(self, cast, log_in, settings):
        settings.GUIDANCE_TODAY = "2021-02-11"
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.20"), number=3)
        assert stored_return(cast.unit, number=3).version == 1

    def test_it_stays_open_after_its_due_day(self, cast, log_in):
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1.20"), number=1)
        assert stored_return(cast.unit, number=1).version == 1


class TestReaders:
    @pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
    def test_a_draft_is_not_theirs_to_read(self, cast, log_in, who):
        save_sheet(log_in(cast.reporter), cast.unit, cells(1, party="1月19日"))
        page = read(log_in(getattr(cast, who)).get(address(cast.unit)))
        assert "融安县妇联还没有上报" in page.text
        assert "1月19日" not in page.text

    @pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
    def test_what_was_sent_is(self, cast, log_in, who):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        page = read(log_in(getattr(cast, who)).get(address(cast.unit)))
        assert page.row("融安县雅瑶乡")[2:4] == ["1月20日至28日 计划", "待定"]
        assert not page.has_form(address(cast.unit))

    @pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
    def test_they_write_nothing(self, cast, log_in, who):
        assert log_in(getattr(cast, who)).post(address(cast.unit), complete_cells()).status_code == 403
        assert _nothing_is_written()

    def test_another_unit_is_not_found(self, cast, log_in):
        client = log_in(cast.other_reporter)
        assert client.get(address(cast.unit)).status_code == 404
        assert client.post(address(cast.unit), complete_cells()).status_code == 404
        assert _nothing_is_written()


def test_a_sent_sheet_cannot_be_changed(cast, log_in):
    client = log_in(cast.reporter)
    stale = open_form(client, cast.unit)
    submit_sheet(client, cast.unit, complete_cells())
    stale["version"] = [str(stored_return(cast.unit).version)]
    page = read(client.post(address(cast.unit), stale | cells(1, party="1.1")))
    assert "本表已上报，不能修改。请先撤回" in page.text
    assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["1.1"]
    assert _line(1).party_from == date(2021, 1, 20)


def test_addresses_that_name_nothing(cast, log_in):
    client = log_in(cast.clerk)
    for path in ("/schedules/9/1/", f"/schedules/2/{10**20}/", f"/schedules/{10**20}/{cast.unit.pk}/"):
        assert client.get(path).status_code == 404


def test_it_costs_the_same_for_one_row_and_for_two(cast, log_in):
    save_sheet(log_in(cast.reporter), cast.unit, complete_cells())
    save_sheet(log_in(cast.other_reporter), cast.other_unit, cells(7, party="1.20"))
    client = log_in(cast.clerk)
    client.get(address(cast.unit))
    with query_count(14):
        assert "古砦乡" in read(client.get(address(cast.other_unit))).text
    with query_count(14):
        assert "雅瑶乡" in read(client.get(address(cast.unit))).text
