"""Two requests at the same moment, which the database's locks must serialise."""

import pytest

from guidance.reporting.visits.models import VisitReport
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.pages import read
from tests.reporting.visits.report_pages import (
    NEW,
    SEND_NEW,
    address,
    open_form,
    report_fields,
    trail_verbs,
    write_draft,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("step", "trail"), [(NEW, []), (SEND_NEW, ["上报"])])
def test_a_double_click_makes_one_report(cast, step, trail):
    client = logged_in_client(cast.leader)
    data = read(client.get(NEW)).form(NEW) | report_fields()

    def press():
        return client.post(step, data, follow=True)

    answers = run_at_once(*[press] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "alert-error" in read(answer).html]
    assert trail_verbs(VisitReport.objects.get()) == trail


@pytest.mark.parametrize(("step", "trail"), [("", []), ("submit", ["上报"])])
def test_a_double_click_saves_a_draft_once(cast, step, trail):
    client = logged_in_client(cast.leader)
    report = write_draft(client)
    data = open_form(client, report) | {"overall_situation": "改过"}

    def press():
        return client.post(address(report, step), data, follow=True)

    answers = run_at_once(*[press] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not [answer for answer in answers if "alert-error" in read(answer).html]
    assert trail_verbs(report) == trail
    assert report.history.filter(overall_situation="改过", status="draft", signatory=None).count() == 1
