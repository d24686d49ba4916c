"""The whole line on the real notice: fill in, review, report a visit, enter returns, read the figures.

The steps build on each other, as they do in the office, so they are one test told in parts.
"""

import re

from playwright.sync_api import expect

TOWNSHIP = "融安县桥板乡"


def cell(page, row, column):
    return page.get_by_label(f"第{row}行“{column}换届选举大会时间”", exact=True)


def status(page):
    return page.locator("dl.facts .chip").first


def open_sheet(page):
    page.goto("/schedules/?round=2")
    page.locator("table.fig tr", has_text=TOWNSHIP).locator("a").click()


def rongan_submits_round_two(page):
    page.goto("/schedules/")
    page.get_by_role("link", name="填报第2次").click()
    cell(page, 1, "村（社区）党组织").fill("1.20-1.28")
    cell(page, 1, "村（居）委会").fill("２月６日")
    cell(page, 1, "村（社区）妇联").fill("2月5日")
    cell(page, 2, "村（社区）党组织").fill("1月22日")
    cell(page, 2, "村（居）委会").fill("待定")
    cell(page, 2, "村（社区）妇联").fill("待定")
    page.get_by_role("button", name="上报", exact=True).click()
    # Shown back as understood, and doubted before it goes out.
    expect(cell(page, 1, "村（社区）党组织")).to_have_value("1月20日至28日")
    expect(cell(page, 1, "村（居）委会")).to_have_value("2月6日")
    expect(page.locator("main")).to_contain_text(
        "第1行“村（社区）妇联换届选举大会时间”（2月5日）早于“村（居）委会换届选举大会时间”（2月6日），请核对。"
    )
    expect(status(page)).to_have_text("草稿")
    page.get_by_label("以上各处已核对，仍要上报").check()
    page.get_by_role("button", name="上报", exact=True).click()
    expect(status(page)).to_have_text("已上报")


def staff_returns_it(page):
    open_sheet(page)
    page.get_by_text("退回修改").click()
    page.get_by_label("退回原因").fill("第1行妇联换届早于村委会换届，请核实。")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(status(page)).to_have_text("已退回")


def rongan_corrects_and_resubmits(page):
    page.goto("/desk/")
    page.locator(".todo", has_text="第2次").click()
    expect(page.locator("main")).to_contain_text("第1行妇联换届早于村委会换届，请核实。")
    cell(page, 1, "村（社区）妇联").fill("2月25日")
    page.get_by_role("button", name="上报", exact=True).click()
    expect(status(page)).to_have_text("已上报")


def staff_accepts(page):
    open_sheet(page)
    page.get_by_role("button", name="接收").click()
    expect(status(page)).to_have_text("已接收")
    page.goto("/schedules/?round=2")
    row = page.locator("table.fig tr", has_text=TOWNSHIP)
    expect(row).to_contain_text("1月20日至28日")
    expect(row).to_contain_text("2月25日")


def test_schedule(user):
    rongan, staff = user("rongan"), user("staff")
    rongan_submits_round_two(rongan)
    staff_returns_it(staff)
    rongan_corrects_and_resubmits(rongan)
    staff_accepts(staff)


def test_visit_report(user):
    leader = user("leader1")
    leader.goto("/visits/new/")
    link = leader.get_by_label("联系乡镇（街道）名称")
    offered = link.locator("option").all_inner_texts()
    assert TOWNSHIP in offered
    assert not any(name.startswith(("柳城县", "鹿寨县", "鱼峰区")) for name in offered)  # leader2's
    link.select_option(label=TOWNSHIP)
    leader.get_by_label("联系指导开始日期").fill("2021-02-04")
    leader.get_by_label("联系指导结束日期").fill("2021-02-04")
    leader.get_by_text("听取汇报", exact=True).click()
    leader.get_by_label("总体情况", exact=True).fill("演示：进展平稳。")
    leader.get_by_role("button", name="上报").click()
    expect(status(leader)).to_have_text("已上报")
    expect(leader.locator("main")).to_contain_text("2月5日（星期五）23:59")

    staff = user("staff")
    staff.goto(leader.url)
    expect(staff.locator("main")).to_contain_text("演示：进展平稳。")
    staff.get_by_role("button", name="接收").click()
    expect(status(staff)).to_have_text("已接收")


