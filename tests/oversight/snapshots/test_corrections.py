"""更正: a frozen figure changes only with a reason, and every change is listed."""

import pytest

from guidance.oversight.snapshots.actions import freeze_figures
from guidance.oversight.snapshots.corrections import Corrections, count_corrections
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.actions import ReasonRequired, ReturnEntry, delete_returns, save_returns
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts
from tests.pages import query_count, read
from tests.reporting.returns.grid_pages import (
    complete_row,
    form_fields,
    post_grid,
    row_fields,
    save_grid,
    stored_figures,
)

pytestmark = pytest.mark.postgres

ADDRESS = "/dashboard/snapshots/1/"
REASON = "示例：另行选举"


@pytest.fixture
def frozen(cast, log_in):
    """Freeze the figures after the first village has reported everything and the others nothing."""
    save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[0]))
    return freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")


def correct_figures(client, cast, reason=REASON, **texts):
    """Change the first village's figures and give a reason."""
    return save_grid(client, cast.township, row_fields(cast.villages[0], **texts) | {"reason": reason})


def listed_changes(user, snapshot):
    """Return the listed changes, as (label, before, after) of each correction."""
    return [
        [(c.label, c.before, c.after) for c in correction.changes]
        for correction in Corrections(user, snapshot)[0:50]
    ]


class TestInTheGrid:
    def test_before_a_freeze_no_reason_is_asked(self, cast, log_in):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, complete_row(cast.villages[0]))
        answer = save_grid(client, cast.township, row_fields(cast.villages[0], women="1"))
        assert "更正原因" not in read(answer).text
        assert stored_figures(cast.villages[0])[1] == 1

    def test_a_changed_figure_needs_a_reason(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        answer = correct_figures(client, cast, reason="  ", women="3")
        page = read(answer)
        assert "没有保存：第1行 示例一村的数据已经定格，改动属于更正。" in page.text
        assert "请填写更正原因。" in page.text
        assert stored_figures(cast.villages[0])[1] == 2

        form = form_fields(answer)
        assert form[f"village-{cast.villages[0].pk}-women"] == ["3"]  # nothing typed is lost
        page = read(post_grid(client, cast.township, form | {"reason": REASON}))
        assert "已保存 1 个村（社区）的数据。" in page.text
        village_return = VillageReturn.objects.get()
        assert (village_return.women, village_return.flag) == (3, Flag.CORRECTED)
        assert village_return.history.first().history_change_reason == REASON

    def test_an_empty_figure_may_be_added_without_one(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        save_grid(
            client, cast.township, row_fields(cast.villages[0], seats="5") | complete_row(cast.villages[1])
        )
        village_return = VillageReturn.objects.get(village=cast.villages[0])
        assert (village_return.seats, village_return.flag) == (5, Flag.CONFIRMED)
        assert stored_figures(cast.villages[1])[0] == 5

    def test_what_was_frozen_stays_so_after_an_addition(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, row_fields(cast.villages[0], seats="5"))
        correct_figures(client, cast, reason="", women="3")
        assert stored_figures(cast.villages[0])[1] == 2
        correct_figures(client, cast, women="3")
        correct_figures(client, cast, reason="", women="4")  # and after a correction
        assert stored_figures(cast.villages[0])[1] == 3

    def test_a_figure_added_afterwards_changes_without_one(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, row_fields(cast.villages[0], seats="5"))
        save_grid(client, cast.township, row_fields(cast.villages[0], seats="7"))
        assert VillageReturn.objects.get().seats == 7

    def test_what_was_deleted_is_not_entered_anew_without_one(self, cast, log_in, frozen):
        delete_returns([VillageReturn.objects.get()])
        client = log_in(cast.reporter)
        save_grid(client, cast.township, complete_row(cast.villages[0]))
        assert not VillageReturn.objects.exists()
        correct_figures(
            client,
            cast,
            **{name.split("-")[2]: text for name, text in complete_row(cast.villages[0]).items()},
        )
        assert VillageReturn.objects.exists()

    def test_a_freeze_that_the_page_has_not_heard_of(self, cast, log_in):
        save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[0]))
        plan = Plan.objects.get()
        freeze_figures(plan=Plan.objects.get(), by=cast.clerk, title="示例")
        entry = ReturnEntry(cast.villages[0], Counts(people=5, women=1), 1)
        with pytest.raises(ReasonRequired):
            save_returns(
                plan=plan, township=cast.township, stage="elected", entries=[entry], by=cast.reporter
            )

    def test_a_long_reason_is_refused_and_kept(self, cast, log_in, frozen):
        page = read(correct_figures(log_in(cast.reporter), cast, reason="长" * 101, women="3"))
        assert "更正原因最多100字，现有101字。" in page.text
        assert page.form("?stage=elected")["reason"] == ["长" * 101]
        assert stored_figures(cast.villages[0])[1] == 2


