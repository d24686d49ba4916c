"""接替登记 in a browser: recorded, seen by those who go and stay, taken back."""

from playwright.sync_api import expect

from tests.browser.helpers import check_page


def test_it_works(staff, user):
    staff.goto("/assignments/")
    with staff.expect_navigation():  # to its end: the script has come
        staff.get_by_role("link", name="接替登记").click()
    staff.get_by_label("谁由别人接替").select_option(index=7)  # leads on by itself
    staff.get_by_label("新的人员姓名").fill("示例新任")
    staff.get_by_label("职务全称").fill("柳州市妇联示例副主席")
    staff.get_by_label("从哪一天起接替").fill("2021-02-20")
    check_page(staff, "staff")
    staff.get_by_role("button", name="下一步").click()
    expect(staff.get_by_role("heading", name="核对移交的内容")).to_be_visible()
    expect(staff.locator("main")).to_contain_text("城中区潭中街道")
    check_page(staff, "staff-preview")
    staff.get_by_role("button", name="返回修改").click()
    staff.get_by_label("说明").fill("因工作调整")
    staff.get_by_role("button", name="下一步").click()
    staff.get_by_role("button", name="确认登记").click()
    expect(staff.get_by_role("status")).to_contain_text(
        "已登记：指导四组组长2月20日起由示例新任接替，移交联系点4个"
    )
    check_page(staff, "staff-recorded")
    staff.goto("/assignments/")
    expect(staff.locator("main")).to_contain_text("2月20日起由示例新任接替")
    check_page(staff, "staff-coming")

    leader = user("leader4")
    expect(leader.get_by_role("heading", name="联系乡镇（街道）")).to_be_visible()  # until that day

    staff.goto("/assignments/handover/")
    staff.get_by_text("撤销", exact=True).click()
    staff.get_by_role("button", name="确认撤销").click()
    expect(staff.get_by_role("status")).to_contain_text("已撤销")
    expect(staff.locator("main")).to_contain_text("还没有登记过接替")
