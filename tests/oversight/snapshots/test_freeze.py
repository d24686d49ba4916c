"""定格 makes one snapshot for one press and keeps the figures and targets of that moment."""

import datetime
from functools import partial

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils.timezone import localtime

from guidance.oversight.snapshots.actions import freeze_figures
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.rules import targets_from_json
from guidance.reference.plans.models import ReportingRound, Target, UnitTarget
from guidance.reporting.returns.models import Tally, VillageReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.oversight.dashboard.samples import store_all_returns
from tests.pages import read

pytestmark = pytest.mark.postgres

LIST = "/dashboard/snapshots/"
FREEZE = "/dashboard/snapshots/freeze/"


def press_freeze(client, title="报组织部前的数据"):
    """Open the list, type a title, press 定格现在的数据."""
    forms = read(client.get(LIST)).forms(FREEZE)
    return client.post(FREEZE, forms[-1] | {"title": title}, follow=True)


def test_it_works(cast, log_in):
    store_all_returns(cast)
    page = read(press_freeze(log_in(cast.clerk)))
    assert "已定格为第1号" in page.text
    snapshot = Snapshot.objects.get()
    assert (snapshot.number, snapshot.title, snapshot.taken_by, snapshot.round) == (
        1,
        "报组织部前的数据",
        cast.clerk,
        None,
    )
    cast.plan.refresh_from_db()
    assert cast.plan.frozen_at == snapshot.taken_at
    assert localtime(snapshot.taken_at).date() == datetime.date(2021, 2, 5)


def test_every_tally_is_kept_with_the_unit_of_that_moment(cast):
    store_all_returns(cast)
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    fields = [f.name for f in Tally._meta.fields if f.name not in ("id", "plan")]
    live = set(Tally.objects.filter(plan=cast.plan).values_list(*fields))
    assert set(SnapshotTally.objects.filter(snapshot=snapshot).values_list(*fields)) == live
    assert any(row[fields.index("women")] == 3 for row in live)

    cast.township.unit = cast.other_unit
    cast.township.save()
    tallies = SnapshotTally.objects.filter(snapshot=snapshot, township=cast.township)
    assert {row.unit for row in tallies} == {cast.unit}


def test_later_figures_leave_it_as_it_was(cast):
    store_all_returns(cast)
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    women_before = snapshot.tallies.filter(stage="elected").aggregate(women=Sum("women"))["women"]
    VillageReturn.objects.all().delete()
    assert (
        snapshot.tallies.filter(stage="elected").aggregate(women=Sum("women"))["women"] == women_before == 8
    )


def test_the_targets_of_that_moment_are_kept(cast):
    target = Target.objects.get(plan=cast.plan, indicator="village_women_members")
    UnitTarget.objects.create(target=target, unit=cast.unit, operator="at_least", value_bp=3500)
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    target.value_bp = 5000
    target.save()
    targets = targets_from_json(Snapshot.objects.get(pk=snapshot.pk).targets)
    assert [target.code for target in targets] == list(
        Target.objects.filter(plan=cast.plan).values_list("indicator", flat=True)
    )
    (target_of_women,) = [target for target in targets if target.code == "village_women_members"]
    expected = {
        "operator": "at_least",
        "value_bp": 3000,
        "tolerance_bp": 0,
        "effort": target.get_effort_display(),
    }
    assert (target_of_women.committee_type, target_of_women.value) == ("villagers", expected)
    assert target_of_women.unit_values == {cast.unit.pk: expected | {"value_bp": 3500, "effort": "确保"}}


def test_the_history_of_the_plan_shows_it(cast, log_in):
    press_freeze(log_in(cast.clerk))
    last = cast.plan.history.first()
    assert last.frozen_at == Snapshot.objects.get().taken_at
    assert (last.history_user, last.history_change_reason) == (cast.clerk, "数据定格第1号 报组织部前的数据")


def test_a_former_state_of_the_plan_does_not_undo_the_freeze(cast, log_in):
    cast.plan.save()
    former = cast.plan.history.first()
    client = log_in(cast.clerk)
    press_freeze(client)
    address = f"/admin/guidance/plan/{cast.plan.pk}/history/{former.pk}/"
    form = read(client.get(address)).form("")
    assert client.post(address, form).status_code == 302
    cast.plan.refresh_from_db()
    assert cast.plan.frozen_at == Snapshot.objects.get().taken_at


