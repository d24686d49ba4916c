"""From a figure of the city to the village behind it and back, by clicking numbers and names."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in


@pytest.fixture
def staff(new_context):
    """A page on which the municipal clerk is logged in."""
    page = new_context().new_page()
    log_in(page, "staff")
    return page


def card(page, label):
    return page.get_by_role("region", name=label, exact=True)


def women_and_members(page):
    """Women and members of villagers' committees, as the card shows them."""
    text = card(page, "村委会成员中女性").locator(".kpi-value small").inner_text()
    return tuple(int(number) for number in re.match(r"(\d+)/(\d+)", text).groups())


def test_it_works(staff):
    staff.goto("/dashboard/")
    women, members = women_and_members(staff)
    card(staff, "村委会成员中女性").locator(".kpi-value a").first.click()
    # The list adds up to the number that was clicked.
    expect(staff.get_by_role("heading", level=1)).to_have_text("有女性的村（社区）")
    expect(staff.locator(".card-head")).to_contain_text(f"其中女性 {women} 人")
    staff.get_by_text("筛选和排列").click()
    staff.get_by_label("填报单位").select_option(label="三江县")
    staff.get_by_role("button", name="筛选").click()
    expect(staff).to_have_url(re.compile("counted=women.*unit="))
    staff.locator("table.fig tbody th a").first.click()
    expect(staff.get_by_role("region", name="三个阶段")).to_contain_text("候选人")
    check_page(staff, "staff")
    # Back up: township, unit, city.
    trail = staff.get_by_role("navigation", name="所在位置")
    trail.get_by_role("link").nth(2).click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("指标监测 · 三江县")
    trail.get_by_role("link", name="三江县").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("指标监测 · 三江县")
    trail.get_by_role("link", name="指标监测").click()
    assert women_and_members(staff) == (women, members)


def test_the_other_reading_goes_along(staff):
    staff.goto("/dashboard/")
    staff.get_by_role("link", name="全部口径").click()
    expect(staff.locator("main")).to_contain_text("全部口径 · 已报")
    staff.get_by_role("link", name="融安县", exact=True).click()
    expect(staff).to_have_url(re.compile("reading=all"))
    expect(staff.get_by_role("link", name="全部口径")).to_have_attribute("aria-current", "page")


def test_a_group(staff):
    staff.goto("/dashboard/")
    staff.get_by_role("link", name="指导二组", exact=True).click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("指标监测 · 指导二组")
    staff.get_by_role("link", name=re.compile("没有女性成员的村（社区）：")).click()
    expect(staff).to_have_url(re.compile("group="))
    check_page(staff, "staff")


def test_a_list_is_downloaded_as_seen(staff):
    staff.goto("/dashboard/villages/?gap=chair_outside")
    with staff.expect_download() as download:
        staff.get_by_role("link", name="导出 CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    expect(staff.locator(".card-head h2")).to_have_text(f"共 {len(lines) - 1} 个")
    assert download.value.suggested_filename.startswith("妇联主席未进“两委”的村（社区）")
