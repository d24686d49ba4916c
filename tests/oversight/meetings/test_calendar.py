"""/meetings/ has a month, a list, filters and conflicts; test_observing.py tests who observes."""

import pytest

from guidance.reference.people.models import Leader, Link
from guidance.reference.places.models import Township
from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import Milestone
from guidance.reporting.schedules.models import VillageMeeting
from tests.cast import make_villages
from tests.days import FEB, JAN, MAR
from tests.oversight.meetings.samples import PAGE, cell_fields, store_schedule, townships_of
from tests.pages import query_count, read

LIST = {"view": "list"}


@pytest.fixture
def open_page(cast, log_in):
    return lambda user=cast.clerk, **selection: read(log_in(user).get(PAGE, selection))


def cell_of(page, start):
    """Return the one cell of the month that begins with this text."""
    (cell,) = [cell for row in page.rows for cell in row if cell.startswith(start)]
    return cell


def title(township, meeting="妇联换届选举大会"):
    return f"{township.printed_name} {meeting}"


class TestMonth:
    def test_it_works(self, cast, open_page):
        store_schedule(
            cast,
            {
                cast.township: cell_fields("party", FEB[1], actual=True)
                | cell_fields("federation", FEB[20], FEB[22])
            },
        )
        page = open_page()
        assert "会议日历 · 2021年2月" in page.text
        assert "融安县桥板乡 党组织 实际" in cell_of(page, "1 2月1日（星期一）")
        assert "融安县桥板乡 妇联 至22日 计划" in cell_of(page, "20 2月20日")
        assert cell_of(page, "21 ") == "21 2月21日（星期日） 进行中 1 场"
        assert "融安县桥板乡 妇联 结束 计划" in cell_of(page, "22 ")
        assert "/meetings/?view=list&day=2021-02-21" in [link.replace("&amp;", "&") for link in _full(page)]

    def test_the_days_of_the_plan_and_today(self, open_page):
        page = open_page()
        assert "今天" in cell_of(page, "5 ")
        tenth = cell_of(page, "10 ")
        assert "村（居）委会选举全面铺开" in tenth
        assert "日程安排表第2次报送截止" in tenth
        assert "换届完成期限" in cell_of(open_page(month="2021-03"), "31 ")

    def test_holidays_and_days_worked_instead(self, cast, open_page):
        SpecialDay.objects.create(plan=cast.plan, day=FEB[24], name="示例节")
        page = open_page()
        assert "春节 休" in cell_of(page, "11 ")
        assert "调休 上班" in cell_of(page, "20 ")
        assert "示例节 休" in cell_of(page, "24 ")
        assert "休" not in cell_of(page, "6 ")  # a plain Saturday

    def test_the_completion_of_a_unit(self, cast, open_page):
        store_schedule(cast, {cast.township: {}}, federations_done_on=FEB[25])
        assert "融安县 完成换届 计划" in cell_of(open_page(), "25 ")

    def test_words_beside_approximate_days(self, cast, open_page):
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[1], FEB[10], note="2月上旬")})
        assert "“2月上旬”" in cell_of(open_page(), "1 ")

    def test_what_has_no_day_is_listed_below(self, cast, open_page):
        first, second = townships_of(cast.unit)
        store_schedule(
            cast,
            {first: cell_fields("party", FEB[1]) | {"committee_note": "待定", "federation_note": "分批"}},
        )
        text = open_page(unit=cast.unit.pk).text.split("日期未定的会议")[1]
        assert f"{title(first, '村（居）委会换届选举大会')} 待定" in text
        assert f"{title(first)} 分批" in text
        assert "党组织" not in text.split(second.printed_name)[0]
        assert f"{title(second)} 未填" in text
        assert "融安县" not in open_page(unit=cast.other_unit.pk).text.split("日期未定的会议")[1]
        assert f"{cast.other_township.printed_name} 尚未报送日程安排表" in open_page().text

    def test_which_return_counts(self, cast, open_page):
        """The latest that is with the office: neither a draft nor an earlier one."""
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[8])}, number=1)
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[9])}, number=2, is_sent=False)
        page = open_page()
        assert "妇联" in cell_of(page, "8 ")
        assert "妇联" not in cell_of(page, "9 ")

    @pytest.mark.parametrize("month", ["2021-13", "x", "0", "%00", "99999999999999999999-01"])
    def test_a_month_that_is_none(self, open_page, month):
        assert "月份写法不对" in open_page(month=month).text

    @pytest.mark.parametrize("month", ["2000-01", "2099-12"])
    def test_at_the_ends_of_the_calendar_one_leads_back(self, open_page, month):
        links = open_page(month=month).links
        assert len([link for link in links if "month=" in link and "view=" not in link]) == 1


def _full(page):
    return [PAGE + link if link.startswith("?") else link for link in page.links]


