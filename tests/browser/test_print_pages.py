"""What the office prints from the browser: A4 throughout, nothing cut off at the right, no menu."""

import re

import pytest

from tests.browser.helpers import log_in

UPRIGHT, LYING = (595, 842), (842, 595)
# The widths of a sheet and of what is printed on it, in CSS pixels: site.css leaves 15 mm at each side of an
# upright page and 12 of a lying one, print.css 28 and 26.
ALL_OF, LYING_ALL, LETTER = (794, 680), (1123, 1032), (794, 590)
PAGES = [
    ("/dashboard/", UPRIGHT, ALL_OF),
    ("/dashboard/units/1/", UPRIGHT, ALL_OF),
    ("/dashboard/townships/1/", UPRIGHT, ALL_OF),
    ("/dashboard/charts/", UPRIGHT, ALL_OF),
    ("/dashboard/progress/", UPRIGHT, ALL_OF),
    ("/duties/", LYING, LYING_ALL),
    ("/schedules/", LYING, LYING_ALL),
    ("/visits/1/print/", UPRIGHT, LETTER),
    ("/assignments/print/", UPRIGHT, LETTER),
    ("/schedules/2/print/", UPRIGHT, LETTER),
    ("/briefings/", UPRIGHT, LETTER),
]
# Elements that are seen and reach beyond the printed width; what is inside a drawing is its own affair.
BEYOND = """width => {
  document.documentElement.style.width = `${width}px`;
  return [...document.body.querySelectorAll("*:not(svg *)")]
    .filter(one => one.checkVisibility() && !one.closest(".visually-hidden"))
    .filter(one => one.getBoundingClientRect().right > width + 1)
    .map(one => `${one.tagName}.${one.className}: ${Math.round(one.getBoundingClientRect().right)}`);
}"""


@pytest.fixture(scope="module")
def clerk(site, browser, browser_context_args):
    """A page on which the clerk is logged in, for all pages of this file."""
    context = browser.new_context(**browser_context_args | {"base_url": site.url})
    page = context.new_page()
    log_in(page, "staff")
    yield page
    context.close()


@pytest.mark.parametrize(("address", "sheet", "widths"), PAGES, ids=[page[0] for page in PAGES])
def test_it_prints_on_a4(clerk, address, sheet, widths):
    clerk.set_viewport_size({"width": 1440, "height": 900})
    clerk.goto(address, wait_until="networkidle")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", clerk.pdf(prefer_css_page_size=True))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {sheet}
    whole, printed = widths
    clerk.emulate_media(media="print")
    clerk.set_viewport_size({"width": whole, "height": 1123})
    assert clerk.evaluate(BEYOND, printed) == []
    hidden = clerk.locator(".topbar, .side, .page-actions, .print-bar")
    assert not any(one.is_visible() for one in hidden.all())
    # Heads come again on each page and no row is cut in two.
    for rule, tag in (("display", "thead"), ("break-inside", "tr")):
        says = f"all => all.map(one => getComputedStyle(one).getPropertyValue('{rule}'))"
        found = set(clerk.locator(f"main table:not(.month) {tag}").evaluate_all(says))
        assert found <= {"table-header-group" if tag == "thead" else "avoid", "none"}
    clerk.emulate_media(media="null")
