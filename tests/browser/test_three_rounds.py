"""Attachment 3 three times over for two units: returns, an extension, late ones; and the network gone.

liudong never sent round 1; that of liunan came back and is not corrected yet. Each part goes on from the
one before, as in the office. Round 3 is played at a second server on the same data, five weeks later.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import Faults
from tests.browser.helpers import check_page, log_in
from tests.server import running_site

HEADS = {
    "party": "村（社区）党组织换届选举大会时间",
    "committee": "村（居）委会换届选举大会时间",
    "federation": "村（社区）妇联换届选举大会时间",
}
UNITS = {"liudong": "柳东新区党群工作部", "liunan": "柳南区妇联"}


@pytest.fixture(scope="module")
def later(site):
    """The same site on 11 March, the day after round 3 was due."""
    with running_site(site.var, GUIDANCE_TODAY="2021-03-11") as later:
        yield later


@pytest.fixture
def user(browser, site, later):
    """user("liunan") is a page in a browser of her own; with `at` another server than that of 5 February."""
    contexts, watched = [], []

    def opened(username, at=site):
        context = browser.new_context(
            base_url=at.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1440, "height": 900},
        )
        faults = Faults(at.url)
        faults.watch(context)
        contexts.append(context)
        watched.append(faults)
        page = context.new_page()
        log_in(page, username)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [fault for faults in watched for fault in faults.seen]


def cell(page, row, column):
    return page.get_by_label(f"第{row}行“{HEADS[column]}”", exact=True)


def type_in(page, field, text):
    """As one types in a table: the text, then Enter; and wait until it is on the server."""
    with page.expect_response(re.compile("/autosave/")):
        field.fill(text)
        field.press("Enter")
        field.blur()
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


def saved(page):
    return page.locator("[data-saved]")


def reading(field):
    """How the text is understood; 已保存 stands in a line of its own under it."""
    below = field.locator("xpath=ancestor::div[@class='pair']/following-sibling::div[@data-reading]")
    return below.locator("div:not([data-state])")


def status(page):
    return page.locator("dl.facts div", has=page.get_by_text("状态", exact=True)).locator(".chip").first


def open_own(page, number):
    """The sheet of the user's unit in this round."""
    page.goto(f"/schedules/?round={number}")
    with page.expect_navigation():  # whole, with its scripts: a test may cut the network next
        page.locator(".page-actions a.btn-primary").click()


def open_sheet(page, number, username):
    """The sheet of a unit, as staff reach it."""
    page.goto(f"/schedules/?round={number}&name={UNITS[username][:3]}")
    page.locator("table.fig td a").last.click()


def submit(page, *, confirm=False):
    if confirm:
        page.get_by_label("以上各处已核对，仍要上报").check()
    page.get_by_role("button", name="上报", exact=True).click()
    expect(status(page)).to_have_text("已上报")


def accept(page, number, username):
    open_sheet(page, number, username)
    page.get_by_role("button", name="接收").click()
    expect(status(page)).to_have_text("已接收")


def liudong_sends_round_one_late(page):
    open_own(page, 1)
    expect(status(page)).to_have_text("逾期未报")
    type_in(page, cell(page, 18, "party"), "元月20日")
    expect(cell(page, 18, "party")).to_have_value("1月20日")
    expect(reading(cell(page, 18, "party"))).to_have_text("1月20日（星期三）")
    type_in(page, cell(page, 18, "committee"), "２月上旬")
    expect(reading(cell(page, 18, "committee"))).to_have_text("2月上旬（按2月1日至10日理解）")
    type_in(page, cell(page, 18, "federation"), "20号左右")
    expect(reading(cell(page, 18, "federation"))).to_have_text("未能识别为日期，按说明保留")
    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator("main")).to_contain_text("“20号左右”未能识别为日期")
    expect(status(page)).to_have_text("草稿")
    type_in(page, cell(page, 18, "federation"), "待定")
    submit(page)
    expect(page.locator("main")).to_contain_text("逾期报送 晚 21 天")


def liunan_corrects_round_one(page):
    open_own(page, 1)
    expect(page.locator("main")).to_contain_text("退回原因：")
    type_in(page, cell(page, 17, "party"), "1.22-1.25")
    expect(cell(page, 17, "party")).to_have_value("1月22日至25日")
    submit(page)