def test_leader_cannot_see_anothers_township(user):
    other = user("leader2")
    other.goto("/desk/")
    other.locator(".guided a", has_text="柳城县").first.click()
    expect(other.locator("h1")).to_contain_text("柳城县")
    leader = user("leader1")
    answer = leader.goto(other.url)
    assert answer.status == 404
    expect(leader.locator("h1")).to_have_text("没有找到")


# Four villages; the figures below are worked out from these rows by hand:
# members 5+4+7+3 = 19, women 2+1+3+0 = 6, 6/19 = 31.58 %; 30 % of 19 is 5.7, so 6 are needed: 正好达到.
# directors 3 (one seat vacant), women 1: 1/3 = 33.3 %, 10 % of 3 needs 1: 正好达到.
# chair: 2 of 3 known, 还差 1 个; of all ten villages 2/10 = 20.0 %. subsidy 1 of 2: 50.0 %.
ROWS = [
    ("5", "2", "女", "是", "是"),
    ("4", "1", "男", "是", "否"),
    ("7", "3", "男", "否", "未填"),
    ("3", "0", "空缺", "未换届", "未填"),
]


def enter_returns(page, rows):
    """Fill the first rows of the grid and clear the others."""
    blank = ("", "", "未填", "未换届", "未填")
    table_rows = page.locator("table.grid tbody tr")
    for number in range(table_rows.count()):
        people, women, *choices = rows[number] if number < len(rows) else blank
        row = table_rows.nth(number)
        row.get_by_label("成员人数").fill(people)
        row.get_by_label("其中女性").fill(women)
        for label, choice in zip(("主任", "妇联主席进“两委”", "全额补贴"), choices, strict=True):
            row.get_by_label(re.compile(f"{label}$")).select_option(label=choice)
    page.get_by_role("button", name="保存整表").click()


def card(page, label):
    return page.get_by_role("region", name=label, exact=True)


def test_returns_move_the_dashboard(user):
    rongan = user("rongan")
    rongan.goto("/returns/")
    rongan.get_by_role("link", name="桥板乡").click()
    enter_returns(rongan, ROWS)
    expect(rongan.locator(".alert-success")).to_contain_text("已保存")
    rongan.get_by_role("link", name="看指标").click()
    expect(rongan).to_have_url(re.compile("/dashboard/"))
    for page in (rongan, user("viewer")):
        page.goto(rongan.url)
        members = card(page, "村委会成员中女性")
        for words in ("31.6%", "6/19 人", "达标", "正好达到", "已报 4/10 个", "+1.6 个百分点"):
            expect(members).to_contain_text(words)
        directors = card(page, "村委会主任中女性")
        for words in ("33.3%", "1/3 人", "达标"):
            expect(directors).to_contain_text(words)
        chair = card(page, "村（社区）妇联主席进“两委”")
        for words in ("66.7%", "2/3 个", "未达标", "还差 1 个", "20.0%（2/10"):
            expect(chair).to_contain_text(words)
        subsidy = card(page, "妇联主席享受定员全额补贴")
        for words in ("50.0%", "1/2 个", "未设数值"):
            expect(subsidy).to_contain_text(words)
        expect(card(page, "社区居委会成员中女性")).to_contain_text("无数据")


def test_wrong_figures_are_marked_and_nothing_typed_is_lost(user):
    rongan = user("rongan")
    rongan.goto("/returns/")
    rongan.get_by_role("link", name="雅瑶乡").click()
    first = rongan.locator("table.grid tbody tr").first
    first.get_by_label("成员人数").fill("５")
    first.get_by_label("其中女性").fill("6")
    rongan.get_by_role("button", name="保存整表").click()
    expect(rongan.locator(".alert-error")).to_contain_text("第1行")
    expect(rongan.locator(".alert-error")).to_contain_text("女性人数（6）多于成员人数（5）")
    expect(first.get_by_label("其中女性")).to_have_value("6")
    expect(first).to_have_class(re.compile("row-error"))


def test_viewer_can_change_nothing(user):
    viewer = user("viewer")
    viewer.goto("/returns/")
    viewer.locator(".place-list a").first.click()
    expect(viewer.locator("main input, main select, main textarea")).to_have_count(0)
    open_sheet(viewer)
    expect(viewer.locator("main form")).to_have_count(0)
    viewer.goto("/visits/")
    expect(viewer.get_by_role("link", name="新填一份")).to_have_count(0)
    assert viewer.goto("/visits/new/").status == 403
    assert viewer.goto("/admin/login/").status == 403
