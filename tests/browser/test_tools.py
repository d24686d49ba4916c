"""The guards of the browser tests are themselves seen to find what they are there to find."""

import pytest

from tests.browser.faults import Faults
from tests.browser.helpers import assert_accessible, log_in_through_form, take_screenshots

PLANTED = "<!doctype html><html lang=zh-CN><title>页</title><main><h1>页</h1>{}</main></html>"
POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def planted(browser, site):
    """Shows a page with one fault in it; answers the page and what the guard saw."""
    context = browser.new_context(base_url=site.url)
    faults = Faults(site.url)
    faults.watch(context)
    page = context.new_page()

    def show(fault, headers=POLICY):
        page.route("**/planted", lambda route: route.fulfill(headers=headers, body=PLANTED.format(fault)))
        page.goto("/planted", wait_until="networkidle")
        return page, "\n".join(faults.seen)

    yield show
    context.close()


def test_a_page_without_fault_is_left_alone(planted):
    assert planted("<p>好</p>")[1] == ""


def test_an_inline_script_against_the_policy_is_seen(planted):
    assert "Content Security Policy" in planted("<script>document.title = 1</script>")[1]


def test_an_inline_style_against_the_policy_is_seen(planted):
    assert "Content Security Policy" in planted("<p style='color: red'>红</p>")[1]


def test_a_script_error_is_seen(planted):
    without_policy = {"Content-Type": "text/html; charset=utf-8"}
    assert "script: " in planted("<script>missing()</script>", without_policy)[1]


def test_a_missing_file_is_seen(planted):
    assert "404: " in planted("<img alt='' src='/static/missing.png'>")[1]


def test_a_request_outside_the_site_is_seen(planted):
    without_policy = {"Content-Type": "text/html; charset=utf-8"}
    seen = planted("<img alt='' src='http://127.0.0.1:9/x.png'>", without_policy)[1]
    assert "request outside the site: http://127.0.0.1:9/x.png" in seen


def test_axe_reports_rule_and_place(planted):
    page, _ = planted("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    with pytest.raises(AssertionError, match=r"(?s)image-alt.*img"):
        assert_accessible(page)


def test_the_login_page_is_accessible_and_lets_the_clerk_in(page):
    page.goto("/login/")
    assert_accessible(page)
    assert all(path.stat().st_size for path in take_screenshots(page, "login"))
    log_in_through_form(page, "staff")
