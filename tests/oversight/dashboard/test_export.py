"""The list of villages as a file is whole and as seen, and runs nothing as a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from guidance.oversight.dashboard.villages.queries import VILLAGE_HEADS
from guidance.reference.places.models import Village
from tests.cast import make_villages
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.pages import query_count, read

XLSX, CSV = "/dashboard/villages/export.xlsx", "/dashboard/villages/export.csv"


def content(answer):
    return b"".join(answer.streaming_content)


def xlsx_rows(answer):
    book = load_workbook(BytesIO(content(answer)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def csv_rows(answer):
    return list(csv.reader(StringIO(content(answer).decode("utf-8-sig"))))


def test_it_works(cast, log_in):
    store_all_returns(cast)
    store_return(
        cast.plan, cast.other_villages[1], people=5, women=1, seats=5, held_on="2021-02-03", one_shoulder=True
    )
    answer = log_in(cast.clerk).get(XLSX, {"counted": "people", "sort": "women"})
    heads, *rows = xlsx_rows(answer)
    assert heads == list(VILLAGE_HEADS)
    assert [row[2] for row in rows] == ["示例二社区", "示例二社区", "示例一村", "示例三社区", "示例一村"]
    assert rows[1][:9] == ["柳城县", "古砦乡", "示例二社区", "村民委员会", "当选", 5, 5, 1, None]
    assert rows[1][11] == "是"
    assert rows[1][17].date().isoformat() == "2021-02-03"
    assert rows[1][19:] == ["自报", "确认"]


def test_the_two_files_say_the_same(cast, log_in):
    store_all_returns(cast)
    client = log_in(cast.clerk)
    sheet = xlsx_rows(client.get(XLSX))
    assert csv_rows(client.get(CSV)) == [["" if cell is None else str(cell) for cell in row] for row in sheet]


def test_all_pages_are_in_it(cast, log_in):
    Village.objects.bulk_create(
        Village(township=cast.township, name=f"示例{number}", committee_type="villagers")
        for number in range(60)
    )
    answer = log_in(cast.clerk).get(CSV, {"township": cast.township.pk, "page": "2", "size": "50"})
    assert len(csv_rows(answer)) == 1 + 63


def test_its_name_says_what_it_holds(cast, log_in):
    answer = log_in(cast.clerk).get(XLSX, {"gap": "no_woman", "unit": cast.unit.pk})
    name = "filename*=utf-8''%E8%9E%8D%E5%AE%89%E5%8E%BF%C2%B7"  # 融安县·
    assert name in answer["Content-Disposition"]
    content(answer)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_name_is_run_as_a_formula(cast, log_in, name):
    Village.objects.filter(pk=cast.villages[0].pk).update(name=name)
    client = log_in(cast.clerk)
    filters = {"township": cast.township.pk}
    assert f"'{name}" in [row[2] for row in csv_rows(client.get(CSV, filters))]
    book = load_workbook(BytesIO(content(client.get(XLSX, filters))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}


@pytest.mark.parametrize("address", [XLSX, CSV])
def test_a_wrong_filter_leads_back_to_its_message(cast, log_in, address):
    answer = log_in(cast.clerk).get(address, {"gap": "x"}, follow=True)
    assert answer.redirect_chain == [("/dashboard/villages/?gap=x", 302)]
    assert "选" in read(answer).text


@pytest.mark.parametrize("address", [XLSX, CSV])
def test_only_rows_in_scope(cast, log_in, address):
    answer = log_in(cast.reporter).get(address)
    rows = xlsx_rows(answer) if address == XLSX else csv_rows(answer)
    assert {row[0] for row in rows[1:]} == {cast.unit.short_name}
    answer = log_in(cast.reporter).get(address, {"unit": cast.other_unit.pk})
    assert answer.status_code == 302


def test_too_much_for_a_sheet_is_said(cast, log_in, monkeypatch):
    monkeypatch.setattr("guidance.office.spreadsheets.downloads.MOST_SHEET_ROWS", 5)
    page = read(log_in(cast.clerk).get(XLSX, follow=True))
    assert "超过5行，Excel文件会太大，请缩小范围或导出CSV。" in page.text


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    client = log_in(cast.clerk)
    client.get("/dashboard/villages/")
    with query_count(5):
        content(client.get(CSV))
    make_villages(cast.township.unit.townships.exclude(pk=cast.township.pk)[0])
    with query_count(5):
        assert len(content(client.get(CSV)).splitlines()) == 1 + 9
