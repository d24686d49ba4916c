"""A wrong cell is marked with row and column; the typed text stays and nothing is written."""

import pytest

from guidance.reporting.returns.models import VillageReturn
from tests.pages import read
from tests.reporting.returns.grid_pages import (
    address,
    complete_row,
    form_fields,
    open_grid,
    post_grid,
    row_fields,
    save_grid,
    stored_figures,
)

FIRST = "第1行 示例一村"


def test_it_works(cast, log_in):
    typed = complete_row(cast.villages[0], women="6") | complete_row(cast.villages[1])
    answer = save_grid(log_in(cast.reporter), cast.township, typed)
    page = read(answer)
    assert answer.status_code == 200
    assert f"没有保存，请改正标出的内容：{FIRST}：女性人数（6）多于成员人数（5）。" in page.text
    assert "女性人数（6）多于成员人数（5）" in page.row("示例一村")[4]
    form = form_fields(answer)
    assert {name: form[name] for name in typed} == {name: [text] for name, text in typed.items()}
    assert not VillageReturn.objects.exists()


@pytest.mark.parametrize(
    "text", ["-1", "3.5", "100", "五", "x", "1e1", "5人", "5 5", "🎉", "5\x00", "<b>5</b>", "9" * 10_000]
)
@pytest.mark.parametrize(("column", "label"), [("people", "成员人数"), ("women", "其中女性")])
def test_what_is_no_count(cast, log_in, text, column, label):
    answer = save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[0], **{column: text}))
    assert answer.status_code == 200
    assert f"{FIRST}：{label}请填0至99的整数。" in read(answer).text
    assert form_fields(answer)[f"village-{cast.villages[0].pk}-{column}"] == [text]
    assert "<b>5</b>" not in read(answer).html
    assert not VillageReturn.objects.exists()


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"people": "5"}, "填了成员人数，也请填女性人数（没有女性填0）"),
        ({"women": "2"}, "填了女性人数，也请填成员人数"),
        ({"director": "vacant"}, "填了主任，也请填成员人数（成员包括主任）"),
        ({"director": "man"}, "填了主任，也请填成员人数（成员包括主任）"),
        ({"people": "5", "women": "0", "director": "woman"}, "主任为女性，女性人数应至少为1（成员包括主任）"),
        ({"people": "5", "women": "5", "director": "man"}, "主任为男性，女性人数不应等于成员人数"),
        ({"people": "0", "women": "0", "director": "man"}, "填了主任，成员人数应至少为1（成员包括主任）"),
        ({"chair_full_subsidy": "yes"}, "妇联主席尚未产生，不能填全额补贴"),
        ({"director": "both"}, "主任请从列表中选择"),
        ({"chair_in_two_committees": "1"}, "妇联主席进“两委”请从列表中选择"),
        ({"chair_full_subsidy": "是"}, "全额补贴请从列表中选择"),
    ],
)
def test_figures_that_contradict_each_other(cast, log_in, texts, message):
    answer = save_grid(log_in(cast.reporter), cast.township, row_fields(cast.villages[0], **texts))
    assert answer.status_code == 200
    assert f"{FIRST}：{message}" in read(answer).text
    assert not VillageReturn.objects.exists()


def test_every_wrong_row_is_told_at_once(cast, log_in):
    typed = row_fields(cast.villages[0], people="x") | row_fields(cast.villages[2], people="5", women="6")
    page = read(save_grid(log_in(cast.reporter), cast.township, typed))
    assert f"{FIRST}：成员人数请填0至99的整数。" in page.text
    assert "第3行 示例三社区：女性人数（6）多于成员人数（5）。" in page.text


def test_one_wrong_row_keeps_all_others_from_being_written(cast, log_in):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    save_grid(
        client,
        cast.township,
        complete_row(cast.villages[0], women="3") | row_fields(cast.villages[1], people="x"),
    )
    assert stored_figures(cast.villages[0])[1] == 2
    assert VillageReturn.objects.count() == 1


def test_corrected_on_the_page_that_came_back_all_is_written(cast, log_in):
    client = log_in(cast.reporter)
    typed = complete_row(cast.villages[0]) | complete_row(cast.villages[1], women="6")
    wrong = save_grid(client, cast.township, typed)
    post_grid(client, cast.township, form_fields(wrong) | complete_row(cast.villages[1]))
    assert [stored_figures(village)[1] for village in cast.villages[:2]] == [2, 2]


def test_a_row_that_was_not_touched_is_not_judged(cast, log_in):
    """Imported figures may be contradictory; whoever changes another row need not correct them."""
    VillageReturn.objects.create(plan=cast.plan, village=cast.villages[0], stage="elected", people=5)
    page = read(save_grid(log_in(cast.reporter), cast.township, complete_row(cast.villages[1])))
    assert "已保存 1 个村（社区）的数据。" in page.text


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400])
def test_a_version_made_up_writes_nothing_over(cast, log_in, version):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    data = open_grid(client, cast.township) | complete_row(cast.villages[0], women="5")
    data |= {f"village-{cast.villages[0].pk}-version": version}
    assert post_grid(client, cast.township, data).status_code == 200
    assert stored_figures(cast.villages[0])[1] == 2


def test_a_post_of_nothing(cast, log_in):
    client = log_in(cast.reporter)
    save_grid(client, cast.township, complete_row(cast.villages[0]))
    assert client.post(address(cast.township), {}).status_code in (200, 302)
    assert stored_figures(cast.villages[0])[:2] == (5, 2)
