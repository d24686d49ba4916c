"""What the bench makes: the country's figures are lawful, and its tallies say what its rows say; the sheets
are as large as asked for, and say what was kept when they were sent."""

import pytest

from bench import national, raw, sheets
from bench.levels import read_city_subplaces
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import get_counts
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import contradictions
from guidance.reporting.schedules.models import ScheduleReturn
from tests.reporting.returns.tally_oracle import recounted_tallies, stored_tallies

SIZE = national.Size(units=3, townships=7, villages=60)


@pytest.fixture
def country(cast):
    """Make a small country beside the units of the cast."""
    national.make_country(cast.plan, SIZE)
    tallies.rebuild_tallies()
    return cast


def test_it_is_as_large_as_asked_for(country):
    counts = (
        ReportingUnit.objects.filter(townships__code__lt="2"),
        Township.objects.filter(code__lt="2"),
        Village.objects.filter(township__code__lt="2"),
    )
    assert tuple(rows.distinct().count() for rows in counts) == (3, 7, 60)
    assert VillageReturn.objects.filter(village__in=counts[2]).count() == 3 * 60


def test_its_figures_contradict_nothing(country):
    rows = VillageReturn.objects.all()
    assert [list(contradictions(get_counts(row), row.stage)) for row in rows] == [[]] * len(rows)


def test_its_tallies_equal_a_recount(country):
    assert stored_tallies() == recounted_tallies()


def test_the_yardstick_says_the_same(country):
    subplaces = read_city_subplaces(country.clerk, country.plan)
    columns = raw.get_columns(subplaces)
    assert set(columns) == {"previous", "nominated", "elected"}
    raw.check_sums(subplaces, raw.read(country.plan, raw.all_columns(columns)), columns)


def test_the_yardstick_notices_a_wrong_sum(country):
    subplaces = read_city_subplaces(country.clerk, country.plan)
    columns = raw.get_columns(subplaces)
    VillageReturn.objects.filter(women__isnull=False, women=0, people__gt=1).first().delete()
    with pytest.raises(SystemExit, match="sums differ"):
        raw.check_sums(subplaces, raw.read(country.plan, raw.all_columns(columns)), columns)


def test_the_same_seed_makes_the_same_country(country):
    first_rows = list(VillageReturn.objects.order_by("pk").values_list("village", "stage", "people", "women"))
    VillageReturn.objects.all().delete()
    Village.objects.all().delete()
    Township.objects.filter(code__lt="2").delete()
    ReportingUnit.objects.filter(pk__gt=1_000_000).delete()
    national.make_country(country.plan, SIZE)
    second_rows = VillageReturn.objects.order_by("pk").values_list("village", "stage", "people", "women")
    assert list(second_rows) == first_rows


def test_its_sheets_say_what_was_kept_with_their_last_step(cast):
    sheets.make_sheets(cast.plan, 50, cast.clerk)
    assert list(Link.objects.values_list("order", flat=True)) == list(range(1, 51))
    papers = ScheduleReturn.objects.all()
    assert [papers.filter(round__number=number).count() for number in (1, 2, 3)] == [23, 23, 0]
    for paper in papers:
        step = paper.transitions.last()
        assert (step.to_status, step.content) == (paper.status, paper.content_as_json())
