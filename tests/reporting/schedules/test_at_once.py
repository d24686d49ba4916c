"""Two requests at the same moment, which the database's locks must serialise."""

import pytest

from guidance.reporting.schedules.models import ScheduleReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.pages import read
from tests.reporting.schedules.sheet_pages import (
    address,
    cells,
    complete_cells,
    open_form,
    save_sheet,
    stored_return,
    trail_verbs,
)

pytestmark = pytest.mark.django_db(transaction=True)


def _prepare_press(user, unit, typed, *, step=""):
    """Open the sheet and type; return the request that presses the button."""
    client = logged_in_client(user)
    data = open_form(client, unit) | typed
    return lambda: client.post(address(unit, step), data, follow=True)


@pytest.mark.parametrize("has_a_draft", [False, True])
def test_a_double_click_sends_once(cast, has_a_draft):
    if has_a_draft:
        save_sheet(logged_in_client(cast.reporter), cast.unit, cells(1, party="1.19"))
    press = _prepare_press(cast.reporter, cast.unit, complete_cells(), step="submit")
    answers = run_at_once(*[press] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "alert-error" in read(answer).html]
    assert trail_verbs(stored_return(cast.unit)) == ["上报"]
    assert stored_return(cast.unit).lines.count() == 2


def test_of_two_people_one_wins_and_one_is_told(cast):
    answers = run_at_once(
        _prepare_press(cast.reporter, cast.unit, cells(1, party="1.20")),
        _prepare_press(cast.clerk, cast.unit, cells(1, party="1.21")),
    )
    refused = ["没有保存" in read(answer).text for answer in answers]
    assert sorted(refused) == [False, True]
    stored_day = ScheduleReturn.objects.get().lines.get(township=cast.township).party_from.day
    assert stored_day == (20 if refused[1] else 21)
