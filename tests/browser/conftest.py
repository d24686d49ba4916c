"""The real server in a process of its own, and a Chromium that reports every fault it sees."""

import os

import pytest

from tests.browser.faults import Faults
from tests.browser.helpers import log_in
from tests.programs import CHROMIUM, require_program
from tests.server import copy_demonstration, running_site

CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site as `manage.py serve` starts it: `site.url`, `site.password`."""
    with running_site(copy_demonstration(tmp_path_factory.mktemp("site"))) as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium; one that runs as root cannot use its sandbox."""
    executable = require_program(os.environ.get("CHROMIUM", ""), *CHROMIUM)
    flags = [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return browser_type_launch_args | {"executable_path": executable, "args": flags}


@pytest.fixture(scope="session")
def base_url(site):
    """What page.goto("/desk/") starts from."""
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A clerk's browser: Chinese, in Chinese time, at the usual width."""
    return browser_context_args | {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def new_context(new_context, site):
    """Makes contexts (one a user) that fail the test on any fault of a page."""
    faults = Faults(site.url)

    def watched_context(**options):
        context = new_context(**options)
        faults.watch(context)
        return context

    yield watched_context
    assert not faults.seen, "The browser reported:\n" + "\n".join(faults.seen)


@pytest.fixture
def user(new_context):
    """user("leader1") is a page on which this user is logged in, in a browser of his or her own."""

    def logged_in(username, viewport=None):
        page = new_context().new_page()
        if viewport:
            page.set_viewport_size(viewport)
        log_in(page, username)
        return page

    return logged_in


@pytest.fixture
def staff(user):
    """A page on which the municipal clerk is logged in, at a machine of her own."""
    return user("staff")
