"""A wrong cell gives a sentence with row and column; the typed text stays and nothing is written."""

import pytest

from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    open_form,
    save_sheet,
    stored_return,
    submit_sheet,
)

PARTY = "第1行“村（社区）党组织换届选举大会时间”"
COMPLETION = "融安县：“所有村（社区）妇联完成换届的时间”"


@pytest.fixture
def save(cast, log_in):
    """save(typed) presses 存草稿 on the page of the cast's reporter."""
    return lambda typed: save_sheet(log_in(cast.reporter), cast.unit, typed)


def test_it_works(cast, save):
    answer = save(cells(1, party="2月31日"))
    page = read(answer)
    assert answer.status_code == 200
    assert f"没有保存，请改正标出的内容：{PARTY}：没有“2月31日”这一天。" in page.text
    assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["2月31日"]
    assert not ScheduleReturn.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2.31", "没有“2月31日”这一天。"),
        ("1900年2月5日", "年份1900不对，请填2000年至2099年之间的日期。"),
        ("2100-02-05", "年份2100不对，请填2000年至2099年之间的日期。"),
        ("2.8-2.5", "结束日期2月5日早于开始日期2月8日。"),
        ("长" * 10_000, "说明不能超过100个字。"),
        ("2月5\x00日", "含有看不见的字符（空字符），请删去后重新输入。"),
    ],
)
def test_row_and_column_are_named(cast, save, text, message):
    answer = save(cells(1, party=text, committee="2月5日") | {"unit-completion": "三月初"})
    page = read(answer)
    assert answer.status_code == 200
    assert f"{PARTY}：{message}" in page.row("融安县桥板乡")[2]
    assert f"没有保存，请改正标出的内容：{PARTY}：{message}" in page.text
    form = page.form(address(cast.unit))
    assert form[cell(cast.township, "party")] == [text]
    assert form[cell(cast.township, "committee")] == ["2月5日"]
    assert form["unit-completion"] == ["三月初"]
    assert not ScheduleReturn.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2.31", "没有“2月31日”这一天。"),
        ("3.1-3.5", "请只填一个日期（最后完成的那一天）。"),
    ],
)
def test_the_completion_is_named_by_its_unit(save, text, message):
    assert f"{COMPLETION}：{message}" in read(save({"unit-completion": text})).text
    assert not ScheduleReturn.objects.exists()


def test_all_errors_show_at_once(save):
    page = read(save(cells(1, party="2.31") | cells(2, federation="13.1") | {"unit-completion": "2.30"}))
    assert f"{PARTY}：没有“2月31日”这一天。" in page.text
    assert "第2行“村（社区）妇联换届选举大会时间”：没有“13月1日”这一天。" in page.text
    assert f"{COMPLETION}：没有“2月30日”这一天。" in page.text


def test_one_wrong_cell_keeps_all_others_from_being_written(cast, save):
    save(cells(1, party="1.20"))
    save(cells(1, party="1.21") | cells(2, party="2.31"))
    assert ScheduleLine.objects.get(township=cast.township).party_from.day == 20
    assert stored_return(cast.unit).version == 1


def test_a_kind_that_does_not_exist(save):
    assert f"{PARTY}：请选择计划或实际。" in read(save(cells(1, party="2.5", party_kind="maybe"))).text
    assert not ScheduleReturn.objects.exists()


def test_html_is_shown_as_typed(cast, save):
    text = '<script>alert("1")</script>'
    answer = save(cells(1, party=text))
    assert text not in read(answer).html
    assert read(answer).form(address(cast.unit))[cell(cast.township, "party")] == [text]


def test_emoji_are_kept_as_a_note(cast, save):
    save(cells(1, party="🎉👩‍👩‍👧 待镇里定"))
    assert ScheduleLine.objects.get(township=cast.township).party_note == "🎉👩‍👩‍👧 待镇里定"


def test_a_hundred_characters_are_not_too_many(cast, save):
    save(cells(1, party="㍿" * 100))
    assert ScheduleLine.objects.get(township=cast.township).party_note == "㍿" * 100


def test_a_wrong_cell_is_not_sent_either(cast, log_in):
    page = read(submit_sheet(log_in(cast.reporter), cast.unit, cells(1, party="2.31")))
    assert f"{PARTY}：没有“2月31日”这一天。" in page.text
    assert page.form(address(cast.unit))[cell(cast.township, "party")] == ["2.31"]
    assert not ScheduleReturn.objects.exists()


@pytest.mark.parametrize("base", ["", "-1", "1月19日|planned", "9" * 400])
def test_a_twin_made_up_writes_nothing_over(cast, log_in, base):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, cells(1, party="1.20"))
    data = open_form(client, cast.unit) | cells(1, party="1.1", party_was=base)
    assert client.post(address(cast.unit), data).status_code == 200
    assert ScheduleLine.objects.get(township=cast.township).party_from.day == 20
