"""/duties/units/…/ records the state of a unit's task."""

import pytest

from guidance.oversight.duties.models import UnitTaskRecord
from tests.days import FEB
from tests.oversight.duties.samples import store_hearing
from tests.oversight.meetings.samples import townships_of
from tests.pages import read


@pytest.fixture
def address(cast):
    return f"/duties/units/{cast.unit.pk}/funding/"


@pytest.fixture
def save(log_in, address):
    """save(user, state=…) opens the page as this user, fills in the form and presses 保存."""

    def press_save(user, page=None, **typed):
        client = log_in(user)
        form = (page or read(client.get(address))).form(address)
        return client.post(address, form | typed, follow=True)

    return press_save


def test_it_works(cast, save, address, log_in):
    report = store_hearing(cast, FEB[1])
    page = read(save(cast.leader, state="settled", note="演示：已落实", report=str(report.pk)))
    assert "已保存" in page.text
    record = UnitTaskRecord.objects.get()
    assert (record.unit, record.task, record.state, record.report) == (
        cast.unit,
        "funding",
        "settled",
        report,
    )
    assert (record.version, record.saved_by) == (1, cast.leader)
    assert record.history.get().history_user == cast.leader
    page = read(log_in(cast.viewer).get("/duties/"))
    (cells,) = [row for row in page.rows if row[0] == "融安县"]
    assert cells[3:] == [
        "待完成 3月31日前 查看：融安县纳入通盘考虑",
        "已完成 2月1日 融安县桥板乡 演示：已落实 查看：融安县落实工作经费",
    ]
    assert address in page.links


@pytest.mark.parametrize(
    ("state", "note", "word"),
    [
        ("in_talks", "", "待完成 3月31日前 沟通中"),
        ("in_talks", "演示：测算中", "待完成 3月31日前 沟通中：演示：测算中"),
        ("unsettled", "演示：未同意", "待完成 3月31日前 未落实：演示：未同意"),
        ("unsettled", "", "待完成 3月31日前"),
        ("settled", "", "已完成"),
    ],
)
def test_the_cell_tells_the_state(cast, save, log_in, state, note, word):
    save(cast.liaison, state=state, note=note)
    page = read(log_in(cast.liaison).get("/duties/"))
    (cells,) = [row for row in page.rows if row[0] == "融安县"]
    assert cells[4] == f"{word} 填写：融安县落实工作经费"


def test_who_may(cast, save, log_in, address):
    for user in (cast.leader, cast.liaison, cast.clerk):
        assert "已保存" in read(save(user, state="in_talks", note=f"演示{user}")).text
    assert UnitTaskRecord.objects.get().version == 3
    page = read(log_in(cast.viewer).get(address))
    assert "沟通中 期限 3月31日（星期三）" in page.text
    assert not page.has_form(address)


def test_nothing_yet_is_told_to_readers(cast, log_in, address):
    assert "还没有填写。" in read(log_in(cast.viewer).get(address)).text


def test_only_reports_of_the_unit_that_the_user_sees(cast, log_in, save, address):
    report = store_hearing(cast, FEB[1])
    elsewhere = store_hearing(cast, FEB[1], township=cast.other_township, leader=cast.other_leader_person)
    html = log_in(cast.clerk).get(address).content.decode()
    assert f'<option value="{report.pk}"' in html
    assert f'<option value="{elsewhere.pk}"' not in html
    for pk in (elsewhere.pk, "x", "9" * 30):
        text = read(save(cast.leader, state="settled", note="演示：我写的", report=str(pk))).text
        assert "没有保存" in text
        assert "这份情况统计表不是本单位的，或已不在列表中，请重新选择。" in text
    assert not UnitTaskRecord.objects.exists()


def test_a_report_that_she_does_not_see_stays(cast, save, log_in, address):
    other = store_hearing(cast, FEB[1], township=townships_of(cast.unit)[1], leader=cast.other_leader_person)
    link = townships_of(cast.unit)[1].links.get()
    link.leader = cast.other_leader_person
    link.save()
    save(cast.clerk, state="settled", report=str(other.pk))
    assert f'<option value="{other.pk}"' not in log_in(cast.leader).get(address).content.decode()
    save(cast.leader, state="settled", note="演示：补充")
    record = UnitTaskRecord.objects.get()
    assert (record.report, record.note) == (other, "演示：补充")


def test_a_report_that_came_back_is_no_proof_for_the_viewer(cast, save, log_in, address):
    report = store_hearing(cast, FEB[1])
    save(cast.leader, state="settled", report=str(report.pk))
    report.status = "returned"
    report.save()
    for page in (address, "/duties/"):
        assert f"/visits/{report.pk}/" not in read(log_in(cast.viewer).get(page)).links


class TestConflict:
    def test_both_texts_are_shown_and_the_second_press_stores(self, cast, save, log_in, address):
        page = read(log_in(cast.leader).get(address))
        save(cast.clerk, state="in_talks", note="演示：她先写的")
        response = save(cast.leader, page, state="settled", note="演示：我写的")
        page = read(response)
        assert "没有保存：示例clerk在您打开之后修改了这条记录。" in page.text
        assert "现在的内容：演示：她先写的" in page.text
        assert "现在的内容：沟通中" in page.text
        form = page.form(address)
        assert (form["note"], form["state"]) == (["演示：我写的"], ["settled"])
        assert UnitTaskRecord.objects.get().note == "演示：她先写的"
        assert "已保存" in read(save(cast.leader, page)).text
        assert UnitTaskRecord.objects.get().note == "演示：我写的"

    def test_the_same_form_twice_is_stored_once(self, cast, save, log_in, address):
        page = read(log_in(cast.leader).get(address))
        for _ in range(2):
            assert "已保存" in read(save(cast.leader, page, state="settled", note="演示")).text
        assert UnitTaskRecord.objects.get().version == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"state": ""}, "落实情况：请选择落实情况。"),
            ({"state": "x"}, "落实情况：请从列表中选择落实情况。"),
            ({"note": "字" * 201}, "说明：说明现有201字，不能超过200字。"),
            ({"note": "a\x00b"}, "含有看不见的字符"),
            ({"version": "x"}, "没有保存"),
            ({"version": "-1"}, "没有保存"),
        ],
    )
    def test_it_is_told_and_nothing_is_lost(self, cast, save, typed, words):
        response = save(cast.leader, **({"state": "settled", "note": "演示：我写的"} | typed))
        assert words in read(response).text
        assert response.status_code == 200
        if "note" not in typed:
            assert "演示：我写的" in response.content.decode()
        assert not UnitTaskRecord.objects.exists()

    @pytest.mark.parametrize(
        "place", ["0/funding", "{unit}/x", "{unit}/hearing", f"{2**63}/funding", "9" * 30 + "/planning"]
    )
    def test_addresses_that_do_not_exist(self, cast, log_in, place):
        answer = log_in(cast.clerk).get(f"/duties/units/{place.format(unit=cast.unit.pk)}/")
        assert answer.status_code in (400, 404)
