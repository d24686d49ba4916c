"""Files on a phone's network: broken off, the page closed, gone on with; no report goes before them."""

import os
import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.helpers import check_page, log_in
from tests.office.uploads.samples import docx, pdf, photo

PIECE = 512 * 1024


@pytest.fixture
def phone(new_context):
    """A leader's browser."""
    context = new_context()
    log_in(context.new_page(), "leader4")
    return context


def noise(side=1600):
    """A photo that hardly packs: six pieces and a bit."""
    content = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(content, "JPEG", quality=95)
    return content.getvalue()


def new_report(context):
    """A blank form, without a township yet and so without a report."""
    page = context.new_page()
    page.goto("/visits/new/")
    return page


def write(page):
    """Choose and type what a report cannot do without; it is stored by itself."""
    page.locator("[name=link]").select_option(index=1)
    page.locator("label", has_text="听取汇报").click()
    page.locator("[name=overall_situation]").fill("演示：进展顺利。")
    expect(page).to_have_url(re.compile(r"/visits/\d+/$"))


def attach(page, section, *files):
    """Choose files for a section, as name and content."""
    chosen = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
    page.locator(f'[data-files="{section}"] [data-file-pick]').set_input_files(chosen)


def rows(page, section):
    return page.locator(f'[data-files="{section}"] .file-row')


def state(page, section):
    return rows(page, section).last.locator(".file-state")


def test_broken_off_and_resumed(phone, new_context):
    content = noise()
    sent = []

    def two_pieces_and_no_more(route):
        sent.append(int(route.request.url.split("at=")[1]))
        if len(sent) <= 2:
            route.continue_()
        else:
            route.abort()

    page = new_report(phone)
    attach(page, "issues_found", ("现场.jpg", content))
    expect(state(page, "issues_found")).to_have_text("等待上传")  # there is no report to hang it on
    page.route("**/piece/**", two_pieces_and_no_more)
    write(page)
    expect(state(page, "issues_found")).to_have_text("等待上传：网络不通，接通后自动继续")
    assert sent == [0, PIECE, 2 * PIECE]
    bar = rows(page, "issues_found").locator("progress")
    expect(bar).to_have_js_property("value", 2 * PIECE * 100 // len(content))
    check_page(page, "leader4-upload")

    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator(".save-state")).to_have_text("还有文件没有传完，传完后请再按一次。")
    address = page.url
    page.close()

    # Another machine does not have the file, and cannot send the report without it either.
    desk = new_context().new_page()
    log_in(desk, "leader4")
    desk.goto(address)
    expect(state(desk, "issues_found")).to_contain_text("没有传完")
    desk.get_by_role("button", name="上报", exact=True).click()
    expect(desk.locator(".alert-error")).to_contain_text("还有1个文件没有传完（现场.jpg）")

    # The phone has it still, and goes on where the server stopped.
    page = phone.new_page()
    resumed = []
    page.on("request", lambda one: resumed.append(one.url) if "/piece/" in one.url else None)
    page.goto(address)
    expect(rows(page, "issues_found").get_by_role("link", name="现场.jpg")).to_be_visible()
    assert [int(url.split("at=")[1]) for url in resumed] == list(range(2 * PIECE, len(content), PIECE))
    expect(rows(page, "issues_found")).to_have_count(1)
    assert page.locator(".file-thumb").evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth)"
    )
    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator(".alert-success")).to_have_text("已上报市妇联组联部。")
    expect(page.get_by_role("link", name="现场.jpg")).to_be_visible()
    the_signed_page_comes_back(page)


def the_signed_page_comes_back(page):
    card = page.locator("section", has=page.get_by_role("heading", name="签字页"))
    expect(card.locator(".chip")).to_have_text(" 未签")
    attach(page, "signed", ("签字.jpg", photo(size=(1200, 900))))
    expect(card.locator(".chip")).to_have_text(" 已签")
    check_page(page, "leader4-signed")
    card.get_by_role("button", name="移除").click()
    expect(card.locator(".chip")).to_have_text(" 未签")
    card.get_by_role("button", name="恢复").click()
    expect(card.locator(".chip")).to_have_text(" 已签")


def test_several_good_and_bad_ones(phone):
    page = new_report(phone)
    write(page)
    attach(
        page,
        "overall_situation",
        ("纪要.docx", docx()),
        ("页面.jpg", b"<svg onload='alert(1)'/>"),
        ("空.pdf", b""),
        ("大.pdf", bytes((20 << 20) + 1)),
        ("总结.pdf", pdf()),
    )
    found = rows(page, "overall_situation")
    expect(found.get_by_role("link")).to_have_text(["纪要.docx", "总结.pdf"])
    expect(page.locator(".file-state")).to_have_text(
        [re.compile("网页或 SVG"), re.compile("0字节"), re.compile("超过20MB")]
    )
    assert page.locator("form[data-draft]").get_attribute("data-files-pending") == "0"
    check_page(page, "leader4-refused")
    for _ in range(3):
        page.get_by_role("button", name="知道了").first.click()
    expect(found).to_have_count(2)
    attach(page, "recommendations", ("总结再传.pdf", pdf()))
    expect(state(page, "recommendations")).to_contain_text("本表已有这个文件（总结.pdf）")
    found.first.get_by_role("button", name="移除").click()
    expect(found.first).to_contain_text("已移除")
    expect(found.first.get_by_role("button", name="恢复")).to_be_focused()
    page.reload()
    found.first.get_by_role("button", name="恢复").click()
    expect(found.get_by_role("link")).to_have_text(["纪要.docx", "总结.pdf"])
    # A second press of 取消 on what was refused, a reload: nothing of it comes back.
    expect(rows(page, "recommendations")).to_have_count(0)


def test_the_log_in_ran_out_in_between(phone):
    page = new_report(phone)
    write(page)
    page.wait_for_load_state("networkidle")
    address = page.url
    phone.clear_cookies(name="sessionid")
    attach(page, "good_practices", ("总结.pdf", pdf()))
    expect(state(page, "good_practices")).to_have_text(
        "等待上传：登录状态已变，请重新登录后打开本页，文件还在本机"
    )
    page.close()
    page = phone.new_page()
    log_in(page, "leader4")
    page.goto(address)
    expect(rows(page, "good_practices").get_by_role("link", name="总结.pdf")).to_be_visible()


def test_given_up(phone):
    page = new_report(phone)
    page.route("**/piece/**", lambda route: route.abort())
    write(page)
    attach(page, "good_practices", ("总结.pdf", pdf()))
    expect(state(page, "good_practices")).to_contain_text("网络不通")
    with page.expect_response("**/cancel/"):
        rows(page, "good_practices").get_by_role("button", name="取消").click()
    expect(rows(page, "good_practices")).to_have_count(0)
    page.reload()
    expect(rows(page, "good_practices")).to_have_count(0)
    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator(".alert-success")).to_have_text("已上报市妇联组联部。")
