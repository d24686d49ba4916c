"""/desk/ shows coming meetings, moved dates, and a leader's townships with the next hearing."""

import pytest

from guidance.core import clock
from guidance.reference.plans.models import Milestone
from guidance.reporting.schedules.models import DateChange
from tests.days import FEB, JAN, MAR
from tests.oversight.duties.samples import store_hearing
from tests.oversight.meetings.samples import cell_fields, store_schedule, townships_of
from tests.pages import query_count, read

ADDRESS = "/desk/"
SEEN = "/meetings/changes/seen/"


@pytest.fixture
def open_desk(cast, log_in):
    return lambda user: read(log_in(user).get(ADDRESS))


def part(page, start, end):
    return page.text.split(start, 1)[1].split(end, 1)[0]


class TestComing:
    def test_it_works(self, cast, open_desk):
        store_schedule(
            cast,
            {cast.township: cell_fields("federation", FEB[8]) | cell_fields("committee", FEB[1], FEB[5])},
        )
        for user in (cast.leader, cast.reporter, cast.township_liaison, cast.viewer, cast.clerk):
            text = part(open_desk(user), "近期会议", "时间节点")
            assert "2月8日（星期一） 计划 融安县桥板乡 妇联换届选举大会" in text
            assert "2月1日（星期一）至5日 计划" in text
        assert "融安县" not in part(open_desk(cast.other_leader), "近期会议", "时间节点")

    def test_fourteen_days_with_today(self, cast, open_desk):
        first, second = townships_of(cast.unit)
        store_schedule(
            cast,
            {
                first: cell_fields("party", FEB[4]) | cell_fields("federation", FEB[5]),
                second: cell_fields("party", FEB[18]) | cell_fields("federation", FEB[19]),
            },
        )
        text = part(open_desk(cast.leader), "近期会议", "时间节点")
        assert f"{first.printed_name} 妇联" in text
        assert f"{second.printed_name} 党组织" in text
        assert f"{first.printed_name} 党组织" not in text
        assert f"{second.printed_name} 妇联" not in text

    def test_clashes_are_marked(self, cast, open_desk):
        first, second = townships_of(cast.unit)
        store_schedule(
            cast, {first: cell_fields("federation", FEB[8]), second: cell_fields("federation", FEB[8])}
        )
        assert open_desk(cast.leader).text.count("同一天有两场会议") == 2

    def test_nothing_soon(self, cast, open_desk):
        page = open_desk(cast.leader)
        assert "14 天内没有会议。" in page.text
        assert "/meetings/" in page.links


def store_change(cast, township=None, **attributes):
    fields = {
        "plan": cast.plan,
        "unit": cast.unit,
        "township": township or cast.township,
        "column": "federation",
        "before": "2月20日",
        "after": "2月25日",
        "days": 5,
        "by": cast.reporter,
        "at": clock.now(),
    }
    return DateChange.objects.create(**fields | attributes)


class TestChanges:
    WORDS = "融安县桥板乡 妇联换届选举大会 2月20日 → 2月25日（推迟 5 天） 示例单位 · 2月5日"

    def test_it_works(self, cast, open_desk):
        store_change(cast)
        for user in (cast.clerk, cast.leader, cast.liaison, cast.viewer, cast.township_liaison):
            assert self.WORDS in open_desk(user).text, user
        for user in (cast.reporter, cast.other_leader, cast.other_reporter):  # she made it; it is not theirs
            assert "日程变动" not in open_desk(user).text, user

    def test_the_completion_of_a_unit(self, cast, open_desk):
        row = store_change(cast, column="completion", days=None, before="", after="3月5日")
        row.township = None
        row.save()
        assert "融安县 所有村（社区）妇联完成换届 空 → 3月5日 示例单位" in open_desk(cast.leader).text
        assert "日程变动" not in open_desk(cast.township_liaison).text

    def test_put_away_is_gone_for_this_user_only(self, cast, open_desk, log_in):
        earlier = store_change(cast)
        form = open_desk(cast.leader).form(SEEN)
        later = store_change(cast, after="3月1日", days=9)
        response = log_in(cast.leader).post(SEEN, form, follow=True)
        text = read(response).text
        assert "推迟 9 天" in text  # it was not on the page
        assert "推迟 5 天" not in text
        assert list(earlier.seen_by.all()) == [cast.leader]
        assert not later.seen_by.exists()
        assert "推迟 5 天" in open_desk(cast.liaison).text
        log_in(cast.leader).post(SEEN, form)
        assert earlier.seen_by.count() == 1

    def test_what_lies_outside_the_scope_is_not_touched(self, cast, log_in):
        foreign = store_change(cast)
        bodies = ([str(foreign.pk)], ["x", "", "9" * 20, "9" * 5000, str(2**63), "-1", "²"], [])
        for keys in bodies:
            response = log_in(cast.other_leader).post(SEEN, {"change": keys})
            assert response.status_code == 302
        assert not foreign.seen_by.exists()

    def test_twenty_and_how_many_more(self, cast, open_desk, log_in):
        for number in range(23):
            store_change(cast, after=f"3月{number + 1}日")
        page = open_desk(cast.leader)
        assert "另有 3 条" in page.text
        assert page.text.count("推迟 5 天") == 20
        log_in(cast.leader).post(SEEN, page.form(SEEN))
        assert open_desk(cast.leader).text.count("推迟 5 天") == 3


