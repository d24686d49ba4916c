"""What kind of file the bytes are, and whether they may be kept and handed on. By content, never by name."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from guidance.office.uploads.container import (
    ENCRYPTED_XLS,
    OLE,
    PROTECTED_MESSAGE,
    WORKBOOK,
    ZIP,
    FileRefused,
    OfficeFormat,
    check_zip,
    has_entry,
)
from guidance.office.uploads.pdf import check_pdf

MOST_MEGABYTES = 20
ALLOWED = "照片（JPG、PNG、WEBP）、PDF、Word（.docx、.doc）、Excel（.xlsx、.xls）"
EMPTY_MESSAGE = "文件是空的（0字节），请重新选择；手机上的文件可能还没有下载到本机。"
TOO_LARGE_MESSAGE = f"文件超过{MOST_MEGABYTES}MB，不能上传；请压缩图片，或分成几个文件再传。"
UNKNOWN_MESSAGE = f"认不出这是什么文件，没有存下；可以上传的有：{ALLOWED}。请另存为其中一种再传。"
HEIC_MESSAGE = (
    "这是苹果手机的 HEIC 照片，多数电脑打不开；请在相机设置中选“兼容性最佳”后重拍，或另存为 JPG 再传。"
)
WEB_PAGE_MESSAGE = "这是网页或 SVG 文件，其中可能带有程序，不能上传；请另存为 PDF，或截图后上传。"
VIDEO_MESSAGE = "这是视频或录音，不能作为附页；请上传照片或文件。"
CUT_OFF_MESSAGE = "文件不完整或已损坏，可能没有传完；请用 Word、Excel 或 WPS 打开后另存一份再上传。"
EMBEDDED_MESSAGE = "文件里嵌有另外的程序或文件包，不能上传；请删去嵌入的对象，或另存为 PDF 再传。"


@dataclass(frozen=True)
class FileKind:
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
JPEG = FileKind(PICTURE, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = FileKind(PICTURE, "image/png", ("png",))
WEBP = FileKind(PICTURE, "image/webp", ("webp",))
PDF = FileKind("PDF", "application/pdf", ("pdf",))
DOCX = FileKind(WORD, f"{_OFFICE}.wordprocessingml.document", ("docx",))
XLSX = FileKind(EXCEL, f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",))
DOC = FileKind(WORD, "application/msword", ("doc", "wps"))
XLS = FileKind(EXCEL, "application/vnd.ms-excel", ("xls", "et"))
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

DOCUMENT = OfficeFormat("word/document.xml", "Word", "Word 文档（.docx）", "请删去大图片后再传")
SHEETS = OfficeFormat(WORKBOOK.main, WORKBOOK.program, WORKBOOK.format, "请删去多余的内容后再传")
# What has no macros but runs: Excel's of 1992, and the controls of a form.
ACTIVE_PARTS = re.compile(r"(^|/)(macrosheets|dialogsheets|activex)/", re.IGNORECASE)

# Where a Word file says that it is encrypted, counted from the start of its text (FIB).
FIB = re.compile(rb"\xec\xa5.{9}(.)", re.DOTALL)
# The record by which an .xls names a sheet of macros (BOUNDSHEET of type 1).
MACRO_SHEET = re.compile(rb"\x85\x00[\x08-\x50]\x00.{4}[\x00-\x02]\x01", re.DOTALL)
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


class UnknownKind(FileRefused):
    """Of no kind that is known here."""


def detect_kind(content: bytes) -> FileKind:
    """Return the kind of a file by its content. Raises FileRefused with the reason if it may not be kept."""
    if not content:
        raise FileRefused(EMPTY_MESSAGE)
    if len(content) > MOST_MEGABYTES << 20:
        raise FileRefused(TOO_LARGE_MESSAGE)
    for matches, detect in DETECTORS:
        if matches(content):
            return detect(content)
    raise UnknownKind(UNKNOWN_MESSAGE)


def fix_extension(name: str, kind: FileKind) -> str:
    """Give a file name the extension of its kind.

    An ending of another family is no slip of a program but the wrong file, or a disguise: FileRefused. One of
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
        raise FileRefused(
            f"文件名写的是{family}（.{ending}），内容却是{kind.family}；请核对是否选错了文件，或改正文件名后再传。"
        )
    return f"{stem}.{kind.endings[0]}"


