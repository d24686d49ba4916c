"""The database refuses wrong parts of a plan, and each part describes itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from guidance.reference.plans.details import PrintedText
from guidance.reference.plans.models import Milestone, Plan, ReportingRound, Target
from guidance.reporting.schedules.queries import current_round

pytestmark = pytest.mark.postgres


def is_refused(action):
    """Whether the database refuses."""
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False


def test_a_report_is_due_the_day_after(cast):
    assert cast.plan.report_due_on(date(2021, 2, 28)) == date(2021, 3, 1)


def test_only_one_plan_is_current(cast):
    other = Plan.objects.get()
    other.pk, other.document_number = None, "示例〔2026〕1号"
    assert is_refused(other.save)
    other.is_current = False
    assert not is_refused(other.save)
    assert Plan.objects.current() == cast.plan


@pytest.mark.parametrize(
    ("field", "value"), [("closes_on", "2020-01-01"), ("visits_min", 4), ("document_number", None)]
)
def test_the_plan_contradicts_nothing(cast, field, value):
    setattr(cast.plan, field, value)
    assert is_refused(cast.plan.save)


@pytest.mark.parametrize(
    ("operator", "value", "wrong"),
    [
        ("at_least", None, True),
        ("about", None, True),
        ("all", 10_001, True),
        ("none", 3000, True),
        ("raise_over_previous", 3000, True),
        ("none", None, False),
        ("raise_over_previous", None, False),
        ("at_least", 0, False),
    ],
)
def test_a_target_has_its_value(cast, operator, value, wrong):
    target = Target.objects.get(indicator="village_women_members")
    target.operator, target.value_bp = operator, value
    assert is_refused(target.save) == wrong


def test_one_target_an_indicator(cast):
    base_text = Target.objects.first()
    base_text.pk = None
    assert is_refused(base_text.save)


def test_a_round_opens_before_it_is_due(cast):
    cast.round.opens_on = "2021-02-11"
    assert is_refused(cast.round.save)


def test_a_round_stays_open_after_its_day(cast):
    assert not cast.round.has_opened(date(2021, 1, 15))
    assert cast.round.has_opened(date(2021, 1, 16))
    assert cast.round.has_opened(date(2021, 12, 31))


@pytest.mark.parametrize(
    ("today", "number"),
    [
        ("2021-01-15", 1),
        ("2021-01-16", 2),
        ("2021-02-10", 2),
        ("2021-02-11", 3),
        ("2021-12-31", 3),
    ],
)
def test_the_current_round(cast, settings, today, number):
    settings.GUIDANCE_TODAY = today
    assert current_round(ReportingRound.objects.in_plan(cast.plan)).number == number


def test_no_current_round_before_the_first_opens_or_without_a_plan(cast, settings):
    settings.GUIDANCE_TODAY = "2021-01-01"
    assert current_round(ReportingRound.objects.in_plan(cast.plan)) is None
    assert current_round([]) is None


def test_wording_falls_back_to_what_was_issued():
    text = PrintedText(as_issued="原文", corrected="更正", custom="")
    assert [text.wording(kind) for kind in ("as_issued", "corrected", "custom")] == ["原文", "更正", "原文"]


def test_a_milestone_says_its_day(cast):
    assert [str(milestone) for milestone in Milestone.objects.all()][-1].endswith("（2月10日前）")
    assert is_refused(
        lambda: ReportingRound.objects.create(
            plan=cast.plan, number=2, opens_on="2021-01-01", due_on="2021-01-02"
        )
    )
