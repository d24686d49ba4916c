"""/dashboard/progress/: elections and indicators by day are read out of the returns; results by hand."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from guidance.core import clock
from guidance.oversight.dashboard.places import DashboardPlace
from guidance.oversight.dashboard.progress import queries as progress_queries
from guidance.oversight.dashboard.progress.rules import DatedShare, PlannedTownship, get_measure
from guidance.oversight.dashboard.queries import get_live_source, get_targets, make_row, sum_by_unit
from guidance.oversight.dashboard.rules import Share
from guidance.oversight.dashboard.sums import add_up
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Milestone, Target
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import delete_returns
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.schedules.models import ScheduleLine
from tests.access_scene import make_schedule, send
from tests.cast import make_villages
from tests.days import FEB
from tests.oversight.dashboard.samples import store_return
from tests.oversight.meetings.samples import cell_fields, store_schedule
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

PAGE = "/dashboard/progress/"
CITY = DashboardPlace("全市")


def schedule_line(cast, number=1, *, is_sent=True, **days):
    """Store the line of the cast's township in the unit's schedule of one round."""
    paper = make_schedule(cast.unit, number, cast.reporter)
    line = ScheduleLine.objects.create(schedule_return=paper, township=cast.township, **days)
    if is_sent:
        send(paper, cast.reporter)
    return line


def store_elections(cast):
    """Township: 1st 2/5, 3rd 0/4 (villagers); a residents' committee without its day. Elsewhere: 2nd 3/3."""
    first, second, third = cast.villages
    store_return(cast.plan, first, people=5, women=2, held_on=FEB[1])
    store_return(cast.plan, second, people=4, women=0, held_on=FEB[3])
    store_return(cast.plan, third, people=6, women=3)
    store_return(cast.plan, cast.other_villages[0], people=3, women=3, held_on=FEB[2])


@pytest.fixture
def held_elections(cast):
    """held_elections(user) returns the elections of the committees by day as this user sees them."""
    return lambda user=cast.clerk, place=CITY, body=ScheduleColumn.COMMITTEE: (
        progress_queries.get_held_elections(user, cast.plan, place, body, clock.today())
    )


