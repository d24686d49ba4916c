"""Pages of the administration: they open, axe finds nothing, nothing sticks out."""

import pytest

from tests.browser.helpers import check_page, log_in

ADMINISTRATION = {
    "staff": [
        "/admin/",
        "/admin/guidance/township/",
        "/admin/guidance/township/import/",
        "/admin/guidance/township/export/",
        "/admin/guidance/guidancegroup/1/change/",
        "/admin/guidance/reportinground/2/change/",
        "/admin/guidance/visitreport/1/change/",
        "/admin/guidance/visitreport/1/history/",
        "/admin/guidance/schedulereturn/1/change/",
        "/admin/guidance/problem/1/change/",
        "/admin/guidance/village/1/delete/",
    ],
    "system": [
        "/admin/guidance/user/",
        "/admin/guidance/user/add/",
        "/admin/guidance/user/3/change/",
        "/admin/guidance/login/",
    ],
}


@pytest.mark.parametrize("username", list(ADMINISTRATION))
def test_pages_of_the_administration(page, username):
    log_in(page, username)
    for path in ADMINISTRATION[username]:
        assert page.goto(path).status == 200
        check_page(page, username)
