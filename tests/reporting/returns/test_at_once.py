"""The same moment, two requests: what the database's locks must hold together."""

import pytest

from guidance.reporting.returns.models import VillageReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.pages import read
from tests.reporting.returns.grids import full, open_grid, send, stored

pytestmark = pytest.mark.django_db(transaction=True)


def _press(user, township, typed):
    """A press that is ready to be made: the grid is open, the figures are typed."""
    client = logged_in_client(user)
    data = open_grid(client, township) | typed
    return lambda: send(client, township, data)


def test_a_double_click_writes_once(cast):
    press = _press(cast.reporter, cast.township, full(cast.villages[0]))
    answers = run_at_once(press, press, press)
    assert [answer.status_code for answer in answers] == [200] * 3
    assert VillageReturn.objects.get().version == 1


def test_two_people_on_different_villages_are_both_kept(cast):
    first, second, _ = cast.villages
    run_at_once(
        _press(cast.reporter, cast.township, full(first)),
        _press(cast.township_liaison, cast.township, full(second)),
    )
    assert stored(first) == stored(second) == (5, 2, 1, 1, True, False)


def test_of_two_people_on_one_village_one_wins_and_one_is_told(cast):
    village = cast.villages[0]
    answers = run_at_once(
        _press(cast.reporter, cast.township, full(village, women="1")),
        _press(cast.township_liaison, cast.township, full(village, women="3")),
    )
    told = ["没有保存" in read(answer).text for answer in answers]
    assert sorted(told) == [False, True]
    assert stored(village)[1] == (1 if told[1] else 3)
