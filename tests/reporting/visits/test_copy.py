"""复制到另一个联系点: a journey to several townships, a report each (A-25)."""

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import read
from tests.reporting.visits.report_pages import address, link_value, press_button, send_report, write_draft


def copy_report(client, report, **typed):
    path = address(report, "copy")
    return client.post(path, read(client.get(address(report))).form(path) | typed, follow=True)


def test_it_works(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(
        client,
        methods=["hearing", "official_call"],
        visited_officials=["deputy_secretary"],
        women_reserve_count="4",
        also_named=[Link.objects.get(order=2).township.code],
        issues_found="演示：两处一样",
    )
    page = read(copy_report(client, report, link=link_value(2)))

    draft = VisitReport.objects.exclude(pk=report.pk).get()
    assert "已复制为融安县雅瑶乡的草稿，请核对后上报。" in page.text
    assert draft.township == Link.objects.get(order=2).township
    assert (draft.started_on, draft.ended_on, draft.methods) == (
        report.started_on,
        report.ended_on,
        report.methods,
    )
    assert (draft.issues_found, draft.overall_situation) == ("演示：两处一样", "演示：进展顺利")
    assert (draft.visited_officials, draft.women_reserve_count, draft.observed_village) == (
        [],
        None,
        None,
    )
    assert draft.also_named == []  # it named the township that this one is about
    assert (draft.status, draft.author, draft.leader) == (
        "draft",
        cast.leader,
        cast.leader_person,
    )


def test_a_sent_report_can_be_copied(cast, log_in):
    client = log_in(cast.leader)
    report = send_report(client)
    copy_report(client, report, link=link_value(3))
    assert VisitReport.objects.filter(status="draft").get().township == Link.objects.get(order=3).township


def test_pressed_twice_it_makes_one(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    path = address(report, "copy")
    form = read(client.get(address(report))).form(path) | {"link": link_value(2)}
    first, second = client.post(path, form), client.post(path, form)
    assert first.url == second.url
    assert VisitReport.objects.count() == 2


@pytest.mark.usefixtures("template_contexts")
def test_offered_are_her_other_links_of_those_days(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client)
    Link.objects.filter(order=3).update(valid_to="2021-02-03")
    links = client.get(address(report)).context["copy_form"].fields["link"].queryset
    assert [link.order for link in links] == [2, 4, 5, 6]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "请选择要复制到的乡镇（街道）。"),
        ("x", "不是同一位领导的联系点，不能复制。"),
        ("foreign", "不是同一位领导的联系点，不能复制。"),
        ("same", "不是同一位领导的联系点，不能复制。"),
    ],
)
def test_nothing_else(cast, log_in, value, message):
    client = log_in(cast.leader)
    report = write_draft(client)
    value = {"foreign": link_value(7), "same": link_value(1)}.get(value, value)
    assert message in read(copy_report(client, report, link=value)).text
    assert VisitReport.objects.count() == 1


def test_not_by_those_who_only_read(cast, log_in):
    report = send_report(log_in(cast.leader))
    client = log_in(cast.viewer)
    assert client.post(address(report, "copy"), {"link": link_value(2)}).status_code == 403
    press_button(log_in(cast.leader), report, "withdraw")
    assert VisitReport.objects.count() == 1