class TestHeld:
    def test_it_works(self, cast, held_elections):
        store_elections(cast)
        elections = held_elections()
        assert elections.by_day == {FEB[1]: 1, FEB[2]: 1, FEB[3]: 1}
        assert (elections.undated, elections.in_future, elections.linked, elections.planned) == (1, 0, 0, [])

    def test_the_scope_and_the_place(self, cast, held_elections):
        store_elections(cast)
        assert held_elections(cast.other_reporter).by_day == {FEB[2]: 1}
        assert held_elections(place=DashboardPlace("", units=[cast.unit.pk])).by_day == {FEB[1]: 1, FEB[3]: 1}
        assert held_elections(place=DashboardPlace("", township=cast.other_township.pk)).by_day == {FEB[2]: 1}

    def test_each_body_has_its_own_day(self, cast, held_elections):
        first, second, third = cast.villages
        store_return(cast.plan, first, secretary_woman=True, party_held_on=FEB[1])
        store_return(cast.plan, second, party_people=3, party_women=1)
        store_return(cast.plan, third, chair_in_two_committees=False, federation_held_on=FEB[4])
        party, federation = (
            held_elections(body=ScheduleColumn.PARTY),
            held_elections(body=ScheduleColumn.FEDERATION),
        )
        assert (party.by_day, party.undated) == ({FEB[1]: 1}, 1)
        assert (federation.by_day, federation.undated) == ({FEB[4]: 1}, 0)

    def test_what_does_not_count(self, cast, held_elections):
        first, second, third = cast.villages
        store_return(cast.plan, first, people=5, women=2, held_on=FEB[1], flag="not_applicable")
        store_return(cast.plan, second, "nominated", people=5, women=2, held_on=FEB[1])
        store_return(cast.plan, third, people=5, women=2, held_on=FEB[1])
        Village.objects.filter(pk=third.pk).update(merged_into=first)
        assert held_elections().by_day == {}

    def test_a_day_still_to_come_is_told_apart(self, cast, held_elections):
        store_return(cast.plan, cast.villages[0], people=5, women=2, held_on=FEB[6])
        assert held_elections().in_future == 1

    def test_the_schedule_beside_the_same_townships(self, cast, held_elections):
        """Three villages planned by the 4th; two of them are dated; elsewhere does not enter."""
        store_elections(cast)
        schedule_line(cast, committee_from=FEB[1], committee_to=FEB[4])
        elections = held_elections()
        assert elections.by_day_in_planned == {FEB[1]: 1, FEB[3]: 1}
        assert elections.planned == [PlannedTownship("融安县桥板乡", FEB[1], FEB[4], villages=3, held=2)]
        assert elections.planned[0].is_behind(clock.today())

    def test_a_draft_plans_nothing(self, cast, held_elections):
        schedule_line(cast, is_sent=False, committee_from=FEB[1], committee_to=FEB[4])
        assert (held_elections().planned, held_elections().linked) == ([], 0)

    def test_the_latest_return_counts(self, cast, held_elections):
        schedule_line(cast, 2, committee_from=FEB[2], committee_to=FEB[6])
        schedule_line(cast, 1, committee_from=FEB[1], committee_to=FEB[4])
        assert [township.end for township in held_elections().planned] == [FEB[6]]

    def test_a_returned_later_one_leaves_the_earlier_in_force(self, cast, held_elections):
        schedule_line(cast, 1, committee_from=FEB[1], committee_to=FEB[4])
        schedule_line(cast, 2, is_sent=False, committee_from=FEB[2], committee_to=FEB[6])
        assert [township.end for township in held_elections().planned] == [FEB[4]]

    def test_a_line_without_days_is_linked_but_not_planned(self, cast, held_elections):
        store_elections(cast)
        schedule_line(cast, committee_note="待定", party_from=FEB[1], party_to=FEB[1])
        assert (held_elections().linked, held_elections().planned, held_elections().by_day_in_planned) == (
            1,
            [],
            {},
        )
        assert len(held_elections(body=ScheduleColumn.PARTY).planned) == 1

    def test_rounds_do_not_multiply_the_villages(self, cast, held_elections):
        for number in (1, 2, 3):
            schedule_line(cast, number, committee_from=FEB[1], committee_to=FEB[4])
        tallies.recount_townships([cast.township.pk])
        assert [township.villages for township in held_elections().planned] == [3]

    def test_another_unit_sees_none_of_it(self, cast, held_elections):
        schedule_line(cast, committee_from=FEB[1], committee_to=FEB[4])
        assert held_elections(cast.other_reporter).linked == 0
        assert held_elections(cast.township_liaison).linked == 1

    def test_a_township_liaison_sees_none_of_the_units_other_rows(self, cast, held_elections):
        sibling = Township.objects.get(links__order=2)
        days = cell_fields("committee", FEB[1], FEB[4])
        store_schedule(cast, {cast.township: days, sibling: days})
        assert held_elections(cast.reporter).linked == 2
        assert [township.name for township in held_elections(cast.township_liaison).planned] == [
            cast.township.printed_name
        ]


def test_the_days_that_the_plan_names(cast):
    marks = progress_queries.get_marks(cast.plan)
    assert [(mark.day.isoformat()[5:], mark.name) for mark in marks] == [
        ("01-15", "日程安排表第1次报送截止"),
        ("01-24", "推选村（社区）“两委”班子成员候选人"),
        ("01-30", "党组织选举全面铺开"),
        ("02-10", "村（居）委会选举全面铺开"),
        ("02-10", "日程安排表第2次报送截止"),
        ("03-10", "日程安排表第3次报送截止"),
        ("03-31", "换届完成期限"),
    ]


def make_target(plan, code):
    (target,) = [target for target in get_targets(plan) if target.code == code]
    return target, get_measure(target.indicator)


def by_held(cast, code, user=None, place=CITY):
    where = (user or cast.clerk, cast.plan, place, *make_target(cast.plan, code))
    return progress_queries.get_shares_by_election_day(*where, clock.today())


def by_known(cast, code, user=None, place=CITY):
    where = (user or cast.clerk, cast.plan, place, *make_target(cast.plan, code))
    return progress_queries.get_shares_as_known(*where)


