"""The same moment, two writers: the tallies still equal a recount."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.elections.actions import Entry, delete_returns, save_returns
from guidance.elections.bulk import write_returns
from guidance.elections.models import Tally, VillageReturn
from guidance.elections.rules import Counts
from guidance.places.models import Township, Village
from guidance.plans.models import Target
from tests.at_once import at_once
from tests.elections.recount import recounted, stored

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def saving(cast, village, people=5, women=2):
    """A press of 保存整表 for one village of the township in which it was opened."""
    township = village.township

    def save():
        row = VillageReturn.objects.filter(village=village, stage="elected").first()
        entries = [Entry(village, Counts(people=people, women=women), row.version if row else 0)]
        try:
            save_returns(plan=cast.plan, township=township, stage="elected", entries=entries, by=cast.clerk)
        except PermissionDenied:  # it has moved away meanwhile
            return "refused"
        return "saved"

    return save


def test_two_people_save_different_villages_of_one_township(cast):
    first, second, _ = cast.villages
    for people in range(3, 3 + TIMES):
        assert at_once(saving(cast, first, people), saving(cast, second, people)) == ["saved", "saved"]
        assert stored() == recounted()
    found = Tally.objects.get(township=cast.township, stage="elected", committee_type="villagers")
    assert (found.reported, found.people) == (2, 12)


def test_a_save_against_an_import(cast):
    first, second, third = cast.villages
    others = [Entry(village, Counts(people=3, women=1), 0) for village in (second, third)]

    def bring_in():
        return write_returns(plan=cast.plan, stage="elected", entries=others, by=cast.clerk)

    assert at_once(saving(cast, first), bring_in) == ["saved", 2]
    assert stored() == recounted()


@pytest.mark.parametrize("reported_before", [False, True])
def test_a_save_against_a_move_of_the_village(cast, reported_before):
    village = cast.villages[0]
    Village.objects.filter(pk=village.pk).update(name="示例迁村")
    if reported_before:
        saving(cast, village)()
    for people in range(3, 3 + TIMES):
        village = Village.objects.select_related("township").get(pk=village.pk)
        goal = cast.other_township if village.township == cast.township else cast.township
        answers = at_once(saving(cast, village, people), moving(village, goal))
        assert answers in (["saved", goal], ["refused", goal])
        assert stored() == recounted()


def moving(village, goal):
    """The village is moved, as the administration does it."""

    def move():
        with transaction.atomic():
            moved = Village.objects.get(pk=village.pk)
            moved.township = Township.objects.get(pk=goal.pk)
            moved.save()
            return moved.township

    return move


def test_a_deletion_against_a_move_of_the_village(cast):
    village = cast.villages[0]
    Village.objects.filter(pk=village.pk).update(name="示例迁村")
    for _ in range(TIMES):
        village = Village.objects.select_related("township").get(pk=village.pk)
        saving(cast, village)()
        goal = cast.other_township if village.township == cast.township else cast.township
        at_once(
            lambda: delete_returns(VillageReturn.objects.select_related("village")), moving(village, goal)
        )
        assert stored() == recounted()


def test_a_save_against_another_target(cast):
    target = Target.objects.get(indicator="village_women_members")

    def ask(value_bp):
        def change():
            with transaction.atomic():
                target.value_bp = value_bp
                target.save()

        return change

    for value_bp in (5000, 2000, 6000, 3000):
        at_once(saving(cast, cast.villages[0], value_bp // 1000 + 2), ask(value_bp))
        assert stored() == recounted()
