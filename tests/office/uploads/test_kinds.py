"""A file is judged by its content, and refused with one sentence that says what to do."""

import pytest

from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.kinds import (
    DOC,
    DOCX,
    JPEG,
    MOST_MEGABYTES,
    PDF,
    PNG,
    WEBP,
    XLS,
    XLSX,
    detect_kind,
    fix_extension,
)
from tests.office.uploads.samples import (
    OLE,
    directory_entry,
    doc,
    docx,
    locked_pdf,
    packed_pdf,
    pdf,
    photo,
    picture,
    xls,
    xlsx,
    zip_file,
)

OTHER_FILE = b"3 0 obj<</S/GoToR/F(other.pdf)>>endobj\n"
HARMLESS_OBJECTS = b"3 0 obj<</Title(/JavaScript /Launch /EmbeddedFile /Encrypt)>>endobj\n" + (
    b"5 0 obj<</Length 24>>\nstream\n(/JavaScript /Launch) Tj \nendstream endobj\n"
)

GOOD = {
    "a photo": (photo, JPEG),
    "a screenshot": (lambda: picture("PNG"), PNG),
    "a WEBP": (lambda: picture("WEBP"), WEBP),
    "a PDF": (pdf, PDF),
    "a PDF with packed objects": (lambda: packed_pdf(b"<</Lang(zh-CN)>>"), PDF),
    "a PDF that speaks of programs": (lambda: pdf(HARMLESS_OBJECTS), PDF),
    "a PDF that links to another file": (lambda: pdf(OTHER_FILE), PDF),
    "a PDF that opens at its second page": (lambda: pdf(catalog=b"/OpenAction[4 0 R/Fit]"), PDF),
    "a Word file": (docx, DOCX),
    "an Excel file": (xlsx, XLSX),
    "an old Word file": (doc, DOC),
    "an old Excel file": (xls, XLS),
}

DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><document/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
MACRO_SHEET = b"\x85\x00\x0e\x00\x00\x10\x00\x00\x00\x01\x06\x00Macro1"

