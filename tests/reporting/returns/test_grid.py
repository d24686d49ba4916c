"""/returns/townships/<id>/: the grid of a township's villages."""

import pytest

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.models import VillageReturn
from tests.pages import query_count, read
from tests.reporting.returns.grid_pages import (
    address,
    complete_row,
    open_grid,
    post_grid,
    row_fields,
    save_grid,
    stored_figures,
)

HEADINGS = 1


def test_it_works(cast, log_in):
    first, second, third = cast.villages
    typed = (
        complete_row(first)
        | complete_row(second, women="0", director="man")
        | row_fields(third, people="7", women="4")
    )

    page = read(save_grid(log_in(cast.reporter), cast.township, typed))

    assert "已保存 3 个村（社区）的数据。" in page.text
    assert "已报 3/3 个村（社区）。" in page.text
    assert stored_figures(first) == (5, 2, 1, 1, True, False)
    assert stored_figures(second) == (5, 0, 1, 0, True, False)
    assert stored_figures(third) == (7, 4, None, None, None, None)


def test_the_grid_lists_every_village_in_its_order(cast, log_in):
    rows = read(log_in(cast.reporter).get(address(cast.township))).rows
    assert rows[0][:5] == ["序号", "村（社区）", "职数", "成员人数", "其中女性"]
    assert [cells[1].split()[:2] for cells in rows[HEADINGS:]] == [
        ["1", "示例一村"],
        ["2", "示例二社区"],
        ["3", "示例三社区"],
    ]


def test_the_page_shows_what_is_stored(cast, log_in):
    client = log_in(cast.reporter)
    typed = complete_row(cast.villages[0])
    save_grid(client, cast.township, typed)
    form = open_grid(client, cast.township)
    assert {name: form[name] for name in typed} == {name: [text] for name, text in typed.items()}


def test_who_saved_what_is_kept(cast, log_in):
    save_grid(log_in(cast.township_liaison), cast.township, complete_row(cast.villages[0]))
    save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[0], women="3"))
    village_return = VillageReturn.objects.get()
    after, before = village_return.history.all()
    assert (village_return.saved_by, village_return.version) == (cast.reporter, 2)
    assert (before.women, before.history_user) == (2, cast.township_liaison)
    assert (after.women, after.history_user) == (3, cast.reporter)


def test_a_village_not_touched_gets_no_row(cast, log_in):
    save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[0]))
    assert VillageReturn.objects.count() == 1


def test_nothing_changed_writes_nothing(cast, log_in):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    page = read(save_grid(client, cast.township, {}))
    assert "没有改动，无需保存。" in page.text
    assert VillageReturn.objects.get().version == 1


def test_zero_is_not_blank(cast, log_in):
    save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[0], people="0", women="0"))
    assert stored_figures(cast.villages[0])[:2] == (0, 0)


@pytest.mark.parametrize("people", ["５", " 5 ", "05"])
def test_digits_are_read_as_what_they_are(cast, log_in, people):
    save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[0], people=people, women="２"))
    assert stored_figures(cast.villages[0])[:2] == (5, 2)


def test_a_row_can_be_cleared(cast, log_in):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    blank = complete_row(cast.villages[0])
    page = read(save_grid(client, cast.township, dict.fromkeys(blank, "")))
    assert "已保存 1 个村（社区）的数据。" in page.text
    assert "已报 0/3 个村（社区）。" in page.text
    assert stored_figures(cast.villages[0]) == (None,) * 6
    assert VillageReturn.objects.get().history.count() == 2


def test_a_size_outside_the_law_is_a_warning(cast, log_in):
    page = read(
        save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[2], people="4", women="2"))
    )
    assert "已保存 1 个村（社区）的数据。" in page.text
    assert "成员4人，法定为5至9人，请核对" in page.text


def test_the_committee_decides_and_not_the_name(cast, log_in):
    page = read(
        save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[1], people="4", women="2"))
    )
    assert "请核对" not in page.text