class TestList:
    def test_it_works(self, cast, open_page):
        store_schedule(
            cast,
            {
                cast.township: cell_fields("party", JAN[20], JAN[31])
                | cell_fields("federation", JAN[30], FEB[2])
            },
        )
        page = open_page(**LIST)
        (row,) = [row for row in page.rows if row[1] == title(cast.township)]
        assert row[0] == "1月30日（星期六）至2月2日"
        assert row[2:] == ["计划", f"指导一组 {cast.leader_person.name}", ""]
        assert (
            "党组织换届选举大会" not in page.text.split("日期未定")[0].split("还没有人观摩")[0]
        )  # over in January
        assert "共 3 项" in page.text  # with the two days of the plan

    def test_one_day(self, cast, open_page):
        store_schedule(
            cast, {cast.township: cell_fields("party", FEB[7], FEB[9]) | cell_fields("federation", FEB[9])}
        )
        assert "共 1 项" in open_page(day="2021-02-08").text
        assert "共 2 项" in open_page(day="2021-02-09").text
        assert "这一天没有会议和时间节点。" in open_page(day="2021-02-12").text
        assert "日期写法不对" in open_page(day="2021-02-30").text

    def test_the_villages_days_beneath(self, cast, open_page):
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[8], FEB[9])})
        for village, day, kind in zip(cast.villages, (FEB[8], FEB[9]), ("actual", "planned"), strict=False):
            VillageMeeting.objects.create(
                plan=cast.plan, village=village, column="federation", held_on=day, kind=kind
            )
        assert "示例一村" not in open_page(**LIST).text
        cast.plan.meetings_by_village = True
        cast.plan.save()
        text = open_page(**LIST).text
        assert "2月8日（星期一） 示例一村 实际" in text
        assert "2月9日（星期二） 示例二社区 计划" in text
        assert "示例一村" in open_page(cast.township_liaison, **LIST).text


class TestFilter:
    def test_each(self, cast, open_page):
        store_schedule(
            cast, {cast.township: cell_fields("federation", FEB[8]) | cell_fields("party", FEB[7])}
        )
        store_schedule(cast, {cast.other_township: cell_fields("federation", FEB[9])})
        group, other_group = (unit.groups.get().pk for unit in (cast.unit, cast.other_unit))
        own_title, other_title = title(cast.township), title(cast.other_township)
        for own, other in (
            ({"group": group}, {"group": other_group}),
            ({"unit": cast.unit.pk}, {"unit": cast.other_unit.pk}),
            ({"leader": cast.leader_person.pk}, {"leader": cast.other_leader_person.pk}),
            ({"township": cast.township.pk}, {"township": cast.other_township.pk}),
        ):
            own_cells, other_cells = (
                [cell for row in open_page(**LIST, **selection).rows for cell in row]
                for selection in (own, other)
            )
            assert (own_title in own_cells, other_title in own_cells) == (True, False), own
            assert (own_title in other_cells, other_title in other_cells) == (False, True), other
        text = open_page(**LIST, body="party").text
        assert "共 3 项" in text

    def test_a_township_that_is_left_over_does_not_count(self, cast, open_page):
        store_schedule(cast, {cast.other_township: cell_fields("federation", FEB[9])})
        page = open_page(**LIST, unit=cast.other_unit.pk, township=cast.township.pk)
        assert title(cast.other_township) in page.text

    @pytest.mark.parametrize("name", ["group", "unit", "leader", "township", "body"])
    @pytest.mark.parametrize("value", ["x", "0", "9" * 20, "\x00"])
    def test_what_is_not_there(self, open_page, name, value):
        assert "请从列表中选择。" in open_page(**{name: value}).text

    def test_what_lies_outside_the_scope_cannot_be_chosen(self, cast, open_page):
        assert "请从列表中选择。" in open_page(cast.reporter, unit=cast.other_unit.pk).text
        assert "请从列表中选择。" in open_page(cast.leader, leader=cast.other_leader_person.pk).text


class TestWhoSees:
    def test_each_within_the_scope(self, cast, open_page):
        sibling = townships_of(cast.unit)[1]
        store_schedule(
            cast,
            {cast.township: cell_fields("federation", FEB[8]), sibling: cell_fields("federation", FEB[9])},
        )
        store_schedule(cast, {cast.other_township: cell_fields("federation", FEB[10])})
        own, next_one, other = title(cast.township), title(sibling), title(cast.other_township)
        for user, expected in (
            (cast.clerk, {own, next_one, other}),
            (cast.viewer, {own, next_one, other}),
            (cast.leader, {own, next_one}),
            (cast.liaison, {own, next_one}),
            (cast.reporter, {own, next_one}),
            (cast.other_leader, {other}),
            (cast.township_liaison, {own}),
        ):
            cells = {cell for row in open_page(user, **LIST).rows for cell in row}
            assert cells & {own, next_one, other} == expected, user

    def test_a_link_that_has_ended_is_gone(self, cast, open_page):
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[8])})
        link = Link.objects.get(township=cast.township)
        link.valid_to = FEB[5]
        link.save()
        assert title(cast.township) in open_page(**LIST).text  # its last day
        link.valid_to = FEB[4]
        link.save()
        assert cast.township.name not in open_page(**LIST).text