class TestIndicatorByDay:
    def test_members(self, cast):
        """Villagers' committees: 2/5, then with 3/3 5/8, then with 0/4 5/12; the residents' are others."""
        store_elections(cast)
        points, undated = by_held(cast, "village_women_members")
        assert points == [
            DatedShare(FEB[1], Share(2, 5)),
            DatedShare(FEB[2], Share(5, 8)),
            DatedShare(FEB[3], Share(5, 12)),
        ]
        assert undated == 0
        assert by_held(cast, "community_women_members") == ([], 1)

    def test_directors_and_answers(self, cast):
        first, second, _ = cast.villages
        store_return(cast.plan, first, people=5, women=2, director_people=1, director_women=1, held_on=FEB[1])
        store_return(
            cast.plan, second, people=4, women=1, director_people=1, director_women=0, held_on=FEB[1]
        )
        store_return(
            cast.plan, cast.other_villages[0], chair_in_two_committees=True, federation_held_on=FEB[4]
        )
        assert by_held(cast, "village_women_directors")[0] == [DatedShare(FEB[1], Share(1, 2))]
        assert by_held(cast, "chair_in_two_committees")[0] == [DatedShare(FEB[4], Share(1, 1))]

    def test_committees_with_a_woman(self, cast):
        Target.objects.create(plan=cast.plan, indicator="units_with_woman_member", operator="none")
        store_elections(cast)
        points, _ = by_held(cast, "units_with_woman_member")
        assert [point.share for point in points] == [Share(1, 1), Share(2, 2), Share(2, 3)]


def save_on(day, row):
    """Save a return as if on this day, at eleven at night."""
    row._history_date = timezone.make_aware(datetime.combine(day, time(23, 0)))
    row.save()


class TestKnownByDay:
    CODE = "village_women_members"

    def store_return_on(self, cast, village, day, **figures):
        row = VillageReturn(plan=cast.plan, village=village, stage="elected", **figures)
        save_on(day, row)
        return row

    def test_later_corrections_move_later_days_only(self, cast):
        """1st: 2/5. 2nd: with 0/4 2/9. 4th: the second is corrected to 1/4, 3/9."""
        first, second, third = cast.villages
        self.store_return_on(cast, first, FEB[1], people=5, women=2)
        row = self.store_return_on(cast, second, FEB[2], people=4, women=0)
        self.store_return_on(cast, third, FEB[2], people=6, women=6)  # a residents' committee
        row.women = 1
        save_on(FEB[4], row)
        assert by_known(cast, self.CODE) == [
            DatedShare(FEB[1], Share(2, 5)),
            DatedShare(FEB[2], Share(2, 9)),
            DatedShare(FEB[4], Share(3, 9)),
        ]

    def test_the_last_point_is_what_the_dashboard_shows(self, cast):
        store_elections(cast)
        source = get_live_source(cast.clerk, cast.plan)
        total = make_row(_all_of(sum_by_unit(source)), source.targets)
        shares = {figure.code: figure.share for figure in total.figures}
        for code in (self.CODE, "community_women_members"):
            assert by_known(cast, code)[-1].share == shares[code]

    def test_deleted_and_not_applicable_figures_leave(self, cast):
        first, second, _ = cast.villages
        deleted_return = self.store_return_on(cast, first, FEB[1], people=5, women=2)
        other = self.store_return_on(cast, second, FEB[1], people=4, women=0)
        other.flag = "not_applicable"
        save_on(FEB[3], other)
        delete_returns([VillageReturn.objects.get(pk=deleted_return.pk)])  # today
        assert [(point.day, point.share) for point in by_known(cast, self.CODE)] == [
            (FEB[1], Share(2, 9)),
            (FEB[3], Share(2, 5)),
            (FEB[5], Share(0, 0)),
        ]

    def test_the_scope(self, cast):
        self.store_return_on(cast, cast.villages[0], FEB[1], people=5, women=2)
        assert by_known(cast, self.CODE, cast.other_reporter) == []
        assert len(by_known(cast, self.CODE, cast.township_liaison)) == 1
        assert by_known(cast, self.CODE, place=DashboardPlace("", units=[cast.other_unit.pk])) == []


def _all_of(parts):
    parts[0].sums = add_up(part.sums for part in parts)
    return parts[0]


