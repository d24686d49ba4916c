"""确认导入 writes once, all or nothing, against the database of that moment."""

import pytest

from guidance.core import clock
from guidance.reference.places.models import Village, VillageAlias
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.models import Tally, VillageReturn
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.oversight.dashboard.samples import store_return
from tests.pages import read
from tests.reporting.returns.imports.import_pages import (
    address,
    confirm_import,
    error_lines,
    import_counts,
    only_upload,
    upload_workbook,
)
from tests.reporting.returns.imports.samples import (
    HEADS,
    store_upload,
    xlsx,
)

pytestmark = pytest.mark.postgres


@pytest.fixture
def rows(cast):
    first, second, _ = cast.villages
    return [[cast.township.name, first.name, 5, 2, "女"], [cast.township.name, second.name, 4, 1, "男"]]


def test_it_works(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    page = confirm_import(client, client.get(address("")))
    assert "已导入 2 个村（社区）的数据。" in read(page).text
    history = VillageReturn.history.order_by("village")
    assert [(record.people, record.history_type, record.history_user) for record in history] == [
        (5, "+", cast.reporter),
        (4, "+", cast.reporter),
    ]
    tally = Tally.objects.get(township=cast.township, stage="elected", committee_type="villagers")
    assert (tally.people, tally.women) == (9, 3)
    assert "已导入（2 个村（社区））" in read(client.get("/returns/import/")).text


def test_a_second_press_is_answered_as_done(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    confirm_import(client, preview)
    again = confirm_import(client, preview)
    assert "已导入 2 个村（社区）的数据。" in read(again).text
    assert VillageReturn.history.count() == 2


def test_with_an_error_left_nothing_is_written(cast, log_in, rows):
    rows[1][3] = 9
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    assert "确认导入</button>" not in read(preview).html
    page = confirm_import(client, preview)
    assert "没有导入：表中还有错误" in read(page).text
    assert not VillageReturn.objects.exists()
    assert only_upload().state == "previewed"


def test_what_changed_since_the_preview_is_shown_first(cast, log_in, rows):
    first = cast.villages[0]
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    store_return(cast.plan, first, people=7, women=3, version=1)

    page = confirm_import(client, preview)

    text = read(page).text
    assert "没有导入：预览之后系统中的数据有了变化。" in text
    assert "成员人数 7 → 5，其中女性 3 → 2" in text
    assert VillageReturn.objects.get().people == 7
    confirm_import(client, page)
    assert VillageReturn.objects.get(village=first).people == 5


def test_a_frozen_figure_needs_a_reason(cast, log_in, rows):
    store_return(cast.plan, cast.villages[0], people=5, women=1, version=1, saved_at=clock.now())
    cast.plan.frozen_at = clock.now()
    cast.plan.save()
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)

    page = confirm_import(client, client.get(address("")))
    assert "其中 1 个村（社区）的数据已经定格，请填写更正原因。" in read(page).text
    page = confirm_import(client, page, reason="长" * 101)
    assert read(page).form(address("confirm"))["reason"] == ["长" * 101]
    assert "更正原因最多100字，现有101字。" in read(page).text
    assert VillageReturn.objects.get().women == 1

    confirm_import(client, page, reason="另行选举")
    row = VillageReturn.objects.get(village=cast.villages[0])
    assert (row.women, row.flag) == (2, "corrected")
    assert row.history.latest().history_change_reason == "另行选举"


def test_what_was_given_up_is_not_imported(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    page = client.post(address("abandon"), follow=True)
    assert "已放弃，没有写入任何数据。" in read(page).text
    assert "这份表已经放弃，没有导入" in read(confirm_import(client, preview)).text
    assert not VillageReturn.objects.exists()


def test_what_was_imported_cannot_be_given_up(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    confirm_import(client, client.get(address("")))
    assert "这份表已经导入，不能放弃" in read(client.post(address("abandon"), follow=True)).text
    assert only_upload().state == "imported"


def test_a_plan_that_was_replaced_takes_no_more(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    Plan.objects.get().history.all()
    cast.plan.is_current = False
    cast.plan.save()
    assert "现在的工作方案已更换，没有导入。" in read(confirm_import(client, preview)).text
    assert not VillageReturn.objects.exists()


def test_a_township_that_was_lost_since_takes_the_rows_with_it(cast, log_in, rows):
    store_upload(cast.plan, cast.township, cast.reporter, *rows)
    client = log_in(cast.reporter)
    preview = client.get(address(""))
    cast.township.unit = cast.other_unit
    cast.township.save()
    page = confirm_import(client, preview)
    assert len(error_lines(page)) == 2
    assert not VillageReturn.objects.exists()


# Names that nobody knows.


class TestNames:
    def _page(self, cast, log_in, *rows, by=None):
        client = log_in(by or cast.reporter)
        return client, upload_workbook(client, xlsx([HEADS, *rows]))

    def test_a_name_is_decided_once_and_remembered(self, cast, log_in, media):
        first, second, _ = cast.villages
        town = cast.township.name
        client, page = self._page(
            cast, log_in, [town, "示列一村", 5, 2, "女"], [town, second.name, 4, 1, "男"]
        )
        (name,) = fields = [name for name in read(page).form(address("names")) if name.startswith("name-")]
        assert f'<optgroup label="名称相近"><option value="{first.pk}"' in read(page).html

        page = client.post(address("names"), {fields[0]: first.pk}, follow=True)
        assert error_lines(page) == []
        assert read(page).form(address("names"))[name] == [str(first.pk)]
        assert not VillageAlias.objects.exists()
        confirm_import(client, page)

        alias = VillageAlias.objects.get()
        assert (alias.spelling, alias.village, alias.township) == ("示列一村", first, cast.township)
        assert alias.history.get().history_user == cast.reporter
        ReturnUpload.objects.all().delete()
        _, page = self._page(cast, log_in, [town, "示列一村", 6, 2, "女"])
        assert import_counts(page) == {"新增": 0, "改动": 1, "不变": 0, "错误": 0, "跳过": 0}

    def test_its_rows_can_be_passed_over(self, cast, log_in, media):
        town = cast.township.name
        client, page = self._page(cast, log_in, [town, "别处村", 5, 2], [town, cast.villages[0].name, 4, 1])
        (name,) = [name for name in read(page).form(address("names")) if name.startswith("name-")]
        page = client.post(address("names"), {name: "skip"}, follow=True)
        assert import_counts(page) == {"新增": 1, "改动": 0, "不变": 0, "错误": 0, "跳过": 1}
        confirm_import(client, page)
        assert not VillageAlias.objects.exists()
        assert VillageReturn.objects.count() == 1

    @pytest.mark.parametrize("answer", ["", "999999", "foreign", "x"])
    def test_what_is_not_offered_decides_nothing(self, cast, log_in, media, answer):
        client, page = self._page(cast, log_in, [cast.township.name, "别处村", 5, 2])
        (name,) = [name for name in read(page).form(address("names")) if name.startswith("name-")]
        posted = str(cast.other_villages[0].pk) if answer == "foreign" else answer
        page = client.post(address("names"), {name: posted}, follow=True)
        assert len(error_lines(page)) == 1
        assert only_upload().decisions == {}

    def test_a_namesake_in_another_own_township_is_offered(self, cast, log_in, media):
        sibling = cast.unit.townships.exclude(pk=cast.township.pk)[0]
        village = Village.objects.create(township=sibling, name="示例甲村", committee_type="villagers")
        client, page = self._page(cast, log_in, [cast.township.name, "示例甲村", 5, 2])
        (name,) = [name for name in read(page).form(address("names")) if name.startswith("name-")]
        assert f"示例甲村（{sibling.name}）" in read(page).html
        page = client.post(address("names"), {name: village.pk}, follow=True)
        confirm_import(client, page)
        assert VillageReturn.objects.get().village == village
        _, page = self._page(cast, log_in, [cast.township.name, "示例甲村", 5, 2])

    def test_a_village_chosen_twice_is_refused(self, cast, log_in, media):
        first, town = cast.villages[0], cast.township.name
        client, page = self._page(cast, log_in, [town, first.name, 5, 2], [town, "别处村", 4, 2])
        (name,) = [name for name in read(page).form(address("names")) if name.startswith("name-")]
        page = client.post(address("names"), {name: first.pk}, follow=True)
        assert [reason for *_, reason in error_lines(page)] == [
            f"“{first.name}”在第2行和第3行各填了一次，只能留一行"
        ]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_write_once(cast):
    upload = store_upload(cast.plan, cast.township, cast.reporter)
    clients = [logged_in_client(cast.reporter), logged_in_client(cast.reporter)]
    form = read(clients[0].get(address("", upload))).form(address("confirm", upload))
    answers = run_at_once(
        *(lambda client=client: client.post(address("confirm", upload), form) for client in clients)
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert VillageReturn.history.count() == 1
