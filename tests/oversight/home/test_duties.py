"""/desk/ shows pressing duties to those who guide, and their numbers to staff."""

import pytest

from guidance.reference.plans.models import Milestone
from tests.days import FEB, JAN
from tests.oversight.duties.samples import store_hearing
from tests.oversight.meetings.samples import cell_fields, store_schedule
from tests.pages import read

ADDRESS = "/desk/"
HEAD = "联系指导任务"


@pytest.fixture
def card(cast, log_in):
    """card(user) returns the text of the card."""

    def words(user):
        text = read(log_in(user).get(ADDRESS)).text
        return text.split(HEAD, 1)[1].split("联系乡镇（街道）", 1)[0].split("近期会议", 1)[0]

    return words


def test_it_works(cast, card, log_in):
    """Twelve hearings are overdue, of six townships two each; eight are shown. Six are due in five days."""
    for user in (cast.leader, cast.liaison):
        text = card(user)
        assert text.count("听取汇报（推选村（社区）“两委”班子成员候选人） 1月24日（星期日）前 逾期12天") == 6
        assert text.count("听取汇报（党组织选举全面铺开） 1月30日（星期六）前 逾期6天") == 2
        assert "另有 4 项" in text
        assert "2月10日" not in text  # that stands with each township
    page = read(log_in(cast.leader).get(ADDRESS))
    assert f"/duties/?state=pressing#leader{cast.leader_person.pk}" in page.links
    assert page.text.count("听取汇报：2月10日前") == 6


def test_the_numbers_for_staff(cast, card):
    store_hearing(cast, JAN[20])
    text = card(cast.clerk)
    assert "听取汇报 1/54 逾期 35 7天内到期 18" in text
    assert "调研走访 0/4" in text


def test_what_else_is_due_within_the_week(cast, card):
    Milestone.objects.all().delete()
    cast.plan.closes_on = FEB[12]
    cast.plan.calls_due_on = FEB[6]
    cast.plan.save()
    text = card(cast.leader)
    assert text.count("走访党委副书记 2月6日（星期六）前 明天截止") == 3
    assert "融安县 走访组织部长" in text
    assert "调研走访 2月12日（星期五）前 · 0/2 还有7天" in text
    cast.plan.closes_on = FEB[13]
    cast.plan.save()
    assert "调研走访" not in card(cast.leader)


def test_a_meeting_that_comes_early_is_named(cast, card):
    store_schedule(cast, {cast.township: cell_fields("committee", FEB[5])})
    Milestone.objects.exclude(due_on=FEB[10]).delete()
    assert (
        "融安县桥板乡 听取汇报（村（居）委会选举全面铺开） 2月4日（星期四）前（2月5日选举） 逾期1天"
        in card(cast.leader)
    )


def test_nothing_presses(cast, card):
    Milestone.objects.all().delete()
    assert "没有逾期和7天内到期的任务。" in card(cast.leader)


def test_others_are_not_told(cast, log_in):
    for user in (cast.reporter, cast.township_liaison, cast.viewer):
        assert HEAD not in read(log_in(user).get(ADDRESS)).text


def test_without_a_plan(cast, log_in):
    cast.plan.is_current = False
    cast.plan.save()
    for user in (cast.leader, cast.clerk):
        assert HEAD not in read(log_in(user).get(ADDRESS)).text
