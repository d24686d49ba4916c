"""The preview shows all errors at once, with sheet, row, column and reason, and writes nothing."""

import pytest

from guidance.reference.places.models import Village
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import evaluate
from guidance.reporting.returns.models import VillageReturn
from tests.oversight.dashboard.samples import store_return
from tests.pages import query_count, read
from tests.reporting.returns.imports.import_pages import (
    address,
    error_lines,
    import_counts,
    sheet_rows,
    upload_workbook,
)
from tests.reporting.returns.imports.samples import (
    HEADS,
    store_upload,
    xlsx,
)

pytestmark = pytest.mark.postgres

MORE_HEADS = [*HEADS, "委员会", "主席进“两委”", "全额补贴", "选举日期", "数据来源"]


def twelve_errors(cast):
    """A row for each kind of error, with the expected column and reason."""
    town, (first, *_) = cast.township.name, cast.villages
    for number in range(4, 11):
        Village.objects.create(
            township=cast.township, name=f"示例{number}村", committee_type="villagers", sort_order=number
        )
    merged = Village.objects.create(
        township=cast.township, name="示例旧村", committee_type="villagers", merged_into=first
    )
    foreign = cast.other_township
    only_there = Village.objects.create(township=foreign, name="示例外村", committee_type="villagers")
    return [
        ([town, "示例4村", 5, 6], ("其中女性", "女性人数（6）多于成员人数（5）")),
        ([town, "示例5村", 5, 0, "女"], ("主任", "主任为女性，女性人数应至少为1（成员包括主任）")),
        ([town, "示例6村", "五", 2], ("成员人数", "“五”不对，请填0至99的整数")),
        ([town, "示例7村", 5, 2, "某人"], ("主任", "“某人”不对，请填女、男或空缺")),
        ([town, "示例8村", 5, 2, None, None, None, None, "2月1日"],
         ("选举日期", "“2月1日”不是有效日期，请填如 2021-01-24 的日期（要有年份）")),
        ([town, "示例9村", 5, 2, None, None, None, "是"],
         ("全额补贴", "妇联主席尚未产生，不能填全额补贴；请先填主席是否进“两委”")),
        ([town, "示例10村", 5, 2, None, "居委会"],
         ("委员会", "登记的是村民委员会，与表中不同；请核对是不是填错了行")),
        ([town, first.name, 5, 2], None),
        ([town, first.name, 4, 2], ("村（社区）", f"“{first.name}”在第9行和第10行各填了一次，只能留一行")),
        ([town, "示列一村", 5, 2],
         ("村（社区）", f"{town}没有“示列一村”，请在“村名”一栏选择它是哪个村（社区），或跳过这一行")),
        ([foreign.name, "示例一村", 5, 2],
         ("乡镇（街道）", f"“{foreign.name}”属于{cast.other_unit}，不在您的填报范围内")),
        ([town, only_there.name, 5, 2],
         ("村（社区）", f"“{only_there.name}”属于{foreign.printed_name}，不在您的填报范围内")),
        (["无此镇", "示例一村", 5, 2], ("乡镇（街道）", "没有“无此镇”这个乡镇（街道），请核对")),
        ([town, None, 5, 2], ("村（社区）", "没有填村（社区）名称，不知道是哪个村（社区）的数据")),
        ([town, merged.name, 5, 2],
         ("村（社区）", f"“{merged.name}”已并入“{first.name}”，只有上届数据，请删去这一行")),
        ([town, "示例二社区", 5, None, None, None, None, None, None, "本人"],
         ("数据来源", "“本人”不对，请填自报、组织部、民政局")),
    ]  # fmt: skip


def test_it_works(cast, log_in, media):
    rows = twelve_errors(cast)
    page = upload_workbook(log_in(cast.reporter), xlsx([MORE_HEADS, *(row for row, _ in rows)]))
    expected = [(f"第{number}行", *error) for number, (_, error) in enumerate(rows, start=2) if error]
    assert error_lines(page) == expected
    assert import_counts(page)["错误"] == len(expected) == 15
    assert not VillageReturn.objects.exists()
    assert "确认导入</button>" not in read(page).html


def test_added_changed_and_unchanged(cast, log_in, media):
    first, second, third = cast.villages
    store_return(cast.plan, first, people=5, women=2)
    store_return(cast.plan, second, people=4, women=1)
    town = cast.township.name
    rows = [HEADS, [town, first.name, 5, 2], [town, second.name, 4, 2], [town, third.name, 6, 3]]
    page = upload_workbook(log_in(cast.reporter), xlsx(rows))
    assert import_counts(page) == {"新增": 1, "改动": 1, "不变": 1, "错误": 0, "跳过": 0}
    text = read(page).text
    assert "其中女性 1 → 2" in text
    assert "成员人数 — → 6，其中女性 — → 3" in text


def test_a_rare_figure_is_doubted_and_not_refused(cast, log_in, media):
    row = [cast.township.name, cast.villages[0].name, 12, 2]
    page = upload_workbook(log_in(cast.reporter), xlsx([HEADS, row]))
    assert "成员12人，法定为3至7人，请核对" in read(page).text
    assert import_counts(page)["错误"] == 0


