"""延期: staff give one report more time, for a reason."""

import pytest

from guidance.reporting.visits.models import VisitReport
from tests.days import FEB
from tests.pages import read
from tests.reporting.visits.report_pages import address
from tests.reporting.visits.report_samples import store_report, store_sent_report

GIVEN = {"due_on": "2021-02-08", "reason": "演示：道路中断"}


@pytest.fixture
def extend_report(cast, log_in):
    """extend_report(report, …) presses 延期 as the clerk and returns the page that follows."""
    return lambda report, **typed: log_in(cast.clerk).post(
        address(report, "extend"), GIVEN | typed, follow=True
    )


def stored_report(report):
    return VisitReport.objects.get(pk=report.pk)


def test_it_works(cast, extend_report):
    report = store_report(cast)  # due on 5 February
    page = read(extend_report(report))
    assert "已延期至2月8日。" in page.text
    now = stored_report(report)
    assert (now.due_on, now.extension_reason, now.extended_by) == (FEB[8], GIVEN["reason"], cast.clerk)
    assert now.extended_at is not None
    assert now.version == report.version  # an open page of its author stays valid


def test_its_history_tells_who_and_why(cast, extend_report):
    report = store_report(cast)
    extend_report(report)
    latest = stored_report(report).history.first()
    assert (latest.history_user, latest.extension_reason) == (cast.clerk, GIVEN["reason"])


def test_what_is_sent_by_then_is_in_time(cast, extend_report, settings):
    report = store_report(cast, day=FEB[1])
    extend_report(report)
    from guidance.core.workflow import actions as workflow

    settings.GUIDANCE_TODAY = "2021-02-08"
    assert workflow.submit_paper(stored_report(report), by=cast.leader, version=1).late_days == 0


def test_extended_once_it_can_be_extended_again(cast, extend_report):
    report = store_report(cast)
    extend_report(report)
    extend_report(report, due_on="2021-02-09", reason="演示：再延一天")
    assert stored_report(report).due_on == FEB[9]
    assert stored_report(report).history.filter(extension_reason=GIVEN["reason"]).exists()


WRONG = [
    ({"due_on": "2021-02-05"}, "延期不能早于2月6日。"),  # the day on which it is due
    ({"due_on": "2021-01-01"}, "延期不能早于2月6日。"),
    ({"due_on": ""}, "请填写延期到哪一天。"),
    ({"due_on": "2021-02-30"}, "日期不对，请填如 2021-02-12。"),
    ({"due_on": "0021-02-08"}, "年份21不对，请填2000年至2099年之间的日期。"),
    ({"due_on": "2201-02-08"}, "年份2201不对，请填2000年至2099年之间的日期。"),
    ({"reason": " "}, "请填写延期原因。"),
    ({"reason": "字" * 201}, "延期原因现有201字，不能超过200字。"),
]


@pytest.mark.parametrize(("typed", "message"), WRONG)
def test_bad_input_is_told_and_stays_in_the_form(cast, extend_report, typed, message):
    report = store_report(cast)
    page = read(extend_report(report, **typed))
    assert f"没有延期：{message}" in page.text
    form = page.form(address(report, "extend"))
    assert [form["due_on"], form["reason"]] == [[(GIVEN | typed)["due_on"]], [(GIVEN | typed)["reason"]]]
    assert stored_report(report).extended_due_on is None


def test_an_overdue_report_is_given_a_day_to_come(cast, extend_report):
    report = store_report(cast, day=FEB[1])  # due on 2 February
    assert "延期不能早于2月5日。" in read(extend_report(report, due_on="2021-02-03")).text
    extend_report(report, due_on="2021-02-05")
    assert stored_report(report).due_on == FEB[5]


def test_what_is_sent_needs_none(cast, extend_report):
    report = store_sent_report(cast)
    assert "没有延期：本表已上报，不需要延期。" in read(extend_report(report)).text
    assert stored_report(report).extended_due_on is None


@pytest.mark.parametrize("who", ["leader", "liaison", "viewer", "reporter"])
def test_only_staff_extend(cast, log_in, who):
    report = store_report(cast)
    assert log_in(getattr(cast, who)).post(address(report, "extend"), GIVEN).status_code == 403
    assert stored_report(report).extended_due_on is None
