"""A paper is downloaded, filled in at the computer, uploaded, corrected on the page, and a draft."""

import re

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in


def download(page, menu_entry, path):
    """The file behind an entry of 下载打印."""
    page.get_by_role("button", name="下载打印").click()
    with page.expect_download() as found:
        page.get_by_role("link", name=menu_entry).click()
    found.value.save_as(path)
    return docx.Document(str(path))


def upload(page, path):
    page.goto("/papers/")
    page.get_by_label("文件").set_input_files(path)
    page.get_by_role("button", name="上传并读取").click()
    expect(page).to_have_url(re.compile(r"/papers/\d+/$"))


@pytest.fixture
def county(page):
    log_in(page, "sanjiang")
    return page


def test_a_schedule_filled_in_at_the_computer_becomes_the_units_draft(county, tmp_path):
    page, path = county, tmp_path / "附件3.docx"
    page.goto("/schedules/?round=2")
    page.get_by_role("link", name=re.compile("填报第2次")).click()
    file = download(page, "空白表（Word）", path)
    table = file.tables[0]
    table.cell(1, 2).text = "2.6"
    table.cell(1, 3).text = "2月31日"
    file.save(path)
    upload(page, path)
    check_page(page, "sanjiang")
    page.get_by_role("link", name="核对并存为草稿").click()
    expect(page.locator("main")).to_contain_text("原文：2.6")
    expect(page.locator("main")).to_contain_text("没有“2月31日”这一天")
    check_page(page, "sanjiang")
    wrong = page.locator("input[name$='-committee']").first
    expect(wrong).to_have_value("2月31日")
    wrong.fill("2月9日")
    page.get_by_role("button", name="存草稿").click()
    expect(page).to_have_url(re.compile(r"/schedules/2/\d+/$"))
    expect(page.locator("input[name$='-party']").first).to_have_value("2月6日")
    expect(page.locator("input[name$='-committee']").first).to_have_value("2月9日")


def test_a_report_filled_in_at_the_computer_is_saved_whole_from_the_first_change(new_context, tmp_path):
    page, path = new_context().new_page(), tmp_path / "附件2.docx"
    log_in(page, "liaison3")
    page.goto("/visits/")
    file = download(page, "空白表（Word）", path)
    form = file.tables[0]
    form.cell(0, 1).text = "联系指导时间：2021年2月4日\n联系指导方式：听取汇报"
    form.cell(1, 1).text = "演示：读回的总体情况。"
    form.cell(2, 1).text = "演示：读回的问题。"
    page.goto("/visits/new/")
    places = page.get_by_label("联系乡镇（街道）名称").locator("option").all_inner_texts()
    line = next(one for one in file.paragraphs if "乡镇（街道）名称" in one.text)
    line.add_run(places[1].strip().split("（")[0])
    file.save(path)
    upload(page, path)
    check_page(page, "liaison3")
    address = page.url
    expect(page.get_by_role("textbox", name="总体情况")).to_have_value("演示：读回的总体情况。")
    # Looking makes no draft; one change saves everything, also what was not touched.
    page.reload()
    expect(page.get_by_role("textbox", name="发现问题")).to_have_value("演示：读回的问题。")
    page.get_by_role("textbox", name="工作建议").fill("演示：在页面上补的建议。")
    expect(page.locator("[data-state]")).to_contain_text("已同步", timeout=15_000)
    expect(page).to_have_url(re.compile(r"/visits/\d+/$"))
    page.reload()
    expect(page.get_by_role("textbox", name="总体情况")).to_have_value("演示：读回的总体情况。")
    expect(page.get_by_role("textbox", name="工作建议")).to_have_value("演示：在页面上补的建议。")
    page.goto(address)
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("2021年2月4日"))).to_be_visible()
    expect(page.get_by_role("textbox", name="总体情况")).to_have_count(0)
