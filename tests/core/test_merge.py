"""Two writers at one record, cell by cell; the cells are those of a visit report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.core.merge import merge_cells
from guidance.reporting.visits.rules import FIELD_GROUPS

OLD = {"issues_found": "旧", "methods": ["hearing"], "started_on": "2021-02-04", "ended_on": "2021-02-04"}


def merged_fields(typed, stored, base=OLD, *more_bases):
    merge = merge_cells(
        typed=OLD | typed, bases=[base, *more_bases], stored=OLD | stored, together=FIELD_GROUPS
    )
    return sorted(merge.mine), sorted(merge.theirs), sorted(merge.clashes)


@pytest.mark.parametrize(
    ("typed", "stored", "expected"),
    [
        ({}, {}, ([], [], [])),
        ({"issues_found": "我"}, {}, (["issues_found"], [], [])),
        ({}, {"issues_found": "她"}, ([], ["issues_found"], [])),
        ({"issues_found": "同"}, {"issues_found": "同"}, ([], [], [])),
        ({"issues_found": "我"}, {"issues_found": "她"}, ([], [], ["issues_found"])),
        ({"issues_found": "我"}, {"methods": ["call"]}, (["issues_found"], ["methods"], [])),
        ({"issues_found": ""}, {"issues_found": "她"}, ([], [], ["issues_found"])),
    ],
)
def test_each_field_by_itself(typed, stored, expected):
    assert merged_fields(typed, stored) == expected


def test_ticks_have_no_order():
    base = OLD | {"methods": ["hearing", "call"]}
    assert merged_fields({"methods": ["call", "hearing"]}, {"methods": ["hearing", "call"]}, base) == (
        [],
        [],
        [],
    )


def test_two_dates_are_one_time():
    """The phone moved the first day, the desk the last: together they could be no span at all."""
    assert merged_fields({"started_on": "2021-02-03"}, {"ended_on": "2021-02-05"}) == (
        [],
        [],
        ["ended_on", "started_on"],
    )


def test_what_was_not_understood_is_left_alone():
    typed = {name: value for name, value in OLD.items() if name != "ended_on"} | {"started_on": "2021-02-05"}
    assert merge_cells(typed=typed, bases=[OLD], stored=OLD, together=FIELD_GROUPS).mine == {}


def test_an_answer_that_was_lost_makes_no_clash():
    """Saved, the answer lost, typed on: what stands there now is one's own."""
    assert merged_fields(
        {"issues_found": "我再"}, {"issues_found": "我"}, OLD, OLD | {"issues_found": "我"}
    ) == (
        ["issues_found"],
        [],
        [],
    )


def test_without_any_base_nothing_is_overwritten():
    merge = merge_cells(typed=OLD | {"issues_found": "我"}, bases=[], stored=OLD)
    assert (merge.mine, merge.clashes) == ({}, {"issues_found": "旧"})


texts = st.sampled_from(["", "a", "b", "c"])


@given(base=texts, typed=texts, stored=texts)
def test_nothing_of_anyones_is_lost(base, typed, stored):
    """For one field: what is stored afterwards is one side's change, and only where the other has none."""
    merge = merge_cells(typed={"x": typed}, bases=[{"x": base}], stored={"x": stored})
    result = typed if "x" in merge.mine else stored
    if merge.clashes:
        assert typed != base
        assert stored != base
        assert typed != stored
    else:
        assert result == (typed if typed != base else stored)
