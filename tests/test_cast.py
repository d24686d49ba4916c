def test_it_works(cast):
    assert cast.township.unit == cast.unit
    assert cast.other_township.unit == cast.other_unit
    assert cast.leader_person != cast.other_leader_person
