"""What browser tests do again and again: log in, check accessibility, take pictures."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.server import BASE_DIR, PASSWORD

AXE = BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENSHOTS = BASE_DIR / "var" / "screenshots"
WIDTHS = (1440, 360)


_sessions: dict[tuple[str, str], list[Any]] = {}  # by site and user


def log_in(page: Page, username: str) -> None:
    """Land on the first screen: through the form, or with the session that the form gave another browser.

    A password is slow to check on purpose; a session that ended in between leads to the form again.
    """
    page.goto("/login/")
    key = urlsplit(page.url).netloc, username
    if key in _sessions:
        page.context.add_cookies(_sessions[key])
        page.goto("/")
        if urlsplit(page.url).path != "/login/":
            return
    log_in_through_form(page, username)
    _sessions[key] = page.context.cookies()


def log_in_through_form(page: Page, username: str) -> None:
    """Log in as a user does, and land on the first screen."""
    page.goto("/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).not_to_have_url(re.compile("/login/"))


def assert_accessible(page: Page) -> None:
    """Assert that axe finds nothing on the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    # Without preloading: axe copies style sheets into the page, which the policy rightly refuses.
    options = {"runOnly": AXE_RULES, "preload": False}
    # Only what is wrong comes back: to carry over all that is right takes four times as long as to check it.
    violations = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    report = "\n\n".join(_describe(violation) for violation in violations)
    assert not report, f"{page.url} is not accessible:\n\n{report}"


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf8")


def _describe(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']}: {violation['help']}"]
    for node in violation["nodes"]:
        summary = node["failureSummary"].replace("\n", "\n    ")
        lines.append(f"  {node['target']}\n    {summary}")
    return "\n".join(lines)


def take_screenshots(page: Page, name: str) -> list[Path]:
    """Photograph the whole page at each width into var/screenshots/, and restore the window."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    window = page.viewport_size
    paths = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        path = SCREENSHOTS / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
        paths.append(path)
    if window:
        page.set_viewport_size(window)
    return paths


def name_of(page: Page, username: str) -> str:
    """What the pictures of this page are called."""
    path = page.url.split("/", 3)[3]
    return f"{username}-{re.sub(r'[^a-z0-9]+', '-', path) or 'home'}".strip("-")


def check_page(page: Page, username: str) -> None:
    """As it stands, at every width: axe finds nothing, nothing sticks out. SCREENSHOTS=1 photographs it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        needed = page.evaluate("document.documentElement.scrollWidth")
        assert needed <= width, f"{page.url} needs {needed} px at a width of {width}"
    if os.environ.get("SCREENSHOTS"):
        take_screenshots(page, name_of(page, username))
    page.set_viewport_size({"width": 1440, "height": 900})
