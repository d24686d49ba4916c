"""The village returns that the database itself refuses."""

import pytest
from django.db import DataError, IntegrityError, transaction

from guidance.reporting.returns.models import VillageReturn

pytestmark = pytest.mark.postgres


def _return(cast, **values):
    return VillageReturn(plan=cast.plan, village=cast.villages[0], **{"stage": "elected", **values})


def test_it_works(cast):
    _return(cast, people=5, women=2, director_people=1, director_women=1).save()
    assert str(VillageReturn.objects.get()) == "示例一村 当选"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("women_within_people", {"people": 5, "women": 6}),
        ("women_within_people", {"women": 1}),
        ("director_women_within_directors", {"people": 5, "director_people": 0, "director_women": 1}),
        ("director_women_within_directors", {"people": 5, "director_women": 0}),
        ("directors_within_people", {"people": 0, "director_people": 1}),
        ("directors_within_people", {"director_people": 0}),
        (
            "director_women_within_women",
            {"people": 5, "women": 0, "director_people": 1, "director_women": 1},
        ),
        ("one_director_a_village", {"people": 5, "director_people": 2}),
        ("subsidy_needs_a_chair", {"chair_full_subsidy": False}),
    ],
)
def test_figures_that_cannot_be(cast, constraint, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _return(cast, **values).save()


@pytest.mark.parametrize("field", ["seats", "people", "women", "director_people", "director_women"])
def test_nothing_is_negative(cast, field):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        _return(cast, **{field: -1}).save()


def test_one_return_a_stage(cast):
    _return(cast).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _return(cast).save()


def test_each_stage_has_its_own(cast):
    for stage in ("previous", "nominated", "elected"):
        _return(cast, stage=stage).save()
    assert VillageReturn.objects.count() == 3
