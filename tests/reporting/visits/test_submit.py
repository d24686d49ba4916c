"""上报 and 撤回 of a visit report."""

import pytest
from django.utils.timezone import localtime

from guidance.core.access import Role
from guidance.reference.accounts.models import RoleGrant
from tests.pages import read
from tests.reporting.visits.report_pages import (
    address,
    open_form,
    press_button,
    report_fields,
    save_report,
    send_report,
    trail_verbs,
    write_draft,
)


def test_it_works(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)

    page = read(save_report(client, report, {"issues_found": "演示：人选未定"}, step="submit"))

    assert "已上报市妇联组联部。" in page.text
    report.refresh_from_db()
    assert (report.status, report.issues_found) == ("submitted", "演示：人选未定")
    assert localtime(report.submitted_at).date().isoformat() == "2021-02-05"
    assert not page.has_form(address(report))
    assert page.has_form(address(report, "withdraw"))


def test_the_liaison_drafts_and_the_leader_signs(cast, log_in):
    report = write_draft(log_in(cast.liaison))
    save_report(log_in(cast.leader), report, {}, step="submit")
    report.refresh_from_db()
    assert (report.author, report.leader, report.signatory) == (
        cast.liaison,
        cast.leader_person,
        cast.leader_person,
    )
    assert [(step.verb, step.by) for step in report.transitions.all()] == [("上报", cast.leader)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"methods": []}, "请至少选择一种联系指导方式。"),
        ({"overall_situation": " \n"}, "请填写“总体情况”。"),
    ],
)
def test_what_a_report_must_hold(cast, log_in, changes, message):
    client = log_in(cast.leader)
    report = write_draft(client)
    page = read(save_report(client, report, changes | {"issues_found": "已保存"}, step="submit"))
    assert f"已保存草稿，尚未上报：{message}" in page.text
    report.refresh_from_db()
    assert (report.status, report.signatory, report.issues_found) == ("draft", None, "已保存")


def test_pressed_twice_it_is_sent_once(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    data = open_form(client, report)
    for _ in range(2):
        page = read(client.post(address(report, "submit"), data, follow=True))
        assert "没有保存" not in page.text
    assert trail_verbs(report) == ["上报"]


def test_a_stale_report_is_not_sent(cast, log_in):
    report = write_draft(log_in(cast.liaison))
    form = open_form(log_in(cast.leader), report)
    save_report(log_in(cast.liaison), report, {"overall_situation": "联络员改"})
    page = read(log_in(cast.leader).post(address(report, "submit"), form | {"overall_situation": "领导改"}))
    assert "没有保存：示例liaison在您打开之后修改了本表" in page.text
    report.refresh_from_db()
    assert report.status == "draft"


def test_a_sent_report_cannot_be_changed(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    data = open_form(client, report)
    save_report(client, report, {}, step="submit")
    report.refresh_from_db()
    data |= {"version": str(report.version), "overall_situation": "改过"}
    page = read(client.post(address(report), data))
    assert "本表已上报，不能修改。请先撤回" in page.text
    report.refresh_from_db()
    assert report.overall_situation == "演示：进展顺利"


class TestWithdraw:
    def test_it_works(self, cast, log_in):
        client = log_in(cast.leader)
        report = send_report(client)
        page = read(press_button(client, report, "withdraw"))
        assert "已撤回，可以修改后重新上报。" in page.text
        assert page.has_form(address(report))
        assert trail_verbs(report) == ["上报", "撤回"]

    def test_not_after_acceptance(self, cast, log_in):
        report = send_report(log_in(cast.leader))
        press_button(log_in(cast.clerk), report, "accept")
        report.refresh_from_db()
        client = log_in(cast.leader)
        page = read(client.post(address(report, "withdraw"), {"version": report.version}, follow=True))
        assert "该材料已接收，不能撤回。如需更正，请联系市妇联组联部退回。" in page.text
        assert trail_verbs(report) == ["上报", "接收"]

    def test_another_leaders_report_that_one_may_read(self, cast, log_in):
        """A leader who is also a viewer reads all that was sent, and withdraws only her own."""
        RoleGrant.objects.create(user=cast.other_leader, role=Role.VIEWER)
        report = send_report(log_in(cast.leader))
        client = log_in(cast.other_leader)
        page = read(client.get(address(report)))
        assert "演示：进展顺利" in page.text
        assert not page.has_form(address(report, "withdraw"))
        for step in ("", "submit", "withdraw"):
            answer = client.post(address(report, step), report_fields(version=report.version))
            assert answer.status_code == 403
        assert trail_verbs(report) == ["上报"]

    def test_withdrawn_it_is_out_of_the_readers_sight(self, cast, log_in):
        report = send_report(log_in(cast.leader))
        press_button(log_in(cast.leader), report, "withdraw")
        assert log_in(cast.viewer).get(address(report)).status_code == 404