class TestOnce:
    def test_the_same_form_sent_twice_is_one_snapshot(self, cast, log_in):
        client = log_in(cast.clerk)
        body = {"number": "1", "title": "示例"}
        answers = [client.post(FREEZE, body) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == ["/dashboard/snapshots/1/"] * 2
        assert Snapshot.objects.count() == 1

    def test_another_title_is_another_snapshot(self, cast, log_in):
        client = log_in(cast.clerk)
        press_freeze(client, "甲")
        press_freeze(client, "乙")
        press_freeze(client, "乙")  # on a page opened anew: meant anew
        assert list(Snapshot.objects.order_by("number").values_list("number", "title")) == [
            *((1, "甲"), (2, "乙"), (3, "乙"))
        ]

    def test_a_round_is_frozen_once(self, cast):
        first = ReportingRound.objects.get(number=1)
        snapshots = [freeze_figures(plan=cast.plan, by=by, round=first) for by in (cast.clerk, None)]
        assert snapshots[0] == snapshots[1]
        assert Snapshot.objects.get().taken_by == cast.clerk


class TestBadInput:
    def test_on_demand_it_must_be_said_what_for(self, cast, log_in):
        page = read(press_freeze(log_in(cast.clerk), "  "))
        assert "没有定格：请填写说明，便于日后按说明找到这些数据。" in page.text
        assert not Snapshot.objects.exists()

    def test_a_long_title_is_kept_in_the_field(self, cast, log_in):
        answer = press_freeze(log_in(cast.clerk), "长" * 101)
        assert "说明现有101字，不能超过100字。" in read(answer).text
        assert "长" * 101 in answer.content.decode()
        assert not Snapshot.objects.exists()

    @pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "1\0"])
    def test_a_number_made_by_hand_is_refused(self, cast, log_in, number):
        answer = log_in(cast.clerk).post(FREEZE, {"number": number, "title": "示例"})
        assert answer.status_code == 200
        assert not Snapshot.objects.exists()

    @pytest.mark.parametrize("number", [2, 3])
    def test_a_round_that_has_not_passed_is_refused(self, cast, log_in, number):
        body = {"round": ReportingRound.objects.get(number=number).pk}
        page = read(log_in(cast.clerk).post(FREEZE, body))
        assert "没有定格：这一次填报还没有截止，不能按截止数据定格。" in page.text
        assert not Snapshot.objects.exists()

    def test_without_a_plan_it_says_so(self, cast, log_in):
        cast.plan.is_current = False
        cast.plan.save()
        answer = log_in(cast.clerk).post(FREEZE, {"title": "示例"})
        assert answer.status_code == 403
        assert "还没有载入工作方案" in answer.content.decode()
        assert log_in(cast.clerk).get(LIST).status_code == 200


class TestDueRounds:
    def due(self, capsys):
        call_command("freeze_due_rounds")
        return capsys.readouterr().out

    def test_it_works(self, cast, capsys):
        output = self.due(capsys)
        snapshot = Snapshot.objects.get()
        assert output == f"已定格：{snapshot}。\n"
        assert snapshot.title.startswith("第1次填报数据（截止后于2021年2月5日")
        assert (snapshot.round.number, snapshot.taken_by) == (1, None)
        assert self.due(capsys) == "没有需要定格的填报批次。\n"

    def test_the_last_day_counts_wholly(self, cast, capsys, settings):
        settings.GUIDANCE_TODAY = "2021-02-10"
        self.due(capsys)
        assert list(Snapshot.objects.values_list("round__number", flat=True)) == [1]
        settings.GUIDANCE_TODAY = "2021-02-11"
        self.due(capsys)
        assert set(Snapshot.objects.values_list("round__number", flat=True)) == {1, 2}

    def test_without_a_plan_there_is_nothing_to_do(self, cast, capsys):
        cast.plan.is_current = False
        cast.plan.save()
        assert self.due(capsys) == "没有需要定格的填报批次。\n"

    def test_staff_may_press_it_too(self, cast, log_in):
        client = log_in(cast.clerk)
        assert "第1次填报已于1月15日23:59截止，还没有定格。" in read(client.get(LIST)).text
        page = read(client.post(FREEZE, {"round": ReportingRound.objects.get(number=1).pk}, follow=True))
        assert "已定格为第1号" in page.text
        assert "还没有定格" not in read(client.get(LIST)).text


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_of_the_staff_get_a_number_each(self, cast):
        other = cast.administrator
        other.role_grants.create(role="municipal_staff")
        body = {"number": "1", "title": "示例"}
        clients = logged_in_client(cast.clerk), logged_in_client(other)
        answers = run_at_once(*(partial(client.post, FREEZE, body) for client in clients))
        assert sorted(answer["Location"] for answer in answers) == [
            "/dashboard/snapshots/1/",
            "/dashboard/snapshots/2/",
        ]
        assert {snapshot.taken_by for snapshot in Snapshot.objects.all()} == {cast.clerk, other}

    def test_a_round_pressed_by_two_and_by_the_timer_is_frozen_once(self, cast):
        first = ReportingRound.objects.get(number=1)
        people = cast.clerk, cast.administrator, None
        snapshots = run_at_once(
            *(partial(freeze_figures, plan=cast.plan, by=by, round=first) for by in people)
        )
        assert len({snapshot.pk for snapshot in snapshots}) == 1
        assert Snapshot.objects.count() == 1
        assert SnapshotTally.objects.count() == Tally.objects.filter(plan=cast.plan).count()
