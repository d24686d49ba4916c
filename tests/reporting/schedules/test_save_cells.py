"""The action behind 存草稿 and autosave refuses foreign cells itself, whatever page leads to it."""

import pytest
from django.core.exceptions import PermissionDenied

from guidance.reporting.schedules.actions import save_cells
from guidance.reporting.schedules.cells import Cell, cell_key
from guidance.reporting.schedules.date_spans import read_date_span
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.typed_cells import TypedCell

FEB_5 = Cell(read_date_span("2.5", 2021))


def _save_cell(cast, key, by, unit=None):
    return save_cells(
        unit=unit or cast.unit, round=cast.round, typed_cells=[TypedCell(key, FEB_5, "")], by=by
    )


def test_it_works(cast):
    saved = _save_cell(cast, cell_key("party", cast.township.pk), cast.township_liaison)
    assert saved.paper.lines.get(township=cast.township).party_from.day == 5
    assert list(saved.merged.mine) == [f"{cast.township.pk}-party"]


@pytest.mark.parametrize("who", ["reporter", "clerk"])
def test_a_township_of_another_unit(cast, who):
    with pytest.raises(PermissionDenied):
        _save_cell(cast, cell_key("party", cast.other_township.pk), getattr(cast, who))
    assert not ScheduleReturn.objects.exists()


def test_another_township_of_the_unit(cast):
    sibling = cast.unit.townships.exclude(pk=cast.township.pk).first()
    with pytest.raises(PermissionDenied):
        _save_cell(cast, cell_key("party", sibling.pk), cast.township_liaison)
    assert not ScheduleReturn.objects.exists()


@pytest.mark.parametrize("who", ["township_liaison", "other_reporter", "leader", "viewer"])
def test_the_completion_is_not_theirs(cast, who):
    with pytest.raises(PermissionDenied):
        _save_cell(cast, cell_key("completion"), getattr(cast, who))
    assert not ScheduleReturn.objects.exists()