class TestHerTownships:
    def townships_text(self, open_desk, user):
        return part(open_desk(user), "联系乡镇（街道）", "近期会议")

    def test_the_next_meeting(self, cast, open_desk):
        store_schedule(
            cast, {cast.township: cell_fields("party", FEB[1]) | cell_fields("federation", FEB[20])}
        )
        for user in (cast.leader, cast.liaison):
            assert "融安县桥板乡 下一场：妇联换届选举大会 2月20日（星期六） 计划" in self.townships_text(
                open_desk, user
            )
            assert "没有已知日期的会议" in self.townships_text(open_desk, user)  # the others
        for user in (cast.clerk, cast.reporter, cast.viewer):
            assert "下一场" not in open_desk(user).text

    @pytest.mark.parametrize(
        ("start", "words"),
        [
            (FEB[8], "2月7日前（2月8日选举）"),
            (FEB[6], "2月5日前（2月6日选举）"),  # today is its last day
            (FEB[10], "2月10日前（村（居）委会选举全面铺开）"),
            (None, "2月10日前（村（居）委会选举全面铺开）"),
        ],
    )
    def test_the_day_of_the_next_hearing(self, cast, open_desk, start, words):
        Milestone.objects.filter(due_on=FEB[10]).update(column="committee")
        store_schedule(
            cast, {cast.township: cell_fields("committee", start) if start else {"committee_note": "待定"}}
        )
        text = self.townships_text(open_desk, cast.leader).split("融安县桥板乡", 1)[1]
        assert text.split("听取汇报：", 1)[1].startswith(words)

    @pytest.mark.parametrize(("start", "word"), [(FEB[5], "逾期1天"), (JAN[20], "逾期17天")])
    def test_one_that_is_overdue_stands_among_the_duties(self, cast, open_desk, start, word):
        Milestone.objects.exclude(due_on=FEB[10]).delete()
        store_schedule(cast, {cast.township: cell_fields("committee", start)})
        page = open_desk(cast.leader)
        assert (
            "听取汇报"
            not in self.townships_text(open_desk, cast.leader)
            .split("融安县桥板乡", 1)[1]
            .split("融安县", 1)[0]
        )
        duty = part(page, "联系指导任务", "联系乡镇（街道）").split("融安县桥板乡 听取汇报（村（居）委会")[1]
        assert duty.split("前", 1)[1].startswith(f"（{start.month}月{start.day}日选举） {word}")

    def test_one_that_was_held_is_not_told(self, cast, open_desk):
        store_hearing(cast, FEB[1])
        text = self.townships_text(open_desk, cast.leader).split("融安县桥板乡", 1)[1].split("融安县", 1)[0]
        assert "听取汇报" not in text

    def test_the_earliest_of_several(self, cast, open_desk):
        """A later milestone may fall due first, where its meeting is early."""
        Milestone.objects.create(
            plan=cast.plan, name="示例节点", due_on=MAR[1], kind="rollout", column="federation"
        )
        Milestone.objects.filter(due_on=FEB[10]).update(column="")
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[8])})
        assert "听取汇报：2月7日前（2月8日选举）" in self.townships_text(open_desk, cast.leader)

    def test_after_the_last_milestone_there_is_none(self, cast, open_desk, settings):
        settings.GUIDANCE_TODAY = "2021-03-20"
        assert "听取汇报：" not in self.townships_text(open_desk, cast.leader)


@pytest.mark.parametrize("person", ["leader", "clerk"])
def test_the_cost_does_not_grow_with_the_rows(cast, log_in, person):
    client = log_in(getattr(cast, person))
    store_schedule(cast, {cast.township: cell_fields("federation", FEB[8])})
    store_change(cast)
    client.get(ADDRESS)
    number = {"leader": 30, "clerk": 32}[person]
    with query_count(number):
        client.get(ADDRESS)
    for township in townships_of(cast.unit) * 3:
        store_change(cast, township)
    Milestone.objects.create(
        plan=cast.plan, name="示例节点", due_on=MAR[1], kind="closing", column="federation"
    )
    with query_count(number):
        client.get(ADDRESS)
