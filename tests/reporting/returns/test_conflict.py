"""Two people on one grid: different rows do not collide, the same row shows both."""

from guidance.reporting.returns.models import VillageReturn
from tests.pages import read
from tests.reporting.returns.grid_pages import (
    complete_row,
    form_fields,
    open_grid,
    post_grid,
    row_fields,
    save_grid,
    stored_figures,
)


def test_it_works(cast, log_in):
    first, second, _ = cast.villages
    form = open_grid(log_in(cast.reporter), cast.township)
    save_grid(log_in(cast.township_liaison), cast.township, complete_row(first, women="3"))

    typed = complete_row(first, women="1") | complete_row(second)
    answer = post_grid(log_in(cast.reporter), cast.township, form | typed)

    page = read(answer)
    assert answer.status_code == 200
    assert "没有保存：第1行 示例一村在您打开之后已被他人修改。您填写的内容都还在" in page.text
    stands = "示例township_liaison保存的是：职数 —，成员人数 5，其中女性 3，主任 女，选举日期 —，"
    stands += "妇联主席进“两委” 是，全额补贴 否"
    assert stands in page.row("示例一村")[1]
    form = form_fields(answer)
    assert {name: form[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert stored_figures(first)[1] == 3
    assert not VillageReturn.objects.filter(village=second).exists()


def test_different_rows_do_not_collide(cast, log_in):
    first, second, _ = cast.villages
    form = open_grid(log_in(cast.reporter), cast.township)
    save_grid(log_in(cast.township_liaison), cast.township, complete_row(first))
    page = read(post_grid(log_in(cast.reporter), cast.township, form | complete_row(second)))
    assert "已保存 1 个村（社区）的数据。" in page.text
    assert stored_figures(first) == stored_figures(second) == (5, 2, 1, 1, True, False)


def test_the_same_figures_typed_twice_do_not_collide(cast, log_in):
    form = open_grid(log_in(cast.reporter), cast.township)
    save_grid(log_in(cast.township_liaison), cast.township, complete_row(cast.villages[0]))
    page = read(post_grid(log_in(cast.reporter), cast.township, form | complete_row(cast.villages[0])))
    assert "没有改动，无需保存。" in page.text
    assert VillageReturn.objects.get().version == 1


def test_an_old_page_may_be_saved_where_the_row_was_not_touched(cast, log_in):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    form = open_grid(client, cast.township)
    save_grid(log_in(cast.clerk), cast.township, complete_row(cast.villages[0], women="4"))
    page = read(post_grid(log_in(cast.reporter), cast.township, form))
    assert "没有改动，无需保存。" in page.text
    assert stored_figures(cast.villages[0])[1] == 4


class TestAfterReadingBoth:
    def _collide(self, cast, log_in, *, before, theirs, mine):
        """The page that answers a conflict over the number of women."""
        village = cast.villages[0]
        save_grid(log_in(cast.clerk), cast.township, complete_row(village, women=before))
        form = open_grid(log_in(cast.reporter), cast.township)
        save_grid(log_in(cast.clerk), cast.township, complete_row(village, women=theirs))
        return post_grid(log_in(cast.reporter), cast.township, form | complete_row(village, women=mine))

    def test_saving_again_wins(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        post_grid(log_in(cast.reporter), cast.township, form_fields(conflict))
        assert stored_figures(cast.villages[0])[1] == 3
        assert VillageReturn.objects.get().saved_by == cast.reporter

    def test_theirs_may_be_taken(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        post_grid(
            log_in(cast.reporter),
            cast.township,
            form_fields(conflict) | row_fields(cast.villages[0], women="2"),
        )
        assert stored_figures(cast.villages[0])[1] == 2

    def test_what_stood_before_both_may_be_restored(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        post_grid(
            log_in(cast.reporter),
            cast.township,
            form_fields(conflict) | row_fields(cast.villages[0], women="1"),
        )
        assert stored_figures(cast.villages[0])[1] == 1

    def test_a_third_person_collides_again(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        save_grid(log_in(cast.township_liaison), cast.township, complete_row(cast.villages[0], women="4"))
        page = read(post_grid(log_in(cast.reporter), cast.township, form_fields(conflict)))
        assert "没有保存：第1行 示例一村" in page.text
        assert "示例township_liaison保存的是：职数 —，成员人数 5，其中女性 4" in page.text
        assert stored_figures(cast.villages[0])[1] == 4
