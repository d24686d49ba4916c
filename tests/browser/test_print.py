"""Attachment 2 on paper: the form on one A4 page whatever stands in it, the rest on continuation sheets."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in

SENTENCE = "演示：选举工作（示例）“两委”情况良好，2021年2月5日已有10个村完成选举；"
LABELS = ("总体情况", "发现问题", "经验做法", "工作建议")


@pytest.fixture(scope="module")
def leader(site, browser, browser_context_args):
    """A page on which a leader is logged in, for all texts of this file."""
    context = browser.new_context(**browser_context_args | {"base_url": site.url})
    page = context.new_page()
    log_in(page, "leader2")
    yield page
    context.close()


def long(characters: int) -> str:
    """A text of so many characters."""
    return (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]


def pages_of(page) -> int:
    """On how many sheets of A4 the page prints."""
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
    return len(sizes)


def printed(page, texts: tuple[str, ...]) -> None:
    """Write a report of these texts, save it, and open its print."""
    page.goto("/visits/new/")
    page.get_by_label("联系乡镇（街道）名称").select_option(index=1)
    page.locator("label.btn", has_text="听取汇报").click()
    for label, text in zip(LABELS, texts, strict=False):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="存草稿").click()
    # Autosave may have given the page its address before: the message says that the press is through.
    expect(page.locator(".alert", has_text="已保存草稿")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/visits/\d+/$"))
    page.goto(f"{page.url}print/")


@pytest.mark.parametrize(
    ("texts", "hints", "pages"),
    [
        (("演示：进展平稳。",), ["（可另附页）"] * 3, 1),
        # 12 lines of 29 characters, and all 18 lines taken.
        ((long(29 * 12), "短", "", "短"), ["（可另附页）"], 1),
        ((long(29 * 6), long(29 * 4), long(29 * 4), long(29 * 4)), [], 1),
        ((long(29 * 13),), ["（见附页）", *["（可另附页）"] * 3], 2),
        (("\n".join("行" * 12), "短", "短", "短"), [], 1),
    ],
)
def test_the_form_stays_on_one_page(leader, texts, hints, pages):
    printed(leader, texts)
    assert leader.locator(".box-hint").all_inner_texts() == hints
    assert pages_of(leader) == pages


def test_four_texts_as_long_as_may_be(leader):
    printed(leader, (long(5000),) * 4)
    assert leader.locator(".box-hint").all_inner_texts() == ["（见附页）"] * 4
    assert leader.locator(".sheet-section h2").all_inner_texts() == list(LABELS)
    assert 20 <= pages_of(leader) <= 30  # some 800 characters a sheet of 14 pt
    expect(leader.locator(".draft-words").first).to_have_text("草稿，尚未上报")


def test_blank_and_on_the_screen(new_context):
    page = new_context().new_page()
    log_in(page, "leader1")
    page.goto("/visits/print/")
    assert pages_of(page) == 1
    check_page(page, "leader1")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")
    page.goto("/visits/1/print/")
    check_page(page, "leader1")
