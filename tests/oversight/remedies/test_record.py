"""/remedies/<village>/<gap>/ is the record of one gap, written by the village's reporters."""

import datetime

import pytest
from django.utils.timezone import localtime

from guidance.oversight.remedies.models import Remedy
from guidance.reporting.returns.models import VillageReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.oversight.remedies.helpers import (
    LEDGER,
    open_form,
    post_record,
    record_url,
    save_record,
    store_remedy,
)
from tests.pages import query_count, read


@pytest.fixture
def village(cast):
    """The second village of the township elected four people and no woman; its chair is outside."""
    store_all_returns(cast)
    return cast.villages[1]


def elect_a_woman(cast, village):
    VillageReturn.objects.filter(village=village).delete()
    store_return(cast.plan, village, people=4, women=2)


def test_it_works(cast, log_in, village):
    client = log_in(cast.reporter)
    form = open_form(client, village)
    assert (form["unit"], form["state"]) == ([str(cast.unit.pk)], ["open"])
    typed = {"planned": "4月补选女性委员1名", "due_on": "2021-04-30", "state": "in_progress"}
    page = read(save_record(client, village, **typed))
    assert "已保存（" in page.text
    remedy = Remedy.objects.get()
    assert (remedy.village, remedy.gap, remedy.reason, remedy.planned) == (
        *(village, "no_woman", "示例原因"),
        "4月补选女性委员1名",
    )
    assert (remedy.due_on, remedy.unit, remedy.state) == (
        *(datetime.date(2021, 4, 30), cast.unit),
        "in_progress",
    )
    assert (remedy.version, remedy.saved_by) == (1, cast.reporter)
    assert "差距 没有女性成员 进展 处理中" in page.text


class TestWhoWrites:
    @pytest.mark.parametrize("person", ["clerk", "reporter", "township_liaison"])
    def test_reporters_of_the_village_and_staff(self, cast, log_in, village, person):
        save_record(log_in(getattr(cast, person)), village)
        assert Remedy.objects.get().saved_by == getattr(cast, person)

    @pytest.mark.parametrize("person", ["leader", "liaison", "viewer"])
    def test_others_read(self, cast, log_in, village, person):
        store_remedy(cast, village, planned="示例补救")
        client = log_in(getattr(cast, person))
        page = read(client.get(record_url(village)))
        assert "示例原因" in page.text
        assert "示例补救" in page.text
        assert not page.has_form(record_url(village))
        assert client.post(record_url(village), {"reason": "改"}).status_code == 403

    def test_who_reads_before_anything_is_written_is_told_so(self, cast, log_in, village):
        assert "还没有填写原因和补救措施。" in read(log_in(cast.viewer).get(record_url(village))).text

    def test_a_unit_of_others_is_not_offered_nor_taken(self, cast, log_in, village):
        page = read(save_record(log_in(cast.reporter), village, unit=str(cast.other_unit.pk)))
        assert "责任单位：请从列表中选择责任单位。" in page.text
        assert not Remedy.objects.exists()

    def test_a_unit_that_staff_have_named_stays(self, cast, log_in, village):
        save_record(log_in(cast.clerk), village, unit=str(cast.other_unit.pk))
        save_record(log_in(cast.township_liaison), village, planned="示例")
        assert Remedy.objects.get().unit == cast.other_unit


