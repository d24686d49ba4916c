"""Briefings, a filled template and every Office file of the archive, as LibreOffice lays them out."""

import pytest
from docx.shared import Mm

from tests.cast import stored_cast
from tests.libreoffice import layout
from tests.libreoffice.layout import TEXT_AREA, client_of, ink, stays_inside
from tests.office.papers import opened
from tests.outputs.archives.samples import build, make_term, members_of
from tests.outputs.briefings.helpers import WORD, asked, keep
from tests.outputs.superior_templates.samples import CITY_SHARE, fill_template, word_document, workbook

# The mark of the database makes pytest set one up; the tests ask it nothing.
pytestmark = pytest.mark.django_db
ROWS = [["{{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}"], ["全市", CITY_SHARE]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("others")


@pytest.fixture(scope="module")
def laid_out(folder, django_db_setup, django_db_blocker):
    """The pages of every paper; those of the archive by their place in it."""
    return layout.laid_out(written, folder, django_db_blocker)


def written(folder):
    cast = stored_cast()
    clerk = client_of(cast.clerk)
    picked = keep(cast, make_term(cast)["report"], "演示：逐村排查，专职专选。")
    made = {f"{kind}.docx": briefing(clerk, kind, picked) for kind in ("bulletin", "circular")}
    theirs = word_document("截至{{ 截至日期 }}", rows=[["单位", "比例"], *ROWS])
    theirs.sections[0].page_width, theirs.sections[0].page_height = Mm(210), Mm(297)
    made["word.docx"] = fill_template(clerk, theirs)[1]
    made["sheet.xlsx"] = fill_template(clerk, workbook(["单位", "比例"], *ROWS), name="另一个")[1]
    build(cast, folder / "archive.zip")
    kept = members_of(folder / "archive.zip").items()
    made |= {flat(name): content for name, content in kept if name.endswith((".docx", ".xlsx"))}
    for name, content in made.items():
        (folder / name).write_bytes(content)
        yield folder / name


def flat(name):
    """In one folder, where a Word file and a workbook become different PDFs."""
    stem, _, ending = name.replace("/", " · ").rpartition(".")
    return f"{stem} {ending}.{ending}"


def briefing(client, kind, excerpt):
    return opened.bytes_of(client.get(WORD + asked(kind=kind, excerpt=excerpt.pk)))


def test_all_files_are_laid_out(laid_out, folder):
    files = {file.stem for file in folder.iterdir() if file.suffix in (".docx", ".xlsx")}
    assert len(files) > 25
    assert set(laid_out) == files
    assert all(laid_out.values())


def test_nothing_of_ours_stands_in_the_margins(laid_out, folder):
    """But for page numbers, which stand below the text area."""
    numbered = {"bulletin", "circular", "1 通知 · 工作方案 docx"}
    for name in {file.stem for file in folder.glob("*.docx")} - {"word"}:
        *sides, below = TEXT_AREA
        for page in laid_out[name]:
            assert stays_inside(page, (*sides, 26 if name in numbered else below)), (name, page.edges)
            assert (page.text[-3:] == f"—{laid_out[name].index(page) + 1}—") == (name in numbered)


def test_each_page_is_a4_and_neither_empty_nor_black(laid_out, folder):
    for name, pages in laid_out.items():
        sizes = {tuple(sorted((round(page.width), round(page.height)))) for page in pages}
        assert sizes == {(210, 297)}, name
        assert all(1 < share < 500 for share in ink(folder / f"{name}.pdf")), name


def test_a_bulletin_has_its_head_and_a_circular_its_seal(laid_out):
    assert laid_out["bulletin"][0].text.startswith("妇联换届工作简报第1期")
    assert "演示：逐村排查，专职专选。" in "".join(page.text for page in laid_out["bulletin"])
    assert laid_out["circular"][0].text.startswith("关于2021年村（社区）妇联换届工作进展情况的通报")
    assert "柳州市妇女联合会2021年2月5日" in laid_out["circular"][-1].text


def test_the_filled_tables_have_their_figures(laid_out):
    for name in ("word", "sheet"):
        (page,) = laid_out[name]
        assert "融安县22.2%融水县—" in page.text
        assert "{{" not in page.text


def test_tables_of_the_archive_are_as_wide_as_the_page(laid_out, folder):
    """All heads of a table stand on one page, so no column is on a page of its own."""
    for file in folder.glob("*.xlsx"):
        heads = [head for head in opened.values(opened.workbook(file.read_bytes()).worksheets[0])[0] if head]
        shown = laid_out[file.stem][0].text
        missing = [head for head in heads if "".join(str(head).split()) not in shown]
        assert not missing, (file.stem, missing)