BAD = {
    "nothing": (lambda: b"", "文件是空的（0字节）"),
    "100 MB": (lambda: bytes(100 << 20), "超过20MB"),
    "a byte too many": (lambda: b"\xff\xd8\xff" + bytes(MOST_MEGABYTES << 20), "超过20MB"),
    "a web page": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", "网页或 SVG"),
    "a web page with a mark": (lambda: b"\xef\xbb\xbf\r\n <html>", "网页或 SVG"),
    "an SVG": (lambda: b"<svg onload='alert(1)'/>", "网页或 SVG"),
    "an SVG as XML": (lambda: b'<?xml version="1.0"?><svg/>', "网页或 SVG"),
    "a photo of an iPhone": (lambda: HEIC, "“兼容性最佳”.*另存为 JPG"),
    "a video": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0", "视频"),
    "a GIF": (lambda: picture("GIF"), "GIF、BMP 或 TIFF.*另存为 JPG"),
    "a BMP": (lambda: picture("BMP"), "GIF、BMP 或 TIFF.*另存为 JPG"),
    "a program": (lambda: b"MZ\x90\0" + bytes(100), "认不出"),
    "a text": (lambda: "总体情况良好".encode(), "认不出"),
    "a zip": (lambda: zip_file({"照片.jpg": b"x"}), "压缩包.*解压"),
    "half a zip": (lambda: docx()[:60], "用 Word、Excel 或 WPS 打开后另存"),
    "slides": (lambda: zip_file({"ppt/presentation.xml": b"<a/>"}), "PPT.*PDF"),
    "an OFD": (lambda: zip_file({"OFD.xml": b"<a/>"}), "OFD.*PDF"),
    "a Word file with macros": (lambda: docx(**{"word/vbaProject.bin": b"x"}), "含有宏.*Word 文档"),
    "an Excel file with macros": (lambda: xlsx(**{"xl/vbaProject.bin": b"x"}), "含有宏.*Excel 工作簿"),
    "an Excel file with a macro sheet": (lambda: xlsx(**{"xl/macrosheets/sheet1.xml": b"<a/>"}), "含有宏"),
    "a Word file with a control": (lambda: docx(**{"word/activeX/activeX1.bin": b"x"}), "含有宏"),
    "a Word file with a program in it": (
        lambda: docx(**{"word/embeddings/oleObject1.bin": OLE + directory_entry("\x01Ole10Native")}),
        "嵌有另外的程序",
    ),
    "an old Word file with macros": (lambda: doc("Macros", "_VBA_PROJECT"), "含有宏.*Word 文档"),
    "an old Excel file with macros": (lambda: xls("_VBA_PROJECT_CUR"), "含有宏.*Excel 工作簿"),
    "an old Excel file with a macro sheet": (lambda: xls(records=MACRO_SHEET), "含有宏"),
    "an old Word file with a program in it": (lambda: doc("\x01Ole10Native"), "嵌有另外的程序"),
    "a locked Word file": (lambda: OLE + directory_entry("EncryptedPackage"), "打开密码"),
    "a locked old Word file": (lambda: doc(encrypted=True), "打开密码"),
    "an old file of something else": (lambda: OLE + directory_entry("PowerPoint Document"), "认不出"),
    "entities": (lambda: docx(**{"word/styles.xml": DOCTYPE}), "结构不正常.*Word 文档"),
    "a bomb": (lambda: docx(**{"word/media/a.xml": bytes(70 << 20)}), "展开后太大"),
    "a locked PDF": (lambda: locked_pdf(user="a", owner="b"), "PDF 设有密码"),
    "a PDF that may not be printed": (lambda: locked_pdf(owner="b"), "PDF 设有密码"),
    "a PDF with a script": (lambda: pdf(b"3 0 obj<</S/JavaScript/JS(x)>>endobj"), "自动运行的程序"),
    "a PDF with a script in disguise": (lambda: pdf(b"3 0 obj<</S/J#61vaScript>>endobj"), "自动运行的程序"),
    "a PDF with a packed script": (lambda: packed_pdf(b"<</S/JavaScript>>"), "自动运行的程序"),
    "a PDF with a script by name": (
        lambda: pdf(catalog=b"/Names<</JavaScript<</Names[(a)null]>>>>"),
        "自动运行的程序",
    ),
    "a PDF with a script in an array": (
        lambda: pdf(b"3 0 obj[1[<</S/JavaScript>>]]endobj"),
        "自动运行的程序",
    ),
    "a PDF with a script of a film": (lambda: pdf(b"3 0 obj<</S/Rendition/JS(x)>>endobj"), "自动运行的程序"),
    "a PDF that plays a film": (lambda: pdf(b"3 0 obj<</Subtype/RichMedia>>endobj"), "自动运行的程序"),
    "a PDF that starts a program": (lambda: pdf(b"3 0 obj<</S/Launch/F(cmd)>>endobj"), "自动运行的程序"),
    "a PDF that sends a form": (lambda: pdf(b"3 0 obj<</S/SubmitForm/F(a)>>endobj"), "自动运行的程序"),
    "a PDF that opens another file": (lambda: pdf(OTHER_FILE, b"/OpenAction 3 0 R"), "自动运行的程序"),
    "a PDF that opens another file in the end": (
        lambda: pdf(OTHER_FILE, b"/OpenAction<</S/Named/N/Print/Next[3 0 R]>>"),
        "自动运行的程序",
    ),
    "a PDF whose page opens another file": (
        lambda: pdf(OTHER_FILE + b"5 0 obj<</AA<</O 3 0 R>>>>endobj"),
        "自动运行的程序",
    ),
    "a PDF with a file in it": (lambda: pdf(b"3 0 obj<</Type/EmbeddedFile>>endobj"), "夹带了别的文件"),
    "a PDF with a file named": (lambda: pdf(catalog=b"/Names<</EmbeddedFiles<<>>>>"), "夹带了别的文件"),
    "a PDF with a file pinned to it": (
        lambda: pdf(b"3 0 obj<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>endobj"),
        "夹带了别的文件",
    ),
    "a PDF with a filter unknown": (lambda: packed_pdf(b"1", b"/Filter/Crush"), "PDF 不完整或已损坏"),
    "a PDF with a broken stream": (lambda: packed_pdf(b"1", pack=bytes), "PDF 不完整或已损坏"),
    "a PDF with a bomb": (lambda: packed_pdf(bytes(101 << 20)), "PDF 不完整或已损坏"),
    "a PDF that hides a stream": (
        lambda: packed_pdf(b"<</S/JavaScript>>", b" " * 3000 + b"/Filter/FlateDecode"),
        "自动运行的程序",
    ),
    "a PDF without pages": (
        lambda: b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF",
        "PDF 不完整或已损坏",
    ),
    "a PDF cut off": (lambda: pdf()[: pdf().index(b"startxref")], "PDF 不完整或已损坏"),
    "half a PDF": (lambda: pdf()[:60], "PDF 不完整或已损坏"),
}


@pytest.mark.parametrize("case", GOOD)
def test_it_works(case):
    make_file, kind = GOOD[case]
    assert detect_kind(make_file()) == kind


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_in_one_sentence(case):
    make_file, sentence = BAD[case]
    with pytest.raises(FileRefused, match=sentence) as caught:
        detect_kind(make_file())
    assert str(caught.value).endswith("。")


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("照片1.jpg", JPEG, "照片1.jpg"),
        ("照片1.JPEG", JPEG, "照片1.JPEG"),
        ("照片1.png", JPEG, "照片1.jpg"),
        ("IMG_0001.HEIC", JPEG, "IMG_0001.jpg"),
        ("总结.doc", DOCX, "总结.docx"),
        ("总结.wps", DOC, "总结.wps"),
        ("报告2021.1.20", PDF, "报告2021.1.20.pdf"),
        ("照片.html", JPEG, "照片.html.jpg"),
        ("照片", JPEG, "照片.jpg"),
        (".jpg", JPEG, ".jpg.jpg"),
    ],
)
def test_the_name_gets_the_ending_of_its_content(name, kind, expected):
    assert fix_extension(name, kind) == expected


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        ("总结.docx", PDF, r"Word 文档（.docx），内容却是PDF"),
        ("总结.pdf", JPEG, r"PDF（.pdf），内容却是照片"),
        ("照片.jpg", PDF, r"照片（.jpg），内容却是PDF"),
    ],
)
def test_a_name_of_another_family_is_refused(name, kind, sentence):
    with pytest.raises(FileRefused, match=sentence):
        fix_extension(name, kind)
