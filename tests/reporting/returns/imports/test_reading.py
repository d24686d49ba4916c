"""Every format and layout that people use gives the same figures."""

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from guidance.reporting.returns.models import VillageReturn
from tests.files import save_bytes
from tests.pages import read
from tests.reporting.returns.grid_pages import stored_figures
from tests.reporting.returns.imports.import_pages import (
    confirm_import,
    error_lines,
    import_counts,
    upload_workbook,
)
from tests.reporting.returns.imports.samples import (
    HEADS,
    change_sheet,
    with_shared_strings,
    xlsx,
)

OLD_EXCEL = Path(__file__).parent / "files" / "returns.xls"


def rows_of(cast):
    first, second, third = cast.villages
    town = cast.township.name
    heads = [*HEADS, "选举日期"]
    return [
        heads,
        [town, first.name, 5, 2, "女", date(2021, 1, 24)],
        [town, second.name, "４", "1.0", "男", "2021年1月25日"],
        [town, third.name, 6, 3, "空缺", "2021.1.26"],
    ]


def csv(rows, delimiter=","):
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows)


def merged(rows):
    """The township in one cell over all its rows, a title above, the columns in another order."""
    book = Workbook()
    sheet = book.active
    sheet.append(["示例汇总表"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    for row in rows:
        sheet.append([row[0], *row[:0:-1]])
    sheet.merge_cells("A4:A6")
    return save_bytes(book)


def with_numbers_and_remarks(rows):
    """Totals after each township, a note at the end, an extra column, an empty row in between."""
    heads, *villages = rows
    numbered = [[number, *row, "示例备注"] for number, row in enumerate(villages, start=1)]
    ends = [["合计", None, None, 15, 6, None], [None, rows[1][0], "小 计", 15, 6], ["填表人：示例"]]
    return xlsx([["示例表"], ["序号", *heads, "备注"], numbered[0], [], *numbered[1:], *ends])


def township_above(rows):
    """Each township on a row of its own above its villages."""
    heads, *villages = rows
    return xlsx([heads, [rows[1][0]], *([None, *row[1:]] for row in villages)])


def heads_in_two_rows(rows):
    """Groups of columns over the columns, the heads of single columns merged over both rows."""
    heads, *villages = rows
    book = Workbook()
    sheet = book.active
    sheet.append([*heads[:2], "村（居）委会", None, None, heads[5]])
    sheet.append([None, None, *heads[2:5]])
    sheet.merge_cells("C1:E1")
    for column in "ABF":
        sheet.merge_cells(f"{column}1:{column}2")
    for row in villages:
        sheet.append(row)
    return save_bytes(book)


def two_sheets(rows):
    heads, *villages = rows
    return xlsx(甲=[heads, villages[0]], 乙=[heads, *villages[1:]], 说明=[["请按时报送"]])


def named_by_sheet(rows):
    """No column for the township, which is the sheet's name."""
    return xlsx(**{rows[1][0]: [row[1:] for row in rows]})


FORMATS = {
    "inline strings": lambda rows: xlsx(rows),
    "shared strings": lambda rows: with_shared_strings(xlsx(rows)),
    "CSV of Excel": lambda rows: csv(rows).encode("gb18030"),
    "CSV in UTF-8": lambda rows: csv(rows).encode("utf-8-sig"),
    "tabs": lambda rows: csv(rows, "\t").encode(),
    "old Excel": lambda rows: OLD_EXCEL.read_bytes(),
    "merged, reordered, titled": merged,
    "heads in two rows": heads_in_two_rows,
    "totals, notes, more columns": with_numbers_and_remarks,
    "townships between": township_above,
    "two sheets": two_sheets,
    "named by the sheet": named_by_sheet,
}


@pytest.mark.parametrize("kind", FORMATS)
def test_it_gives_the_same_figures(cast, log_in, media, kind):
    client = log_in(cast.reporter)
    page = upload_workbook(client, FORMATS[kind](rows_of(cast)))
    assert error_lines(page) == []
    assert import_counts(page)["新增"] == 3
    confirm_import(client, page)
    assert [stored_figures(village)[:4] for village in cast.villages] == [
        (5, 2, 1, 1),
        (4, 1, 1, 0),
        (6, 3, 0, 0),
    ]
    days = VillageReturn.objects.order_by("village").values_list("held_on", flat=True)
    assert list(days) == [date(2021, 1, day) for day in (24, 25, 26)]


def test_what_was_not_read_is_said(cast, log_in, media):
    book = Workbook()
    for row in [[*row, "示例"] for row in rows_of(cast)]:
        book.active.append(row)
    book.active["G1"] = "联系人"
    book.create_sheet("底稿").sheet_state = "hidden"
    book["底稿"].append(HEADS)
    book.create_sheet("说明").append(["请按时报送"])
    text = read(upload_workbook(log_in(cast.reporter), save_bytes(book))).text
    assert "隐藏的工作表“底稿”没有读取。" in text
    assert "工作表“说明”中没有找到表头，没有读取。" in text
    assert "中没有用到的列：联系人。" in text
    assert "中没有这些列，保留已有的数据：职数、书记、" in text


def test_a_formula_gives_the_value_that_the_file_holds(cast, log_in, media):
    heads, row, *_ = rows_of(cast)
    content = xlsx([heads, [*row[:2], "=2+3", *row[3:]]])
    client = log_in(cast.reporter)

    assert error_lines(upload_workbook(client, content)) == [
        ("第2行", "成员人数", "“#公式没有结果”不对，请填0至99的整数")
    ]
    calculated = change_sheet(content, lambda data: re.sub(rb"(</f><v)( ?/>|></v>)", rb"\1>6</v>", data))
    assert "成员人数 — → 6" in read(upload_workbook(client, calculated)).text


def test_a_figure_merged_over_two_villages_is_not_given_to_both(cast, log_in, media):
    book = Workbook()
    for row in rows_of(cast)[:3]:
        book.active.append(row)
    book.active["C3"] = None
    book.active.merge_cells("C2:C3")
    assert error_lines(upload_workbook(log_in(cast.reporter), save_bytes(book))) == [
        ("第3行", "成员人数", "填了女性人数，也请填成员人数"),
        ("第3行", "成员人数", "填了主任，也请填成员人数（成员包括主任）"),
    ]


def test_an_empty_cell_keeps_what_is_stored(cast, log_in, media):
    first = cast.villages[0]
    VillageReturn.objects.create(plan=cast.plan, village=first, stage="elected", people=5, women=2, seats=7)
    client = log_in(cast.reporter)
    page = upload_workbook(client, xlsx([HEADS, [cast.township.name, first.name, None, 3, None]]))
    assert "其中女性 2 → 3" in read(page).text
    confirm_import(client, page)
    row = VillageReturn.objects.get()
    assert (row.people, row.women, row.seats) == (5, 3, 7)
