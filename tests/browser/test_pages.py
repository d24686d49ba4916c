"""Every page as each role meets it, wide and narrow: axe finds nothing, nothing sticks out."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in

PAGES = {
    "staff": [
        "/desk/",
        "/dashboard/",
        "/dashboard/villages/?gap=below_target",
        "/dashboard/charts/",
        "/dashboard/progress/?known=yes",
        "/dashboard/screen/",
        "/assignments/",
        "/schedules/",
        "/meetings/?month=2021-01",
        "/meetings/?view=list",
        "/visits/",
        "/visits/timeline/",
        "/visits/print/",
        "/duties/",
        "/returns/",
        "/password/",
    ],
    "leader1": [
        "/desk/",
        "/dashboard/",
        "/meetings/",
        "/visits/",
        "/visits/new/",
        "/visits/drafts/",
        "/duties/",
        "/assignments/",
    ],
    "liaison1": ["/desk/", "/visits/new/", "/duties/"],
    "rongan": [
        "/desk/",
        "/dashboard/",
        "/dashboard/charts/",
        "/dashboard/progress/",
        "/schedules/",
        "/returns/",
    ],
    "township01": ["/", "/desk/", "/schedules/", "/meetings/feed/", "/dashboard/progress/?body=party"],
    "viewer": ["/", "/desk/", "/assignments/", "/schedules/?round=1", "/visits/", "/duties/"],
}


@pytest.mark.parametrize("username", list(PAGES))
def test_pages_by_address(page, username):
    log_in(page, username)
    for path in PAGES[username]:
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        check_page(page, username)


@pytest.mark.parametrize("path", ["/login/", "/no-such-page/"])
def test_pages_before_log_in(page, path):
    page.goto(path)
    check_page(page, "anyone")


def test_the_menu_opens_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, "rongan")
    page.get_by_role("button", name="打开菜单").click()
    page.get_by_role("link", name="换届结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("换届结果")
