"""A report is due on the next calendar day, or with the plan's setting on the next working day (A-24).

Spring Festival 2021: free from Thursday 11 to Wednesday 17 February; Sunday 7 and Saturday 20 are worked.
"""

from datetime import date

import pytest

from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import Plan


def day(month: int, number: int) -> date:
    return date(2021, month, number)


@pytest.fixture
def plan(cast):
    cast.plan.report_due_on_workday = True
    cast.plan.save()
    return Plan.objects.get()


def test_without_the_setting_it_is_the_next_calendar_day(cast):
    assert cast.plan.report_due_on(day(1, 29)) == day(1, 30)  # a Saturday
    assert cast.plan.report_due_on(day(2, 10)) == day(2, 11)  # New Year's Eve


CASES = [
    (day(2, 3), day(2, 4)),  # Wednesday: Thursday
    (day(1, 28), day(1, 29)),  # Thursday: Friday
    (day(1, 29), day(2, 1)),  # Friday: Monday
    (day(1, 30), day(2, 1)),  # Saturday: Monday
    (day(1, 31), day(2, 1)),  # Sunday: Monday
    (day(2, 5), day(2, 7)),  # Friday: the Sunday that is worked
    (day(2, 6), day(2, 7)),
    (day(2, 10), day(2, 18)),  # the day before the holiday: the day after it
    (day(2, 13), day(2, 18)),
    (day(2, 16), day(2, 18)),
    (day(2, 17), day(2, 18)),
    (day(2, 19), day(2, 20)),  # Friday: the Saturday that is worked
    (day(2, 20), day(2, 22)),  # that Saturday: Monday
]


@pytest.mark.parametrize(("ended_on", "due_on"), CASES)
def test_with_the_setting_it_is_the_next_day_of_work(plan, ended_on, due_on):
    assert plan.report_due_on(ended_on) == due_on


def test_the_third_of_the_third_is_free_where_the_plan_says_so(plan):
    """三月三 of 2021: Wednesday 14 to Friday 16 April in Guangxi, which the nation does not know."""
    assert plan.report_due_on(day(4, 13)) == day(4, 14)
    for number in (14, 15, 16):
        SpecialDay.objects.create(plan=plan, day=day(4, number), name="三月三")
    assert Plan.objects.get().report_due_on(day(4, 13)) == day(4, 19)  # over the weekend


def test_a_day_worked_instead_is_worked(plan):
    SpecialDay.objects.create(plan=plan, day=day(1, 30), name="调休", is_holiday=False)
    assert plan.report_due_on(day(1, 29)) == day(1, 30)


def test_several_days_are_counted_before_the_shift(plan):
    plan.report_due_days = 2
    assert plan.report_due_on(day(1, 28)) == day(2, 1)  # Saturday: Monday
    assert plan.report_due_on(day(1, 27)) == day(1, 29)