class TestBadInput:
    def refused_form(self, cast, log_in, village, words, **typed):
        answer = save_record(log_in(cast.reporter), village, **typed)
        page = read(answer)
        assert f"没有保存，请改正标出的内容：{words}" in page.text
        assert not Remedy.objects.exists()
        return page.form(record_url(village))

    def test_a_reason_is_needed(self, cast, log_in, village):
        form = self.refused_form(cast, log_in, village, "原因：请填写原因。", reason="  ", planned="示例补救")
        assert form["planned"] == ["示例补救"]

    def test_what_is_ticked_off_must_say_how(self, cast, log_in, village):
        words = "补救措施：销号须在“补救措施”中写明已经怎样解决，或为什么不再补救。"
        form = self.refused_form(cast, log_in, village, words, state="closed")
        assert form["state"] == ["closed"]

    def test_long_texts_are_kept(self, cast, log_in, village):
        long = "长" * 501
        form = self.refused_form(cast, log_in, village, "原因：现有501字，不能超过500字。", reason=long)
        assert form["reason"] == [long]

    def test_a_line_break_is_one_character(self, cast, log_in, village):
        save_record(log_in(cast.reporter), village, reason="长" * 499 + "\r\n" + "")
        save_record(log_in(cast.reporter), village, reason="甲\r\n" + "长" * 498)
        assert Remedy.objects.get().reason == "甲\n" + "长" * 498

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            ("2021-02-30", "完成时限：完成时限请填如 2021-02-03 的日期"),
            ("四月底", "完成时限：完成时限请填如 2021-02-03 的日期"),
            ("1921-04-30", "完成时限：年份1921不对"),
        ],
    )
    def test_a_day_that_is_none(self, cast, log_in, village, day, words):
        self.refused_form(cast, log_in, village, words, due_on=day)

    @pytest.mark.parametrize("field", ["unit", "state", "version"])
    @pytest.mark.parametrize("value", ["x", "-1", "9" * 5000, "1\0"])
    def test_what_no_page_sends_is_refused(self, cast, log_in, village, field, value):
        self.refused_form(cast, log_in, village, "", **{field: value})

    def test_a_version_that_never_was_makes_no_second_record(self, cast, log_in, village):
        store_remedy(cast, village)
        page = read(save_record(log_in(cast.reporter), village, version="9" * 30, planned="示例"))
        assert "没有保存：" in page.text
        assert Remedy.objects.get().planned == ""

    def test_a_null_character_in_a_text(self, cast, log_in, village):
        self.refused_form(cast, log_in, village, "原因：含有看不见的字符", reason="a\0b")

    def test_a_village_without_the_gap(self, cast, log_in, village):
        other = cast.villages[0]
        client = log_in(cast.reporter)
        assert "该村（社区）现在没有这项差距，不需要填写。" in read(client.get(record_url(other))).text
        page = read(client.post(record_url(other), {"reason": "示例", "unit": cast.unit.pk, "state": "open"}))
        assert "没有保存：该村（社区）现在没有这项差距" in page.text
        assert not Remedy.objects.exists()

    @pytest.mark.parametrize("gap", ["not_reported", "no_such_gap", "more_short"])
    def test_a_gap_of_which_no_record_is_kept_is_404(self, cast, log_in, village, gap):
        assert log_in(cast.reporter).get(record_url(village, gap)).status_code == 404

    def test_without_a_plan_there_is_none(self, cast, log_in, village):
        cast.plan.is_current = False
        cast.plan.save()
        assert log_in(cast.clerk).get(record_url(village)).status_code == 404
        assert log_in(cast.clerk).get(LEDGER).status_code == 200


class TestConflict:
    @pytest.fixture
    def opened_form(self, cast, log_in, village):
        """Return the form that the reporter has open while the clerk saves another plan."""
        store_remedy(cast, village)
        opened_form = open_form(log_in(cast.reporter), village)
        save_record(log_in(cast.clerk), village, planned="市里的办法", state="in_progress")
        return opened_form

    def test_it_works(self, cast, log_in, village, opened_form):
        answer = post_record(log_in(cast.reporter), village, opened_form | {"planned": "县里的办法"})
        page = read(answer)
        assert "没有保存：示例clerk在您打开之后修改了这条记录。您填写的内容都还在" in page.text
        assert "现在的内容：市里的办法" in page.text
        assert "现在的内容：处理中" in page.text
        assert Remedy.objects.get().planned == "市里的办法"

        form = page.form(record_url(village))
        assert form["planned"] == ["县里的办法"]
        post_record(log_in(cast.reporter), village, form)
        assert Remedy.objects.get().planned == "县里的办法"

    def test_a_third_person_collides_again(self, cast, log_in, village, opened_form):
        answer = post_record(log_in(cast.reporter), village, opened_form | {"planned": "县里的办法"})
        save_record(log_in(cast.clerk), village, planned="又一办法")
        third_answer = post_record(log_in(cast.reporter), village, read(answer).form(record_url(village)))
        assert "现在的内容：又一办法" in read(third_answer).text

    def test_a_new_record_that_another_began_meanwhile(self, cast, log_in, village):
        opened_form = open_form(log_in(cast.reporter), village)
        save_record(log_in(cast.clerk), village, reason="市里的原因")
        answer = post_record(log_in(cast.reporter), village, opened_form | {"reason": "县里的原因"})
        assert "现在的内容：市里的原因" in read(answer).text
        assert Remedy.objects.get().reason == "市里的原因"

    def test_the_same_form_sent_twice_is_stored_once(self, cast, log_in, village):
        client = log_in(cast.reporter)
        data = open_form(client, village) | {"reason": "示例"}
        for _ in range(2):
            assert "已保存（" in read(post_record(client, village, data)).text
        assert Remedy.objects.get().version == 1
        assert Remedy.history.count() == 1


