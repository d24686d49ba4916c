"""The recognition of uploaded files, in the formats in which people keep them."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from guidance.office.uploads.container import PROTECTED_MESSAGE, FileRefused
from guidance.reporting.attachments.attachment2.parser import read_visit
from guidance.reporting.attachments.attachment3.parser import read_schedule
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.recognition import (
    NO_TEXT_MESSAGE,
    OLD_WORD_MESSAGE,
    UNKNOWN_FILE_MESSAGE,
    VISIT_IN_EXCEL_MESSAGE,
    load_sheets,
    load_word,
    recognize_file,
)
from tests.files import save_bytes
from tests.office.uploads.samples import doc, pdf, picture, xls, zip_file
from tests.office.uploads.samples import docx as plain_docx

HEAD = ["序号", "联系指导乡镇（街道）", "党组织换届选举大会时间", "村（居）委会换届选举大会时间"]
HEAD += ["村（社区）妇联换届选举大会时间", "完成换届的时间"]
ROWS = [
    ["1", "示例县一镇", "1月20日", "2.5-2.8", "待定", "示例县：3月8日"],
    ["2", "示例县二镇", "2.6", "", "", "示例县：3月8日"],
]
LINKS = [
    ["序号", "姓名", "单位职务", "乡镇（街道）", "联络员"],
    ["1", "示例", "主席", "示例县一镇", "示例人 13900000001"],
]
OLD_EXCEL = Path(__file__).parent / "files" / "schedule.xls"  # merged, titled, with a hidden sheet


def word(*tables, lines=()):
    """A Word file of these paragraphs and tables."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for rows in tables:
        table = document.add_table(len(rows), max(map(len, rows)))
        for at, texts in enumerate(rows):
            for cell, text in zip(table.rows[at].cells, texts, strict=False):
                cell.text = text
    return document


def workbook(*sheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    return book


def rows_of(content):
    """Place and cells of each row of an Attachment 3 file, as read."""
    recognized = recognize_file(content)
    assert recognized.kind == Attachment.ATTACHMENT3
    order = ("party", "committee", "federation")
    return [
        [row.place, *(row.cells[name].original for name in order), row.completion and row.completion.text]
        for row in read_schedule(load_sheets(recognized.content)).rows
    ]


READ = [["示例县一镇", "1月20日", "2.5-2.8", "待定", "3月8日"], ["示例县二镇", "2.6", "", "", "3月8日"]]


class TestFormats:
    def test_word(self):
        assert rows_of(save_bytes(word([HEAD, *ROWS], lines=["附件3", "示例"]))) == READ

    def test_word_with_merged_cells(self):
        document = word([HEAD, ROWS[0], [*ROWS[1][:5], ""]])
        table = document.tables[0]
        table.cell(1, 5).merge(table.cell(2, 5))
        assert rows_of(save_bytes(document)) == READ

    def test_word_with_a_table_on_each_page(self):
        assert rows_of(save_bytes(word([HEAD, ROWS[0]], [HEAD, ROWS[1]], lines=["第1页"]))) == READ

    def test_excel(self):
        assert rows_of(save_bytes(workbook([["附件3"], [], HEAD, *ROWS, [], ["注：示例"]]))) == READ

    def test_excel_with_merged_cells_and_true_days(self):
        book = workbook([HEAD, [*ROWS[0][:2], date(2021, 1, 20), *ROWS[0][3:]], [*ROWS[1][:5]]])
        book.active.merge_cells("F2:F3")
        assert rows_of(save_bytes(book)) == [["示例县一镇", "2021-01-20", *READ[0][2:]], READ[1]]

    def test_a_number_whose_zero_excel_dropped_is_not_guessed(self):
        """1.20 that was typed into a sheet stands there as 1.2: the 20th or the 2nd."""
        days = [1.2, 2.25, 2.3]
        assert rows_of(save_bytes(workbook([HEAD, [1, "示例县一镇", *days, "3月8日"]]))) == [
            ["示例县一镇", "1.2或1.20", "2.25", "2.3", "3月8日"]
        ]

    def test_old_excel(self):
        assert rows_of(OLD_EXCEL.read_bytes()) == [
            ["示例县一镇", "2021-01-20", "2.5-2.8", "1.2或1.20", "3月8日"],
            ["示例县二镇", "待定", "", "2.25", "3月8日"],
        ]

    def test_a_hidden_sheet_is_not_read(self):
        book = workbook([HEAD, ROWS[0]], [HEAD, ROWS[1]])
        book.worksheets[1].sheet_state = "hidden"
        assert rows_of(save_bytes(book)) == READ[:1]

    def test_our_mark_of_a_text_is_taken_off(self):
        """What would be a formula is exported with an apostrophe."""
        book = workbook([HEAD, ["1", "示例县一镇", "'-待定", "'待定", "", ""]])
        assert rows_of(save_bytes(book))[0][1:3] == ["-待定", "'待定"]

    def test_attachment_1(self):
        assert recognize_file(save_bytes(word(LINKS))).kind == Attachment.ATTACHMENT1
        assert recognize_file(save_bytes(workbook(LINKS))).kind == Attachment.ATTACHMENT1

    def test_attachment_2_and_its_title(self):
        document = word([["总体情况", "一"], ["发现问题", "二"], ["经验做法", ""], ["工作建议", ""]])
        document.core_properties.title = "附件2 示例"
        recognized = recognize_file(save_bytes(document))
        assert (recognized.kind, recognized.content["title"]) == (Attachment.ATTACHMENT2, "附件2 示例")
        assert read_visit(load_word(recognized.content).blocks).sections["issues_found"] == "二"

    def test_a_head_alone(self):
        assert rows_of(save_bytes(word([HEAD]))) == []
        assert recognize_file(save_bytes(workbook(LINKS[:1]))).kind == Attachment.ATTACHMENT1


def word_xml(xml):
    """A Word element parsed from XML."""
    return parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml))


