"""The workbook of a unit holds its villages with the stored figures and can be uploaded unchanged."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from guidance.reference.places.models import ReportingUnit, Village
from guidance.reporting.returns.models import VillageReturn
from tests.files import save_bytes
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count
from tests.reporting.returns.imports.import_pages import (
    confirm_import,
    error_lines,
    import_counts,
    sheet_rows,
    upload_workbook,
)

ADDRESS = "/returns/import/workbook/"


def get_workbook(client, **parameters):
    answer = client.get(ADDRESS, parameters)
    assert answer.status_code == 200
    return answer


def test_it_works(cast, log_in):
    store_all_returns(cast)
    answer = get_workbook(log_in(cast.reporter), unit=cast.unit.pk)
    assert "%E8%9E%8D%E5%AE%89%E5%8E%BF" in answer["Content-Disposition"]  # 融安县
    rows = sheet_rows(answer.content)
    assert rows[0][0] == "融安县村（社区）换届结果（当选）"
    assert rows[1][:7] == ["乡镇（街道）", "村（社区）", "委员会", "职数", "成员人数", "其中女性", "主任"]
    town = cast.township.name
    assert rows[2][:7] == [town, "示例一村", "村民委员会", None, 5, 2, "女"]
    assert rows[4][:7] == [town, "示例三社区", "社区居民委员会", None, 6, 3, "空缺"]
    assert len(rows) == 5


def test_it_helps_whoever_fills_it_in(cast, log_in):
    book = load_workbook(BytesIO(get_workbook(log_in(cast.reporter)).content))
    sheet, instructions = book.worksheets
    assert (sheet.title, instructions.title) == ("填报", "填表说明")
    assert sheet.freeze_panes == "D3"
    assert sheet["A3"].fill.fgColor.rgb == "00EEEEEE"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["E3:E5"].type, rules["E3:E5"].formula2) == ("whole", "99")
    assert rules["G3:G5"].formula1 == '"女,男,空缺"'
    assert rules["O3:O5"].type == "date"
    assert any("空格表示“不改”" in str(row[0].value) for row in instructions)


def test_it_holds_no_formula(cast, log_in):
    village = cast.villages[0]
    village.name = "=1+1"
    village.save()
    book = load_workbook(BytesIO(get_workbook(log_in(cast.reporter)).content))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert book["填报"]["B3"].value == "'=1+1"


@pytest.mark.parametrize("stage", ["previous", "nominated", "elected"])
def test_sent_back_as_it_came_it_changes_nothing(cast, log_in, media, stage):
    first, second, _ = cast.villages
    Village.objects.create(
        township=cast.township, name=first.name, committee_type="villagers", merged_into=second
    )
    figures_ = {
        "people": 5,
        "women": 2,
        "director_people": 1,
        "director_women": 1,
        "data_source": "civil_affairs_bureau",
    }
    if stage != "nominated":
        figures_ |= {"one_shoulder": False, "secretary_woman": True, "held_on": "2021-01-24", "seats": 5}
    store_return(cast.plan, first, stage=stage, **figures_)
    client = log_in(cast.reporter)
    content = get_workbook(client, stage=stage).content
    page = upload_workbook(client, content, stage=stage)
    assert error_lines(page) == []
    villages = 4 if stage == "previous" else 3
    assert import_counts(page) == {"新增": 0, "改动": 0, "不变": villages, "错误": 0, "跳过": 0}


def test_filled_in_it_is_imported(cast, log_in, media):
    client = log_in(cast.township_liaison)
    book = load_workbook(BytesIO(get_workbook(client).content))
    sheet = book["填报"]
    sheet["E3"], sheet["F3"], sheet["G3"] = 5, 2, "女"
    confirm_import(client, upload_workbook(client, save_bytes(book)))
    assert VillageReturn.objects.get().people == 5


def test_a_liaison_gets_her_township_only(cast, log_in):
    sibling = cast.unit.townships.exclude(pk=cast.township.pk)[0]
    Village.objects.create(township=sibling, name="示例邻村", committee_type="villagers")
    assert len(sheet_rows(get_workbook(log_in(cast.reporter)).content)) == 6
    rows = sheet_rows(get_workbook(log_in(cast.township_liaison)).content)
    assert {row[0] for row in rows[2:]} == {cast.township.name}


def test_a_merged_village_has_figures_of_the_previous_term_only(cast, log_in):
    first, second, _ = cast.villages
    first.merged_into = second
    first.save()
    client = log_in(cast.reporter)
    assert len(sheet_rows(get_workbook(client).content)) == 4
    assert sheet_rows(get_workbook(client, stage="previous").content)[2][1] == "示例一村（已并入示例二社区）"


@pytest.mark.parametrize("unit", ["other", "0", "x", "9" * 30, "-1", "１"])
def test_another_unit_is_not_found(cast, log_in, unit):
    unit_id = cast.other_unit.pk if unit == "other" else unit
    assert log_in(cast.reporter).get(ADDRESS, {"unit": unit_id}).status_code == (404 if unit != "１" else 200)


@pytest.mark.usefixtures("template_contexts")
def test_the_form_offers_the_units_one_reports_for(cast, log_in):
    client = log_in(cast.reporter)
    assert list(client.get("/returns/import/").context["workbook_form"].fields["unit"].queryset) == [
        cast.unit
    ]
    client = log_in(cast.clerk)
    units = client.get("/returns/import/").context["workbook_form"].fields["unit"].queryset
    assert set(units) == set(ReportingUnit.objects.filter(townships__isnull=False))


def test_the_database_is_asked_as_often_for_many_villages(cast, log_in):
    client = log_in(cast.reporter)
    get_workbook(client)
    with query_count(8):
        get_workbook(client)
    for number in range(30):
        Village.objects.create(township=cast.township, name=f"示例{number}村", committee_type="villagers")
    with query_count(8):
        get_workbook(client)
