"""From a figure of the city to a village and back; a file with twelve errors, once mended, moves it."""

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


def card(page):
    """The figure on 指标监测 of the whole city."""
    page.goto("/dashboard/")
    return page.get_by_role("region", name=MEMBERS, exact=True)


def women_and_members(page):
    """What the figure is made of."""
    text = card(page).locator(".kpi-value small").inner_text()
    return tuple(int(number) for number in re.match(r"(\d+)/(\d+)", text).groups())


def drill(page):
    """Click from the figure of the city to a village of 鹿寨县 that has women, and back up; the village
    as the workbook names it, and its address."""
    women, members = women_and_members(page)
    card(page).locator(".kpi-value a").first.click()
    # The list adds up to the number that was clicked.
    expect(page.get_by_role("heading", level=1)).to_have_text("有女性的村（社区）")
    expect(page.locator(".card-head")).to_contain_text(f"其中女性 {women} 人")
    page.get_by_text("筛选和排列").click()
    page.get_by_label("填报单位").select_option(label="鹿寨县")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("counted=women.*unit="))
    link = page.locator("table.fig tbody th a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("region", name="三个阶段")).to_contain_text("候选人")
    address = page.url
    check_page(page, "staff")
    # Back up: township, unit, city.
    trail = page.get_by_role("navigation", name="所在位置")
    township = trail.get_by_role("link").nth(2)
    place = township.inner_text(), name
    township.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("指标监测 · 鹿寨县")
    trail.get_by_role("link", name="鹿寨县").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("指标监测 · 鹿寨县")
    trail.get_by_role("link", name="指标监测").click()
    assert women_and_members(page) == (women, members)
    return place, address


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


def test_it_works(staff, reporter, tmp_path):
    page, path = reporter, tmp_path / "示例.xlsx"
    women, members = women_and_members(staff)
    drilled, address = drill(staff)
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

    # The copy with the reasons is mended, all but one name, and gains a woman in the village drilled to.
    book = download(page, page.get_by_role("link", name="下载带问题说明的表"), path)
    sheet = book["填报"]
    assert "女性人数（6）多于成员人数（5）。" in sheet["S3"].value
    for row, cells in before.items():
        for column, value in cells.items():
            sheet[f"{column}{row}"] = value.date() if isinstance(value, datetime) else value
    rows = range(3, sheet.max_row + 1)
    (mine,) = (row for row in rows if (sheet[f"A{row}"].value, sheet[f"B{row}"].value) == drilled)
    sheet[f"{PEOPLE}{mine}"], sheet[f"{WOMEN}{mine}"] = (
        sheet[f"{PEOPLE}{mine}"].value + 1,
        sheet[f"{WOMEN}{mine}"].value + 1,
    )
    village = sheet["B14"].value
    sheet["B14"] = "示例错字村"
    book.save(path)
    upload(page, path)
    page.get_by_label("“示例错字村”是哪个村（社区）").select_option(label=village)
    page.get_by_role("button", name="确定村名").click()
    expect(page.locator(".alert-success")).to_contain_text("已判定 1 个村名")
    check_page(page, "luzhai")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".alert-success")).to_contain_text("已导入 1 个村（社区）的数据。")

    assert women_and_members(staff) == (women + 1, members + 1)
    staff.goto(address)
    last = staff.get_by_role("region", name="修改记录").get_by_role("listitem").first
    expect(last).to_contain_text(re.compile(r"鹿寨.+当选：成员人数 \d+→\d+，其中女性 \d+→\d+$"))