class TestWordByHand:
    def test_tracked_changes(self):
        """What was deleted is gone, what was inserted stands there: as the office sees it when it accepts."""
        document = word([HEAD, *ROWS])
        paragraph = document.tables[0].cell(1, 2).paragraphs[0]._p
        paragraph.clear()
        paragraph.append(word_xml('<w:del w:id="1"><w:r><w:delText>1月20日</w:delText></w:r></w:del>'))
        paragraph.append(word_xml('<w:ins w:id="2"><w:r><w:t>1月25日</w:t></w:r></w:ins>'))
        assert rows_of(save_bytes(document))[0][1] == "1月25日"

    def test_a_row_that_was_inserted_or_deleted(self):
        document = word([HEAD, *ROWS])
        inserted, deleted = (row._tr for row in document.tables[0].rows[1:])
        inserted.get_or_add_trPr().append(word_xml('<w:ins w:id="3"/>'))
        deleted.get_or_add_trPr().append(word_xml('<w:del w:id="4"/>'))
        assert rows_of(save_bytes(document)) == READ[:1]

    def test_content_controls(self):
        """Around a text, a cell, a row and the table."""
        document = word([HEAD, *ROWS])
        table = document.tables[0]._tbl
        run = document.tables[0].cell(1, 2).paragraphs[0].runs[0]._r
        for element in (run, table.tr_lst[1].tc_lst[3], table.tr_lst[2], table):
            control = word_xml("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
            element.addprevious(control)
            control[1].append(element)
        assert rows_of(save_bytes(document)) == READ

    def test_a_table_within_a_cell(self):
        document = word([["总体情况", "一"], ["发现问题", ""], ["经验做法", ""], ["工作建议", ""]])
        cell = document.tables[0].cell(1, 1)
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "进度", "快"
        read = read_visit(load_word(recognize_file(save_bytes(document)).content).blocks)
        assert read.sections["issues_found"] == "进度\t快"

    def test_text_boxes_are_read_once(self):
        document = word([["总体情况", ""], ["发现问题", ""], ["经验做法", ""], ["工作建议", ""]])
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("框内", "二"))
        box = f"<w:txbxContent>{lines}</w:txbxContent>"
        compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        run = word_xml(
            f"<w:r><mc:AlternateContent {compatible}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        document.tables[0].cell(0, 1).paragraphs[0]._p.append(run)
        read = read_visit(load_word(recognize_file(save_bytes(document)).content).blocks)
        assert read.sections["overall_situation"] == "框内\n二"

    def test_fields_give_what_they_show(self):
        document = word([HEAD, *ROWS])
        paragraph = document.tables[0].cell(1, 2).paragraphs[0]._p
        paragraph.clear()
        field = ["<w:fldChar w:fldCharType='begin'/>", "<w:instrText>DATE</w:instrText>"]
        for part in [*field, "<w:fldChar w:fldCharType='separate'/>", "<w:t>1月20日</w:t>"]:
            paragraph.append(word_xml(f"<w:r>{part}</w:r>"))
        assert rows_of(save_bytes(document)) == READ

    def test_how_many_pictures_there_are(self):
        document = word([HEAD, *ROWS])
        document.add_picture(BytesIO(picture("PNG")))
        assert recognize_file(save_bytes(document)).content["pictures"] == 1


def with_part(content, name, data):
    """The file with one part added or replaced."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as file, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for member in file.namelist():
            if member != name:
                out.writestr(member, file.read(member))
        out.writestr(name, data)
    return buffer.getvalue()


def valid():
    return save_bytes(word([HEAD, *ROWS]))


def document_of(body):
    return f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"


BAD = {
    "an old Word file": (doc, OLD_WORD_MESSAGE),
    "an encrypted old Word file": (lambda: doc(encrypted=True), PROTECTED_MESSAGE),
    "an encrypted new file": (lambda: xls("EncryptedPackage"), PROTECTED_MESSAGE),
    "a PDF": (pdf, NO_TEXT_MESSAGE),
    "a photo": (lambda: picture("JPEG"), NO_TEXT_MESSAGE),
    "a zip": (lambda: zip_file({"附件3.docx": b"x"}), "这是压缩包，不能上传"),
    "a text that was renamed": ("附件3 日程安排表".encode, UNKNOWN_FILE_MESSAGE),
    "nothing": (bytes, "文件是空的"),
    "with macros": (lambda: with_part(valid(), "word/vbaProject.bin", b"x"), "文件含有宏"),
    "cut off": (lambda: valid()[:-200], "文件不完整或已损坏"),
    "without a body": (plain_docx, "文件不完整或已损坏"),
    "broken XML": (lambda: with_part(valid(), "word/document.xml", "<w:document"), "文件不完整或已损坏"),
    "another paper in Word": (
        lambda: save_bytes(word(lines=["关于召开会议的通知"])),
        UNKNOWN_FILE_MESSAGE,
    ),
    "another table in Excel": (
        lambda: save_bytes(workbook([["姓名", "年龄"], ["示例", 30]])),
        UNKNOWN_FILE_MESSAGE,
    ),
    "an empty sheet": (lambda: save_bytes(workbook([])), UNKNOWN_FILE_MESSAGE),
    "Attachment 2 in Excel": (
        lambda: save_bytes(
            workbook([["总体情况", ""], ["发现问题", "一"], ["经验做法", ""], ["工作建议", ""]])
        ),
        VISIT_IN_EXCEL_MESSAGE,
    ),
    "too many rows": (
        lambda: with_part(
            valid(),
            "word/document.xml",
            document_of("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 5001 + "</w:tbl>"),
        ),
        "表格超过5000行，没有读取",
    ),
    "too many paragraphs": (
        lambda: with_part(valid(), "word/document.xml", document_of("<w:p/>" * 20_001)),
        "文件超过20000段，没有读取",
    ),
    "a bomb": (
        lambda: with_part(valid(), "word/document.xml", document_of("<w:p/>" + " " * (70 << 20))),
        "文件展开后太大",
    ),
    "entities": (
        lambda: with_part(valid(), "word/document.xml", '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        "文件的结构不正常",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_what_cannot_be_read_says_why(fault):
    make, sentence = BAD[fault]
    with pytest.raises(FileRefused, match=re.escape(sentence)):
        recognize_file(make())


def test_it_says_which_attachments_it_knows_and_what_it_looked_for():
    for words in ("附件1", "附件2", "附件3", "联络员", "总体情况", "乡镇（街道）"):
        assert words in UNKNOWN_FILE_MESSAGE
