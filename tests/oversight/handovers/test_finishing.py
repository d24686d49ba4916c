"""After a handover: the successor corrects and sends what came back to her predecessor; the name stays."""

from datetime import date

from guidance.core.workflow.choices import Status
from guidance.reporting.visits.queries import get_reportable_links
from tests.oversight.handovers.samples import DAY, record_handover, store_report
from tests.pages import read
from tests.reporting.visits.drafts import keep, opened
from tests.reporting.visits.reports import NEW, address, open_form


def test_it_works(cast, group, successor, heir, on, log_in):
    before = store_report(cast, date(2021, 2, 18), status=Status.RETURNED)
    record_handover(cast, group, successor)
    on(date(2021, 2, 21))
    client = log_in(heir)
    typed = open_form(client, before) | {"methods": ["hearing"], "overall_situation": "演示：接任者补充"}
    page = read(client.post(address(before, "submit"), typed, follow=True))
    assert "已上报市妇联组联部。" in page.text
    before.refresh_from_db()
    assert (before.status, before.overall_situation) == ("submitted", "演示：接任者补充")
    assert (before.leader, before.signatory) == (cast.leader_person, cast.leader_person)
    assert [step.by for step in before.transitions.all()] == [heir]


def test_it_saves_itself_too(cast, group, successor, heir, on, log_in):
    before = store_report(cast, date(2021, 2, 18))
    record_handover(cast, group, successor)
    on(date(2021, 2, 21))
    told = keep(log_in(heir), opened(log_in(heir), before), issues_found="演示：接任者")
    assert (told["errors"], told["clashes"]) == ({}, {})
    before.refresh_from_db()
    assert (before.issues_found, before.leader) == ("演示：接任者", cast.leader_person)


def test_the_predecessor_reaches_nothing(cast, group, successor, on, log_in):
    before = store_report(cast, date(2021, 2, 18))
    record_handover(cast, group, successor)
    on(DAY)
    client = log_in(cast.leader)
    assert client.get(address(before)).status_code == 404
    assert client.post(address(before, "submit"), {}).status_code == 404
    told = client.post("/visits/drafts/save/", {"draft": str(before.creation_key), "bases": "[]"}).json()
    assert "values" not in told


def test_her_own_begin_with_her_first_day(cast, group, successor, heir, on, log_in):
    record_handover(cast, group, successor)
    on(date(2021, 2, 21))
    assert [link.leader for link in get_reportable_links(heir, cast.plan)] == [successor] * 6
    client = log_in(heir)
    form = read(client.get(NEW)).form(NEW)
    link = get_reportable_links(heir, cast.plan).first()
    page = read(client.post(NEW, form | {"link": str(link.pk), "started_on": "2021-02-19"}))
    assert "该乡镇（街道）在联系指导当天不是您的联系点，请核对日期。" in page.text


def test_links_that_lie_ahead_are_not_offered(cast, group, successor):
    record_handover(cast, group, successor)
    staff_links = get_reportable_links(cast.clerk, cast.plan)
    assert successor not in {link.leader for link in staff_links}


def test_a_township_linked_twice_names_its_days(cast, group, successor, on, log_in):
    """Given away and taken back: two links of one leader, told apart in the drop-down."""
    record_handover(cast, group, successor, from_on=date(2021, 1, 25))
    record_handover(cast, group, cast.leader_person, from_on=date(2021, 2, 1))
    page = log_in(cast.leader).get(NEW).content.decode()
    assert "融安县桥板乡（1月13日起至1月24日）" in page
    assert "融安县桥板乡（2月1日起）" in page
