"""指标监测 by clicking: what goes along from level to level, a group, a list that is taken home.

The way from a figure of the city to a village and back stands in test_import.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page


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


@pytest.mark.parametrize(
    ("address", "sheet", "most"),
    [("/dashboard/villages/?gap=no_woman", "wide", 2), ("/dashboard/units/1/", "upright", 3)],
)
def test_it_prints_on_few_sheets_all_of_one_kind(staff, address, sheet, most):
    """A sheet of another kind would be an empty one; tables that may not break leave half a sheet empty."""
    staff.goto(address)
    printed = staff.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    found = ["wide" if float(width) > float(height) else "upright" for width, height in sizes]
    assert set(found) == {sheet}
    assert len(found) <= most
