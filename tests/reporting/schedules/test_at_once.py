"""The same moment, two requests: what the database's locks must hold together."""

import pytest

from guidance.reporting.schedules.models import ScheduleReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.pages import read
from tests.reporting.schedules.sheets import address, cells, complete, open_form, paper_of, save, trail_of

pytestmark = pytest.mark.django_db(transaction=True)


def _press(user, unit, typed, *, step=""):
    """A press that is ready to be made: the page is open, the cells are filled."""
    client = logged_in_client(user)
    data = open_form(client, unit) | typed
    return lambda: client.post(address(unit, step), data, follow=True)


@pytest.mark.parametrize("has_a_draft", [False, True])
def test_a_double_click_sends_once(cast, has_a_draft):
    if has_a_draft:
        save(logged_in_client(cast.reporter), cast.unit, cells(1, party="1.19"))
    press = _press(cast.reporter, cast.unit, complete(), step="submit")
    answers = run_at_once(*[press] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "alert-error" in answer.content.decode()]
    assert trail_of(paper_of(cast.unit)) == ["上报"]
    assert paper_of(cast.unit).lines.count() == 2


def test_of_two_people_one_wins_and_one_is_told(cast):
    answers = run_at_once(
        _press(cast.reporter, cast.unit, cells(1, party="1.20")),
        _press(cast.clerk, cast.unit, cells(1, party="1.21")),
    )
    told = ["没有保存" in read(answer).text for answer in answers]
    assert sorted(told) == [False, True]
    kept = ScheduleReturn.objects.get().lines.get(township=cast.township).party_from.day
    assert kept == (20 if told[1] else 21)
