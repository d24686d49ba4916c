"""Staff go through new reports: accept one, return one, pick a paragraph, mark a sentence as a problem."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in

PLACE = re.compile(r"第 (\d+) 份，共 (\d+) 份")
REPORT = re.compile(r"/visits/\d+/$")


@pytest.fixture
def queue(staff):
    """The first report of the queue, and how many there are."""
    staff.goto("/visits/reading/")
    expect(staff).to_have_url(re.compile(r"/visits/\d+/reading/$"))
    text = staff.locator(".reading-bar").inner_text()
    return staff, int(PLACE.search(text)[2])


def test_it_works(queue):
    staff, count = queue
    check_page(staff, "staff")

    # A paragraph into the collection; a second press takes nothing twice.
    first = staff.get_by_role("heading", level=1).inner_text()
    practices = staff.locator("section", has=staff.get_by_role("heading", name="经验做法", exact=True))
    text = practices.locator(".take-text").first.inner_text()
    practices.get_by_role("button", name="收入摘录").first.click()
    expect(practices.get_by_role("link", name="已摘录")).to_have_count(1)

    # A sentence becomes a problem, and cannot become a second one.
    issues = staff.locator("section", has=staff.get_by_role("heading", name="发现问题", exact=True))
    issues.get_by_role("link", name="列为问题").first.click()
    expect(issues.get_by_label("问题", exact=True)).to_have_value(re.compile("演示"))
    check_page(staff, "staff-problem")
    issues.get_by_label("完成时限").fill("2021-02-20")
    issues.get_by_role("button", name="列为问题").click()
    expect(issues).to_contain_text("已列为问题 未解决 · 2月20日前解决")

    # Accepted: straight on to the next, with the focus on its heading.
    staff.get_by_role("button", name="接收").click()
    expect(staff.get_by_role("status").first).to_contain_text("已接收")
    expect(staff.locator(".reading-bar")).to_contain_text(f"第 1 份，共 {count - 1} 份")
    expect(staff.get_by_role("heading", level=1)).not_to_have_text(first)
    expect(staff.locator("h1 .moved-to")).to_be_focused()

    # Returned with a reason; with blanks for one it stays.
    staff.get_by_text("退回修改").click()
    staff.get_by_label("退回原因").fill("  ")
    staff.get_by_role("button", name="退回", exact=True).click()
    expect(staff.get_by_text("请填写退回原因").first).to_be_visible()
    staff.get_by_label("退回原因").fill("演示：请写明涉及的村。")
    staff.get_by_role("button", name="退回", exact=True).click()
    expect(staff.get_by_role("status").first).to_contain_text("已退回")
    expect(staff.locator(".reading-bar")).to_contain_text(f"共 {count - 2} 份")

    # The collection has it, with its source; removed, it can be brought back.
    staff.goto("/visits/excerpts/")
    expect(staff.locator("main")).to_contain_text(text)
    check_page(staff, "staff")
    staff.get_by_role("button", name="移除").first.click()
    staff.get_by_role("button", name="撤销").first.click()
    expect(staff.get_by_role("status").first).to_contain_text("已恢复")
    staff.get_by_text("复制全部").click()
    staff.get_by_role("button", name="复制", exact=True).click()
    expect(staff.get_by_role("button", name="已复制")).to_be_visible()


def test_on_with_the_keyboard(queue):
    staff, count = queue
    if count < 2:
        pytest.skip("the queue has been read")
    first = staff.url
    link = staff.get_by_role("link", name="下一份")
    link.focus()
    staff.keyboard.press("Enter")
    expect(staff).not_to_have_url(first)
    expect(staff.locator(".reading-bar")).to_contain_text("第 2 份")
    expect(staff.locator("h1 .moved-to")).to_be_focused()


def test_the_list_and_the_timeline(staff):
    staff.goto("/visits/")
    check_page(staff, "staff")
    staff.get_by_label("全文检索").fill("女性　候选人")
    staff.get_by_role("button", name="筛选").click()
    expect(staff.locator("mark").first).to_be_visible()
    check_page(staff, "staff-search")
    staff.get_by_role("link", name="清除").click()
    staff.get_by_text("更多条件").click()
    staff.get_by_label("联系指导自").fill("2021-02-03")
    staff.get_by_label("联系指导至").fill("2021-02-01")
    staff.get_by_role("button", name="筛选").click()
    expect(staff.locator("main")).to_contain_text("结束日期不能早于开始日期。")
    check_page(staff, "staff-wrong")
    staff.goto("/visits/timeline/")
    staff.get_by_label("指导组").select_option(label="指导一组")
    staff.get_by_role("button", name="查看").click()
    expect(staff.locator(".timeline-milestone").first).to_be_visible()
    check_page(staff, "staff")


def test_a_leader_marks_a_sentence_on_a_phone(new_context):
    page = new_context().new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, "leader1")
    page.goto("/visits/?status=accepted")
    reports = page.get_by_role("rowheader").get_by_role("link")
    for address in reports.evaluate_all("links => links.map((link) => link.href)"):
        page.goto(f"{address}reading/")  # other tests of this server wrote reports without 发现问题
        if page.get_by_role("link", name="列为问题").count():
            break
    page.get_by_role("link", name="列为问题").first.click()
    page.get_by_role("button", name="列为问题").click()
    expect(page.get_by_role("status").first).to_contain_text("已列为问题，责任单位：")
    check_page(page, "leader1")


def test_staff_extend_a_report(staff):
    staff.goto("/visits/?status=draft")
    staff.get_by_role("rowheader").first.get_by_role("link").click()
    expect(staff).to_have_url(REPORT)
    staff.goto(f"{staff.url}extend/")
    check_page(staff, "staff")
    staff.get_by_role("button", name="批准延期").click()
    expect(staff.locator("main")).to_contain_text("请填写延期原因。")
    staff.get_by_label("延期至").fill("2021-03-01")
    staff.get_by_label("延期原因").fill("演示：道路中断")
    staff.get_by_role("button", name="批准延期").click()
    expect(staff.get_by_role("status").first).to_contain_text("已延期至3月1日。")
