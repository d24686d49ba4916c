"""Attachment 2 on the road: written without a network, synced by itself, drafted by one, sent by another."""

import re

from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in_through_form

PHONE = {"width": 360, "height": 780}
QIAOBAN, YARAO = "融安县桥板乡", "融安县雅瑶乡"


def ready_for_the_road(page):
    """Wait until the worker serves this browser and the drafts' page is kept."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # Of this user: the page of whoever was here before is thrown away first.
    page.wait_for_function("() => sessionStorage.getItem('drafts-page') === document.body.dataset.user")
    page.wait_for_function("async () => (await (await caches.open('pages')).keys()).length === 1")


def write(page, place, text, methods=("听取汇报",)):
    page.get_by_label("联系乡镇（街道）名称").select_option(label=place)
    for method in methods:
        page.locator("label.btn", has_text=method).click()
    page.get_by_label("总体情况", exact=True).fill(text)


def state(page):
    return page.locator("[data-state]")


def status(page):
    return page.locator("dl.facts .chip").first


def entry(page, words):
    return page.locator("[data-drafts] li", has_text=words)


def kept_pages(page):
    """The path of everything that the browser's caches hold, static files left out."""
    return page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const kept = await (await caches.open(name)).keys();
            found.push(...kept.map((request) => new URL(request.url).pathname));
          }
          return found.filter((path) => !path.startsWith("/static/"));
        }"""
    )


def kept_drafts(page):
    return page.evaluate(
        """() => new Promise((resolve, reject) => {
          const opening = indexedDB.open("guidance");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const counting = opening.result.transaction("drafts").objectStore("drafts").count();
            counting.onsuccess = () => resolve(counting.result);
          };
        })"""
    )


def test_written_offline_synced_and_sent(user):
    page = user("leader1", viewport=PHONE)
    context = page.context
    page.goto("/visits/")  # other people's reports: seen, not kept
    ready_for_the_road(page)
    page.goto("/desk/")

    context.set_offline(True)
    page.goto("/visits/new/")
    expect(page.locator("h1")).to_have_text("本机草稿")
    expect(page.get_by_text("现在没有网络")).to_be_visible()
    page.get_by_role("button", name="新填一份").click()
    write(page, QIAOBAN, "演示：山里没有信号，先记下。")
    expect(state(page)).to_contain_text("网络不通，接通后自动同步。内容已存在本机。")
    page.close()

    page = context.new_page()  # the phone was put away meanwhile
    page.goto("/visits/drafts/")
    expect(entry(page, QIAOBAN)).to_contain_text("未同步")
    entry(page, QIAOBAN).get_by_role("link").click()
    expect(page.get_by_label("总体情况", exact=True)).to_have_value("演示：山里没有信号，先记下。")
    assert kept_pages(page) == ["/visits/drafts/"]

    context.set_offline(False)
    expect(state(page)).to_contain_text("已同步")
    expect(entry(page, QIAOBAN)).to_contain_text("已同步")
    page.get_by_role("button", name="上报").click()
    expect(status(page)).to_have_text("已上报")
    expect(page.locator("main")).to_contain_text("演示：山里没有信号，先记下。")


def test_a_draft_syncs_by_itself_from_any_page(user):
    page = user("leader4", viewport=PHONE)
    ready_for_the_road(page)
    page.context.set_offline(True)
    page.goto("/visits/drafts/")
    page.get_by_role("button", name="新填一份").click()
    write(page, "城中区潭中街道", "演示：路上写的。")
    expect(state(page)).to_contain_text("内容已存在本机")
    page.context.set_offline(False)
    page.goto("/desk/")
    expect(page.locator("[data-unsynced]")).to_be_hidden()
    desk = user("liaison4")
    desk.goto("/visits/")
    expect(desk.locator("tbody tr", has_text="潭中街道").filter(has_text="草稿").first).to_be_visible()


def test_it_saves_itself_while_one_writes(user):
    page = user("leader2")
    page.goto("/visits/new/")
    page.get_by_label("总体情况", exact=True).fill("演示：")
    expect(state(page)).to_contain_text("选好乡镇（街道）和开始日期后自动保存到服务器")
    write(page, "鱼峰区荣军街道", "演示：随写随存。")
    expect(state(page)).to_have_text(re.compile(r"^已同步 \d\d:\d\d$"))
    expect(page).to_have_url(re.compile(r"/visits/\d+/$"))
    page.get_by_label("联系指导结束日期").fill("2021-02-03")
    expect(page.locator('[data-field="ended_on"]')).to_contain_text("结束日期不能早于开始日期。")
    page.get_by_label("发现问题", exact=True).fill("演示：其余照存。")
    expect(state(page)).to_contain_text("填写有误，没有存下")
    page.reload()
    expect(page.get_by_label("发现问题", exact=True)).to_have_value("演示：其余照存。")
    expect(page.get_by_label("联系指导结束日期")).to_have_value("2021-02-03")  # typed, and not lost
    page.get_by_label("联系指导结束日期").fill("")
    expect(state(page)).to_contain_text("已同步")
    check_page(page, "leader2")


def test_the_liaison_drafts_and_the_leader_sends(user):
    liaison, leader = user("liaison3"), user("leader3", viewport=PHONE)
    liaison.goto("/visits/new/")
    expect(liaison.get_by_role("button", name="上报")).to_have_count(0)
    write(liaison, "柳北区长塘镇", "演示：联络员起草。")
    liaison.get_by_role("button", name="交领导审阅").click()
    expect(liaison.locator(".alert-success")).to_contain_text("已交领导审阅")
    leader.goto("/desk/")
    leader.locator(".todo", has_text="长塘镇").filter(has_text="待您审阅").click()
    expect(leader.locator("main")).to_contain_text("交领导审阅")
    leader.get_by_label("总体情况", exact=True).fill("演示：联络员起草，领导改定。")
    leader.get_by_role("button", name="上报").click()
    expect(status(leader)).to_have_text("已上报")
    expect(leader.locator("main")).to_contain_text("演示：联络员起草，领导改定。")
    liaison.goto(leader.url)
    expect(liaison.locator("dl.facts").first).to_contain_text("起草人")
    expect(liaison.locator("main form[action$='/submit/']")).to_have_count(0)


def test_a_phone_and_a_desk_change_the_same_field(user):
    desk, phone = user("liaison1"), user("leader1", viewport=PHONE)
    desk.goto("/visits/new/")
    write(desk, YARAO, "演示：第一稿。")
    expect(state(desk)).to_contain_text("已同步")
    phone.goto(desk.url)
    ready_for_the_road(phone)

    phone.context.set_offline(True)
    phone.get_by_label("总体情况", exact=True).fill("演示：手机上改的。")
    phone.get_by_label("工作建议", exact=True).fill("演示：只在手机上填。")
    expect(state(phone)).to_contain_text("内容已存在本机")
    desk.get_by_label("总体情况", exact=True).fill("演示：电脑上改的。")
    desk.get_by_label("发现问题", exact=True).fill("演示：只在电脑上填。")
    expect(state(desk)).to_contain_text("已同步")

    phone.context.set_offline(False)
    overall = phone.locator('[data-field="overall_situation"]')
    expect(overall).to_contain_text("演示：电脑上改的。")
    # Both are there, nothing is overwritten.
    expect(phone.get_by_label("总体情况", exact=True)).to_have_value("演示：手机上改的。")
    expect(phone.get_by_label("发现问题", exact=True)).to_have_value("演示：只在电脑上填。")
    phone.get_by_role("button", name="存草稿").click()
    expect(overall).to_contain_text("用我填的")  # nothing goes out before one is chosen
    check_page(phone, "leader1-conflict")
    overall.get_by_role("button", name="两段都留").click()
    expect(state(phone)).to_contain_text("已同步")
    desk.reload()
    expect(desk.get_by_label("总体情况", exact=True)).to_have_value("演示：电脑上改的。\n演示：手机上改的。")
    expect(desk.get_by_label("工作建议", exact=True)).to_have_value("演示：只在手机上填。")


def test_who_logs_out_leaves_nothing(user):
    page = user("leader3")
    ready_for_the_road(page)
    page.goto("/visits/new/")
    write(page, "柳北区沙塘镇", "演示：退出前的草稿。")
    expect(state(page)).to_contain_text("已同步")
    page.context.set_offline(True)
    page.get_by_label("发现问题", exact=True).fill("演示：还没有同步。")
    expect(state(page)).to_contain_text("内容已存在本机")
    page.route("**/visits/drafts/save/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/assignments/")
    expect(page.locator("[data-unsynced]")).to_contain_text("本机有 1 份草稿没有同步到服务器")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator(".user-button").click()
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile("/login/"))
    assert "本机还有 1 份草稿没有传到服务器" in asked[0]
    log_in_through_form(page, "leader3")
    page.goto("/assignments/")
    assert kept_drafts(page) == 0


def test_another_user_of_the_same_browser_sees_no_drafts(user):
    page = user("leader3")
    page.goto("/visits/new/")
    write(page, "三江县斗江镇", "演示：别人不该看到。")
    expect(state(page)).to_contain_text("已同步")
    page.context.clear_cookies()  # the session ran out; nobody logged out
    log_in_through_form(page, "leader4")
    page.goto("/visits/drafts/")
    expect(page.get_by_text("已与服务器核对")).to_be_visible()
    expect(page.locator("[data-drafts]")).not_to_contain_text("斗江镇")
    ready_for_the_road(page)
    page.context.set_offline(True)
    page.goto("/visits/drafts/")
    expect(page.get_by_label("联系乡镇（街道）名称").locator("option", has_text="斗江镇")).to_have_count(0)
