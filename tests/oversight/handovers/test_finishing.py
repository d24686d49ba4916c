"""After a handover the successor corrects and sends her predecessor's reports; their name stays."""

from datetime import date

from guidance.core.workflow.choices import Status
from guidance.reporting.visits.queries import get_reportable_links
from tests.oversight.handovers.samples import DAY, record_handover, store_report
from tests.pages import read
from tests.reporting.visits.autosave_requests import autosave_draft, open_page
from tests.reporting.visits.report_pages import NEW, address, open_form


def test_it_works(cast, group, successor, heir, set_today, log_in):
    earlier_report = store_report(cast, date(2021, 2, 18), status=Status.RETURNED)
    record_handover(cast, group, successor)
    set_today(date(2021, 2, 21))
    client = log_in(heir)
    typed = open_form(client, earlier_report) | {
        "methods": ["hearing"],
        "overall_situation": "演示：接任者补充",
    }
    page = read(client.post(address(earlier_report, "submit"), typed, follow=True))
    assert "已上报市妇联组联部。" in page.text
    earlier_report.refresh_from_db()
    assert (earlier_report.status, earlier_report.overall_situation) == ("submitted", "演示：接任者补充")
    assert (earlier_report.leader, earlier_report.signatory) == (cast.leader_person, cast.leader_person)
    assert [step.by for step in earlier_report.transitions.all()] == [heir]


def test_it_saves_itself_too(cast, group, successor, heir, set_today, log_in):
    earlier_report = store_report(cast, date(2021, 2, 18))
    record_handover(cast, group, successor)
    set_today(date(2021, 2, 21))
    answer = autosave_draft(
        log_in(heir), open_page(log_in(heir), earlier_report), issues_found="演示：接任者"
    )
    assert (answer["errors"], answer["clashes"]) == ({}, {})
    earlier_report.refresh_from_db()
    assert (earlier_report.issues_found, earlier_report.leader) == ("演示：接任者", cast.leader_person)


def test_the_predecessor_reaches_nothing(cast, group, successor, set_today, log_in):
    earlier_report = store_report(cast, date(2021, 2, 18))
    record_handover(cast, group, successor)
    set_today(DAY)
    client = log_in(cast.leader)
    assert client.get(address(earlier_report)).status_code == 404
    assert client.post(address(earlier_report, "submit"), {}).status_code == 404
    answer = client.post(
        "/visits/drafts/save/", {"draft": str(earlier_report.creation_key), "bases": "[]"}
    ).json()
    assert "values" not in answer


def test_her_own_begin_with_her_first_day(cast, group, successor, heir, set_today, log_in):
    record_handover(cast, group, successor)
    set_today(date(2021, 2, 21))
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


def test_a_township_linked_twice_names_its_days(cast, group, successor, set_today, log_in):
    """Given away and taken back: two links of one leader, told apart in the drop-down."""
    record_handover(cast, group, successor, from_on=date(2021, 1, 25))
    record_handover(cast, group, cast.leader_person, from_on=date(2021, 2, 1))
    page = log_in(cast.leader).get(NEW).content.decode()
    assert "融安县桥板乡（1月13日起至1月24日）" in page
    assert "融安县桥板乡（2月1日起）" in page
