"""Lateness in SQL and in Python: one answer for every paper, day and moment."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.core.workflow.choices import Lateness, Status
from guidance.core.workflow.deadlines import end_of_day, is_late, is_overdue
from guidance.reporting.schedules.models import ScheduleReturn
from tests.reporting.visits.report_samples import store_report

pytestmark = pytest.mark.postgres

DAYS = st.dates(date(2021, 2, 1), date(2021, 2, 7))  # days off and working days of one week
BEFORE_MIDNIGHT = st.sampled_from([timedelta(0), timedelta(seconds=1), timedelta(hours=12)])
MOMENTS = st.builds(lambda day, before: end_of_day(day) - before, DAYS, BEFORE_MIDNIGHT)


def plan_visit(report, planned_on, *, on_workday):
    report.started_on = report.ended_on = planned_on - timedelta(days=1)
    report.plan.report_due_on_workday = on_workday
    report.plan.save()


def plan_schedule(paper, planned_on, *, on_workday):
    paper.round.due_on = planned_on
    paper.round.save()


@pytest.fixture(params=["visit", "schedule"])
def paper_and_plan(request, cast):
    """Return a stored paper, and the function that sets the day its plan names."""
    if request.param == "visit":
        return store_report(cast), plan_visit
    return ScheduleReturn.objects.create(unit=cast.unit, round=cast.round), plan_schedule


def lateness_in_python(paper, day, sent_before):
    """Return the due day and the lateness of one paper."""
    sent_at = paper.submitted_at
    if paper.is_open or (sent_at and sent_before and sent_at >= sent_before):
        return paper.due_on, Lateness.OVERDUE if is_overdue(paper.due_on, day) else ""
    if sent_at is None:
        return paper.due_on, ""
    assert is_late(paper.due_on, sent_at) == (paper.late_days > 0)
    return paper.due_on, Lateness.LATE if is_late(paper.due_on, sent_at) else Lateness.ON_TIME


def lateness_in_sql(paper, day, sent_before):
    """Return the same, as the database computes it."""
    rows = type(paper).objects.filter(pk=paper.pk).with_lateness(day, sent_before=sent_before)
    return rows.annotate(found=F("lateness")).values_list("due_day", "found").get()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_database_says_what_python_says(paper_and_plan, data):
    paper, set_planned_day = paper_and_plan
    set_planned_day(paper, data.draw(DAYS, "planned_on"), on_workday=data.draw(st.booleans(), "on_workday"))
    paper.extended_due_on = data.draw(st.none() | DAYS, "extended_due_on")
    paper.corrected_due_on = data.draw(st.none() | DAYS, "corrected_due_on")
    paper.status = data.draw(st.sampled_from(Status.values), "status")
    paper.submitted_at = data.draw(st.none() | MOMENTS, "submitted_at")
    paper.save()
    paper = type(paper).objects.get(pk=paper.pk)
    day = data.draw(DAYS, "day")
    sent_before = data.draw(st.sampled_from([None, end_of_day(day), paper.submitted_at]), "sent_before")
    assert lateness_in_sql(paper, day, sent_before) == lateness_in_python(paper, day, sent_before)
