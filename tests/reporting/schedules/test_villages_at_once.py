"""The same moment: villages and the sheet that is made of them, in two requests."""

from datetime import date

import pytest

from guidance.reporting.schedules.models import ScheduleLine, VillageMeeting
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
)

pytestmark = pytest.mark.django_db(transaction=True)


def _page_address(cast) -> str:
    return f"/schedules/villages/{cast.township.pk}/"


def _prepare_save(user, cast, text):
    """Open the page and type; return the request that presses 保存整表."""
    client = logged_in_client(user)
    data = read(client.get(_page_address(cast))).form(_page_address(cast))
    data |= {f"village-{cast.villages[0].pk}-party": text}
    return lambda: client.post(_page_address(cast), data, follow=True)


def _prepare_submit(user, cast):
    """Open the sheet; return the request that presses 上报."""
    client = logged_in_client(user)
    data = open_form(client, cast.unit) | {"checked": "on"}
    return lambda: client.post(address(cast.unit, "submit"), data, follow=True)


@pytest.fixture
def by_village(cast):
    cast.plan.meetings_by_village = True
    cast.plan.save()
    save_sheet(logged_in_client(cast.reporter), cast.unit, complete_cells())


def test_a_double_click_stores_once(cast, by_village):
    answers = run_at_once(*[_prepare_save(cast.reporter, cast, "1.22")] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert VillageMeeting.history.count() == 1
    assert stored_return(cast.unit).version == 2


def test_of_two_people_one_wins_and_one_is_told(cast, by_village):
    answers = run_at_once(_prepare_save(cast.reporter, cast, "1.22"), _prepare_save(cast.clerk, cast, "1.23"))
    assert sorted("没有保存" in read(answer).text for answer in answers) == [False, True]
    assert VillageMeeting.objects.count() == 1
    _check_line_follows_village(cast)


def test_a_sheet_that_is_saved_meanwhile_still_says_as_the_villages(cast, by_village):
    client = logged_in_client(cast.clerk)
    data = open_form(client, cast.unit) | cells(1, committee="2.6")
    run_at_once(
        _prepare_save(cast.reporter, cast, "1.22"), lambda: client.post(address(cast.unit), data, follow=True)
    )
    _check_line_follows_village(cast)


def test_sent_meanwhile_it_was_sent_as_it_was_or_waits(cast, by_village):
    run_at_once(_prepare_save(cast.township_liaison, cast, "1.22"), _prepare_submit(cast.reporter, cast))
    paper = stored_return(cast.unit)
    if paper.is_open:
        _check_line_follows_village(cast)
    else:
        content = paper.transitions.last().content["lines"][str(cast.township.pk)]["party"]
        assert content[0] == _line(cast).party_from.isoformat() == "2021-01-20"


def _line(cast) -> ScheduleLine:
    return ScheduleLine.objects.get(township=cast.township)


def _check_line_follows_village(cast) -> None:
    day: date = VillageMeeting.objects.get().held_on
    cell = _line(cast).cell("party")
    assert (cell.span.start, cell.span.end, cell.total) == (day, day, 3)
