"""The cast is made once a database and copied for each test."""

from tests.cast import stored_cast


def test_it_works(cast):
    assert cast.township.unit == cast.unit
    assert cast.other_township.unit == cast.other_unit
    assert cast.leader_person != cast.other_leader_person


def test_each_test_has_a_copy_of_its_own(cast):
    cast.clerk.name = "某某"
    cast.township.unit.short_name = "某县"
    second_copy = stored_cast()
    assert second_copy.clerk.pk == cast.clerk.pk
    assert second_copy.clerk.name == "示例clerk"
    assert second_copy.township.unit.short_name != "某县"