def test_changes_come_in_pages(cast, log_in, media):
    rows = [HEADS]
    for number in range(60):
        Village.objects.create(township=cast.township, name=f"示例{number}村", committee_type="villagers")
        rows.append([cast.township.name, f"示例{number}村", 5, 2, "女"])
    client = log_in(cast.reporter)
    page = upload_workbook(client, xlsx(rows))
    assert "第 1 / 2 页" in read(page).text
    second = read(client.get(address(""), {"page": 2}))
    assert "示例59村" in second.text
    assert "示例10村" not in second.text


WHOLE = [
    ([["甲", "乙"], [1, 2]], "没有找到表头：前20行中要有“村（社区）”和数据各列"),
    ([[*HEADS, "成员人数"], ["桥板乡", "示例一村", 5, 2, "女", 5]], "这一列出现了两次，分不清用哪一列"),
    (
        [["示例县换届结果（提名）"], HEADS, ["桥板乡", "示例一村", 5, 2]],
        "表上写的是“提名”，您选的阶段是“当选”",
    ),
]


@pytest.mark.parametrize(("rows", "reason"), WHOLE)
def test_a_file_can_be_wrong_as_a_whole(cast, log_in, media, rows, reason):
    page = upload_workbook(log_in(cast.reporter), xlsx(rows))
    assert [reason in text for *_, text in error_lines(page)] == [True]


def test_a_nominee_is_no_member(cast, log_in, media):
    heads = ["乡镇", "村", "应选人数", "候选人数", "女候选人", "主任候选人", "女主任候选人", "主席获提名"]
    row = [cast.township.name, cast.villages[0].name, 5, 7, 3, 2, 1, "是"]
    page = upload_workbook(log_in(cast.reporter), xlsx([heads, row]), stage="nominated")
    assert import_counts(page)["新增"] == 1
    assert "女主任候选人 — → 1" in read(page).text


def test_a_township_of_many_units_is_named_with_its_unit(cast, log_in, media):
    cast.other_township.name = cast.township.name
    cast.other_township.save()
    row = [cast.township.name, cast.villages[0].name, 5, 2, "女"]
    page = upload_workbook(log_in(cast.clerk), xlsx([HEADS, row]))
    (error,) = error_lines(page)
    assert "请加一列“填报单位”" in error[2]
    ReturnUpload.objects.all().delete()
    page = upload_workbook(log_in(cast.clerk), xlsx([["填报单位", *HEADS], [cast.unit.short_name, *row]]))
    assert error_lines(page) == []


def test_staff_see_anothers_upload_and_leave_it(cast, log_in, media):
    upload = store_upload(cast.plan, cast.township, cast.reporter)
    client = log_in(cast.clerk)
    page = read(client.get(address("", upload)))
    assert "示例.xlsx" in page.text
    assert not page.has_form(address("confirm", upload))
    assert not page.has_form(address("abandon", upload))


def test_the_annotated_copy_says_why_beside_each_row(cast, log_in, media):
    town = cast.township.name
    rows = [
        ["示例表"],
        HEADS,
        [town, "示例一村", 5, 6],
        [town, "示例二社区", 5, 2],
        [],
        [town, "=x", "五", 2],
    ]
    client = log_in(cast.reporter)
    upload_workbook(client, xlsx(rows))
    answer = client.get(address("annotated"))
    copy = sheet_rows(answer.content)
    assert copy[1] == [*HEADS, "问题（改好后可删去本列）"]
    assert copy[2] == [town, "示例一村", 5, 6, None, "“其中女性”女性人数（6）多于成员人数（5）。"]
    assert copy[3][:4] == [town, "示例二社区", 5, 2]
    assert copy[5][5].startswith("“村（社区）”")
    again = upload_workbook(client, answer.content)
    assert "中没有用到的列：问题（改好后可删去本列）。" in read(again).text


def test_what_is_wrong_with_a_sheet_stands_before_it(cast, log_in, media):
    client = log_in(cast.reporter)
    upload_workbook(client, xlsx([["示例（提名）"], HEADS, [cast.township.name, "示例一村", 5, 2]]))
    copy = sheet_rows(client.get(address("annotated")).content, "问题")
    assert copy == [["“表1”表上写的是“提名”，您选的阶段是“当选”，请核对后重新上传。"]]


def test_no_formula_leaves_with_the_copy(cast, log_in, media):
    upload = store_upload(cast.plan, cast.township, cast.reporter, ["+1+1", "@x", "=A1", "-1", None])
    copy = sheet_rows(log_in(cast.reporter).get(address("annotated", upload)).content)
    assert copy[1][:4] == ["'+1+1", "'@x", "'=A1", "'-1"]


@pytest.mark.django_db
def test_the_database_is_asked_as_often_for_many_rows(cast):
    uploads = []
    for start, number in ((0, 3), (3, 30)):
        rows = []
        for n in range(start, start + number):
            Village.objects.create(township=cast.township, name=f"示例{n}村", committee_type="villagers")
            rows.append([cast.township.name, f"示例{n}村" if n % 3 else f"例{n}材", 5, 2, "女"])
        uploads.append(store_upload(cast.plan, cast.township, cast.reporter, *rows))
    evaluate(uploads[0])  # reads the user's scope, which a request keeps
    for upload in uploads:
        with query_count(8):
            evaluate(upload)
