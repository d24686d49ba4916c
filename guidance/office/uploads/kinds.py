"""What kind of file the bytes are, and whether they may be kept and handed on. By content, never by name."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from guidance.office.uploads.container import (
    LOCKED,
    OLE,
    PROTECTED,
    WORKBOOK,
    ZIP,
    Office,
    Refused,
    check_zip,
    has_entry,
)
from guidance.office.uploads.pdf import check_pdf

MOST_MEGABYTES = 20
ALLOWED = "照片（JPG、PNG、WEBP）、PDF、Word（.docx、.doc）、Excel（.xlsx、.xls）"
EMPTY = "文件是空的（0字节），请重新选择；手机上的文件可能还没有下载到本机。"
TOO_LARGE = f"文件超过{MOST_MEGABYTES}MB，不能上传；请压缩图片，或分成几个文件再传。"
UNKNOWN = f"认不出这是什么文件，没有存下；可以上传的有：{ALLOWED}。请另存为其中一种再传。"
HEIC = "这是苹果手机的 HEIC 照片，多数电脑打不开；请在相机设置中选“兼容性最佳”后重拍，或另存为 JPG 再传。"
WEB_PAGE = "这是网页或 SVG 文件，其中可能带有程序，不能上传；请另存为 PDF，或截图后上传。"
VIDEO = "这是视频或录音，不能作为附页；请上传照片或文件。"
CUT_OFF = "文件不完整或已损坏，可能没有传完；请用 Word、Excel 或 WPS 打开后另存一份再上传。"
EMBEDDED = "文件里嵌有另外的程序或文件包，不能上传；请删去嵌入的对象，或另存为 PDF 再传。"


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept."""

    family: str  # in words
    media_type: str
    endings: tuple[str, ...]  # that such a file may carry; the first is given where it carries another

    @property
    def is_picture(self) -> bool:
        """Whether it is written anew, and shown on the page."""
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
PICTURE, WORD, EXCEL = "照片", "Word 文档", "Excel 表格"
JPEG = Kind(PICTURE, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = Kind(PICTURE, "image/png", ("png",))
WEBP = Kind(PICTURE, "image/webp", ("webp",))
PDF = Kind("PDF", "application/pdf", ("pdf",))
DOCX = Kind(WORD, f"{_OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Kind(EXCEL, f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",))
DOC = Kind(WORD, "application/msword", ("doc", "wps"))
XLS = Kind(EXCEL, "application/vnd.ms-excel", ("xls", "et"))
KINDS = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, DOC, XLS)
# Endings that name a family too, of files that are refused or hold something else than they say.
ALIKE = {
    PICTURE: ("heic", "heif", "gif", "bmp", "tif", "tiff"),
    WORD: ("docm", "dotx", "dot", "rtf"),
    EXCEL: ("xlsm", "xlsb", "xltx", "csv"),
}
FAMILY_OF = {ending: kind.family for kind in KINDS for ending in kind.endings} | {
    ending: family for family, endings in ALIKE.items() for ending in endings
}

DOCUMENT = Office("word/document.xml", "Word", "Word 文档（.docx）", "请删去大图片后再传")
SHEETS = Office(WORKBOOK.main, WORKBOOK.program, WORKBOOK.format, "请删去多余的内容后再传")
# What has no macros but runs: Excel's of 1992, and the controls of a form.
RUNS = re.compile(r"(^|/)(macrosheets|dialogsheets|activex)/", re.IGNORECASE)

# Where a Word file says that it is encrypted, counted from the start of its text (FIB).
FIB = re.compile(rb"\xec\xa5.{9}(.)", re.DOTALL)
# The record by which an .xls names a sheet of macros (BOUNDSHEET of type 1).
MACRO_SHEET = re.compile(rb"\x85\x00[\x08-\x50]\x00.{4}[\x00-\x02]\x01", re.DOTALL)
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


class Unknown(Refused):
    """Of no kind that is known here."""


