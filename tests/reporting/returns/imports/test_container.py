"""Files that are no tables, or that would exhaust memory, are refused with one sentence."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from guidance.office.spreadsheets import reader
from guidance.office.spreadsheets.reader import read_spreadsheet
from guidance.office.uploads.container import MOST_MEGABYTES, FileRefused
from guidance.reporting.returns.imports.models import ReturnUpload
from tests.pages import read as read_page
from tests.reporting.returns.imports.import_pages import (
    upload_workbook,
)
from tests.reporting.returns.imports.samples import (
    HEADS,
    change_sheet,
    handwritten_xlsx,
    xlsx,
)

GOOD = xlsx([HEADS, ["示例镇", "示例村", 5, 2, "女"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ZEROS = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LOW = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
SPREAD = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="CV900000"><v>1</v></c></row>'
WIDE = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'


def entry(name):
    """An entry in the directory of a compound file."""
    return name.encode("utf-16-le").ljust(64, b"\0")


def with_member(name, content=b"x"):
    archive = BytesIO(GOOD)
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(name, content)
    return archive.getvalue()


def with_duplicate():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return with_member("xl/workbook.xml")


def encrypted_zip():
    """Set the flag of an encrypted member in its local header and in the directory."""
    return GOOD.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def encrypted_xls():
    """Turn the second record, which has no effect here, into the one that marks an encrypted file."""
    content = bytearray((Path(__file__).parent / "files" / "returns.xls").read_bytes())
    second = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    content[second : second + 2] = b"\x2f\x00"
    return bytes(content)


def word_file():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    return archive.getvalue()


BAD = {
    "empty": (lambda: b"", "文件是空的"),
    "too large": (lambda: b"x" * ((MOST_MEGABYTES << 20) + 1), "文件超过10MB"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0", "不是表格文件"),
    "bytes of no encoding": (lambda: b"\xff\xff\xff\xff", "不是表格文件"),
    "a PDF": (lambda: b"%PDF-1.7\n", "不是表格文件"),
    "a web page": (lambda: b"<html><table><tr><td>1", "这是网页格式的表"),
    "a Word file": (word_file, "不是 Excel 工作簿"),
    "an old Word file": (lambda: OLE + entry("WordDocument"), "不是表格文件"),
    "a password": (lambda: OLE + entry("EncryptedPackage"), "设有打开密码"),
    "a password of old": (encrypted_xls, "设有打开密码"),
    "a locked zip": (encrypted_zip, "设有打开密码"),
    "a macro": (lambda: with_member("xl/vbaProject.bin"), "含有宏"),
    "a macro of old": (lambda: OLE + entry("Workbook") + entry("_VBA_PROJECT_CUR"), "含有宏"),
    "cut off": (lambda: GOOD[: len(GOOD) // 2], "文件不完整"),
    "a cut off member": (lambda: change_sheet(GOOD, lambda data: data[:100]), "文件不完整"),
    "cut off of old": (lambda: OLE + entry("Workbook"), "文件不完整"),
    "the same part twice": (with_duplicate, "结构不正常"),
    "entities": (lambda: change_sheet(GOOD, lambda data: DOCTYPE + data), "结构不正常"),
    "a bomb": (lambda: handwritten_xlsx(ZEROS % (b"0" * 70_000_000)), "文件展开后太大"),
    "a cell in the last corner": (lambda: handwritten_xlsx(FAR), "很远的地方还有零星内容"),
    "a cell that spreads the sheet": (lambda: handwritten_xlsx(SPREAD), "很远的地方还有零星内容"),
    "a cell in the last row": (lambda: handwritten_xlsx(LOW), "到第1048576行还有内容，最多100000行"),
    "a cell in the last column": (lambda: handwritten_xlsx(WIDE), "到第16384列还有内容，最多100列"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_it_is_refused_in_one_sentence(fault):
    make, sentence = BAD[fault]
    with pytest.raises(FileRefused, match=sentence) as refusal:
        read_spreadsheet(make())
    assert str(refusal.value).endswith("。")


def test_the_good_file_is_read():
    assert read_spreadsheet(GOOD)["sheets"][0]["rows"][1] == [2, ["示例镇", "示例村", 5, 2, "女"]]


def test_a_part_in_another_encoding_hides_no_entities():
    def hide(data):
        text = DOCTYPE.decode() + data.decode().split("?>", 1)[-1]
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    with pytest.raises(FileRefused, match="结构不正常"):
        read_spreadsheet(change_sheet(GOOD, hide))


def test_a_parser_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(reader, "SECONDS", 0.001)
    with pytest.raises(FileRefused, match="读取没有完成"):
        read_spreadsheet(GOOD)


def test_a_million_empty_rows_do_not_matter():
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2, 1_000_001)
    )
    content = handwritten_xlsx(b'<row r="1"><c r="A1"><v>7</v></c></row>' + rows)
    assert read_spreadsheet(content)["sheets"][0]["rows"] == [[1, [7]]]


@pytest.mark.parametrize("fault", ["a cell in the last corner", "a password", "entities"])
def test_the_page_says_so_and_keeps_nothing(cast, log_in, media, fault):
    make, sentence = BAD[fault]
    page = read_page(upload_workbook(log_in(cast.reporter), make()))
    assert re.search(sentence, page.text)
    assert page.has_form("/returns/import/")
    assert not ReturnUpload.objects.exists()
    assert list(media.iterdir()) == []