def liunan_sends_round_two_and_it_comes_back_with_a_cell_pointed_at(liunan, staff):
    open_own(liunan, 2)
    expect(liunan.locator("main")).to_contain_text("已按第1次接收的内容预填")
    expect(cell(liunan, 17, "party")).to_have_value("1月22日至25日")
    type_in(liunan, cell(liunan, 17, "party"), "1.24")
    row = liunan.locator("table.fill-in tr", has_text="柳南区洛满镇")
    expect(row).to_contain_text("原 1月22日至25日 · 推迟 2 天")
    submit(liunan)
    open_sheet(staff, 2, "liunan")
    row = staff.locator("table.fig tr", has_text="柳南区洛满镇")
    expect(row).to_contain_text("1月24日 计划")
    expect(row).to_contain_text("原 1月22日至25日 · 推迟 2 天")
    row.get_by_label("退回时指出").first.check()
    staff.get_by_text("退回修改").click()
    staff.get_by_label("退回原因").fill("日期与换届办掌握的不一致，请核实。")
    staff.get_by_role("button", name="退回", exact=True).click()
    expect(status(staff)).to_have_text("已退回")
    open_own(liunan, 2)
    expect(liunan.locator("main")).to_contain_text("指出的地方：第17行“村（社区）党组织换届选举大会时间”")
    check_page(liunan, "liunan")
    type_in(liunan, cell(liunan, 17, "party"), "1月23日")
    submit(liunan)


def liudong_has_nothing_new_in_round_two(page):
    open_own(page, 2)
    expect(cell(page, 18, "committee")).to_have_value("2月上旬")
    page.get_by_role("button", name="无变化，上报").click()
    expect(status(page)).to_have_text("已上报")
    expect(page.locator("main")).to_contain_text("与第1次相比没有变化")


def staff_accept_round_two_together(page):
    page.goto("/schedules/review/")
    check_page(page, "staff")
    for unit in UNITS.values():
        page.get_by_label(f"选择 {unit} 第2次", exact=True).check()
    page.get_by_role("button", name="接收所选").click()
    expect(page.locator(".alert-success")).to_have_text("已接收 2 份。")


def liunan_sends_round_three_late(page):
    open_own(page, 3)
    expect(cell(page, 17, "party")).to_have_value("1月23日")
    for row in (16, 17):
        for column, text in (("party", "1.2{}"), ("committee", "2.{}"), ("federation", "2.2{}")):
            with page.expect_response(re.compile("/autosave/")):
                cell(page, row, column).fill(text.format(row - 13))
                page.get_by_label(f"第{row}行“{HEADS[column]}”计划或实际").select_option("实际")
    type_in(page, page.get_by_label("柳南区：“所有村（社区）妇联完成换届的时间”", exact=True), "3月8日")
    submit(page)
    expect(page.locator("main")).to_contain_text("逾期报送 晚 1 天")


def staff_close_round_three_and_extend_liudong(staff, liudong):
    open_own(liudong, 3)  # still open while she looks at it
    staff.goto("/schedules/rounds/")
    check_page(staff, "staff")
    staff.get_by_role("button", name="关闭第3次填报").click()
    cell(liudong, 18, "federation").fill("2.28")
    cell(liudong, 18, "federation").blur()
    expect(saved(liudong)).to_contain_text("第3次填报已由市妇联组联部于3月11日关闭")
    expect(saved(liudong)).to_contain_text("请联系市妇联组联部（电话：2823290）申请延期")
    open_sheet(staff, 3, "liudong")
    staff.get_by_text("办理延期").click()
    staff.get_by_label("延期至（含当日）").fill("2021-03-15")
    staff.get_by_label("延期原因").fill("演示：一个社区另行选举")
    staff.get_by_role("button", name="批准延期").click()
    expect(staff.locator("main")).to_contain_text("延至 3月15日（星期一）23:59：演示：一个社区另行选举")


def liudong_sends_round_three_in_time(page):
    page.reload()  # what was typed into the closed round is still there
    expect(cell(page, 18, "federation")).to_have_value("2月28日")
    type_in(page, page.get_by_label("柳东新区：“所有村（社区）妇联完成换届的时间”", exact=True), "3月9日")
    submit(page)
    expect(page.locator("main")).not_to_contain_text("逾期报送")


def test_three_rounds(user, later):
    staff, liudong, liunan = user("staff"), user("liudong"), user("liunan")
    liudong_sends_round_one_late(liudong)
    liunan_corrects_round_one(liunan)
    for username in UNITS:
        accept(staff, 1, username)
    liunan_sends_round_two_and_it_comes_back_with_a_cell_pointed_at(liunan, staff)
    liudong_has_nothing_new_in_round_two(liudong)
    staff_accept_round_two_together(staff)

    staff, liudong, liunan = (user(name, later) for name in ("staff", "liudong", "liunan"))
    liunan_sends_round_three_late(liunan)
    staff_close_round_three_and_extend_liudong(staff, liudong)
    liudong_sends_round_three_in_time(liudong)
    for username in UNITS:
        accept(staff, 3, username)
    staff.goto("/schedules/?round=3&name=柳东")
    expect(staff.locator("table.fig tbody tr")).to_contain_text("2月28日")
    check_page(staff, "staff")
    staff.goto("/schedules/moved/?round=3")
    expect(staff.locator("table.fig")).to_contain_text("推迟")