class TestListed:
    def test_it_works(self, cast, log_in, frozen):
        correct_figures(log_in(cast.reporter), cast, women="1", director="man")
        page = read(log_in(cast.clerk).get(ADDRESS))
        (line,) = [cells for cells in page.rows if "融安县桥板乡 示例一村" in cells]
        assert line[1:5] == [
            *("当选", "更正 其中女性：2 → 1；女主任人数：1 → 0"),
            *(REASON, "示例reporter"),
        ]
        assert line[5].startswith("2月5日")
        assert "之后的更正 1 处" in page.text
        assert "1 处" in read(log_in(cast.clerk).get("/dashboard/snapshots/")).row("第1号")

    def test_an_added_figure_is_no_correction_nor_is_its_change(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        save_grid(
            client, cast.township, row_fields(cast.villages[0], seats="5") | complete_row(cast.villages[1])
        )
        save_grid(
            client,
            cast.township,
            row_fields(cast.villages[0], seats="7") | row_fields(cast.villages[1], women="0", director="man"),
        )
        assert listed_changes(cast.clerk, frozen) == []
        assert count_corrections(cast.clerk, [frozen]) == {}
        assert "定格以后没有更正。" in read(log_in(cast.clerk).get(ADDRESS)).text

    def test_a_frozen_figure_changed_together_with_an_added_one_is_told_alone(self, cast, log_in, frozen):
        correct_figures(log_in(cast.reporter), cast, women="1", seats="5", director="man")
        assert listed_changes(cast.clerk, frozen) == [[("其中女性", "2", "1"), ("女主任人数", "1", "0")]]

    def test_each_save_is_told_against_the_one_before_it(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        correct_figures(client, cast, people="6")
        correct_figures(client, cast, people="7")
        assert listed_changes(cast.clerk, frozen) == [[("成员人数", "6", "7")], [("成员人数", "5", "6")]]

    def test_a_figure_taken_away_and_an_answer(self, cast, log_in, frozen):
        correct_figures(log_in(cast.reporter), cast, chair_full_subsidy="", chair_in_two_committees="no")
        assert listed_changes(cast.clerk, frozen) == [
            [("妇联主席进“两委”", "是", "否"), ("妇联主席享受定员全额补贴", "否", "（空）")]
        ]

    def test_what_no_longer_applies_is_told(self, cast, log_in, frozen):
        village_return = VillageReturn.objects.get()
        village_return.flag = Flag.NOT_APPLICABLE
        village_return.save()
        assert listed_changes(cast.clerk, frozen) == [[("数据状态", "确认", "不适用")]]

    def test_the_flag_that_a_correction_sets_by_itself_is_not(self, cast, frozen):
        village_return = VillageReturn.objects.get()
        village_return.flag = Flag.CORRECTED
        village_return.save()
        assert listed_changes(cast.clerk, frozen) == []

    def test_candidates_are_called_so(self, cast, log_in):
        client, village = log_in(cast.reporter), cast.villages[0]
        save_grid(client, cast.township, row_fields(village, people="4", women="1"), "nominated")
        snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
        save_grid(client, cast.township, row_fields(village, people="5") | {"reason": REASON}, "nominated")
        assert listed_changes(cast.clerk, snapshot) == [[("候选人数", "4", "5")]]

    def test_a_deletion_and_what_is_entered_anew(self, cast, log_in, frozen):
        delete_returns(VillageReturn.objects.select_related("village"))
        correct_figures(log_in(cast.reporter), cast, people="4", women="2")
        re_entered, deleted = listed_changes(cast.clerk, frozen)
        assert re_entered == [("成员人数", "（空）", "4"), ("其中女性", "（空）", "2")]
        assert ("成员人数", "5", "（空）") in deleted
        assert ("妇联主席进“两委”", "是", "（空）") in deleted
        assert "更正（删除）" in read(log_in(cast.clerk).get(ADDRESS)).text

    def test_what_was_deleted_before_the_freeze_does_not_count(self, cast, log_in):
        client = log_in(cast.reporter)
        save_grid(client, cast.township, complete_row(cast.villages[0]))
        delete_returns(VillageReturn.objects.select_related("village"))
        snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
        save_grid(client, cast.township, complete_row(cast.villages[0]))
        assert listed_changes(cast.clerk, snapshot) == []

    def test_each_snapshot_tells_what_came_after_it(self, cast, log_in, frozen):
        client = log_in(cast.reporter)
        correct_figures(client, cast, people="6")
        second = freeze_figures(plan=cast.plan, by=cast.clerk, title="后来")
        correct_figures(client, cast, people="7")
        assert listed_changes(cast.clerk, second) == [[("成员人数", "6", "7")]]
        assert count_corrections(cast.clerk, [frozen, second]) == {frozen.pk: 2, second.pk: 1}


class TestWhoSeesThem:
    def test_everyone_sees_the_rows_of_the_own_scope(self, cast, log_in, frozen):
        correct_figures(log_in(cast.reporter), cast, people="6")
        for user in (cast.clerk, cast.viewer, cast.leader, cast.reporter, cast.township_liaison):
            assert "示例一村" in read(log_in(user).get(ADDRESS)).text
        for user in (cast.other_reporter, cast.other_leader):
            page = read(log_in(user).get(ADDRESS))
            assert "示例一村" not in page.text
            assert "定格以后，您工作范围内的数据没有更正。" in page.text
            assert "无" in read(log_in(user).get("/dashboard/snapshots/")).row("第1号")


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    client = log_in(cast.clerk)
    everyone = (
        complete_row(cast.villages[0]) | complete_row(cast.villages[1]) | complete_row(cast.villages[2])
    )
    save_grid(client, cast.township, everyone)
    freeze_figures(plan=cast.plan, by=cast.clerk, title="示例")
    correct_figures(client, cast, people="6")
    client.get(ADDRESS)
    with query_count(13):
        client.get(ADDRESS)
    figures = row_fields(cast.villages[1], people="6") | row_fields(cast.villages[2], people="7")
    save_grid(client, cast.township, figures | {"reason": REASON})
    assert "3 处" in read(client.get(ADDRESS)).text
    with query_count(13):
        client.get(ADDRESS)


def test_the_list_is_paged(cast, log_in, frozen):
    client = log_in(cast.reporter)
    for people in range(6, 58):
        correct_figures(client, cast, people=str(people))
    page = read(client.get(ADDRESS))
    assert "52 处" in page.text
    assert "第 1 / 2 页" in page.text
    last = read(client.get(ADDRESS, {"page": "2"}))
    assert "成员人数：5 → 6" in last.text
    assert "成员人数：56 → 57" not in last.text
