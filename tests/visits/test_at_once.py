"""The same moment, two requests: what the database's locks must hold together."""

import pytest

from guidance.visits.models import VisitReport
from tests.at_once import at_once, client_of
from tests.pages import read
from tests.visits.reports import NEW, SEND_NEW, trail_of, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("step", "trail"), [(NEW, []), (SEND_NEW, ["上报"])])
def test_a_double_click_makes_one_report(cast, step, trail):
    client = client_of(cast.leader)
    data = read(client.get(NEW)).form(NEW) | written()

    def press():
        return client.post(step, data, follow=True)

    assert [answer.status_code for answer in at_once(press, press, press)] == [200] * 3
    assert trail_of(VisitReport.objects.get()) == trail
