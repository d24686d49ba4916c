"""Two requests at the same moment, which the database's locks must serialise."""

import pytest

from guidance.reporting.returns.models import VillageReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.pages import read
from tests.reporting.returns.grid_pages import complete_row, open_grid, post_grid, stored_figures

pytestmark = pytest.mark.django_db(transaction=True)


def _prepare_save(user, township, typed):
    """Open the grid and type; return the request that presses the button."""
    client = logged_in_client(user)
    data = open_grid(client, township) | typed
    return lambda: post_grid(client, township, data)


def test_a_double_click_writes_once(cast):
    press = _prepare_save(cast.reporter, cast.township, complete_row(cast.villages[0]))
    answers = run_at_once(press, press, press)
    assert [answer.status_code for answer in answers] == [302] * 3
    assert VillageReturn.objects.get().version == 1


def test_two_people_on_different_villages_are_both_kept(cast):
    first, second, _ = cast.villages
    run_at_once(
        _prepare_save(cast.reporter, cast.township, complete_row(first)),
        _prepare_save(cast.township_liaison, cast.township, complete_row(second)),
    )
    assert stored_figures(first) == stored_figures(second) == (5, 2, 1, 1, True, False)


def test_of_two_people_on_one_village_one_wins_and_one_is_told(cast):
    village = cast.villages[0]
    answers = run_at_once(
        _prepare_save(cast.reporter, cast.township, complete_row(village, women="1")),
        _prepare_save(cast.township_liaison, cast.township, complete_row(village, women="3")),
    )
    refused = ["没有保存" in read(answer).text for answer in answers]
    assert sorted(refused) == [False, True]
    assert stored_figures(village)[1] == (1 if refused[1] else 3)
