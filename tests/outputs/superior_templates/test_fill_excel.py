"""Workbooks are filled with true numbers; rows are repeated, and everything below moves down with them."""

import shutil
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from guidance.reference.places.models import ReportingUnit
from tests.outputs.superior_templates.helpers import fill_template, fill_workbook
from tests.outputs.superior_templates.samples import CITY_SHARE, workbook
from tests.oversight.dashboard.samples import store_all_returns

ROW = ["{{ 单位.名称 }}", "{{ 单位.村委会成员女性人数 }}", "{{ 单位.村委会成员总人数 }}", "=B2/C2"]


@pytest.fixture
def client(cast, log_in):
    """The clerk, with the figures of two townships."""
    store_all_returns(cast)
    return log_in(cast.clerk)


def units():
    return ReportingUnit.objects.count()


def test_it_works(client):
    result = fill_workbook(
        client, workbook(["女性比例", CITY_SHARE], ["写在字里", f"占{CITY_SHARE}。"])
    ).active
    # 5 of 12, a number that Excel shows as the dashboard does.
    assert (result["B1"].value, result["B1"].number_format) == (5 / 12, "0.0%")
    assert result["B2"].value == "占41.7%。"


def test_counts_are_numbers_and_what_is_unknown_is_a_dash(client):
    cells = [
        "{{ 村委会成员女性人数.全市 }}",
        "{{ 村委会成员女性人数.三江县 }}",
        "{{ 村委会成员女性目标.全市 }}",
    ]
    result = fill_workbook(client, workbook(cells)).active
    assert [cell.value for cell in result[1]] == [5, "—", "≥30%"]
    assert result["A1"].number_format == "0"


def test_the_cells_own_format_is_kept_where_it_fits(client):
    book = workbook([CITY_SHARE, CITY_SHARE])
    book.active["A1"].number_format = "0.00%"
    book.active["B1"].number_format = "0"  # would show 0
    result = fill_workbook(client, book).active
    assert [cell.number_format for cell in result[1]] == ["0.00%", "0.0%"]


def test_a_row_is_repeated_for_every_unit_and_what_adds_it_up_follows(client, cast):
    book = workbook(
        ["单位", "女性", "总人数", "比例"], ROW, ["合计", "=SUM(B2:B2)", "=SUM(C$2:C$2)", "=B3/C3"]
    )
    other = book.create_sheet("封面")
    other["A1"] = "=汇总!B3"
    result = fill_workbook(client, book)
    last = 2 + units()
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in result["汇总"].iter_rows(min_row=2)}
    number = [cell.value for cell in result["汇总"]["A"]].index("融安县") + 1
    assert rows["融安县"] == [2, 9, f"=B{number}/C{number}"]
    assert rows["合计"] == [f"=SUM(B2:B{last - 1})", f"=SUM(C$2:C${last - 1})", f"=B{last}/C{last}"]
    assert result["封面"]["A1"].value == f"=汇总!B{last}"
    assert len(rows) == units() + 1


def test_merges_heights_looks_and_rules_move_and_grow(client):
    book = workbook(
        ["各单位", "{{ 单位.名称 }}", "{{ 单位.职数 }}", ""], ["", "合计", "", ""], ["备注", "", "", ""]
    )
    worksheet = book.active
    worksheet.merge_cells("A1:A2")  # down over the repeated row
    worksheet.merge_cells("C1:D1")  # within it
    worksheet.merge_cells("A3:D3")  # below it
    worksheet.row_dimensions[1].height, worksheet.row_dimensions[3].height = 30, 45
    worksheet["B1"].font = Font(bold=True)
    worksheet.print_area = "A1:D3"
    worksheet.auto_filter.ref = "B1:D2"
    worksheet.conditional_formatting.add(
        "C1:C1", CellIsRule("lessThan", ["3"], fill=PatternFill("solid", "FF0000"))
    )
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("D3")
    worksheet.add_data_validation(choice)
    book.defined_names["合计行"] = DefinedName("合计行", attr_text="汇总!$B$2")
    content = fill_template(client, book)[1]
    result = load_workbook(BytesIO(content))
    worksheet, added_rows = result.active, units() - 1
    # openpyxl hides what lies under a merged cell, other programs do not.
    calculated = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in calculated if row[0]] == ["各单位", "备注"]
    assert {str(area) for area in worksheet.merged_cells.ranges} == {
        *(f"A1:A{2 + added_rows}", f"A{3 + added_rows}:D{3 + added_rows}"),
        *(f"C{row}:D{row}" for row in range(1, 2 + added_rows)),
    }
    heights = [
        worksheet.row_dimensions[row].height for row in (1, 1 + added_rows, 2 + added_rows, 3 + added_rows)
    ]
    assert heights == [30, 30, None, 45]
    assert worksheet.cell(1 + added_rows, 2).font.bold
    assert worksheet.print_area == f"'汇总'!$A$1:$D${3 + added_rows}"
    assert worksheet.auto_filter.ref == f"B1:D{2 + added_rows}"
    assert [str(area.sqref) for area in worksheet.conditional_formatting] == [f"C1:C{1 + added_rows}"]
    assert str(worksheet.data_validations.dataValidation[0].sqref) == f"D{3 + added_rows}"
    assert result.defined_names["合计行"].value == f"汇总!$B${2 + added_rows}"


def test_margins_of_the_printed_page_are_filled(client):
    book = workbook([CITY_SHARE])
    book.active.oddHeader.center.text = "截至{{ 截至日期 }}"
    assert fill_workbook(client, book).active.oddHeader.center.text == "截至2021年2月5日"


def test_words_that_look_like_a_formula_stay_words(client, cast):
    cast.plan.name = "=HYPERLINK(1)"
    cast.plan.save()
    result = fill_workbook(client, workbook(["{{ 方案简称 }}"])).active
    assert (result["A1"].value, result["A1"].data_type) == ("=HYPERLINK(1)", "s")


def test_a_formula_of_the_template_stays_and_is_counted_anew_when_opened(client):
    result = fill_workbook(client, workbook([CITY_SHARE, "=A1*2"]))
    assert result.active["B1"].value == "=A1*2"
    assert result.calculation.fullCalcOnLoad


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_adds_up(client, tmp_path):
    book = workbook(["单位", "女性", "总人数", "比例"], ROW, ["合计", "=SUM(B2:B2)", "=SUM(C2:C2)", "=B3/C3"])
    (tmp_path / "填好.xlsx").write_bytes(fill_template(client, book)[1])
    (tmp_path / "开").mkdir()
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "开"]
    subprocess.run([*command, tmp_path / "填好.xlsx"], check=True, capture_output=True, timeout=120)
    content = (tmp_path / "开" / "填好.xlsx").read_bytes()
    worksheet = load_workbook(BytesIO(content), data_only=True).active
    assert [cell.value for cell in worksheet[2 + units()]] == [
        *("合计", 5, 12),
        pytest.approx(5 / 12),
    ]