def judge(content: bytes) -> Kind:
    """The kind of file that the bytes are. Raises Refused where they may not be kept, with the reason."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > MOST_MEGABYTES << 20:
        raise Refused(TOO_LARGE)
    for is_it, judge_it in JUDGES:
        if is_it(content):
            return judge_it(content)
    raise Unknown(UNKNOWN)


def name_for(name: str, kind: Kind) -> str:
    """The name as the file may carry it: with an ending that tells what it is.

    An ending of another family is no slip of a program but the wrong file, or a disguise: Refused. One of
    the same family is set right, an unknown one (报告2021.1.20) stays, and the right one follows.
    """
    stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    if not dot or not stem:
        return f"{name}.{kind.endings[0]}"
    if ending in kind.endings:
        return name
    family = FAMILY_OF.get(ending)
    if family is None:
        return f"{name}.{kind.endings[0]}"
    if family != kind.family:
        raise Refused(
            f"文件名写的是{family}（.{ending}），内容却是{kind.family}；请核对是否选错了文件，或改正文件名后再传。"
        )
    return f"{stem}.{kind.endings[0]}"


def _judge_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            names = {member.filename.lower() for member in file.infolist()}
    except Exception as error:  # of zipfile and struct: a broken file raises a dozen kinds
        raise Refused(CUT_OFF) from error
    for office, kind in ((DOCUMENT, DOCX), (SHEETS, XLSX)):
        if office.main in names:
            check_zip(content, office)
            if any(RUNS.search(name) for name in names):
                raise Refused(office.macros)
            _refuse_packages(content)
            return kind
    if any(name.startswith("ppt/") for name in names):
        raise Refused("演示文稿（PPT）不能直接上传；请另存为 PDF 再传。")
    if "ofd.xml" in names:
        raise Refused("OFD 文件不能直接上传；请另存为 PDF 再传。")
    raise Refused("这是压缩包，不能上传；请解压后把里面的文件逐个上传。")


def _refuse_packages(content: bytes) -> None:
    """Any file can hide in an embedded package, a program too."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        for member in file.infolist():
            name = member.filename.lower()
            if "/embeddings/" in name and name.endswith(".bin") and _is_package(file.read(member)):
                raise Refused(EMBEDDED)


def _is_package(content: bytes) -> bool:
    return has_entry(content, "\x01Ole10Native")


def _judge_ole(content: bytes) -> Kind:
    is_word = has_entry(content, "WordDocument")
    is_excel = has_entry(content, "Workbook") or has_entry(content, "Book")
    office = DOCUMENT if is_word else SHEETS
    if has_entry(content, "EncryptedPackage") or _is_encrypted(content):
        raise Refused(PROTECTED)
    if not (is_word or is_excel):
        raise Unknown(UNKNOWN)
    if any(has_entry(content, name) for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")):
        raise Refused(office.macros)
    if is_excel and MACRO_SHEET.search(content):
        raise Refused(office.macros)
    if _is_package(content):
        raise Refused(EMBEDDED)
    # A document may hold a sheet, hardly ever the other way round.
    return DOC if is_word else XLS


def _is_encrypted(content: bytes) -> bool:
    texts = (match for match in FIB.finditer(content) if match.start() % 512 == 0)
    return bool(LOCKED.search(content)) or any(match[1][0] & 1 for match in texts)


def _judge_pdf(content: bytes) -> Kind:
    check_pdf(content)
    return PDF


def _judge_media(content: bytes) -> Kind:
    raise Refused(HEIC if content[8:12] in HEIC_BRANDS else VIDEO)


def _judge_markup(content: bytes) -> Kind:
    raise Refused(WEB_PAGE)


def _judge_other_picture(content: bytes) -> Kind:
    raise Refused("这种图片格式（GIF、BMP 或 TIFF）不能上传；请另存为 JPG 或 PNG 再传。")


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


JUDGES: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Kind]], ...] = (
    (_starts(b"\xff\xd8\xff"), lambda content: JPEG),
    (_starts(b"\x89PNG\r\n\x1a\n"), lambda content: PNG),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", lambda content: WEBP),
    (_starts(b"%PDF-"), _judge_pdf),
    (_starts(ZIP), _judge_zip),
    (_starts(OLE), _judge_ole),
    (lambda content: content[4:8] == b"ftyp", _judge_media),
    (_starts(b"GIF8", b"BM", b"II*\0", b"MM\0*"), _judge_other_picture),
    (lambda content: content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"), _judge_markup),
)
