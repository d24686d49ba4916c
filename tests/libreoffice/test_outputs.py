"""Briefings, a filled template and every Office file of the archive, as LibreOffice lays them out."""

import pytest
from docx.shared import Mm

from tests.cast import stored_cast
from tests.clients import logged_in_client
from tests.libreoffice import layout
from tests.libreoffice.layout import TEXT_AREA, ink_shares, is_inside_text_area
from tests.office.papers import readers
from tests.outputs.archives.samples import build_archive, make_term, read_members
from tests.outputs.briefings.helpers import WORD, make_excerpt, query_of
from tests.outputs.superior_templates.helpers import fill_template
from tests.outputs.superior_templates.samples import CITY_SHARE, word_document, workbook

# The mark makes pytest set up a database; only the fixture uses it.
pytestmark = pytest.mark.django_db
ROWS = [["{{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}"], ["全市", CITY_SHARE]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("others")


@pytest.fixture(scope="module")
def pages_by_name(folder, django_db_setup, django_db_blocker):
    """Return the pages of every paper; those of the archive by their path in it."""
    return layout.lay_out(write_files, folder, django_db_blocker)


def write_files(folder):
    cast = stored_cast()
    clerk = logged_in_client(cast.clerk)
    excerpt = make_excerpt(cast, make_term(cast)["report"], "演示：逐村排查，专职专选。")
    contents = {f"{kind}.docx": briefing(clerk, kind, excerpt) for kind in ("bulletin", "circular")}
    template = word_document("截至{{ 截至日期 }}", rows=[["单位", "比例"], *ROWS])
    template.sections[0].page_width, template.sections[0].page_height = Mm(210), Mm(297)
    contents["word.docx"] = fill_template(clerk, template)[1]
    contents["sheet.xlsx"] = fill_template(clerk, workbook(["单位", "比例"], *ROWS), name="另一个")[1]
    build_archive(cast, folder / "archive.zip")
    members = read_members(folder / "archive.zip").items()
    contents |= {flat_name(name): content for name, content in members if name.endswith((".docx", ".xlsx"))}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        yield folder / name


def flat_name(name):
    """Make a name for one common folder; a Word file and a workbook of one name become different PDFs."""
    stem, _, ending = name.replace("/", " · ").rpartition(".")
    return f"{stem} {ending}.{ending}"


def briefing(client, kind, excerpt):
    return readers.response_bytes(client.get(WORD + query_of(kind=kind, excerpt=excerpt.pk)))


def test_all_files_are_laid_out(pages_by_name, folder):
    files = {file.stem for file in folder.iterdir() if file.suffix in (".docx", ".xlsx")}
    assert len(files) > 25
    assert set(pages_by_name) == files
    assert all(pages_by_name.values())


def test_nothing_of_ours_stands_in_the_margins(pages_by_name, folder):
    """Except for page numbers, which are below the text area."""
    numbered = {"bulletin", "circular", "1 通知 · 工作方案 docx"}
    for name in {file.stem for file in folder.glob("*.docx")} - {"word"}:
        *sides, below = TEXT_AREA
        for page in pages_by_name[name]:
            assert is_inside_text_area(page, (*sides, 26 if name in numbered else below)), (name, page.edges)
            assert (page.text[-3:] == f"—{pages_by_name[name].index(page) + 1}—") == (name in numbered)


def test_each_page_is_a4_and_neither_empty_nor_black(pages_by_name, folder):
    for name, pages in pages_by_name.items():
        sizes = {tuple(sorted((round(page.width), round(page.height)))) for page in pages}
        assert sizes == {(210, 297)}, name
        assert all(1 < share < 500 for share in ink_shares(folder / f"{name}.pdf")), name


def test_a_bulletin_has_its_head_and_a_circular_its_seal(pages_by_name):
    assert pages_by_name["bulletin"][0].text.startswith("妇联换届工作简报第1期")
    assert "演示：逐村排查，专职专选。" in "".join(page.text for page in pages_by_name["bulletin"])
    assert pages_by_name["circular"][0].text.startswith("关于2021年村（社区）妇联换届工作进展情况的通报")
    assert "柳州市妇女联合会2021年2月5日" in pages_by_name["circular"][-1].text


def test_the_filled_tables_have_their_figures(pages_by_name):
    for name in ("word", "sheet"):
        (page,) = pages_by_name[name]
        assert "融安县22.2%融水县—" in page.text
        assert "{{" not in page.text


def test_tables_of_the_archive_are_as_wide_as_the_page(pages_by_name, folder):
    """All heads of a table are on one page, so no column is on a separate page."""
    for file in folder.glob("*.xlsx"):
        heads = [
            head
            for head in readers.sheet_values(readers.workbook(file.read_bytes()).worksheets[0])[0]
            if head
        ]
        page_text = pages_by_name[file.stem][0].text
        missing = [head for head in heads if "".join(str(head).split()) not in page_text]
        assert not missing, (file.stem, missing)
