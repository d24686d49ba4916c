"""我去观摩 / 取消 arrange who observes which meeting of the women's federation (R-18)."""

from uuid import uuid4

import pytest

from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.people.models import Link
from guidance.reference.places.models import Township
from guidance.reporting.visits.models import VisitReport
from tests.access_scene import make_report, send
from tests.days import FEB
from tests.oversight.meetings.samples import PAGE, cell_fields, store_schedule, townships_of
from tests.pages import read

WAITING = "还没有人观摩的乡镇（街道）"


def address(township, step="observe"):
    return f"{PAGE}{township.pk}/{step}/"


@pytest.fixture
def open_page(cast, log_in):
    return lambda user=cast.clerk, **selection: read(log_in(user).get(PAGE, selection))


def waiting_text(page):
    """Return the text of the card."""
    return page.text.split(WAITING)[1].split("日期未定的会议")[0].split("已安排的观摩")[0]


def store_observation(cast, *methods, is_sent=True, **changes):
    report = make_report(cast.leader_person, cast.township, cast.leader)
    report.methods = list(methods)
    report.observed_village = cast.villages[0] if "observation" in methods else None
    for name, value in changes.items():
        setattr(report, name, value)
    report.save()
    return send(report, cast.leader) if is_sent else report


class TestCard:
    def test_it_works(self, cast, open_page):
        first, second = townships_of(cast.unit)
        store_schedule(cast, {first: cell_fields("federation", FEB[20]), second: {"federation_note": "待定"}})
        text = waiting_text(open_page(unit=cast.unit.pk))
        assert f"{first.printed_name} {cast.leader_person.name} · 2月20日（星期六） 计划" in text
        assert f"{second.printed_name} {cast.leader_person.name} · 待定" in text
        assert "2 个" in text

    def test_a_meeting_that_is_over_cannot_be_observed(self, cast, open_page):
        first, second = townships_of(cast.unit)
        store_schedule(
            cast, {first: cell_fields("federation", FEB[4]), second: cell_fields("federation", FEB[5])}
        )
        text = waiting_text(open_page(unit=cast.unit.pk))
        assert first.printed_name not in text
        assert second.printed_name in text

    @pytest.mark.parametrize(
        ("methods", "is_sent", "stays"),
        [
            (["observation", "hearing"], True, False),
            (["hearing"], True, True),
            (["observation"], False, True),
        ],
    )
    def test_a_report_that_was_sent(self, cast, open_page, methods, is_sent, stays):
        store_observation(cast, *methods, is_sent=is_sent)
        assert (cast.township.printed_name in waiting_text(open_page())) is stays

    def test_an_arrangement(self, cast, open_page):
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)
        page = open_page()
        assert cast.township.printed_name not in waiting_text(page)
        assert cast.township.printed_name in page.text.split("已安排的观摩")[1]
        store_observation(cast, "observation")
        assert "已安排的观摩" not in open_page().text  # done

    def test_what_another_leader_did_does_not_count(self, cast, open_page):
        report = store_observation(cast, "observation", leader=cast.other_leader_person)
        assert report.leader == cast.other_leader_person
        MeetingObserver.objects.create(
            plan=cast.plan, township=cast.township, leader=cast.other_leader_person
        )
        page = open_page()
        assert cast.township.printed_name in waiting_text(page)
        assert "已安排的观摩" not in page.text

    def test_an_arrangement_from_before_the_link_changed_counts_for_nobody(self, cast, open_page):
        MeetingObserver.objects.create(
            plan=cast.plan, township=cast.township, leader=cast.other_leader_person
        )
        assert f"{cast.other_leader_person.name}（未安排）" in waiting_text(open_page())

    def test_the_rule_and_who_is_behind(self, cast, open_page):
        name, other = cast.leader_person.name, cast.other_leader_person.name
        text = waiting_text(open_page())
        assert "按方案每位领导班子成员至少观摩1场。" in text
        assert f"{name}（未安排）" in text
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)
        text = waiting_text(open_page())
        assert f"{name}（" not in text
        assert f"{other}（未安排）" in text

    def test_an_arrangement_that_was_reported_counts_once(self, cast, open_page):
        cast.plan.observations_min = 2
        cast.plan.save()
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)
        store_observation(cast, "observation")
        assert f"{cast.leader_person.name}（已安排1场）" in waiting_text(open_page())

    def test_a_rule_of_each_township_names_no_leader(self, cast, open_page):
        cast.plan.observations_scope = "per_township"
        cast.plan.save()
        text = waiting_text(open_page())
        assert "按方案每个联系乡镇（街道）至少观摩1场。" in text
        assert "未安排" not in text

    def test_who_is_shown_it(self, cast, open_page):
        own, other = cast.township.printed_name, cast.other_township.printed_name
        for user, expected in ((cast.leader, [own]), (cast.liaison, [own]), (cast.other_leader, [other])):
            assert [name for name in (own, other) if name in waiting_text(open_page(user))] == expected
        assert other in waiting_text(open_page(cast.viewer))
        for user in (cast.reporter, cast.township_liaison):
            assert WAITING not in open_page(user).text

    def test_who_has_the_buttons(self, cast, open_page):
        for user in (cast.clerk, cast.leader, cast.liaison):
            page = open_page(user)
            assert page.has_form(address(cast.township))
            assert ("我去观摩" in page.text) is (user is not cast.clerk)  # she arranges it for others
        assert not open_page(cast.viewer).has_form(address(cast.township))

    def test_the_list_names_who_comes(self, cast, open_page):
        store_schedule(
            cast, {cast.township: cell_fields("federation", FEB[20]) | cell_fields("party", FEB[19])}
        )
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)
        rows = open_page(cast.reporter, view="list").rows
        words = f"{cast.leader_person.name}观摩"
        assert [row[1] for row in rows if words in row[-1]] == [
            f"{cast.township.printed_name} 妇联换届选举大会"
        ]


