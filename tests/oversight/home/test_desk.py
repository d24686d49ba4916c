"""/desk/ shows each role what has to be done now."""

import datetime

import pytest

from guidance.core.workflow import actions as workflow
from guidance.reference.plans.models import ReportingRound
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.visits.models import VisitReport
from tests.oversight.dashboard.samples import store_all_returns
from tests.oversight.remedies.helpers import store_remedy
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import complete_cells, press_button, submit_sheet

ADDRESS = "/desk/"


@pytest.fixture
def open_desk(cast, log_in):
    return lambda user: read(log_in(user).get(ADDRESS))


def make_report(cast, **changes):
    """Store a draft of a visit report of the leader in her first township."""
    day = datetime.date(2021, 2, 4)
    fields = {
        "creation_key": f"00000000-0000-0000-0000-{VisitReport.objects.count():012}",
        "plan": cast.plan,
        "leader": cast.leader_person,
        "township": cast.township,
        "started_on": day,
        "ended_on": day,
        "author": cast.leader,
        "overall_situation": "示例",
    }
    return VisitReport.objects.create(**fields | changes)


class TestStaff:
    def test_who_has_not_reported(self, cast, open_desk, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        text = open_desk(cast.clerk).text
        assert "第2次 2月10日前 · 未报：融水县妇联、" in text
        assert "1/12 家" in text
        assert "第3次" not in text.split("时间节点")[0]  # not open yet

    def test_what_waits_for_review(self, cast, open_desk, log_in):
        assert "没有待办事项" in open_desk(cast.clerk).text
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        workflow.submit_paper(make_report(cast), by=cast.leader, version=0)
        text = open_desk(cast.clerk).text
        assert "我的待办 3 项" in text  # the third is the signature
        assert "日程安排表第2次 · 融安县妇联" in text
        assert f"情况统计表 · {cast.leader_person} · 融安县桥板乡" in text
        assert "2月5日" in text

    def test_accepted_is_done(self, cast, open_desk, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "accept")
        assert ScheduleReturn.objects.get().status == "accepted"
        assert "没有待办事项" in open_desk(cast.clerk).text


class TestReporter:
    def test_what_is_due_most_pressing_first(self, cast, open_desk):
        text = open_desk(cast.reporter).text
        first, second = text.index("（附件3）第1次"), text.index("（附件3）第2次")
        assert first < second
        assert "1月15日（星期五）23:59 前 已逾期 逾期未报" in text
        assert "2月10日（星期三）23:59 前 还有 5 天 未填报" in text

    def test_what_came_back(self, cast, open_desk, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        press_button(log_in(cast.clerk), cast.unit, "return", reason="请核实")
        text = open_desk(cast.reporter).text
        assert "请改正后重新上报" in text
        assert "已退回" in text

    def test_sent_is_done(self, cast, open_desk, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells())
        assert "（附件3）第2次" not in open_desk(cast.reporter).text

    def test_the_last_day_and_the_day_before(self, cast, open_desk, settings):
        settings.GUIDANCE_TODAY = "2021-02-09"
        assert "明天 23:59 前" in open_desk(cast.reporter).text
        settings.GUIDANCE_TODAY = "2021-02-10"
        assert "今天 23:59 前" in open_desk(cast.reporter).text

    def test_others_sheets_are_not_hers(self, cast, open_desk):
        assert "柳城县" not in open_desk(cast.reporter).text


class TestLeader:
    def test_her_townships_and_her_drafts(self, cast, open_desk):
        report = make_report(cast)
        page = open_desk(cast.leader)
        assert f"/visits/{report.pk}/" in page.links
        assert f"/dashboard/townships/{cast.township.pk}/" in page.links
        assert "今天 23:59 前" in page.text  # the day after 4 February
        assert f"/visits/{report.pk}/" in open_desk(cast.liaison).links
        assert f"/visits/{report.pk}/" not in open_desk(cast.other_leader).links


class TestGaps:
    """差距台账 stands in one line, for those who keep it."""

    WORDS = "差距台账：1个村（社区）还没有填写原因和补救措施"

    def test_it_works(self, cast, open_desk):
        store_all_returns(cast)  # one village in two gaps: no woman, and its chair outside
        for user in (cast.clerk, cast.reporter):
            page = open_desk(user)
            assert self.WORDS in page.text
            assert "/remedies/?state=missing" in page.links

    def test_others_are_not_told(self, cast, open_desk):
        store_all_returns(cast)
        for user in (cast.other_reporter, cast.leader, cast.liaison, cast.township_liaison, cast.viewer):
            assert "差距台账" not in open_desk(user).text

    def test_what_is_written_for_every_gap_is_done(self, cast, open_desk):
        store_all_returns(cast)
        store_remedy(cast, cast.villages[1], "no_woman")
        assert self.WORDS in open_desk(cast.clerk).text
        store_remedy(cast, cast.villages[1], "chair_outside")
        assert "差距台账" not in open_desk(cast.clerk).text


def test_the_calendar_has_two_entries_on_the_tenth(cast, open_desk):
    text = open_desk(cast.viewer).text.split("时间节点", 1)[1]
    assert text.count("2月10日（星期三）") == 2
    assert "1月30日" not in text  # past


def test_without_a_plan_it_says_what_to_do(cast, open_desk):
    ReportingRound.objects.all().delete()
    cast.plan.is_current = False
    cast.plan.save()
    assert "还没有载入工作方案" in open_desk(cast.clerk).text


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    client = log_in(cast.clerk)
    workflow.submit_paper(make_report(cast), by=cast.leader, version=0)
    client.get(ADDRESS)
    with query_count(31):
        client.get(ADDRESS)
    for _ in range(3):
        workflow.submit_paper(make_report(cast), by=cast.leader, version=0)
    with query_count(31):
        client.get(ADDRESS)