class TestState:
    def test_the_figures_close_a_gap_and_the_record_stays(self, cast, log_in, village):
        store_remedy(cast, village, due_on="2021-01-31")
        assert "已逾期" in read(log_in(cast.clerk).get(record_url(village))).text
        elect_a_woman(cast, village)
        page = read(log_in(cast.clerk).get(record_url(village)))
        assert "按现在的数据，这项差距已经消除。记录仍然保留。" in page.text
        assert "已解决" in page.text
        assert "已逾期" not in page.text
        assert Remedy.objects.get().state == "open"  # never stored

    def test_closed_by_hand_the_reason_is_kept(self, cast, log_in, village):
        client = log_in(cast.reporter)
        page = read(save_record(client, village, state="closed", planned="村已撤并"))
        assert "已销号" in page.text
        assert Remedy.objects.get().reason == "示例原因"


class TestHistory:
    def test_who_when_from_what_to_what(self, cast, log_in, village):
        save_record(log_in(cast.reporter), village, due_on="2021-04-30")
        save_record(log_in(cast.clerk), village, due_on="2021-05-31", planned="补选", state="in_progress")
        text = read(log_in(cast.viewer).get(record_url(village))).text
        first, second = text.index("示例reporter 填写："), text.index("示例clerk 修改：")
        assert second < first  # the last stands first
        assert "原因 示例原因；完成时限 2021年4月30日；责任单位 融安县；进展 未解决" in text
        assert "补救措施 （空） → 补选；完成时限 2021年4月30日 → 2021年5月31日；进展 未解决 → 处理中" in text
        assert "2月5日" in text

    def test_a_correction_of_the_administration_is_a_new_version(self, cast, log_in, village):
        remedy = store_remedy(cast, village, unit=cast.unit)
        opened_form = open_form(log_in(cast.reporter), village)
        page = f"/admin/guidance/remedy/{remedy.pk}/change/"
        client = log_in(cast.clerk)
        client.post(page, read(client.get(page)).form("") | {"reason": "改正"})
        remedy.refresh_from_db()
        assert (remedy.reason, remedy.version, remedy.saved_by) == ("改正", 2, cast.clerk)
        assert localtime(remedy.saved_at).date() == datetime.date(2021, 2, 5)
        answer = post_record(log_in(cast.reporter), village, opened_form | {"reason": "县里的原因"})
        assert "现在的内容：改正" in read(answer).text


def test_the_cost_does_not_grow_with_the_history(cast, log_in, village):
    client = log_in(cast.reporter)
    save_record(client, village)
    client.get(record_url(village))
    with query_count(14):
        client.get(record_url(village))
    for number in range(3):
        save_record(client, village, planned=f"示例{number}")
    with query_count(14):
        client.get(record_url(village))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def _press(self, user, village, **typed):
        client = logged_in_client(user)
        data = open_form(client, village) | {"reason": "示例"} | typed
        return lambda: post_record(client, village, data)

    def test_a_double_click_stores_once(self, cast, village):
        press = self._press(cast.reporter, village)
        assert [answer.status_code for answer in run_at_once(press, press, press)] == [302] * 3
        assert Remedy.objects.get().version == 1

    def test_of_two_people_one_wins_and_one_is_told(self, cast, village):
        answers = run_at_once(
            self._press(cast.reporter, village, planned="甲"),
            self._press(cast.township_liaison, village, planned="乙"),
        )
        refusals = ["没有保存" in read(answer).text for answer in answers]
        assert sorted(refusals) == [False, True]
        assert Remedy.objects.get().planned == ("乙" if refusals[0] else "甲")