class TestPress:
    @pytest.mark.parametrize("person", ["leader", "liaison", "clerk"])
    def test_it_works(self, cast, log_in, person):
        client = log_in(getattr(cast, person))
        page = client.post(address(cast.township), {"asked": "view=list&month=2021-03"}, follow=True)
        assert page.redirect_chain[-1][0] == f"{PAGE}?view=list&month=2021-03"
        assert "已安排" in read(page).text
        observer = MeetingObserver.objects.get()
        assert (observer.township, observer.leader) == (cast.township, cast.leader_person)
        assert observer.history.get().history_user == getattr(cast, person)
        client.post(address(cast.township, "stop-observing"))
        assert not MeetingObserver.objects.exists()
        assert [version.history_type for version in MeetingObserver.history.order_by("history_id")] == [
            "+",
            "-",
        ]

    def test_twice_is_once(self, cast, log_in):
        client = log_in(cast.leader)
        for _ in range(2):
            assert client.post(address(cast.township)).status_code == 302
        assert MeetingObserver.history.count() == 1
        for _ in range(2):
            assert client.post(address(cast.township, "stop-observing")).status_code == 302
        assert MeetingObserver.history.count() == 2

    @pytest.mark.parametrize("step", ["observe", "stop-observing"])
    def test_another_leaders_township_of_her_own_unit_is_403(self, cast, log_in, step):
        link = Link.objects.get(township=townships_of(cast.unit)[1])
        link.leader = cast.other_leader_person
        link.save()
        assert log_in(cast.leader).post(address(link.township, step)).status_code == 403
        assert not MeetingObserver.history.exists()

    def test_a_township_that_is_not_linked_today_is_404(self, cast, log_in):
        unlinked = Township.objects.create(
            unit=cast.unit, name="示例镇", official_name="示例镇", code="450224199", kind="town"
        )
        assert log_in(cast.leader).post(address(unlinked)).status_code == 404
        assert log_in(cast.clerk).post(address(unlinked)).status_code == 404
        link = Link.objects.get(township=cast.township)
        link.valid_to = FEB[4]
        link.save()
        assert log_in(cast.clerk).post(address(cast.township)).status_code == 404

    def test_the_new_leader_of_a_township_is_meant(self, cast, log_in):
        link = Link.objects.get(township=cast.township)
        link.valid_to = FEB[5]
        link.save()
        Link.objects.create(
            plan=cast.plan,
            township=cast.township,
            leader=cast.other_leader_person,
            order=99,
            valid_from=FEB[5],
        )
        log_in(cast.clerk).post(address(cast.township))
        assert MeetingObserver.objects.get().leader == cast.other_leader_person

    def test_it_leads_nowhere_else(self, cast, log_in):
        for query in ("//示例.com/", "https://示例.com", "\r\nX: 1", "\x00"):
            page = log_in(cast.leader).post(address(cast.township), {"asked": query})
            assert page["Location"].startswith(PAGE)

    @pytest.mark.parametrize("number", ["0", "9" * 20, str(2**63)])
    def test_places_that_do_not_exist(self, cast, log_in, number):
        for step in ("observe", "stop-observing"):
            assert log_in(cast.clerk).post(f"{PAGE}{number}/{step}/").status_code == 404


def test_reports_are_made_as_the_page_makes_them(cast):
    """`reported` above writes what 情况统计表 writes: a list of methods."""
    report = store_observation(cast, "observation", creation_key=uuid4())
    assert VisitReport.objects.get(pk=report.pk).method_labels == ["观摩选举大会"]
