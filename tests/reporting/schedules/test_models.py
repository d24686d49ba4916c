"""The schedules that the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn

pytestmark = pytest.mark.postgres


@pytest.fixture
def paper(cast):
    return ScheduleReturn.objects.create(unit=cast.unit, round=cast.round)


def _refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_it_works(cast, paper):
    line = ScheduleLine.objects.create(
        schedule_return=paper,
        township=cast.township,
        party_from=date(2021, 1, 20),
        party_to=date(2021, 1, 28),
    )
    assert str(paper) == "融安县 第2次"
    assert line.cell("party").text(2021) == "1月20日至28日"


def test_one_return_a_unit_and_round(cast, paper):
    _refused(lambda: ScheduleReturn.objects.create(unit=cast.unit, round=cast.round))


def test_one_line_a_township(cast, paper):
    ScheduleLine.objects.create(schedule_return=paper, township=cast.township)
    _refused(lambda: ScheduleLine.objects.create(schedule_return=paper, township=cast.township))


@pytest.mark.parametrize("column", ["party", "committee", "federation"])
@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2021, 2, 2), date(2021, 2, 1)), (date(2021, 2, 1), None), (None, date(2021, 2, 1))],
)
def test_a_span_has_both_ends_in_order(cast, paper, column, start, end):
    days = {f"{column}_from": start, f"{column}_to": end}
    _refused(lambda: ScheduleLine.objects.create(schedule_return=paper, township=cast.township, **days))