def test_the_network_gone_in_the_middle(user):
    page = user("yufeng")
    open_own(page, 2)
    field = cell(page, 9, "federation")
    page.context.set_offline(True)
    field.fill("2.24")
    field.blur()
    expect(saved(page)).to_contain_text("没有保存：网络不通。您填写的内容还在本页")
    page.get_by_role("button", name="上报", exact=True).click()  # does not leave the page
    expect(field).to_have_value("2.24")
    page.context.set_offline(False)
    expect(saved(page)).to_contain_text(re.compile(r"已保存 \d\d:\d\d"))
    expect(field).to_have_value("2月24日")
    page.reload()
    expect(field).to_have_value("2月24日")


def test_the_page_closed_while_the_network_was_gone(user):
    page = user("yufeng")
    open_own(page, 2)
    address, context = page.url, page.context
    context.set_offline(True)
    # What closing sets off (blur, change, a save) must not slip out when the line is no longer held off.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    cell(page, 9, "committee").fill("2月9日至10日")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(saved(page)).to_contain_text("上次没有存下的 1 处已放回并保存，请核对")
    expect(cell(page, 9, "committee")).to_have_value("2月9日至10日")
    page.get_by_role("button", name=re.compile("演示填报员")).click()
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile("/login/"))
    assert page.evaluate("Object.keys(localStorage)") == []


def test_who_logs_out_is_told_of_a_table_that_was_not_saved(user):
    page = user("yufeng")
    open_own(page, 2)
    page.context.set_offline(True)
    cell(page, 9, "committee").fill("2月11日")
    cell(page, 9, "committee").blur()
    expect(saved(page)).to_contain_text("没有保存：网络不通")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name=re.compile("演示填报员")).click()
    with page.expect_event("dialog") as asked:
        page.get_by_role("button", name="退出").click()
    assert "本机还有 1 张日程安排表没有传到服务器" in asked.value.message
    expect(cell(page, 9, "committee")).to_have_value("2月11日")


def test_two_people_type_into_one_sheet(user):
    first, second = user("yanghe"), user("township14")
    open_own(first, 2)
    open_own(second, 2)
    type_in(first, cell(first, 14, "committee"), "2.6")
    cell(second, 14, "committee").fill("2.7")
    cell(second, 14, "committee").blur()
    box = second.locator("table.fill-in tbody tr")
    expect(box).to_contain_text("现在的内容：2月6日（计划）")
    expect(cell(second, 14, "committee")).to_have_value("2.7")
    check_page(second, "township14")
    box.get_by_role("button", name="用我填的").click()
    expect(cell(second, 14, "committee")).to_have_value("2月7日")
    type_in(first, cell(first, 14, "party"), "1.25")
    expect(cell(first, 14, "committee")).to_have_value("2月7日")  # the first sees it with her next cell


def test_the_back_button_after_it_was_sent(user):
    page = user("rongshui")
    open_own(page, 2)
    if page.get_by_label("以上各处已核对，仍要上报").count():
        page.get_by_label("以上各处已核对，仍要上报").check()
    page.get_by_role("button", name="上报", exact=True).click()
    expect(status(page)).to_have_text("已上报")
    page.go_back()
    fields = page.locator("input[data-cell]")
    if fields.count():  # the browser kept the page: what is typed into it is refused and stays
        fields.first.fill("1.30")
        fields.first.blur()
        expect(saved(page)).to_contain_text("本表已上报，不能修改。请先撤回")
        expect(fields.first).to_have_value("1.30")
    page.reload()
    expect(status(page)).to_have_text("已上报")


def test_what_is_typed_while_a_save_is_under_way_goes_with_the_next(user):
    page = user("yufeng")
    open_own(page, 2)
    page.evaluate(
        "() => { const send = window.fetch;"
        " window.fetch = async (...asked) => {"
        " await new Promise((done) => setTimeout(done, 800)); return send(...asked); }; }"
    )
    cell(page, 9, "party").fill("1.24")
    cell(page, 9, "party").blur()
    cell(page, 9, "committee").fill("2.8")
    cell(page, 9, "committee").blur()
    expect(cell(page, 9, "party")).to_have_value("1月24日")
    expect(cell(page, 9, "committee")).to_have_value("2月8日")


def test_what_is_typed_before_the_script_has_come_is_saved_too(user):
    page = user("yufeng")
    open_own(page, 2)
    held = []
    page.route("**/schedules/sheet*.js", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    cell(page, 9, "party").fill("1.22")
    assert held, "the script was not held up"
    held[0].continue_()
    expect(saved(page)).to_contain_text("已保存")
    expect(cell(page, 9, "party")).to_have_value("1月22日")
