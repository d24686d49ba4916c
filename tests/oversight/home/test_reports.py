"""/desk/ shows when visit reports are due, which are unread and which are not signed."""

import pytest

from guidance.reference.plans.details import SpecialDay
from tests.days import FEB
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import store_report, store_scan, store_sent_report

DESK = "/desk/"


@pytest.fixture
def open_desk(cast, log_in):
    return lambda username: read(log_in(getattr(cast, username)).get(DESK))


class TestDue:
    @pytest.mark.parametrize(
        ("today", "words"),
        [
            ("2021-02-03", "2月5日（星期五）23:59 前 还有 2 天 草稿"),
            ("2021-02-04", "明天 23:59 前 草稿"),
            ("2021-02-05", "今天 23:59 前 草稿"),
            ("2021-02-06", "2月5日（星期五）23:59 前 已逾期 草稿"),
        ],
    )
    def test_it_works(self, cast, open_desk, settings, today, words):
        store_report(cast)  # of 4 February
        settings.GUIDANCE_TODAY = today
        for username in ("leader", "liaison"):
            assert words in open_desk(username).text

    def test_the_cost_does_not_grow_with_the_drafts_where_days_off_count(self, cast, log_in):
        cast.plan.report_due_on_workday = True
        cast.plan.save()
        SpecialDay.objects.create(plan=cast.plan, day=FEB[5], name="演示假日")
        client = log_in(cast.leader)
        store_report(cast)
        client.get(DESK)
        with query_count(QUERIES_OF_LEADER):
            client.get(DESK)
        for order in (1, 2, 3):
            store_report(cast, order)
        with query_count(QUERIES_OF_LEADER):
            assert read(client.get(DESK)).text.count("情况统计表（附件2） ·") == 4


QUERIES_OF_LEADER = 31


class TestUnread:
    def test_up_to_three_are_listed_each(self, cast, open_desk):
        reports = [store_sent_report(cast, order) for order in (1, 3, 7)]
        page = open_desk("clerk")
        assert {f"/visits/{report.pk}/" for report in reports} <= set(page.links)
        assert "份待审阅" not in page.text

    def test_more_are_one_line_that_leads_to_reading_them(self, cast, open_desk):
        for order in (1, 2, 3, 7):
            store_sent_report(cast, order)
        page = open_desk("clerk")
        assert "情况统计表：4份待审阅" in page.text
        assert "/visits/reading/" in page.links
        assert page.text.count("待接收") == 1

    def test_others_are_not_told(self, cast, open_desk):
        for order in (1, 2, 3, 7):
            store_sent_report(cast, order)
        for username in ("leader", "liaison", "viewer", "reporter"):
            assert "待审阅" not in open_desk(username).text


class TestUnsigned:
    @pytest.fixture(autouse=True)
    def _reports(self, cast):
        store_sent_report(cast, 1)
        store_scan(store_sent_report(cast, 3))
        store_sent_report(cast, 7)
        store_report(cast, 2)  # a draft need not be signed yet

    def test_staff_see_all(self, open_desk):
        page = open_desk("clerk")
        assert "情况统计表：2份未签字" in page.text
        assert "/visits/?signed=no" in page.links

    @pytest.mark.parametrize("username", ["leader", "liaison"])
    def test_leaders_and_liaisons_see_hers(self, cast, log_in, open_desk, username):
        page = open_desk(username)
        assert "情况统计表：1份未签字" in page.text
        address = f"/visits/?signed=no&leader={cast.leader_person.pk}"
        assert address in page.links
        assert "共 1 份" in read(log_in(getattr(cast, username)).get(address)).text

    def test_the_others_are_not_told(self, open_desk):
        for username in ("viewer", "reporter", "township_liaison"):
            assert "未签" not in open_desk(username).text

    def test_signed_is_done(self, cast, open_desk):
        for report in cast.leader_person.visit_reports.all():
            store_scan(report)
        assert "未签字" not in open_desk("leader").text
