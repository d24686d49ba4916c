"""The reader keeps text and tables of a Word file; a file that takes too much ends only its own process."""

import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import nsdecls

from guidance.office.papers import word_reader
from guidance.office.papers.word_reader import Grid, Paragraph, read_word
from guidance.office.sandbox.read_word import MOST_CELLS, MOST_TEXT
from guidance.office.uploads.container import FileRefused


def word_file(body):
    """Make a Word file with this body and nothing else."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>")
    return content.getvalue()


def blocks(body):
    return read_word(word_file(body)).blocks


def text(inner):
    """Return what is read of a paragraph with this content."""
    (block,) = blocks(f"<w:p>{inner}</w:p>")
    return block.text


def cell(inner="", properties="", words=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t>{inner}</w:r></w:p></w:tc>"


def rows(*trs):
    """Return what is read of a table with these rows."""
    (block,) = blocks(f"<w:tbl>{''.join(f'<w:tr>{tr}</w:tr>' for tr in trs)}</w:tbl>")
    return block.rows


def test_paragraphs_and_tables_in_their_order():
    read_blocks = blocks(
        f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:p><w:tbl><w:tr>{cell()}</w:tr></w:tbl><w:p/>"
    )
    assert read_blocks == [Paragraph("", "Heading1"), Grid([[""]]), Paragraph("")]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<w:r><w:t>一</w:t></w:r><w:r><w:t xml:space='preserve'> 二</w:t></w:r>", "一 二"),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t></w:r>", "一\t二\n三"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r>", "一"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>", "1-2"),
        ("<w:hyperlink><w:r><w:t>一</w:t></w:r></w:hyperlink>", "一"),
        (
            "<w:moveFrom><w:r><w:t>一</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>二</w:t></w:r></w:moveTo>",
            "二",
        ),
        ("<w:r><w:t>一\x7f二</w:t></w:r>", "一二"),
        ("<w:del><w:r><w:delText>一</w:delText><w:br/></w:r></w:del><w:r><w:t>二</w:t></w:r>", "二"),
    ],
)
def test_the_text_of_a_paragraph(inner, expected):
    assert text(inner) == expected


def test_a_cell_under_another_is_none_and_one_beside_is_blank():
    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    assert rows(
        cell(properties=top, words="一") + cell(properties=wide, words="二"),
        cell(properties=below, words="旧") + cell(words="三") + cell(words="四"),
    ) == [["一", "二", ""], [None, "三", "四"]]


def test_a_row_that_begins_further_right():
    (row,) = rows(f'<w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell(words="一")}')
    assert row == ["", "", "一"]


def test_a_width_that_cannot_be_is_bounded():
    (row,) = rows(cell(properties='<w:gridSpan w:val="999999999"/>', words="一"))
    assert len(row) == MOST_CELLS
    assert rows(cell(properties='<w:gridSpan w:val="-3"/>', words="一")) == [["一"]]


def test_the_longest_section_is_read_whole_and_what_is_longer_is_cut():
    assert len(text(f"<w:r><w:t>{'长' * 5000}</w:t></w:r>")) == 5000
    assert len(text(f"<w:r><w:t>{'长' * (MOST_TEXT + 1)}</w:t></w:r>")) == MOST_TEXT


def test_no_file_is_read_beside_the_one_that_is_given():
    body = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    content = word_file(body)
    changed_file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as file, zipfile.ZipFile(changed_file, "w") as changed_zip:
        document = (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + file.read("word/document.xml").decode()
        )
        changed_zip.writestr("word/document.xml", document)
    assert read_word(changed_file.getvalue()).blocks == [Paragraph("")]


def test_what_takes_too_much_memory_or_time_dies_alone(monkeypatch):
    heavy = word_file("<w:p><w:r><w:t>一</w:t></w:r></w:p>" * 19_000)
    monkeypatch.setattr(word_reader, "MEGABYTES", 10)
    with pytest.raises(FileRefused, match=r"文件不完整或已损坏|文件太大"):
        read_word(heavy)
    monkeypatch.setattr(word_reader, "MEGABYTES", 512)
    monkeypatch.setattr(word_reader, "SECONDS", 0)
    with pytest.raises(FileRefused, match="文件太大"):
        read_word(heavy)


def test_elements_a_thousand_deep_are_refused():
    deep = "<w:ins>" * 3000 + "</w:ins>" * 3000
    with pytest.raises(FileRefused, match="文件不完整或已损坏"):
        blocks(deep)
