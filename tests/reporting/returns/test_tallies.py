"""The tallies equal a recount, whatever is done in whatever order."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Target, UnitTarget
from guidance.reporting.returns.actions import ReturnEntry, delete_returns, save_returns
from guidance.reporting.returns.gaps import GAPS
from guidance.reporting.returns.models import Tally, VillageReturn
from guidance.reporting.returns.queries import applicable, villages_with_returns
from guidance.reporting.returns.rules import Counts
from guidance.reporting.returns.tallies import rebuild_tallies, recount_townships
from tests.reporting.returns.tally_edits import STAGES, World, plain_counts, some_edit
from tests.reporting.returns.tally_oracle import recounted_tallies, stored_tallies

pytestmark = pytest.mark.postgres

REPEATED = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def world(cast):
    """The two townships of the cast, one that has elected and one that has candidates; a village of the
    second was made by a merger. All have names of their own, so that each can go anywhere."""
    place = {"township": cast.other_township, "committee_type": "villagers"}
    successor = Village.objects.create(name="示例新村", **place)
    merged = Village.objects.create(name="示例老村", merged_into=successor, **place)
    elected, to_elect = cast.villages, [*cast.other_villages, successor]
    store_returns(cast, "previous", [*elected, *cast.other_villages, merged])
    store_returns(cast, "nominated", [*elected, *to_elect])
    store_returns(cast, "elected", elected)
    for number, village in enumerate([*elected, *to_elect]):
        village.name = f"示例{number}村"
        village.save()
    rebuild_tallies()
    return World(cast.plan, cast.clerk, [cast.township, cast.other_township], [cast.unit, cast.other_unit])


def store_returns(cast, stage, villages):
    """Store returns of these villages."""
    for number, village in enumerate(villages):
        counts = plain_counts(number, stage)
        VillageReturn.objects.create(plan=cast.plan, village=village, stage=stage, **vars(counts))


@REPEATED
@given(edits=st.lists(some_edit(), min_size=3, max_size=14))
def test_they_equal_a_recount_after_every_edit(world, edits):
    with transaction.atomic():
        for edit in edits:
            edit.make(world)
            assert stored_tallies() == recounted_tallies(), edit
        assert tile_counts() == list_counts(world)
        transaction.set_rollback(True)


def tile_counts():
    """By gap, the number on its tile."""
    return {
        gap.code: column_sum(gap.stage, gap.plus) - (column_sum(gap.stage, gap.minus) if gap.minus else 0)
        for gap in GAPS
        if gap.plus
    }


def list_counts(world):
    """By gap, the number of villages in its list."""
    return {
        gap.code: villages_with_returns(world.by, world.plan, gap.stage)
        .filter(gap.condition, applicable())
        .count()
        for gap in GAPS
        if gap.plus
    }


def column_sum(stage, column):
    return sum(Tally.objects.filter(stage=stage).values_list(column, flat=True))


def test_the_world_has_a_village_in_nearly_every_gap(world):
    """Without such a world the property would prove little."""
    assert tile_counts() == list_counts(world)
    assert [code for code, count in tile_counts().items() if not count] == [
        "secretary_man",
        "director_vacant",
    ]


def save_figures(cast, village, stage="elected", *, version=0, **figures):
    """Save figures of a village over those of this version."""
    entries = [ReturnEntry(village, Counts(**figures), version)]
    save_returns(plan=cast.plan, township=village.township, stage=stage, entries=entries, by=cast.clerk)


def tally(township, stage="elected", committee_type="villagers"):
    """The tally of this township, or None."""
    return Tally.objects.filter(township=township, stage=stage, committee_type=committee_type).first()


def test_it_works(cast):
    first, second, _ = cast.villages
    save_figures(cast, first, people=5, women=2, director_people=1, director_women=1)
    save_figures(cast, second, people=3, women=0)
    sums = tally(cast.township)
    assert (sums.villages, sums.reported, sums.people, sums.women) == (2, 2, 8, 2)
    assert (sums.director_people, sums.director_women, sums.no_woman) == (1, 1, 1)


def test_a_village_that_moves_takes_its_figures_along(cast):
    village = cast.villages[0]
    save_figures(cast, village, people=5, women=2)
    village.name, village.township = "示例迁村", cast.other_township
    village.save()
    assert (tally(cast.township).villages, tally(cast.township).people) == (1, 0)
    assert (tally(cast.other_township).villages, tally(cast.other_township).people) == (3, 5)


def test_previous_figures_follow_the_village_into_its_successor(cast):
    village, successor = cast.villages[0], cast.other_villages[0]
    save_figures(cast, village, "previous", people=4, women=1)
    save_figures(cast, successor, "previous", people=5, women=2)
    village.merged_into = successor
    village.save()
    previous = tally(cast.other_township, "previous")
    assert (previous.villages, previous.people, previous.staying_people) == (3, 9, 9)
    assert tally(cast.other_township).villages == 2
    save_figures(cast, successor, people=5, women=2)
    # The successor has elected: nobody of either committee is in post any more.
    assert tally(cast.other_township, "previous").staying_people == 0


def test_a_village_made_by_a_merger_is_not_expected_in_the_previous_term(cast):
    village, successor = cast.villages[:2]
    village.merged_into = successor
    village.save()
    assert tally(cast.township, "previous").villages == 1
    assert tally(cast.township).villages == 1


@pytest.mark.parametrize("stage", STAGES)
def test_who_is_flagged_as_not_applicable_is_expected_nowhere(cast, stage):
    save_figures(cast, cast.villages[0], stage, people=5, women=2, flag="not_applicable")
    sums = tally(cast.township, stage)
    assert (sums.villages, sums.not_applicable, sums.people) == (1, 1, 0)


def test_another_target_is_another_gap(cast):
    save_figures(cast, cast.villages[0], people=4, women=1)
    assert tally(cast.township).one_short == 1  # 30 % of 4 are 2
    target = Target.objects.get(indicator="village_women_members")
    own = UnitTarget.objects.create(target=target, unit=cast.unit, operator="at_least", value_bp=2500)
    assert tally(cast.township).one_short == 0
    own.value_bp = 5100
    own.save()
    assert (tally(cast.township).one_short, tally(cast.township).more_short) == (0, 1)
    own.delete()
    assert tally(cast.township).one_short == 1


def test_a_target_that_was_meant_for_something_else_leaves_no_gap_behind(cast):
    save_figures(cast, cast.villages[0], people=4, women=1)
    target = Target.objects.get(indicator="village_women_members")
    target.indicator, target.committee_type = "women_party_members", ""
    target.save()
    assert tally(cast.township).one_short == 0


def test_a_recount_repairs_what_was_changed_past_the_application(world):
    right = stored_tallies()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE guidance_tally SET people = people + 7 WHERE stage = 'elected'")
        cursor.execute("DELETE FROM guidance_tally WHERE stage = 'previous'")
    assert stored_tallies() != right
    output = StringIO()
    call_command("recount_returns", stdout=output)
    assert stored_tallies() == right == recounted_tallies()
    assert f"已重新合计{Township.objects.count()}个乡镇（街道）" in output.getvalue()


def test_a_recount_takes_away_what_nobody_counts_any_more(world):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE guidance_village SET committee_type = 'villagers'")
    call_command("recount_returns", stdout=StringIO())
    assert not Tally.objects.filter(committee_type="residents").exists()
    assert stored_tallies() == recounted_tallies()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares by itself")
@pytest.mark.parametrize("pooled", [False, True])
def test_nothing_is_prepared_behind_a_pooler(cast, monkeypatch, pooled):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", pooled)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        recount_townships([cast.township.pk])
    statements = [query["sql"].split()[0] for query in queries.captured_queries]
    assert ("EXECUTE" in statements) == (not pooled)
    assert stored_tallies() == recounted_tallies()


@pytest.mark.parametrize("reported_before", [False, True])
def test_a_village_that_has_moved_away_is_not_saved_where_it_was(cast, reported_before):
    village = cast.villages[0]
    if reported_before:
        save_figures(cast, village, people=4, women=1)
    moved = Village.objects.get(pk=village.pk)
    moved.name, moved.township = "示例迁村", cast.other_township
    moved.save()
    before = stored_tallies()
    assert village.township == cast.township  # as the page that was opened before has it
    with pytest.raises(PermissionDenied):
        save_figures(cast, village, version=int(reported_before), people=5, women=2)
    assert stored_tallies() == before == recounted_tallies()


def test_returns_are_deleted_where_their_village_has_moved_meanwhile(cast):
    save_figures(cast, cast.villages[0], people=4, women=1)

    def rows_of_a_village_that_moves():
        yield VillageReturn.objects.select_related("village").get()
        moved = Village.objects.get(pk=cast.villages[0].pk)
        moved.name, moved.township = "示例迁村", cast.other_township
        moved.save()

    delete_returns(rows_of_a_village_that_moves())
    assert stored_tallies() == recounted_tallies()
    assert tally(cast.other_township).people == 0
