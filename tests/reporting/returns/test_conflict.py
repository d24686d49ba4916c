"""Two people on one grid: different rows do not collide, the same row shows both."""

from guidance.reporting.returns.models import VillageReturn
from tests.pages import read
from tests.reporting.returns.grids import full, open_grid, row, save, send, stored, typed_in


def test_it_works(cast, log_in):
    first, second, _ = cast.villages
    opened = open_grid(log_in(cast.reporter), cast.township)
    save(log_in(cast.township_liaison), cast.township, full(first, women="3"))

    typed = full(first, women="1") | full(second)
    answer = send(log_in(cast.reporter), cast.township, opened | typed)

    page = read(answer)
    assert answer.status_code == 200
    assert "没有保存：第1行 示例一村在您打开之后已被他人修改。您填写的内容都还在" in page.text
    stands = "示例township_liaison保存的是：职数 —，成员人数 5，其中女性 3，主任 女，选举日期 —，"
    stands += "妇联主席进“两委” 是，全额补贴 否"
    assert stands in page.row("示例一村")[1]
    form = typed_in(answer)
    assert {name: form[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert stored(first)[1] == 3
    assert not VillageReturn.objects.filter(village=second).exists()


def test_different_rows_do_not_collide(cast, log_in):
    first, second, _ = cast.villages
    opened = open_grid(log_in(cast.reporter), cast.township)
    save(log_in(cast.township_liaison), cast.township, full(first))
    page = read(send(log_in(cast.reporter), cast.township, opened | full(second)))
    assert "已保存 1 个村（社区）的数据。" in page.text
    assert stored(first) == stored(second) == (5, 2, 1, 1, True, False)


def test_the_same_figures_typed_twice_do_not_collide(cast, log_in):
    opened = open_grid(log_in(cast.reporter), cast.township)
    save(log_in(cast.township_liaison), cast.township, full(cast.villages[0]))
    page = read(send(log_in(cast.reporter), cast.township, opened | full(cast.villages[0])))
    assert "没有改动，无需保存。" in page.text
    assert VillageReturn.objects.get().version == 1


def test_an_old_page_may_be_saved_where_the_row_was_not_touched(cast, log_in):
    client = log_in(cast.reporter)
    save(client, cast.township, full(cast.villages[0]))
    opened = open_grid(client, cast.township)
    save(log_in(cast.clerk), cast.township, full(cast.villages[0], women="4"))
    page = read(send(log_in(cast.reporter), cast.township, opened))
    assert "没有改动，无需保存。" in page.text
    assert stored(cast.villages[0])[1] == 4


class TestAfterReadingBoth:
    def _collide(self, cast, log_in, *, before, theirs, mine):
        """The page of a conflict over how many women there are."""
        village = cast.villages[0]
        save(log_in(cast.clerk), cast.township, full(village, women=before))
        opened = open_grid(log_in(cast.reporter), cast.township)
        save(log_in(cast.clerk), cast.township, full(village, women=theirs))
        return send(log_in(cast.reporter), cast.township, opened | full(village, women=mine))

    def test_saving_again_wins(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        send(log_in(cast.reporter), cast.township, typed_in(conflict))
        assert stored(cast.villages[0])[1] == 3
        assert VillageReturn.objects.get().saved_by == cast.reporter

    def test_theirs_may_be_taken(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        send(log_in(cast.reporter), cast.township, typed_in(conflict) | row(cast.villages[0], women="2"))
        assert stored(cast.villages[0])[1] == 2

    def test_what_stood_before_both_may_be_restored(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        send(log_in(cast.reporter), cast.township, typed_in(conflict) | row(cast.villages[0], women="1"))
        assert stored(cast.villages[0])[1] == 1

    def test_a_third_person_collides_again(self, cast, log_in):
        conflict = self._collide(cast, log_in, before="1", theirs="2", mine="3")
        save(log_in(cast.township_liaison), cast.township, full(cast.villages[0], women="4"))
        page = read(send(log_in(cast.reporter), cast.township, typed_in(conflict)))
        assert "没有保存：第1行 示例一村" in page.text
        assert "示例township_liaison保存的是：职数 —，成员人数 5，其中女性 4" in page.text
        assert stored(cast.villages[0])[1] == 4
