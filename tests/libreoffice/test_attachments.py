"""Each paper as LibreOffice lays it out: the number of pages, the positions of words, nothing cut off."""

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.choices import Section
from tests.cast import stored_cast
from tests.clients import logged_in_client
from tests.libreoffice import layout
from tests.libreoffice.layout import TEXT_AREA, ink_shares, is_inside_text_area, margins_of_ink
from tests.office.papers import printed_attachments, readers
from tests.office.uploads.samples import picture
from tests.reporting.schedules.sheet_pages import address, cells, complete_cells, submit_sheet
from tests.reporting.visits.report_samples import store_report, store_sent_report
from tests.reporting.visits.upload_requests import upload_file

# The mark makes pytest set up a database; only the fixture uses it.
pytestmark = pytest.mark.django_db
FULL_LINE = "长" * 29  # of a box
LONG = "演示：部分村情况复杂，需要继续跟进。" * 35
# Pages of each file.
COUNTS = {
    "1": 2,
    "1-blank": 2,
    "2-blank": 1,
    "2-short": 1,
    "2-full": 1,  # as many lines as the form has
    "2-long": 3,  # the form, and what follows of two sections
    "2-pictures": 2,
    "3": 2,
    "3-blank": 2,
    "3-unit": 1,
    "3-twelve": 2,
    "3-lying": 3,
}
SHEETS = {"1x": 3, "2x": 2, "2x-pictures": 3, "3x": 3}  # with the plain sheet, which is a page of its own


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def pages_by_name(folder, django_db_setup, django_db_blocker):
    """Return the pages of every paper."""
    return layout.lay_out(write_files, folder, django_db_blocker)


def write_files(folder):
    """Write every paper to a file with one of the names above."""
    cast = stored_cast()
    clerk, reporter, leader = (logged_in_client(user) for user in (cast.clerk, cast.reporter, cast.leader))

    def save(name, address, ending="docx"):
        file = folder / f"{name}.{ending}"
        file.write_bytes(readers.response_bytes(clerk.get(address)))
        return file

    yield save("1", "/assignments/attachment1.docx")
    yield save("1x", "/assignments/attachment1.xlsx", "xlsx")
    yield save("1-blank", "/assignments/attachment1.docx?blank=1")
    reports = reports_of(cast, leader)
    yield save("2-blank", "/visits/attachment2.docx")
    for name, report in reports.items():
        yield save(f"2-{name}", f"/visits/{report.pk}/attachment2.docx")
    yield save("2x", f"/visits/{reports['full'].pk}/attachment2.xlsx", "xlsx")
    yield save("2x-pictures", f"/visits/{reports['pictures'].pk}/attachment2.xlsx", "xlsx")
    typed = complete_cells() | cells(1, party="1.20", party_kind="actual", federation="1月20日至2月26日")
    submit_sheet(reporter, cast.unit, typed | {"unit-completion": "3.5", "checked": "on"})
    yield save("3", "/schedules/2/attachment3.docx")
    yield save("3x", "/schedules/2/attachment3.xlsx", "xlsx")
    yield save("3-blank", "/schedules/2/attachment3.docx?blank=1")
    yield save("3-unit", address(cast.unit) + "attachment3.docx")
    cast.plan.schedule_is_landscape = cast.plan.schedule_has_stamp_line = True
    cast.plan.save()
    yield save("3-lying", "/schedules/2/attachment3.docx")
    cast.plan.schedule_is_landscape = False
    cast.plan.save()
    for link in Link.objects.filter(order__range=(6, 17)):
        link.township.unit = cast.other_unit
        link.township.save()
    yield save("3-twelve", "/schedules/2/attachment3.docx")


def reports_of(cast, leader):
    """Store a short report, one that fills its form, one that continues behind it, and one with pictures."""
    full = "\n".join([FULL_LINE] * 12)
    pictured = store_report(cast, 2)
    for name, size in (("会场.jpg", (400, 200)), ("表决.jpg", (600, 300))):
        upload_file(leader, pictured, picture(size=size), name=name, section=Section.ISSUES_FOUND)
    return {
        "short": store_sent_report(cast),
        "full": store_sent_report(cast, overall_situation=full, issues_found=FULL_LINE * 2),
        "long": store_sent_report(cast, issues_found=LONG, recommendations=LONG),
        "pictures": pictured,
    }


def without_blanks(text):
    """Remove all blanks, as `Page.text` does."""
    return "".join(text.split())


def test_how_many_pages(pages_by_name):
    assert {name: len(pages) for name, pages in pages_by_name.items()} == COUNTS | SHEETS


