"""Pages behind a link of another page, as each role meets them; by the link, so that no test knows an id."""

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in

LINKED = {
    "staff": [
        ("/dashboard/", ".fig tbody th a"),
        ("/schedules/", ".fig td a"),
        ("/schedules/?round=1", ".fig td a"),
        ("/visits/", ".fig th a"),
        ("/returns/", ".place-list a"),
    ],
    "leader1": [("/visits/", ".fig th a")],
    "rongan": [("/schedules/", ".page-actions a.btn-primary"), ("/returns/", ".place-list a")],
    "viewer": [("/schedules/?round=1", ".fig td a"), ("/returns/", ".place-list a")],
}


@pytest.mark.parametrize("username", list(LINKED))
def test_pages_by_link(page, username):
    log_in(page, username)
    for path, selector in LINKED[username]:
        page.goto(path)
        with page.expect_navigation():
            page.locator(selector).first.click()
        expect(page.locator("main h1")).to_be_visible()
        check_page(page, username)