class TestConflicts:
    WORDS = "同一天有两场会议"

    def store_two_meetings(self, cast, first_cells, second_cells):
        first, second = townships_of(cast.unit)
        store_schedule(cast, {first: first_cells, second: second_cells})
        return first, second

    def test_both_are_marked_and_a_card_stands_at_the_top(self, cast, open_page):
        first, second = self.store_two_meetings(
            cast, cell_fields("federation", FEB[22]), cell_fields("party", FEB[22])
        )
        page = open_page()
        assert cell_of(page, "22 ").count(self.WORDS) == 2
        card = page.text.split("请取舍或与乡镇协商改期")[1]
        name = cast.leader_person.name
        conflict = f"2月22日（星期一） {name}：{first.printed_name} 妇联；{second.printed_name} 党组织"
        assert card.strip().startswith(conflict)
        marked = [row[1] for row in open_page(**LIST).rows if self.WORDS in row[-1]]
        assert sorted(marked) == sorted([title(first), title(second, "党组织换届选举大会")])

    def test_spans_and_approximate_days_do_not_clash(self, cast, open_page):
        self.store_two_meetings(
            cast, cell_fields("federation", FEB[22], FEB[23]), cell_fields("federation", FEB[22])
        )
        assert self.WORDS not in open_page().text

    def test_a_note_beside_the_day_leaves_it_open(self, cast, open_page):
        self.store_two_meetings(
            cast, cell_fields("federation", FEB[22], note="2月22日左右"), cell_fields("federation", FEB[22])
        )
        assert self.WORDS not in open_page().text

    def test_the_villages_days_clash(self, cast, open_page):
        self.store_two_meetings(
            cast, cell_fields("federation", FEB[20], FEB[23]), cell_fields("federation", FEB[22])
        )
        VillageMeeting.objects.create(
            plan=cast.plan, village=cast.villages[0], column="federation", held_on=FEB[22]
        )
        assert self.WORDS not in open_page().text
        cast.plan.meetings_by_village = True
        cast.plan.save()
        assert self.WORDS in open_page().text

    def test_the_other_one_may_be_filtered_away(self, cast, open_page):
        first, _ = self.store_two_meetings(
            cast, cell_fields("federation", FEB[22]), cell_fields("federation", FEB[22])
        )
        assert self.WORDS in open_page(township=first.pk).text

    def test_who_does_not_see_the_other_is_not_told(self, cast, open_page):
        self.store_two_meetings(cast, cell_fields("federation", FEB[22]), cell_fields("federation", FEB[22]))
        assert self.WORDS not in open_page(cast.township_liaison).text


def test_without_a_plan_it_says_what_to_do(cast, open_page):
    cast.plan.is_current = False
    cast.plan.save()
    assert "还没有当前工作方案" in open_page().text


def test_a_leader_without_links_sees_the_days_of_the_plan(cast, open_page):
    Link.objects.all().delete()
    assert "日程安排表第2次报送截止" in open_page(cast.leader).text


@pytest.mark.parametrize("selection", [{}, LIST])
def test_the_cost_does_not_grow_with_the_links(cast, log_in, selection):
    client = log_in(cast.clerk)
    cast.plan.meetings_by_village = True
    cast.plan.save()
    store_schedule(cast, {cast.township: cell_fields("federation", FEB[8])})
    client.get(PAGE, selection)
    number = 16 if selection else 17
    with query_count(number):
        client.get(PAGE, selection)
    rows = {}
    for order in range(100, 130):
        township = Township.objects.create(
            unit=cast.other_unit,
            name=f"示例{order}镇",
            official_name=f"示例{order}镇",
            code=f"450222{order}",
            kind="town",
        )
        leader = Leader.objects.create(name=f"示例{order}", post_full="示例", post_short="示例")
        Link.objects.create(plan=cast.plan, leader=leader, township=township, order=order, valid_from=JAN[13])
        rows[township] = cell_fields("federation", FEB[9]) | cell_fields("party", FEB[9], FEB[12])
        for village in make_villages(township):
            VillageMeeting.objects.create(
                plan=cast.plan, village=village, column="federation", held_on=FEB[9]
            )
    store_schedule(cast, rows)
    Milestone.objects.create(plan=cast.plan, name="示例节点", due_on=MAR[1], kind="deadline")
    with query_count(number):
        client.get(PAGE, selection)