class TestStages:
    def test_each_keeps_its_own_figures(self, cast, log_in):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, complete_row(cast.villages[0], women="1"), "previous")
        save_grid(client, cast.township, complete_row(cast.villages[0], women="3"))
        assert stored_figures(cast.villages[0], "previous")[1] == 1
        assert stored_figures(cast.villages[0], "elected")[1] == 3

    def test_of_candidates_several_stand_for_director(self, cast, log_in):
        typed = row_fields(
            cast.villages[0], seats="5", people="6", women="2", director_people="2", director_women="1"
        )
        page = read(save_grid(log_in(cast.reporter), cast.township, typed, "nominated"))
        assert page.rows[0][2:] == [
            "应选人数",
            "候选人数",
            "其中女性",
            "主任候选人",
            "其中女候选人",
            "妇联主席获“两委”提名",
        ]
        assert stored_figures(cast.villages[0], "nominated")[:4] == (6, 2, 2, 1)

    def test_the_grid_of_a_stage_stays_there(self, cast, log_in):
        typed = row_fields(cast.villages[0], people="6", women="2")
        answer = save_grid(log_in(cast.reporter), cast.township, typed, "nominated")
        assert answer.url == address(cast.township, "nominated")

    @pytest.mark.parametrize("stage", ["", "x", "%00", "<b>", "ELECTED"])
    def test_a_stage_that_does_not_exist_is_the_elected(self, cast, log_in, stage):
        page = read(log_in(cast.reporter).get(address(cast.township, stage)))
        assert page.has_form("?stage=elected")


class TestSheets:
    """The Party organisation, and source and state, have sheets of their own."""

    def test_the_party_comes_first_and_keeps_the_rest(self, cast, log_in):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, complete_row(cast.villages[0]))
        typed = row_fields(cast.villages[0], secretary_woman="yes", party_people="5", party_women="2")
        typed |= row_fields(cast.villages[0], one_shoulder="yes", party_held_on="2021年1月28日")
        page = read(save_grid(client, cast.township, typed, "elected&sheet=party"))
        assert "已保存 1 个村（社区）的数据。" in page.text
        stored = VillageReturn.objects.get()
        assert (
            stored.secretary_woman,
            stored.one_shoulder,
            stored.party_people,
            stored.party_women,
        ) == (*(True, True, 5, 2),)
        assert stored.party_held_on.isoformat() == "2021-01-28"
        assert stored_figures(cast.villages[0]) == (5, 2, 1, 1, True, False)

    def test_source_and_state(self, cast, log_in):
        typed = row_fields(cast.villages[0], data_source="civil_affairs_bureau", flag="provisional")
        save_grid(log_in(cast.reporter), cast.township, typed, "elected&sheet=source")
        stored = VillageReturn.objects.get()
        assert (stored.data_source, stored.flag) == ("civil_affairs_bureau", "provisional")

    @pytest.mark.parametrize(
        ("day", "message"), [("2月3日", "请填如 2021-02-03 的日期"), ("1900-1-1", "年份1900不对")]
    )
    def test_a_day_that_cannot_be_read(self, cast, log_in, day, message):
        page = save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[0], held_on=day))
        assert message in read(page).text
        assert not VillageReturn.objects.exists()

    def test_one_that_the_stage_does_not_have_is_the_first(self, cast, log_in):
        page = read(log_in(cast.reporter).get(address(cast.township, "nominated&sheet=party")))
        assert page.has_form("?stage=nominated")


def test_a_merged_village_has_a_row_in_the_previous_term_only(cast, log_in):
    cast.villages[1].merged_into = cast.villages[0]
    cast.villages[1].save()
    client = log_in(cast.reporter)
    names = [cells[1] for cells in read(client.get(address(cast.township))).rows[HEADINGS:]]
    assert len(names) == 2
    page = read(client.get(address(cast.township, "previous")))
    assert len(page.rows) == HEADINGS + 3
    assert "已并入示例一村" in page.text