class TestPage:
    def test_it_works(self, cast, log_in):
        store_elections(cast)
        schedule_line(cast, committee_from=FEB[1], committee_to=FEB[4])
        page = read(log_in(cast.clerk).get(f"{PAGE}?known=yes"))
        assert "换届进度 · 全市" in page.text
        assert "村（居）委会换届已完成 3/6 个村（社区）" in page.text
        assert "另有 1 个已报结果、未填日期，未计入" in page.text
        days = {row[0]: row[1:] for row in page.rows if len(row) == 7}
        assert days["2月3日（星期三）"] == ["1", "3", "50.0%", "0", "2", ""]
        assert days["2月4日（星期四）"] == ["0", "3", "50.0%", "3", "2", ""]
        assert days["2月5日（星期五） 今天"] == ["0", "3", "50.0%", "3", "2", ""]
        assert days["2月10日（星期三）"] == [
            *("—", "—", "—", "3", "—"),
            "村（居）委会选举全面铺开；日程安排表第2次报送截止",
        ]
        assert "已报日期的联系乡镇（街道）1/1 个：到今天计划完成 3 个村（社区），实际完成 2 个" in page.text
        *compared, standing = page.row("融安县桥板乡")
        assert compared == ["融安县桥板乡", "2月1日至2月4日", "3", "2", "1"]
        assert standing.startswith("日期已过，尚未完成")
        assert ["2月2日（星期二）", "62.5%", "5/8"] in page.rows

    def test_another_body_and_indicator(self, cast, log_in):
        store_return(cast.plan, cast.villages[0], chair_in_two_committees=True, federation_held_on=FEB[4])
        page = read(log_in(cast.clerk).get(f"{PAGE}?body=federation&indicator=chair_in_two_committees"))
        assert "妇联换届已完成 1/6 个村（社区）" in page.text
        assert "村（社区）妇联主席进“两委”：按日变化" in page.text
        assert ["2月4日（星期四）", "100.0%", "1/1"] in page.rows

    def test_known_is_read_only_when_asked_for(self, cast, log_in):
        store_elections(cast)
        assert "当日掌握" not in read(log_in(cast.clerk).get(PAGE)).text.replace("同时看当日掌握的数据", "")

    def test_more_history_than_one_page_can_read(self, cast, log_in, monkeypatch):
        store_elections(cast)
        monkeypatch.setattr(progress_queries, "MAX_STATES", 2)
        page = read(log_in(cast.clerk).get(f"{PAGE}?known=yes"))
        assert "请先选择指导组或填报单位" in page.text
        assert ["2月2日（星期二）", "62.5%", "5/8"] in page.rows  # the rest of the page stands

    def test_a_date_after_today_is_told(self, cast, log_in):
        store_return(cast.plan, cast.villages[0], people=5, women=2, held_on=FEB[6])
        assert "1 个日期晚于今天，未计入，请核对" in read(log_in(cast.clerk).get(PAGE)).text

    def test_nothing_yet(self, cast, log_in):
        tallies.recount_townships([cast.township.pk])
        page = read(log_in(cast.clerk).get(PAGE))
        assert "还没有填报村（居）委会换届日期的村（社区）" in page.text
        assert "还没有已上报的日程安排表" in page.text

    def test_a_schedule_without_days(self, cast, log_in):
        schedule_line(cast, committee_note="待定")
        tallies.recount_townships([cast.township.pk])
        assert "村（居）委会换届时间都还未定" in read(log_in(cast.clerk).get(PAGE)).text

    @pytest.mark.parametrize("query", ["body=x", "body=%00", "indicator=x"])
    def test_an_unknown_choice_shows_the_usual_one(self, cast, log_in, query):
        store_elections(cast)
        assert "村（居）委会换届已完成 3/6" in read(log_in(cast.clerk).get(f"{PAGE}?{query}")).text

    def test_before_anything_is_loaded(self, cast, log_in):
        cast.plan.is_current = False
        cast.plan.save()
        assert "还没有村（社区）资料" in read(log_in(cast.clerk).get(PAGE)).text

    def test_the_cost_does_not_grow_with_the_rows(self, cast, log_in):
        client = log_in(cast.clerk)
        store_elections(cast)
        schedule_line(cast, committee_from=FEB[1], committee_to=FEB[4])
        client.get(PAGE)
        with query_count(21):
            client.get(f"{PAGE}?known=yes")
        township = cast.township
        township.pk, township.name, township.code = None, "示例镇", "450224199"
        township.save()
        for village in make_villages(township):
            store_return(cast.plan, village, people=5, women=1, held_on=FEB[2])
        Milestone.objects.create(plan=cast.plan, name="示例节点", due_on=FEB[20], kind="deadline")
        with query_count(21):
            client.get(f"{PAGE}?known=yes")
