"""write_returns writes many villages at once, each as if it were saved alone."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.core import clock
from guidance.core.records import StaleRows
from guidance.reference.places.models import Village
from guidance.reporting.returns.actions import ReasonRequired, ReturnEntry, save_returns
from guidance.reporting.returns.bulk import write_returns
from guidance.reporting.returns.models import Tally, VillageReturn
from guidance.reporting.returns.rules import Counts
from tests.pages import query_count

pytestmark = pytest.mark.postgres

FIVE = Counts(people=5, women=2, director_people=1, director_women=1)
KEPT_BY_HISTORY_ALONE = {
    "history_id",
    "history_date",
    "history_type",
    "history_change_reason",
    "history_user_id",
}


def write_entries(cast, *entries, by=None, **options):
    return write_returns(plan=cast.plan, stage="elected", entries=entries, by=by or cast.reporter, **options)


def entry(village, version=0, **figures):
    return ReturnEntry(village, replace(FIVE, **figures), version)


def test_it_works(cast):
    first, second, _ = cast.villages
    assert write_entries(cast, entry(first), entry(second, people=4)) == 2
    row = VillageReturn.objects.get(village=second)
    assert (row.people, row.women, row.version, row.saved_by) == (4, 2, 1, cast.reporter)
    assert row.saved_at is not None
    tally = Tally.objects.get(township=cast.township, stage="elected", committee_type="villagers")
    assert (tally.reported, tally.people, tally.women) == (2, 9, 4)


def test_history_keeps_every_column_of_what_was_written(cast):
    first, second, _ = cast.villages
    save_returns(
        plan=cast.plan, township=cast.township, stage="elected", entries=[entry(first)], by=cast.clerk
    )
    write_entries(cast, entry(first, 1, women=3, one_shoulder=False), entry(second), reason="示例原因")

    for village, kind in ((first, "~"), (second, "+")):
        row = VillageReturn.objects.get(village=village)
        record = VillageReturn.history.filter(village=village).latest()
        columns = {field.attname for field in VillageReturn._meta.concrete_fields}
        assert {field.attname for field in record._meta.concrete_fields} == columns | KEPT_BY_HISTORY_ALONE
        assert {name: getattr(record, name) for name in columns} == {
            name: getattr(row, name) for name in columns
        }
        assert (record.history_type, record.history_user) == (kind, cast.reporter)
        assert record.history_change_reason == "示例原因"
        assert abs(clock.now() - record.history_date).total_seconds() < 60
    assert VillageReturn.history.count() == 3


def test_what_is_stored_already_is_left_alone(cast):
    first, second, _ = cast.villages
    write_entries(cast, entry(first))
    assert write_entries(cast, entry(first, 7), entry(second)) == 1
    assert VillageReturn.objects.get(village=first).version == 1
    assert VillageReturn.history.filter(village=first).count() == 1


def test_anothers_figures_are_not_overwritten_unseen(cast):
    first, second, _ = cast.villages
    write_entries(cast, entry(first))
    with pytest.raises(StaleRows) as conflict:
        write_entries(cast, entry(second), entry(first, 0, women=1))
    assert [(row.village_id, row.women) for row in conflict.value.rows] == [(first.pk, 2)]
    assert not VillageReturn.objects.filter(village=second).exists()


def test_a_frozen_figure_needs_a_reason(cast):
    first = cast.villages[0]
    write_entries(cast, entry(first))
    cast.plan.frozen_at = clock.now()
    cast.plan.save()
    with pytest.raises(ReasonRequired):
        write_entries(cast, entry(first, 1, women=1), reason=" ")
    VillageReturn.objects.filter(version=1).get()
    assert write_entries(cast, entry(first, 1, women=1), reason="漏报") == 1
    assert VillageReturn.objects.get().flag == "corrected"


def test_one_foreign_village_stops_all(cast):
    with pytest.raises(PermissionDenied):
        write_entries(cast, entry(cast.villages[0]), entry(cast.other_villages[0]))
    assert not VillageReturn.objects.exists()


def test_a_village_that_moved_meanwhile_stops_all(cast):
    village = Village.objects.get(pk=cast.villages[0].pk)
    village.township_id = cast.unit.townships.exclude(pk=cast.township.pk)[0].pk
    with pytest.raises(PermissionDenied):
        write_entries(cast, entry(village))
    assert not VillageReturn.objects.exists()


def test_a_village_named_twice_is_an_error_of_the_caller(cast):
    with pytest.raises(ValueError, match="twice"):
        write_entries(cast, entry(cast.villages[0]), entry(cast.villages[0], women=1))


def test_the_database_is_asked_as_often_for_many(cast):
    for number in range(30):
        Village.objects.create(township=cast.township, name=f"示例{number}村", committee_type="villagers")
    villages = list(cast.township.villages.all())
    write_entries(cast, entry(villages[0]))
    with CaptureQueriesContext(connection) as few:
        write_entries(cast, *[entry(village) for village in villages[1:4]])
    with query_count(len(few)):
        write_entries(cast, *[entry(village) for village in villages[4:34]])
    assert len(few) < 15
