"""Two writers, the second of whom comes before the first has committed: the tallies still equal a recount."""

from threading import Event
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Target
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import ReturnEntry, delete_returns, save_returns
from guidance.reporting.returns.bulk import write_returns
from guidance.reporting.returns.models import Tally, VillageReturn
from guidance.reporting.returns.rules import Counts
from tests.concurrency import run_at_once
from tests.reporting.returns.tally_oracle import recounted_tallies, stored_tallies

pytestmark = pytest.mark.django_db(transaction=True)


def run_overlapping(first, second):
    """Run both and return their answers; `second` starts when `first` has written and not yet committed."""
    has_written = Event()

    def hold():
        try:
            with transaction.atomic():
                answer = first()
                has_written.set()
                sleep(0.2)  # the second gets as far as the locks allow
                return answer
        finally:
            has_written.set()

    def follow():
        has_written.wait()
        return second()

    return run_at_once(hold, follow)


def prepare_save(cast, village, people=5, women=2):
    """An action that saves one village of the township whose page is open."""
    row = VillageReturn.objects.filter(village=village, stage="elected").first()
    entries = [ReturnEntry(village, Counts(people=people, women=women), row.version if row else 0)]
    township = village.township

    def save():
        try:
            save_returns(plan=cast.plan, township=township, stage="elected", entries=entries, by=cast.clerk)
        except PermissionDenied:  # the village has moved meanwhile
            return "refused"
        return "saved"

    return save


def prepare_import(cast, *villages):
    """An action that imports figures of these villages."""
    entries = [ReturnEntry(village, Counts(people=3, women=1), 0) for village in villages]
    return lambda: write_returns(plan=cast.plan, stage="elected", entries=entries, by=cast.clerk)


def prepare_move(village, goal):
    """An action that moves a village, as the administration does."""

    def move():
        with transaction.atomic():
            moved = Village.objects.get(pk=village.pk)
            moved.name, moved.township = "示例迁村", Township.objects.get(pk=goal.pk)
            moved.save()
        return "moved"

    return move


def prepare_township_move(township, goal):
    """An action that moves a township to another unit."""

    def move():
        with transaction.atomic():
            moved = Township.objects.get(pk=township.pk)
            moved.unit = goal
            moved.save()
        return "moved"

    return move


def prepare_target_change(value_bp):
    """An action that changes the target for women among the members of villagers' committees."""

    def change_target():
        with transaction.atomic():
            target = Target.objects.get(indicator="village_women_members")
            target.value_bp = value_bp
            target.save()
        return "asked"

    return change_target


def prepare_deletion():
    """An action that deletes all returns, as the administration does."""
    rows = list(VillageReturn.objects.select_related("village"))

    def delete():
        delete_returns(rows)
        return "deleted"

    return delete


def test_two_people_save_different_villages_of_one_township(cast):
    first, second, _ = cast.villages
    assert run_overlapping(prepare_save(cast, first, 5), prepare_save(cast, second, 7)) == ["saved", "saved"]
    tally = Tally.objects.get(township=cast.township, stage="elected", committee_type="villagers")
    assert (tally.reported, tally.people) == (2, 12)
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("import_first", [False, True])
def test_a_save_and_an_import(cast, import_first):
    first, second, third = cast.villages
    both = prepare_save(cast, first), prepare_import(cast, second, third, *cast.other_villages)
    answers = run_overlapping(*reversed(both)) if import_first else run_overlapping(*both)
    assert sorted(answers, key=str) == [5, "saved"]
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("reported_before", [False, True])
@pytest.mark.parametrize("move_first", [False, True])
def test_a_save_and_a_move_of_the_village(cast, move_first, reported_before):
    village = cast.villages[0]
    if reported_before:
        prepare_save(cast, village)()
    both = prepare_save(cast, village, 7), prepare_move(village, cast.other_township)
    answers = run_overlapping(*reversed(both)) if move_first else run_overlapping(*both)
    assert answers == (["moved", "refused"] if move_first else ["saved", "moved"])
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("move_first", [False, True])
def test_a_deletion_and_a_move_of_the_village(cast, move_first):
    village = cast.villages[0]
    prepare_save(cast, village)()
    both = prepare_deletion(), prepare_move(village, cast.other_township)
    run_overlapping(*reversed(both)) if move_first else run_overlapping(*both)
    assert not VillageReturn.objects.exists()
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("move_first", [False, True])
def test_a_save_and_a_move_of_the_township_to_another_unit(cast, move_first):
    both = prepare_save(cast, cast.villages[0]), prepare_township_move(cast.township, cast.other_unit)
    answers = run_overlapping(*reversed(both)) if move_first else run_overlapping(*both)
    assert sorted(answers) == ["moved", "saved"]
    assert stored_tallies() == recounted_tallies()


def test_a_township_changes_its_unit_while_people_save_in_it_and_in_its_new_unit(cast):
    """Whoever waited for the old unit must hold the new one, or two add up its townships unseen."""
    there = Township.objects.create(
        unit=cast.other_unit, name="示例西镇", official_name="示例西镇", code="450224198", kind="town"
    )
    neighbour = Village.objects.create(name="示例邻村", township=there, committee_type="villagers")
    has_moved, has_saved = Event(), Event()

    def save_inside():
        has_moved.wait()
        with transaction.atomic():
            answer = prepare_save(cast, cast.villages[0])()
            has_saved.set()
            sleep(0.2)
            return answer

    def save_beside():
        has_saved.wait()
        return prepare_save(cast, neighbour)()

    def move_township():
        with transaction.atomic():
            prepare_township_move(cast.township, cast.other_unit)()
            has_moved.set()
            sleep(0.2)
        return "moved"

    assert run_at_once(move_township, save_inside, save_beside) == ["moved", "saved", "saved"]
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("ask_first", [False, True])
def test_a_save_and_another_target(cast, ask_first):
    both = prepare_save(cast, cast.villages[0], 5, 1), prepare_target_change(1000)
    assert len(run_overlapping(*reversed(both)) if ask_first else run_overlapping(*both)) == 2
    assert stored_tallies() == recounted_tallies()


def test_nobody_waits_for_ever_where_one_locks_a_unit_and_others_its_townships(cast):
    """Each holds what it has until the end; taken in different orders, PostgreSQL would find a deadlock."""
    townships = [
        Township.objects.create(
            unit=cast.unit, name=f"示例{i}乡", official_name=f"示例{i}乡", code=f"4502249{i}", kind="township"
        ).pk
        for i in range(60, 90)
    ]

    def prepare_locks(township_ids):
        def lock():
            for _ in range(60):
                with transaction.atomic():
                    tallies.lock_townships(township_ids)
            return "done"

        return lock

    single = [prepare_locks([townships[i]]) for i in (29, 20, 10)]
    assert run_at_once(prepare_locks(townships), *single) == ["done"] * 4