def test_each_page_is_a4(pages_by_name):
    for name, pages in pages_by_name.items():
        sides = {(round(page.width), round(page.height)) for page in pages}
        lying = name == "3-lying"
        assert sides <= ({(297, 210)} if lying else {(210, 297), (297, 210)}), name
        assert lying or (round(pages[0].width), round(pages[0].height)) == (210, 297), name


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_stands_in_the_margins(pages_by_name, name):
    """Lying, the page is turned to the right."""
    margins = (35, 28, 37, 26) if name == "3-lying" else TEXT_AREA
    for page in pages_by_name[name]:
        assert is_inside_text_area(page, margins), page.edges


@pytest.mark.parametrize("name", [*COUNTS, *SHEETS])
def test_no_page_is_empty_or_black(pages_by_name, folder, name):
    for share in ink_shares(folder / f"{name}.pdf"):
        assert 2 < share < 500


@pytest.mark.parametrize("name", [name for name in COUNTS if name[:2] != "2-"])
def test_the_mark_and_the_title_head_the_first_page(pages_by_name, name):
    title = {"1": printed_attachments.TITLE1, "3": printed_attachments.TITLE3}[name[0]]
    first_page, *other_pages = pages_by_name[name]
    assert first_page.text.startswith(f"附件{name[0]}{without_blanks(title)}")
    assert not any(without_blanks(title) in page.text for page in other_pages)


def test_attachment_1_has_two_heads(pages_by_name):
    for name in ("1", "1-blank"):
        upper, lower = pages_by_name[name]
        assert "联系指导乡镇（街道）及重难点村数量" in lower.text
        assert "重难点村数量" not in upper.text


def test_its_rows_are_where_the_notice_has_them(pages_by_name):
    upper, lower = pages_by_name["1"]
    assert [
        place for place in map(without_blanks, printed_attachments.TOWNSHIPS[:9]) if place not in upper.text
    ] == []
    assert all(place in lower.text for place in printed_attachments.TOWNSHIPS[9:13])
    upper, lower = pages_by_name["3"]
    assert [
        place for place in map(without_blanks, printed_attachments.TOWNSHIPS[:7]) if place not in upper.text
    ] == []
    assert "鹿寨县导江乡" in lower.text
    assert without_blanks(printed_attachments.NOTE3) in lower.text


def test_each_page_of_attachment_3_has_its_head(pages_by_name):
    for name in ("3", "3-blank", "3-lying", "3-twelve"):
        for page in pages_by_name[name]:
            assert page.text.count("选举大会时间") == 3, name
            assert page.text.count("各县区所有") == 1, name


def test_no_name_is_broken_again(pages_by_name):
    """Each is one word on the page, which pdftotext parts at the ends of lines."""
    printed_words = {word[4] for page in pages_by_name["3-blank"] for word in page.words}
    names = [*printed_attachments.HEAD3, *printed_attachments.TOWNSHIPS, *printed_attachments.UNITS]
    assert {line for name in names for line in name.split("\n")} <= printed_words


def test_what_was_sent_is_printed(pages_by_name):
    for text in ("1月20日", "（实际）", "待定", "融安县：", "3月5日"):
        assert text in pages_by_name["3"][0].text
        assert text in pages_by_name["3-unit"][0].text


@pytest.mark.parametrize(("name", "least"), [("2-pictures", 250), ("2x-pictures", 120)])
def test_both_pictures_are_printed(pages_by_name, folder, name, least):
    continuation = pages_by_name[name][1].text
    # Named, and under the picture.
    assert continuation.count("会场.jpg") == continuation.count("表决.jpg") == 2
    assert ink_shares(folder / f"{name}.pdf")[1] > least
    left, right = margins_of_ink(folder / f"{name}.pdf", 2)
    assert left > 27.5
    assert right > 25.5


def test_the_form_of_attachment_2_fills_its_page(pages_by_name):
    for name in ("2-blank", "2-short", "2-full", "2-long", "2-pictures"):
        form = pages_by_name[name][0]
        assert form.text.startswith(
            f"附件2{without_blanks(printed_attachments.TITLE2)}领导班子成员（签字）："
        )
        assert without_blanks(printed_attachments.NOTE2) in form.text
        assert form.edges[3] < 60  # the note stands at the foot


def test_the_full_form_is_full(pages_by_name):
    assert pages_by_name["2-full"][0].text.count(FULL_LINE) == 14


def test_what_goes_on_behind_the_form_is_all_there(pages_by_name):
    form, *sheets = pages_by_name["2-long"]
    assert form.text.count("（见附页）") == 2
    continuation_text = "".join(page.text for page in sheets)
    assert continuation_text.startswith("附页融安县桥板乡")
    assert continuation_text.count("演示：部分村情况复杂") == 70
    assert 0 < continuation_text.index("发现问题") < continuation_text.index("工作建议")


def test_the_plain_sheet_comes_last(pages_by_name):
    for name in ("1x", "2x", "2x-pictures", "3x"):
        assert "填报单位" in pages_by_name[name][-1].text
        assert pages_by_name[name][-1].width > pages_by_name[name][-1].height
