"""An exported table can be imported unchanged; faults are shown with their row and column."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.office.import_export.admin import ReferenceAdmin
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import ReportingRound, Target
from tests.office.import_export.helpers import (
    CSV,
    XLSX,
    admin_url,
    confirmation_fields,
    export_table,
    import_table,
    row_states,
    upload_table,
    workbook,
    workbook_rows,
)
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

REFERENCE = [
    model for model, model_admin in admin.site._registry.items() if isinstance(model_admin, ReferenceAdmin)
]
HEADS = ["填报单位", "名称", "规范名称", "代码", "类别"]
NEW = ["融安县", "示例新镇", "示例新镇", "450224199", "镇"]


@pytest.fixture
def client(cast, log_in):
    return log_in(cast.clerk)


def test_it_works(client, cast):
    answer = upload_table(client, Township, workbook(HEADS, NEW))
    assert read(answer).rows[-1] == ["新增", *NEW]
    assert not Township.objects.filter(code="450224199").exists()  # a preview writes nothing
    import_table(client, Township, workbook(HEADS, NEW))
    township = Township.objects.get(code="450224199")
    assert (township.unit, township.name, township.get_kind_display()) == (cast.unit, "示例新镇", "镇")
    assert township.history.get().history_user == cast.clerk


@pytest.mark.parametrize("format", [XLSX, CSV])
@pytest.mark.parametrize("model", REFERENCE, ids=lambda model: model.__name__)
def test_what_goes_out_comes_back_unchanged(client, cast, model, format):
    cast.villages[0].former_names = ["示例旧名", "示例老名"]
    cast.villages[0].save()
    SpecialDay.objects.create(plan=cast.plan, day=date(2021, 4, 14), name="三月三")
    answer = upload_table(client, model, export_table(client, model, format), format)
    assert model.objects.exists()
    assert row_states(answer) == ["无变化"] * model.objects.count()


def test_a_changed_row_is_changed_and_all_others_left(client):
    heads, *rows = workbook_rows(export_table(client, Township))
    rows[3][heads.index("规范名称")] = "示例改名镇"
    answer = upload_table(client, Township, workbook(heads, *rows))
    assert row_states(answer) == ["无变化"] * 3 + ["修改"] + ["无变化"] * (len(rows) - 4)
    import_table(client, Township, workbook(heads, *rows))
    assert Township.objects.get(official_name="示例改名镇").code == str(rows[3][heads.index("代码")])


class TestWhatTheFileShows:
    def test_words_instead_of_codes(self, client):
        (*_, opens_on, due_on, columns), *_ = workbook_rows(export_table(client, ReportingRound))[2:]
        assert (opens_on.date(), due_on.date()) == (date(2021, 1, 16), date(2021, 2, 10))  # true dates
        assert columns == "村（社区）党组织换届选举大会时间、村（居）委会换届选举大会时间"

    def test_others_by_their_names(self, client):
        group = workbook_rows(export_table(client, GuidanceGroup))[1]
        assert group[0] == "柳妇通〔2021〕1号"
        assert group[-1] == "融安县、融水县、柳江区"

    def test_empty_cells_stay_empty(self, client):
        heads, *rows = workbook_rows(export_table(client, Link))
        assert {row[heads.index("截止日期")] for row in rows} == {None}
        heads, *rows = workbook_rows(export_table(client, ReportingUnit))
        new_areas = {row[heads.index("行政区划代码")] for row in rows if "党群工作部" in row[0]}
        assert new_areas == {None}

    @pytest.mark.parametrize("format", [XLSX, CSV])
    def test_no_text_is_run_as_a_formula(self, client, cast, format):
        cast.villages[0].name = "=1+1"
        cast.villages[0].save()
        content = export_table(client, Village, format)
        if format == XLSX:
            assert "'=1+1" in {row[1] for row in workbook_rows(content)}
        else:
            assert ",'=1+1," in content.decode("utf-8-sig")
        answer = upload_table(client, Village, content, format)
        assert set(row_states(answer)) == {"无变化"}


class TestWhatPeopleKeep:
    def test_gb18030(self, client):
        content = "\n".join(",".join(row) for row in (HEADS, NEW)).encode("gb18030")
        import_table(client, Township, content, CSV)
        assert Township.objects.filter(name="示例新镇").exists()

    def test_numbers_in_cells_blanks_in_heads_other_order(self, client):
        heads = ["代码", " 填报\n单位", "名 称", "类别", "规范名称", "备注"]
        row = [450224199, "融安县", "示例新镇", "镇", "示例新镇", "不导入的列"]
        import_table(client, Township, workbook(heads, row))
        assert Township.objects.filter(code="450224199").exists()

    def test_rows_without_a_word(self, client):
        heads, row, *_ = workbook_rows(export_table(client, Village))
        content = workbook(heads, row, [None] * len(heads), [" "] * len(heads))
        assert row_states(upload_table(client, Village, content)) == ["无变化"]

    def test_full_width_digits_and_days_in_words(self, client):
        heads = ["工作方案", "第几次", "开放填报日期", "报送截止日期（含当日）", "应填各栏"]
        row = ["柳妇通〔2021〕1号", "４", "2021年3月11日", "2021.3.31", "村（居）委会换届选举大会时间"]
        import_table(client, ReportingRound, workbook(heads, row))
        round_ = ReportingRound.objects.get(number=4)
        assert (round_.opens_on, round_.due_on) == (date(2021, 3, 11), date(2021, 3, 31))
        assert round_.required_columns == ["committee"]


def problems_text(answer):
    """Return the text of a page that lists faults."""
    text = read(answer).text
    assert "没有导入，文件中有" in text
    assert "process_import" not in answer.content.decode()
    return text


class TestWhatIsWrong:
    def test_every_row_and_column_at_once(self, client):
        rows = [
            ["无此县", *NEW[1:]],
            ["融安县", "示例甲镇", "示例甲镇", "45022419", "镇"],
            ["融安县", "", "示例乙镇", "450224197", "村"],
            NEW,
            ["融安县", "桥板乡", "桥板乡", "450224196", "乡"],
        ]
        text = problems_text(upload_table(client, Township, workbook(HEADS, *rows)))
        assert "文件中有 5 处需要改正" in text
        assert "第2行“填报单位”：填报单位中没有“无此县”，请核对或先登记。" in text
        assert "第3行“代码”：乡镇（街道）代码为9位数字，如 450224204。" in text
        assert "第4行“名称”" in text
        assert "第4行“类别”：没有“村”这一项，可填：镇、乡、街道。" in text
        assert "第6行：该填报单位已有同名乡镇（街道）。" in text
        assert not Township.objects.filter(code="450224199").exists()

    @pytest.mark.parametrize("value", ["三", "1.5", "-1", "9" * 12, "NaN", "=1"])
    def test_what_is_no_number(self, client, value):
        heads, row, *_ = workbook_rows(export_table(client, Village))
        row[heads.index("顺序")] = value
        assert "第2行“顺序”：" in problems_text(upload_table(client, Village, workbook(heads, row)))

    @pytest.mark.parametrize("value", ["2021-02-31", "二月十日", "2.10", 44000])
    def test_what_is_no_day(self, client, value):
        heads, row, *_ = workbook_rows(export_table(client, ReportingRound))
        row[heads.index("报送截止日期（含当日）")] = value
        text = problems_text(upload_table(client, ReportingRound, workbook(heads, row)))
        assert f"第2行“报送截止日期（含当日）”：“{value}”不是有效日期，请填如 2021-01-24 的日期。" in text

    @pytest.mark.parametrize("value", ["1900-01-24", "2100年1月24日", date(1900, 1, 24)])
    def test_a_year_that_is_a_slip_of_the_pen(self, client, value):
        heads, row, *_ = workbook_rows(export_table(client, ReportingRound))
        row[heads.index("报送截止日期（含当日）")] = value
        text = problems_text(upload_table(client, ReportingRound, workbook(heads, row)))
        assert re.search(
            "第2行“报送截止日期（含当日）”：年份(1900|2100)不对，请填2000年至2099年之间的日期。", text
        )

    def test_a_name_that_two_share(self, client, cast):
        twin = cast.leader_person
        twin.pk, twin.post_full = None, "示例职务"
        twin.save()
        heads, row, *_ = workbook_rows(export_table(client, Link))
        text = problems_text(upload_table(client, Link, workbook(heads, row)))
        assert f"领导班子成员中有几个“{twin.name}”，分不清是哪一个" in text

    def test_one_unknown_name_among_several(self, client):
        heads, row, *_ = workbook_rows(export_table(client, GuidanceGroup))
        row[heads.index("联系县区")] = "融安县、无此县"
        row[heads.index("组号")] = 9
        text = problems_text(upload_table(client, GuidanceGroup, workbook(heads, row)))
        assert "第2行“联系县区”：填报单位中没有“无此县”。" in text
        assert not GuidanceGroup.objects.filter(number=9).exists()

    def test_a_target_against_the_rules_of_targets(self, client):
        heads, row, *_ = workbook_rows(export_table(client, Target))
        row[heads.index("目标值（万分之）")] = 10_001
        text = problems_text(upload_table(client, Target, workbook(heads, row)))
        assert "第2行：目标值不能超过10000（即100%）。" in text

    def test_heads_that_are_missing(self, client):
        text = problems_text(upload_table(client, Township, workbook(["名称", "甲"], ["示例镇", "乙"])))
        assert "第一行缺少这些列：代码。请先导出一份，在导出的表上修改。" in text

    @pytest.mark.parametrize(
        ("content", "format"),
        [
            (b"not a workbook", XLSX),
            (workbook(), XLSX),
            (workbook(HEADS), XLSX),
            (workbook(HEADS, NEW), CSV),
            (b"\xff\xff\xff", CSV),
        ],
        ids=["no workbook", "empty workbook", "heads alone", "workbook as CSV", "no text"],
    )
    def test_what_cannot_be_read(self, client, content, format):
        text = read(upload_table(client, Township, content, format)).text
        assert "无法读取这个文件，或其中没有数据。" in text
        assert "Error" not in text

    def test_a_file_too_large(self, client):
        text = read(upload_table(client, Township, b"0" * (5 * 1024 * 1024 + 1))).text
        assert "文件超过5MB，请分成几份导入。" in text


class TestConfirming:
    def test_pressed_twice(self, client):
        confirmed = confirmation_fields(upload_table(client, Township, workbook(HEADS, NEW)), Township)
        client.post(admin_url(Township, "process_import"), confirmed)
        second_answer = client.post(admin_url(Township, "process_import"), confirmed, follow=True)
        assert "这份文件已经导入过，或预览已过期。" in read(second_answer).text
        assert Township.objects.filter(code="450224199").count() == 1

    def test_what_became_wrong_meanwhile_writes_nothing(self, client, cast):
        other = ["融安县", "示例又镇", "示例又镇", "450224198", "镇"]
        confirmed = confirmation_fields(upload_table(client, Township, workbook(HEADS, other, NEW)), Township)
        Township.objects.create(unit=cast.unit, name="示例新镇", code="450224195", kind="town")
        answer = client.post(admin_url(Township, "process_import"), confirmed, follow=True)
        text = read(answer).text
        assert "没有导入，预览之后数据有变化" in text
        assert "第3行：该填报单位已有同名乡镇（街道）。" in text
        assert not Township.objects.filter(code="450224198").exists()

    @pytest.mark.parametrize("format", ["x", "9", ""])
    def test_a_form_made_by_hand(self, client, format):
        confirmed = confirmation_fields(upload_table(client, Township, workbook(HEADS, NEW)), Township)
        answer = client.post(admin_url(Township, "process_import"), confirmed | {"format": format})
        assert answer.status_code == 200
        assert "预览已过期，没有导入。" in read(answer).text


def test_it_costs_the_same_for_few_villages_and_for_many(client, cast):
    export_table(client, Village)  # the first request of a session writes to it
    with CaptureQueriesContext(connection) as queries:
        export_table(client, Village)
    for number in range(30):
        Village.objects.create(township=cast.township, name=f"示例{number}村", committee_type="villagers")
    with query_count(len(queries)):
        assert len(workbook_rows(export_table(client, Village))) == 1 + 36