def _detect_zip(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            names = {member.filename.lower() for member in file.infolist()}
    except Exception as error:  # of zipfile and struct: a broken file raises a dozen kinds
        raise FileRefused(CUT_OFF_MESSAGE) from error
    for office, kind in ((DOCUMENT, DOCX), (SHEETS, XLSX)):
        if office.main in names:
            check_zip(content, office)
            if any(ACTIVE_PARTS.search(name) for name in names):
                raise FileRefused(office.macros)
            _refuse_packages(content)
            return kind
    if any(name.startswith("ppt/") for name in names):
        raise FileRefused("演示文稿（PPT）不能直接上传；请另存为 PDF 再传。")
    if "ofd.xml" in names:
        raise FileRefused("OFD 文件不能直接上传；请另存为 PDF 再传。")
    raise FileRefused("这是压缩包，不能上传；请解压后把里面的文件逐个上传。")


def _refuse_packages(content: bytes) -> None:
    """Any file can hide in an embedded package, a program too."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        for member in file.infolist():
            name = member.filename.lower()
            if "/embeddings/" in name and name.endswith(".bin") and _is_package(file.read(member)):
                raise FileRefused(EMBEDDED_MESSAGE)


def _is_package(content: bytes) -> bool:
    return has_entry(content, "\x01Ole10Native")


def _detect_ole(content: bytes) -> FileKind:
    is_word = has_entry(content, "WordDocument")
    is_excel = has_entry(content, "Workbook") or has_entry(content, "Book")
    office = DOCUMENT if is_word else SHEETS
    if has_entry(content, "EncryptedPackage") or _is_encrypted(content):
        raise FileRefused(PROTECTED_MESSAGE)
    if not (is_word or is_excel):
        raise UnknownKind(UNKNOWN_MESSAGE)
    if any(has_entry(content, name) for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")):
        raise FileRefused(office.macros)
    if is_excel and MACRO_SHEET.search(content):
        raise FileRefused(office.macros)
    if _is_package(content):
        raise FileRefused(EMBEDDED_MESSAGE)
    # A document may hold a sheet, hardly ever the other way round.
    return DOC if is_word else XLS


def _is_encrypted(content: bytes) -> bool:
    texts = (match for match in FIB.finditer(content) if match.start() % 512 == 0)
    return bool(ENCRYPTED_XLS.search(content)) or any(match[1][0] & 1 for match in texts)


def _detect_pdf(content: bytes) -> FileKind:
    check_pdf(content)
    return PDF


def _detect_media(content: bytes) -> FileKind:
    raise FileRefused(HEIC_MESSAGE if content[8:12] in HEIC_BRANDS else VIDEO_MESSAGE)


def _detect_markup(content: bytes) -> FileKind:
    raise FileRefused(WEB_PAGE_MESSAGE)


def _detect_other_picture(content: bytes) -> FileKind:
    raise FileRefused("这种图片格式（GIF、BMP 或 TIFF）不能上传；请另存为 JPG 或 PNG 再传。")


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


DETECTORS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], FileKind]], ...] = (
    (_starts(b"\xff\xd8\xff"), lambda content: JPEG),
    (_starts(b"\x89PNG\r\n\x1a\n"), lambda content: PNG),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", lambda content: WEBP),
    (_starts(b"%PDF-"), _detect_pdf),
    (_starts(ZIP), _detect_zip),
    (_starts(OLE), _detect_ole),
    (lambda content: content[4:8] == b"ftyp", _detect_media),
    (_starts(b"GIF8", b"BM", b"II*\0", b"MM\0*"), _detect_other_picture),
    (lambda content: content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"), _detect_markup),
)
