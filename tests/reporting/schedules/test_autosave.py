"""自动保存 stores each cell by itself and returns its reading and other people's changes."""

import pytest

from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    open_form,
    press_button,
    save_sheet,
    stored_return,
    submit_sheet,
)


def _post_autosave(client, unit, data, *, number=2):
    return client.post(address(unit, "autosave", number=number), data)


@pytest.fixture
def autosave(cast, log_in):
    """autosave(typed, who=…, form=…) sends the sheet as its script does."""

    def send_sheet(typed, *, who=None, form=None):
        client = log_in(who or cast.reporter)
        data = (form or open_form(client, cast.unit)) | typed
        return _post_autosave(client, cast.unit, data).json()

    return send_sheet


def _key(cast, column):
    return f"{cast.township.pk}-{column}"


def test_it_works(cast, autosave):
    reply = autosave(cells(1, party="２月５日"))
    party = reply["cells"][_key(cast, "party")]
    assert (party["text"], party["was"], party["reading"]) == ("2月5日", "2月5日|planned", "2月5日（星期五）")
    assert reply["saved_at"][2] == ":"
    assert "第1行“村（居）委会换届选举大会时间”未填" in reply["doubts"]
    assert ScheduleLine.objects.get(township=cast.township).party_from.day == 5
    assert stored_return(cast.unit).saved_by == cast.reporter


def test_a_wrong_cell_keeps_no_other_from_being_stored(cast, autosave):
    reply = autosave(cells(1, party="2.31", committee="2.5"))
    assert reply["cells"][_key(cast, "party")]["errors"] == [
        "第1行“村（社区）党组织换届选举大会时间”：没有“2月31日”这一天。"
    ]
    line = ScheduleLine.objects.get(township=cast.township)
    assert (line.party_from, line.committee_from.day) == (None, 5)


def test_what_is_not_understood_is_marked(cast, autosave):
    party = autosave(cells(1, party="20号左右"))["cells"][_key(cast, "party")]
    assert party["is_words"]
    assert party["reading"] == "未能识别为日期，按说明保留"
    assert ScheduleLine.objects.get(township=cast.township).party_note == "20号左右"


def test_a_page_on_which_nothing_was_typed_stores_nothing(cast, autosave):
    autosave({})
    assert not ScheduleReturn.objects.exists()


def test_sent_twice_it_is_stored_once(cast, log_in, autosave):
    form = open_form(log_in(cast.reporter), cast.unit)
    for _ in range(2):
        autosave(cells(1, party="1.20"), form=form)
    assert stored_return(cast.unit).version == 1
    assert ScheduleLine.objects.get(township=cast.township).history.count() == 1


def test_the_second_sees_what_the_first_wrote_in_another_cell(cast, log_in, autosave):
    form = open_form(log_in(cast.reporter), cast.unit)
    autosave(cells(2, party="1.22"), who=cast.clerk)
    reply = autosave(cells(1, party="1.20"), form=form)
    (other,) = [c for key, c in reply["cells"].items() if c["text"] == "1月22日"]
    assert "现在的内容：1月22日（计划）" in other["notes"]
    days = [line.party_from.day for line in ScheduleLine.objects.order_by("township__links__order")]
    assert days == [20, 22]


def test_in_one_cell_what_is_stored_stays_until_the_second_has_chosen(cast, log_in, autosave):
    form = open_form(log_in(cast.reporter), cast.unit)
    autosave(cells(1, party="1.22"), who=cast.clerk)
    typed = cells(1, party="1.20", committee="2.5")
    party = autosave(typed, form=form)["cells"][_key(cast, "party")]
    assert party["clashes"]
    assert "现在的内容：1月22日（计划）" in party["notes"]
    line = ScheduleLine.objects.get(township=cast.township)
    assert (line.party_from.day, line.committee_from.day) == (22, 5)

    autosave(typed, form=form | {f"{cell(cast.township, 'party')}_was": party["was"]})
    line.refresh_from_db()
    assert line.party_from.day == 20


class TestRefused:
    def test_after_it_was_sent(self, cast, log_in):
        client = log_in(cast.reporter)
        form = open_form(client, cast.unit)
        submit_sheet(client, cast.unit, {"checked": "on"})
        reply = _post_autosave(client, cast.unit, form | cells(1, party="1.20"))
        assert reply.json()["refused"].startswith("没有保存：本表已上报，不能修改。请先撤回")
        assert ScheduleLine.objects.get(township=cast.township).party_from is None

    def test_before_the_round_opens(self, cast, log_in):
        reply = _post_autosave(log_in(cast.reporter), cast.unit, cells(1, party="1.20"), number=3)
        assert reply.json()["refused"] == "没有保存：第3次填报自2月11日起开放，现在还不能填。"
        assert not ScheduleReturn.objects.exists()

    def test_a_cell_of_another_units_township(self, cast, log_in):
        foreign = {cell(cast.other_township, "party"): "1.20"}
        reply = _post_autosave(log_in(cast.reporter), cast.unit, foreign)
        assert "不属于您填报范围" in reply.json()["refused"]
        assert not ScheduleReturn.objects.exists()

    def test_a_township_liaison_stores_no_completion(self, cast, log_in):
        reply = _post_autosave(log_in(cast.township_liaison), cast.unit, {"unit-completion": "3.5"})
        assert "不属于您填报范围" in reply.json()["refused"]
        assert not ScheduleReturn.objects.exists()


class TestReading:
    @pytest.mark.parametrize(
        ("text", "reply"),
        [
            ("2.5", {"reading": "2月5日（星期五）", "is_words": False}),
            ("2月上旬", {"reading": "2月上旬（按2月1日至10日理解）", "is_words": False}),
            ("待定", {"reading": "待定", "is_words": False}),
            ("", {"reading": "", "is_words": False}),
            ("春节后", {"reading": "未能识别为日期，按说明保留", "is_words": True}),
            ("2.31", {"error": "没有“2月31日”这一天。"}),
        ],
    )
    def test_it_works(self, cast, log_in, text, reply):
        assert log_in(cast.reporter).get("/schedules/2/read/", {"text": text}).json() == reply

    def test_the_completion_is_one_day(self, cast, log_in):
        client = log_in(cast.reporter)
        reply = client.get("/schedules/2/read/", {"text": "3.1-3.5", "one_day": "1"}).json()
        assert reply == {"error": "请只填一个日期（最后完成的那一天）。"}
        reply = client.get("/schedules/2/read/", {"text": "3月上旬", "one_day": "1"}).json()
        assert "3月上旬" in reply["reading"]

    @pytest.mark.parametrize("text", ["长" * 5000, "<script>", "\x00", "９" * 300])
    def test_odd_texts(self, cast, log_in, text):
        assert log_in(cast.reporter).get("/schedules/2/read/", {"text": text}).status_code == 200


def test_the_press_after_it_reads_the_same(cast, log_in, autosave):
    autosave(cells(1, party="1.20", committee="2.5") | cells(2, party="1.21", committee="待定"))
    page = save_sheet(log_in(cast.reporter), cast.unit, {}, step="submit")
    assert "已上报市妇联组联部。" in read(page).html
    press_button(log_in(cast.clerk), cast.unit, "accept")
    assert stored_return(cast.unit).status == "accepted"
