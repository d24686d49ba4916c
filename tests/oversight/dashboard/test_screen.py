"""/dashboard/screen/ shows the figures in a meeting room, and keeps a session for as long as a meeting."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from tests.cast import make_villages
from tests.days import FEB
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
SCREEN, FIGURES, DESK = "/dashboard/screen/", "/dashboard/screen/figures/", "/desk/"


@pytest.mark.parametrize("address", [SCREEN, FIGURES])
def test_it_works(cast, log_in, address):
    store_all_returns(cast)
    page = read(log_in(cast.clerk).get(address))
    for words in (
        "村委会成员中女性 41.7% 达标 多 1 人 目标 ≥30% · 5/12 人",
        "村（社区）妇联主席进“两委” 50.0% 未达标 还差 1 个 目标 100% · 1/2 个",
        "村（居）委会选举全面铺开 还有 5 天 2月10日（星期三）前",
        "村（居）委会换届 0/6 个",
    ):
        assert words in page.text
    assert page.row("融安县")[1:3] == ["50.0 未达标", "22.2 未达标"]


def test_the_moment_of_the_data(cast, log_in):
    with time_machine.travel(datetime(2021, 2, 5, 16, 40, tzinfo=SHANGHAI), tick=False):
        page = read(log_in(cast.clerk).get(SCREEN))
    assert "数据截至 2021年2月5日 16:40" in page.text


def test_the_figures_alone_are_no_page(cast, log_in):
    assert "<html" not in log_in(cast.clerk).get(FIGURES).content.decode()


def test_the_place_goes_along(cast, log_in):
    html = log_in(cast.clerk).get(f"{SCREEN}?unit={cast.unit.pk}").content.decode()
    assert f'data-from="{FIGURES}?unit={cast.unit.pk}"' in html


def test_more_places_than_fit_come_in_turn(cast, log_in):
    number = 0
    for number in range(14):
        township = cast.township
        township.pk, township.name, township.code = None, f"示例{number}镇", f"4502249{number:02}"
        township.save()
        store_return(cast.plan, make_villages(township)[0], people=5, women=1)
    client = log_in(cast.reporter)
    first = client.get(SCREEN).content.decode()
    assert 'data-page="1" data-pages="2"' in first
    assert "示例0镇" in first
    assert "示例13镇" in client.get(f"{FIGURES}?page=2").content.decode()


def test_after_the_last_day_that_the_plan_names(cast, log_in):
    Milestone.objects.all().delete()
    ReportingRound.objects.all().delete()
    Plan.objects.filter(pk=cast.plan.pk).update(starts_on=FEB[1], closes_on=FEB[4])
    store_all_returns(cast)
    assert "换届期限已过" in read(log_in(cast.clerk).get(SCREEN)).text


def test_on_the_day_itself(cast, log_in, settings):
    settings.GUIDANCE_TODAY = "2021-02-10"
    store_all_returns(cast)
    assert "村（居）委会选举全面铺开 今天" in read(log_in(cast.clerk).get(SCREEN)).text


def test_before_anything_is_loaded(cast, log_in):
    cast.plan.is_current = False
    cast.plan.save()
    assert "还没有可以显示的数据" in read(log_in(cast.clerk).get(SCREEN)).text


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    client = log_in(cast.clerk)
    store_all_returns(cast)
    client.get(FIGURES)
    with query_count(11):
        client.get(FIGURES)
    township = cast.township
    township.pk, township.name, township.code = None, "示例镇", "450224199"
    township.save()
    for village in make_villages(township):
        store_return(cast.plan, village, people=5, women=1, held_on=FEB[2])
    with query_count(11):
        client.get(FIGURES)


class TestSession:
    """The page's own refreshing prolongs no session, but a meeting outlasts the idle limit of 30 minutes."""

    START = datetime(2021, 2, 5, 9, 0, tzinfo=SHANGHAI)

    @pytest.fixture
    def status_after(self, cast, log_in):
        """status_after(minutes, address) opens a page so long after the log-in and returns the status."""
        with time_machine.travel(self.START, tick=False) as clock:
            client = log_in(cast.clerk)

            def open_page(minutes, address):
                clock.move_to(self.START + timedelta(minutes=minutes))
                return client.get(address).status_code

            yield open_page

    def test_it_stays_for_a_meeting_and_not_for_the_night(self, status_after):
        assert status_after(0, SCREEN) == 200
        answers = {minutes: status_after(minutes, FIGURES) for minutes in range(10, 300, 10)}
        assert {minutes for minutes, status in answers.items() if status == 302} == {270, 280, 290}

    def test_without_the_screen_opened_the_figures_do_not_renew(self, status_after):
        assert status_after(0, DESK) == 200
        assert status_after(20, FIGURES) == 200
        assert status_after(31, FIGURES) == 302

    def test_who_works_beside_it_stays_logged_in(self, status_after):
        assert status_after(0, DESK) == 200
        assert status_after(20, FIGURES) == 200
        assert status_after(25, DESK) == 200
        assert status_after(50, FIGURES) == 200

    def test_opening_it_again_begins_anew(self, status_after):
        status_after(0, SCREEN)
        for minutes in range(20, 240, 20):
            status_after(minutes, FIGURES)
        assert status_after(239, SCREEN) == 200
        for minutes in range(250, 470, 20):
            assert status_after(minutes, FIGURES) == 200
