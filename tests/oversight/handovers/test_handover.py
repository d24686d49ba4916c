"""A leader or municipal liaison is replaced from a day: access, links and reports, and the way back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guidance.core import clock
from guidance.core.access import Role, get_scope
from guidance.core.records import Refused
from guidance.core.workflow.choices import Status
from guidance.oversight.handovers.actions import UnconfirmedReports, undo_handover
from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reporting.visits.models import VisitReport
from tests.cast import make_user
from tests.concurrency import run_at_once
from tests.oversight.handovers.samples import (
    DAY,
    LIAISON,
    all_links,
    record_handover,
    reload_user,
    store_report,
)
from tests.pages import read

SHANGHAI = ZoneInfo("Asia/Shanghai")


class TestTheDay:
    """Access moves at midnight in Shanghai, by itself."""

    def test_it_works(self, cast, group, successor, heir, set_today):
        scope_before = get_scope(cast.leader, Role.LEADER)
        record_handover(cast, group, successor)
        set_today(DAY - timedelta(days=1))
        assert get_scope(reload_user(cast.leader), Role.LEADER) == scope_before
        assert not get_scope(reload_user(heir), Role.LEADER).townships
        set_today(DAY)
        assert not get_scope(reload_user(cast.leader), Role.LEADER).units
        scope_after = get_scope(reload_user(heir), Role.LEADER)
        assert (scope_after.units, scope_after.townships) == (scope_before.units, scope_before.townships)
        assert scope_after.leaders == {successor.pk}

    @pytest.mark.parametrize(
        ("moment", "is_hers"),
        [
            (datetime(2021, 2, 19, 23, 59, 59, tzinfo=SHANGHAI), True),
            (datetime(2021, 2, 20, 0, 0, tzinfo=SHANGHAI), False),
        ],
    )
    def test_the_last_second_and_the_first(self, cast, group, successor, heir, monkeypatch, moment, is_hers):
        record_handover(cast, group, successor)
        monkeypatch.setattr(clock, "now", lambda: moment)
        assert bool(get_scope(reload_user(cast.leader), Role.LEADER).townships) is is_hers
        assert bool(get_scope(reload_user(heir), Role.LEADER).townships) is not is_hers

    def test_the_liaison_follows_her_leader(self, cast, group, successor, set_today):
        record_handover(cast, group, successor)
        set_today(DAY)
        assert get_scope(reload_user(cast.liaison), Role.MUNICIPAL_LIAISON).leaders == {successor.pk}

    def test_another_liaison(self, cast, group, set_today):
        person = MunicipalLiaison.objects.create(name="示例联络", post_full="示例部长")
        user = make_user("liaison_heir", Role.MUNICIPAL_LIAISON, municipal_liaison=person)
        scope_before = get_scope(cast.liaison, Role.MUNICIPAL_LIAISON)
        links_before = all_links()
        record_handover(cast, group, person, post=LIAISON)
        assert all_links() == links_before
        set_today(DAY)
        assert not get_scope(reload_user(cast.liaison), Role.MUNICIPAL_LIAISON).leaders
        assert get_scope(reload_user(user), Role.MUNICIPAL_LIAISON) == scope_before

    def test_the_links_end_and_go_on(self, cast, group, successor):
        Link.objects.filter(order=1).update(key_village_count=3)
        assert record_handover(cast, group, successor) == 6
        old, new = Link.objects.filter(township=cast.township).order_by("valid_from")
        assert (old.leader, old.valid_to) == (cast.leader_person, date(2021, 2, 19))
        assert (new.leader, new.valid_from, new.valid_to) == (successor, DAY, None)
        assert (new.order, new.key_village_count) == (1, 3)
        assert Link.objects.filter(leader=successor).count() == 6
        assert not Link.objects.filter(leader=cast.other_leader_person, valid_to__isnull=False).exists()

    def test_twice_in_turn(self, cast, group, successor, heir, set_today):
        third = Leader.objects.create(name="示例第三", post_full="示例职务", post_short="示例职务")
        record_handover(cast, group, successor, from_on=date(2021, 2, 10))
        record_handover(cast, group, third)
        for day, leader in ((9, cast.leader_person), (10, successor), (19, successor), (20, third)):
            set_today(date(2021, 2, day))
            group_then = GuidanceGroup.objects.with_posts_on(clock.today()).get(pk=group.pk)
            assert group_then.leader_now_id == leader.pk
            assert Link.objects.valid_on(clock.today()).get(township=cast.township).leader == leader


class TestPapers:
    """Old reports keep the old name; open ones go to the successor."""

    def test_the_successor_finishes_them_and_the_name_stays(self, cast, group, successor, heir, set_today):
        drafts = (
            store_report(cast, date(2021, 2, 4)),
            store_report(cast, date(2021, 2, 3), status=Status.RETURNED),
        )
        accepted = store_report(cast, date(2021, 2, 1), status=Status.ACCEPTED)
        foreign = store_report(cast, date(2021, 2, 4), township=cast.other_township)
        record_handover(cast, group, successor)
        set_today(DAY)
        user = reload_user(heir)
        assert set(VisitReport.objects.visible_to(user)) == {*drafts, accepted}
        assert set(VisitReport.objects.editable_by(user)) == set(drafts)
        for report in (*drafts, accepted, foreign):
            report.refresh_from_db()
            assert (report.leader, report.signatory) == (cast.leader_person, cast.leader_person)
        predecessor = reload_user(cast.leader)
        assert not VisitReport.objects.visible_to(predecessor).exists()
        assert not VisitReport.objects.editable_by(predecessor).exists()

    def test_the_page_of_a_returned_report(self, cast, group, successor, heir, set_today, log_in):
        paper = store_report(cast, date(2021, 2, 4), status=Status.RETURNED)
        record_handover(cast, group, successor)
        set_today(DAY)
        address = f"/visits/{paper.pk}/"
        page = log_in(heir).get(address)
        assert page.status_code == 200
        assert read(page).has_form(address)
        assert log_in(cast.leader).get(address).status_code == 404

    def test_later_visits_have_to_be_confirmed(self, cast, group, successor):
        store_report(cast, date(2021, 2, 3))
        first, second = (
            store_report(cast, date(2021, 2, 4)),
            store_report(cast, date(2021, 2, 5), status=Status.SUBMITTED),
        )
        for confirmed in ((), [first.pk]):
            with pytest.raises(UnconfirmedReports) as refusal:
                record_handover(cast, group, successor, from_on=date(2021, 2, 4), confirmed=confirmed)
            assert refusal.value.effects.later_reports == [first, second]
        assert not Handover.objects.exists()
        record_handover(cast, group, successor, from_on=date(2021, 2, 4), confirmed=[first.pk, second.pk])
        assert Handover.objects.get().from_on == date(2021, 2, 4)

    def test_her_arrangement_lapses_and_the_calendar_says_that_nobody_observes(
        self, cast, group, successor, set_today, log_in
    ):
        MeetingObserver.objects.create(plan=cast.plan, township=cast.township, leader=cast.leader_person)

        def waiting() -> str:
            return read(log_in(cast.clerk).get("/meetings/")).text.split("还没有人观摩的乡镇")[1]

        assert cast.township.printed_name not in waiting().split("已安排的观摩")[0]
        record_handover(cast, group, successor)
        set_today(DAY)
        assert cast.township.printed_name in waiting()
        assert "已安排的观摩" not in waiting()


class TestRefusals:
    """Each refusal says what is wrong, and nothing is half-written."""

    def refusal_text(self, cast, group, person, **options) -> str:
        links_before, handovers_before = all_links(), Handover.objects.count()
        with pytest.raises(Refused) as refusal:
            record_handover(cast, group, person, **options)
        assert (all_links(), Handover.objects.count()) == (links_before, handovers_before)
        return str(refusal.value)

    def test_the_same_person(self, cast, group):
        assert "就是指导一组组长" in self.refusal_text(cast, group, cast.leader_person)

    @pytest.mark.parametrize("edge", ["starts_on", "closes_on"])
    def test_a_day_outside_the_plan(self, cast, group, successor, edge):
        day = getattr(cast.plan, edge) + timedelta(days=edge == "closes_on")
        assert "须在本次换届期间" in self.refusal_text(cast, group, successor, from_on=day)

    def test_before_the_link_began(self, cast, group, successor):
        Link.objects.filter(order=2).update(valid_from=DAY)
        text = self.refusal_text(cast, group, successor)
        assert "融安县雅瑶乡（2021年2月20日起）" in text
        assert record_handover(cast, group, successor, from_on=DAY + timedelta(days=1)) == 6

    def test_another_on_the_same_day(self, cast, group, successor):
        record_handover(cast, group, successor)
        text = self.refusal_text(cast, group, cast.other_leader_person)
        assert "已登记由示例接任接替" in text

    def test_one_before_another(self, cast, group, successor):
        record_handover(cast, group, successor)
        text = self.refusal_text(cast, group, cast.other_leader_person, from_on=date(2021, 2, 10))
        assert "自2021年2月20日起另有接替（示例接任）" in text

    def test_a_part_for_somebody_without_a_group(self, cast, group, successor):
        links = frozenset([Link.objects.get(order=1).pk])
        assert "须是某个指导组的组长" in self.refusal_text(cast, group, successor, links=links)

    def test_an_empty_part(self, cast, group):
        text = self.refusal_text(cast, group, cast.other_leader_person, links=frozenset())
        assert "请勾选要移交的联系点" in text


class TestOthersLinks:
    """Only the chosen links move."""

    def test_a_part_moves_and_the_group_keeps_its_leader(self, cast, group, set_today):
        link = Link.objects.get(order=1)
        assert record_handover(cast, group, cast.other_leader_person, links=frozenset([link.pk])) == 1
        assert not Handover.objects.exists()
        set_today(DAY)
        own, other = (get_scope(reload_user(user), Role.LEADER) for user in (cast.leader, cast.other_leader))
        assert (len(own.townships), cast.township.pk in other.townships) == (5, True)
        assert cast.unit.pk in own.units

    def test_who_leads_two_groups_hands_over_one(self, cast, group, successor):
        record_handover(cast, group, cast.other_leader_person, from_on=date(2021, 2, 10))
        second = GuidanceGroup.objects.get(number=2)
        assert record_handover(cast, second, successor) == 3  # rows 7 to 9
        assert set(Link.objects.filter(leader=successor).values_list("order", flat=True)) == {7, 8, 9}


class TestTakingBack:
    """撤销 restores the links exactly."""

    def test_it_works(self, cast, group, successor, set_today):
        Link.objects.filter(order=2).update(valid_to=date(2021, 3, 1))
        links_before = all_links()
        record_handover(cast, group, successor)
        assert all_links() != links_before
        undo_handover(handover=Handover.objects.get())
        assert all_links() == links_before
        assert not Handover.objects.exists()
        set_today(DAY)
        assert get_scope(reload_user(cast.leader), Role.LEADER).leaders == {cast.leader_person.pk}

    def test_the_later_one_first(self, cast, group, successor):
        record_handover(cast, group, successor, from_on=date(2021, 2, 10))
        record_handover(cast, group, cast.other_leader_person)
        first, second = Handover.objects.order_by("from_on")
        with pytest.raises(Refused, match="请先撤销2021年2月20日的接替"):
            undo_handover(handover=first)
        undo_handover(handover=second)
        undo_handover(handover=first)
        assert not Link.objects.filter(valid_to__isnull=False).exists()

    def test_not_once_the_successor_has_reported(self, cast, group, successor, set_today):
        record_handover(cast, group, successor)
        set_today(DAY)
        paper = store_report(cast, DAY)
        paper.leader = successor
        paper.save()
        links_before = all_links()
        with pytest.raises(Refused, match="示例接任已有融安县桥板乡的情况统计表"):
            undo_handover(handover=Handover.objects.get())
        assert all_links() == links_before


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one(cast):
    group = GuidanceGroup.objects.get(number=1)
    successors = [
        cast.other_leader_person,
        Leader.objects.create(name="示例", post_full="示例", post_short="示例"),
    ]

    def attempt(person):
        def call() -> str:
            try:
                record_handover(cast, group, person)
            except Refused:
                return "refused"
            return "done"

        return call

    assert sorted(run_at_once(*[attempt(person) for person in successors])) == ["done", "refused"]
    assert Handover.objects.count() == 1
    assert Link.objects.filter(valid_from=DAY).count() == 6
