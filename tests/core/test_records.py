"""Several people write the same row; a unit's task is the example."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core.records import StaleRows, lock_row, save_values
from guidance.oversight.duties.models import UnitTaskRecord


@pytest.fixture
def save(cast):
    def write(record=None, *, version=0, by=cast.clerk, **values):
        row = record or UnitTaskRecord(plan=cast.plan, unit=cast.unit, task="funding")
        with transaction.atomic():
            return save_values(row, values=values, version=version, by=by)

    return write


def test_a_save_says_who_when_and_which_version(cast, save):
    record = save(save(note="演示：一"), version=1, by=cast.leader, note="演示：二")
    record.refresh_from_db()
    assert (record.note, record.version, record.saved_by) == ("演示：二", 2, cast.leader)
    assert record.saved_at is not None


def test_over_another_version_nothing_is_written(cast, save):
    record = save(note="演示：一")
    with pytest.raises(StaleRows, match=f"已被{cast.clerk}修改") as caught:
        save(record, version=0, by=cast.leader, note="演示：二")
    assert caught.value.row == record
    record.refresh_from_db()
    assert (record.note, record.version) == ("演示：一", 1)


def test_what_stands_there_already_is_not_saved_again(save):
    record = save(note="演示：一")
    assert save(record, version=0, note="演示：一").version == 1


def test_outside_the_users_scope_nothing_is_kept(cast, save):
    with pytest.raises(PermissionDenied):
        save(by=cast.other_reporter, note="演示")
    assert not UnitTaskRecord.objects.exists()


def test_a_row_is_locked_at_the_version_that_was_read(save):
    record = save(note="演示：一")
    with transaction.atomic():
        assert lock_row(record, version=1) == record
        with pytest.raises(StaleRows):
            lock_row(record, version=2)
