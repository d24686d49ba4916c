"""Word files, block by block."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn

from guidance.office.papers.spec import Align, Cell, Column, Picture, Table, Text, TextRole
from guidance.office.papers.word import make_docx
from tests.office.papers import readers
from tests.office.papers.samples import full_paper, paper, table
from tests.office.uploads.samples import picture


def word(*blocks, **options):
    return readers.word_document(make_docx(paper(*blocks, **options)))


def part(content, name):
    with ZipFile(BytesIO(content)) as zip_file:
        return zip_file.read(name).decode()


def test_every_part_is_xml_and_nothing_points_outside():
    with ZipFile(BytesIO(make_docx(full_paper()))) as zip_file:
        assert zip_file.testzip() is None
        texts = [
            zip_file.read(name).decode() for name in zip_file.namelist() if name.endswith((".xml", ".rels"))
        ]
    assert not [text for text in texts if 'TargetMode="External"' in text]
    assert not [text for text in texts if "<w:sdt>" in text or "vbaProject" in text]


@pytest.mark.parametrize("role", TextRole)
def test_each_kind_of_line_names_its_chinese_font(role):
    document = word(Text(role, "示例文字"))
    style = document.paragraphs[0].style.element.rPr
    fonts = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    assert style.rFonts.get(qn("w:eastAsia")) in fonts
    assert style.rFonts.get(qn("w:ascii")) == "Times New Roman"
    assert not [name for name in style.rFonts.attrib if name.endswith("Theme")]


def test_what_no_document_can_hold_is_left_out():
    text = "换\x00届\x0b选\ud800举 <b>&\ufffe"
    document = word(Text(TextRole.NOTE, text), table(text))
    assert document.paragraphs[0].text == "换届选举 <b>&"
    assert readers.table_texts(document.tables[0])[1][1] == "换届选举 <b>&"


def test_blanks_stay():
    document = word(table("姓  名  "))
    assert readers.table_texts(document.tables[0])[1][1] == "姓  名  "


def test_each_line_of_a_cell_is_a_paragraph():
    cell = word(table("一\n二")).tables[0].cell(1, 1)
    assert [paragraph.text for paragraph in cell.paragraphs] == ["一", "二"]


def test_two_tables_stay_two():
    document = word(table("一"), table("二"))
    assert len(document.tables) == 2
    body = [re.sub("{.*}", "", child.tag) for child in document.element.body]
    assert body == ["tbl", "p", "tbl", "p", "sectPr"]  # Word joins tables without a paragraph between


def test_rows_of_a_merged_cell_stay_together():
    rows = word(table("一", "一", "二")).tables[0]._tbl.tr_lst
    keeps_with_next = [row.tc_lst[0].p_lst[0].pPr.find(qn("w:keepNext")) is not None for row in rows]
    assert keeps_with_next == [True, True, False, False]  # the head with its first row, and 1 with 2


def test_a_cell_higher_than_half_a_page_may_be_cut():
    rows = word(table(*["一"] * 30)).tables[0]._tbl.tr_lst
    assert [row for row in rows[1:] if row.tc_lst[0].p_lst[0].pPr.find(qn("w:keepNext")) is not None] == []


def test_a_title_is_as_large_as_its_longest_line_allows():
    sizes = {}
    for length in (20, 21, 30):
        (title,) = word(Text(TextRole.TITLE, f"短\n{'长' * length}")).paragraphs
        sizes[length] = readers.paragraph_style(title)[1]
    assert sizes == {20: 22, 21: 20, 30: 14}  # 156 mm are 442 points


def test_a_table_without_a_head_repeats_nothing():
    columns = [Column("", 25), Column("", 131, Align.LEFT, at_top=True)]
    headless_table = Table(columns, [[Cell("栏目"), Cell("文字")]], has_head=False)
    readers.check_table_layout(word(headless_table).tables[0], heads=0)


def test_a_picture_fits_the_page():
    heights = []
    for size in ((400, 200), (200, 800)):
        (shape,) = word(Picture(picture(size=size), "会场.jpg")).inline_shapes
        heights.append((round(shape.width / readers.MILLIMETRE), round(shape.height / readers.MILLIMETRE)))
    assert heights == [(156, 78), (38, 150)]


def test_page_numbers_stand_outside():
    document = word(Text(TextRole.BODY, "示例"), has_page_numbers=True)
    (section,) = document.sections
    for footer, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        (paragraph,) = footer.paragraphs
        assert paragraph.alignment.name == align
        assert {run.font.size.pt for run in paragraph.runs} == {14}
        assert paragraph.text == "—  —"
        assert "PAGE" in "".join(element.text for element in paragraph._p.iter(qn("w:instrText")))


def test_the_file_says_when_it_was_made_and_by_nobody():
    core = part(make_docx(full_paper()), "docProps/core.xml")
    assert core.count("2021-02-05T01:02:03Z") == 2
    assert "python-docx" not in core
