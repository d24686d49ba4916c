"""How the villages' days make the township's cell."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.reporting.schedules.cells import BLANK, Cell, Content
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.villages.rules import VillageDay, derive_cell, with_derived_cells

TODAY = date(2021, 2, 5)
JAN_20, JAN_28 = date(2021, 1, 20), date(2021, 1, 28)


def actual(day: date) -> VillageDay:
    return VillageDay(day, "actual")


def planned(day: date) -> VillageDay:
    return VillageDay(day, "planned")


def test_it_works():
    cell = derive_cell([actual(JAN_28), actual(JAN_20), planned(date(2021, 2, 8))], 10, TODAY)
    assert cell == Cell(DateSpan(JAN_20, date(2021, 2, 8)), DateKind.PLANNED, held=2, total=10)
    assert cell.text(2021) == "1月20日至2月8日"
    assert cell.held_label == "已开 2/10"
    assert cell.kind_label == "计划"


def test_without_a_day_there_is_nothing_to_count():
    assert derive_cell([], 10, TODAY) == BLANK
    assert not derive_cell([], 10, TODAY).is_derived


def test_one_day_is_no_range():
    assert derive_cell([planned(JAN_20), planned(JAN_20)], 3, TODAY).text(2021) == "1月20日"


def test_it_is_actual_once_every_village_has_an_actual_day():
    assert derive_cell([actual(JAN_20), actual(JAN_28)], 2, TODAY).kind == "actual"
    assert derive_cell([actual(JAN_20), actual(JAN_28)], 3, TODAY).kind == "planned"
    assert derive_cell([actual(JAN_20), planned(JAN_28)], 2, TODAY).kind == "planned"


@pytest.mark.parametrize(("days", "held"), [(-1, 1), (0, 1), (1, 0)])
def test_a_village_has_met_on_its_day_and_not_before(days, held):
    assert derive_cell([actual(TODAY + timedelta(days))], 3, TODAY).held == held


def test_a_planned_day_that_has_passed_is_not_held():
    assert derive_cell([planned(JAN_20)], 3, TODAY).held == 0


DAYS = st.builds(VillageDay, st.dates(date(2020, 12, 1), date(2021, 4, 30)), st.sampled_from(DateKind.values))


@given(st.lists(DAYS, min_size=1, max_size=30), st.integers(0, 20))
def test_every_village_lies_within_it(days, others):
    cell = derive_cell(days, len(days) + others, TODAY)
    assert {cell.span.start, cell.span.end} <= {day.held_on for day in days}
    assert all(cell.span.start <= day.held_on <= cell.span.end for day in days)
    assert 0 <= cell.held <= len(days) <= cell.total
    assert cell.held == sum(day.is_held(TODAY) for day in days)
    assert (cell.kind == "actual") == (others == 0 and all(day.is_actual for day in days))
    assert Cell.from_json(cell.as_json()) == cell


class TestInASheet:
    TYPED = Cell(DateSpan(JAN_28, JAN_28), DateKind.ACTUAL)
    COUNTED = Cell(DateSpan(JAN_20, JAN_28), DateKind.PLANNED, held=1, total=3)

    def test_it_goes_before_what_was_typed(self):
        content = with_derived_cells(Content({1: {"party": self.TYPED}}), {"1-party": self.COUNTED})
        assert content.cell(1, "party") == self.COUNTED

    def test_a_township_without_a_row_gets_one(self):
        assert with_derived_cells(Content(), {"1-party": self.COUNTED}).cell(1, "party") == self.COUNTED

    def test_what_no_village_says_stays_as_typed(self):
        content = Content({1: {"party": self.TYPED}, 2: {"party": self.TYPED}}, self.TYPED)
        assert with_derived_cells(content, {}) == content

    def test_a_cell_that_lost_its_villages_keeps_their_days_as_a_typed_one(self):
        content = with_derived_cells(Content({1: {"party": self.COUNTED}}), {})
        assert content.cell(1, "party") == Cell(DateSpan(JAN_20, JAN_28), DateKind.PLANNED)
