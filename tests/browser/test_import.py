"""导入 Excel in a browser: twelve kinds of error in one file, mended, confirmed, and seen in the figures."""

import re
from datetime import datetime

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in

MEMBERS = "村委会成员中女性"
# Rows of the workbook: heads in row 2, villages from row 3 on. Column B names the village.
PEOPLE, WOMEN, DIRECTOR, SECRETARY, PARTY_PEOPLE, PARTY_WOMEN = "E", "F", "G", "H", "J", "K"
CHAIR, SUBSIDY, DAY, SOURCE = "L", "M", "O", "Q"
ERRORS = [  # row, what is typed, and what the page says of it
    (3, {PEOPLE: 5, WOMEN: 6}, "女性人数（6）多于成员人数（5）"),
    (4, {PEOPLE: 5, WOMEN: 0, DIRECTOR: "女"}, "主任为女性，女性人数应至少为1"),
    (5, {PEOPLE: "五人"}, "“五人”不对，请填0至99的整数"),
    (6, {PEOPLE: 500}, "“500”不对，请填0至99的整数"),
    (7, {DIRECTOR: "某人"}, "“某人”不对，请填女、男或空缺"),
    (8, {SECRETARY: "是"}, "“是”不对，请填女或男"),
    (9, {CHAIR: "待定"}, "“待定”不对，请填是或否"),
    (10, {DAY: "2月1日"}, "“2月1日”不是有效日期"),
    (11, {SOURCE: "本人"}, "请填自报、组织部、民政局"),
    (12, {PARTY_PEOPLE: 3, PARTY_WOMEN: 4}, "党组织女性成员（4）多于成员人数（3）"),
    (13, {"A": "无此乡"}, "没有“无此乡”这个乡镇（街道）"),
    (14, {"B": "示例错字村"}, "没有“示例错字村”，请在“村名”一栏选择"),
]


@pytest.fixture
def reporter(page):
    log_in(page, "luzhai")
    return page


def women_and_members(page):
    """What 指标监测 shows of the villages' committees of the unit."""
    page.goto("/dashboard/")
    card = page.locator(".kpis .cardx", has_text=MEMBERS).first
    numbers = re.match(r"(\d+)/(\d+)", card.locator(".kpi-value small").inner_text())
    return tuple(int(number) for number in numbers.groups())


def download(page, button, path):
    with page.expect_download() as started:
        button.click()
    started.value.save_as(path)
    return load_workbook(path)


def upload(page, path):
    page.goto("/returns/import/")
    page.get_by_label("文件").set_input_files(path)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入预览")


def test_it_works(reporter, tmp_path):
    page, path = reporter, tmp_path / "示例.xlsx"
    women, members = women_and_members(page)
    page.goto("/returns/")
    page.get_by_role("link", name="导入 Excel").click()
    check_page(page, "luzhai")
    book = download(page, page.get_by_role("button", name="下载填报表"), path)
    sheet = book["填报"]
    before = {
        row: {column: sheet[f"{column}{row}"].value for column in "ABEFGHJKLMOQ"} for row in range(3, 16)
    }
    for row, typed, _ in ERRORS:
        for column, value in typed.items():
            sheet[f"{column}{row}"] = value
    book.save(path)

    upload(page, path)
    expect(page.locator("main")).to_contain_text("12 处错误")
    rows = page.locator("section", has=page.get_by_role("heading", name="12 处错误")).locator("tbody tr")
    expect(rows).to_have_count(len(ERRORS))
    for number, (row, _, reason) in enumerate(ERRORS):
        expect(rows.nth(number)).to_contain_text(f"第{row}行")
        expect(rows.nth(number)).to_contain_text(reason)
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    check_page(page, "luzhai")

    # The copy with the reasons is mended, all but the name, and gains a woman in the first village.
    book = download(page, page.get_by_role("link", name="下载带问题说明的表"), path)
    sheet = book["填报"]
    assert "女性人数（6）多于成员人数（5）。" in sheet["S3"].value
    for row, cells in before.items():
        for column, value in cells.items():
            sheet[f"{column}{row}"] = value.date() if isinstance(value, datetime) else value
    village = sheet["B14"].value
    sheet["B14"] = "示例错字村"
    sheet["E3"], sheet["F3"] = (before[3][PEOPLE] or 0) + 1, (before[3][WOMEN] or 0) + 1
    book.save(path)
    upload(page, path)
    page.get_by_label("“示例错字村”是哪个村（社区）").select_option(label=village)
    page.get_by_role("button", name="确定村名").click()
    expect(page.locator(".alert-success")).to_contain_text("已判定 1 个村名")
    check_page(page, "luzhai")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".alert-success")).to_contain_text("已导入 1 个村（社区）的数据。")

    assert women_and_members(page) == (women + 1, members + 1)
