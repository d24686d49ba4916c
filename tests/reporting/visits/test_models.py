"""The visit reports that the database itself refuses, and how a report prints its time."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from guidance.reporting.visits.models import VisitReport

pytestmark = pytest.mark.postgres


def _report(cast, **values):
    return VisitReport(
        plan=cast.plan,
        leader=cast.leader_person,
        township=cast.township,
        author=cast.leader,
        **{
            "creation_key": uuid4(),
            "started_on": date(2021, 2, 4),
            "ended_on": date(2021, 2, 5),
            **values,
        },
    )


def test_it_works(cast):
    report = _report(cast)
    report.save()
    assert report.planned_due_on == date(2021, 2, 6)


def test_an_end_before_its_start(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        _report(cast, ended_on=date(2021, 2, 3)).save()


def test_one_blank_form_makes_one_report(cast):
    key = uuid4()
    _report(cast, creation_key=key).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _report(cast, creation_key=key).save()


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (date(2021, 1, 20), date(2021, 1, 20), "2021年1月20日"),
        (date(2021, 1, 20), date(2021, 1, 21), "2021年1月20日至21日"),
        (date(2021, 1, 31), date(2021, 2, 1), "2021年1月31日至2月1日"),
        (date(2020, 12, 31), date(2021, 1, 1), "2020年12月31日至2021年1月1日"),
    ],
)
def test_the_time_as_printed(cast, start, end, printed):
    assert _report(cast, started_on=start, ended_on=end).period == printed
