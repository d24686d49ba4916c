"""交领导审阅: the liaison drafts, the leader reads and sends (A-27)."""

from guidance.reporting.visits.models import VisitReport
from tests.pages import read
from tests.reporting.visits.autosave_requests import autosave_draft, open_page
from tests.reporting.visits.report_pages import (
    NEW,
    SEND_NEW,
    address,
    open_form,
    report_fields,
    save_report,
    trail_verbs,
    write_draft,
    write_report,
)


def test_it_works(cast, log_in):
    client = log_in(cast.liaison)
    report = write_draft(client)
    page = read(save_report(client, report, {"issues_found": "演示：补充"}, step="present"))
    assert "已交领导审阅，领导的工作台上会列出这份表。" in page.text
    report.refresh_from_db()
    assert (report.status, report.issues_found) == ("draft", "演示：补充")
    assert report.presented_at is not None

    client = log_in(cast.leader)
    assert "待您审阅" in read(client.get("/desk/")).text
    assert "示例liaison起草" in read(client.get(address(report))).text
    save_report(client, report, {}, step="submit")
    report.refresh_from_db()
    assert (report.author, report.signatory) == (cast.liaison, cast.leader_person)
    assert [(step.verb, step.by) for step in report.transitions.all()] == [("上报", cast.leader)]


def test_the_liaison_does_not_send(cast, log_in):
    client = log_in(cast.liaison)
    report = write_draft(client)
    page = read(client.get(address(report)))
    assert page.has_form(address(report))
    assert "上报</button>" not in client.get(address(report)).content.decode()
    answer = client.post(address(report, "submit"), open_form(client, report))
    assert answer.status_code == 403
    assert "由领导班子成员审阅后上报" in read(answer).text
    assert write_report(client, report_fields(), step=SEND_NEW).status_code == 403
    assert VisitReport.objects.count() == 1
    assert trail_verbs(report) == []


def test_unless_the_plan_says_so(cast, log_in):
    cast.plan.liaison_submits = True
    cast.plan.save()
    client = log_in(cast.liaison)
    report = write_draft(client)
    save_report(client, report, {}, step="submit")
    report.refresh_from_db()
    assert (report.status, report.signatory) == ("submitted", cast.leader_person)


def test_the_next_change_of_the_drafter_takes_it_back(cast, log_in):
    client = log_in(cast.liaison)
    report = write_draft(client)
    save_report(client, report, {}, step="present")
    assert "已交领导审阅" in read(client.get("/desk/")).text
    autosave_draft(client, open_page(client, report), issues_found="演示：又想起一件")
    report.refresh_from_db()
    assert report.presented_at is None


def test_a_change_of_the_leader_does_not(cast, log_in):
    report = write_draft(log_in(cast.liaison))
    save_report(log_in(cast.liaison), report, {}, step="present")
    autosave_draft(log_in(cast.leader), open_page(log_in(cast.leader), report), issues_found="演示：领导改")
    report.refresh_from_db()
    assert report.presented_at is not None


def test_a_sent_report_is_not_presented(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    data = open_form(client, report)
    save_report(client, report, {}, step="submit")
    client = log_in(cast.liaison)
    report.refresh_from_db()
    page = read(client.post(address(report, "present"), data | {"version": report.version}, follow=True))
    assert "本表已上报，不能修改。请先撤回" in page.text
    report.refresh_from_db()
    assert report.presented_at is None


def test_a_blank_form_offers_no_step_before_it_is_saved(cast, log_in):
    text = read(log_in(cast.liaison).get(NEW)).text
    assert "存草稿后可以“交领导审阅”" in text