class TestScope:
    def test_a_village_of_another_township_posted_by_hand(self, cast, log_in):
        page = read(save_grid(log_in(cast.reporter), cast.township, complete_row(cast.other_villages[0])))
        assert "没有改动，无需保存。" in page.text
        assert not VillageReturn.objects.exists()

    def test_not_even_beside_an_own_one(self, cast, log_in):
        save_grid(
            log_in(cast.reporter),
            cast.township,
            complete_row(cast.villages[0]) | complete_row(cast.other_villages[0]),
        )
        assert [stored.village for stored in VillageReturn.objects.all()] == [cast.villages[0]]

    @pytest.mark.parametrize("who", ["township_liaison", "reporter", "clerk"])
    def test_who_enters(self, cast, log_in, who):
        save_grid(log_in(getattr(cast, who)), cast.township, complete_row(cast.villages[0]))
        assert VillageReturn.objects.get().saved_by == getattr(cast, who)

    @pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
    def test_who_only_reads(self, cast, log_in, who):
        save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[0]))
        client = log_in(getattr(cast, who))
        page = read(client.get(address(cast.township)))
        assert page.row("示例一村") == ["1", "示例一村", "—", "5", "2", "女", "—", "是", "否"]
        assert page.row("示例二社区")[2:] == ["—", "—", "—", "未填", "—", "未换届", "未填"]
        assert not page.has_form("?stage=elected")
        assert (
            client.post(address(cast.township), complete_row(cast.villages[0], women="5")).status_code == 403
        )
        assert stored_figures(cast.villages[0])[1] == 2

    def test_another_units_township_is_not_found(self, cast, log_in):
        client = log_in(cast.reporter)
        assert client.get(address(cast.other_township)).status_code == 404
        assert (
            client.post(address(cast.other_township), complete_row(cast.other_villages[0])).status_code == 404
        )
        assert not VillageReturn.objects.exists()


def test_pressed_twice_it_is_written_once(cast, log_in):
    client = log_in(cast.reporter)
    data = open_grid(client, cast.township) | complete_row(cast.villages[0])
    for _ in range(2):
        assert "没有保存" not in read(post_grid(client, cast.township, data)).text
    assert VillageReturn.objects.get().version == 1
    assert VillageReturn.objects.get().history.count() == 1


def test_a_township_without_villages(cast, log_in):
    Village.objects.filter(township=cast.township).delete()
    page = read(log_in(cast.reporter).get(address(cast.township)))
    assert "该乡镇（街道）还没有登记村（社区）。" in page.text


def test_without_a_plan(cast, log_in):
    Plan.objects.update(is_current=False)
    answer = log_in(cast.reporter).get(address(cast.township))
    assert answer.status_code == 403
    assert "还没有载入工作方案，暂不能填报。" in read(answer).text


@pytest.mark.parametrize(("who", "queries"), [("reporter", 9), ("viewer", 8)])
def test_it_costs_the_same_for_one_village_and_for_three(cast, log_in, who, queries):
    first, *others = cast.villages
    Village.objects.filter(pk__in=[village.pk for village in others]).update(township=_empty_township(cast))
    save_grid(log_in(cast.clerk), cast.township, complete_row(first))
    client = log_in(getattr(cast, who))
    assert len(read(client.get(address(cast.township))).rows) == HEADINGS + 1
    with query_count(queries):
        client.get(address(cast.township))
    Village.objects.filter(pk__in=[village.pk for village in others]).update(township=cast.township)
    save_grid(log_in(cast.clerk), cast.township, complete_row(others[0]) | complete_row(others[1]))
    client = log_in(getattr(cast, who))
    assert len(read(client.get(address(cast.township))).rows) == HEADINGS + 3
    with query_count(queries):
        client.get(address(cast.township))


def _empty_township(cast):
    return Township.objects.filter(unit=cast.unit, villages=None).first()
