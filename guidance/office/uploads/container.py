"""What kind of file the bytes are, and whether they may be opened at all: decided before any parsing.

By content, never by name. An .xlsx is a zip of XML parts; an .xls and an encrypted .xlsx are compound
files (OLE).
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.parsers import expat

MOST_MEGABYTES = 10
MOST_MEMBERS = 1000
MOST_UNPACKED = 600 << 20
HARMLESS = 64 << 20  # unpacked bytes that hurt nobody, however well they are packed
MOST_RATIO = 300  # real sheets pack about 20 times, empty styled rows 60, a bomb 1000
MOST_PROLOGUE = 1 << 20  # bytes in which an XML part must have come to its first element

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first record of an .xls (BOF of a workbook), and behind it the one that says it is encrypted
# (FILEPASS), perhaps after one that protects it from writing.
ENCRYPTED_XLS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
PROTECTED_MESSAGE = "文件设有打开密码，读不出内容；请取消密码后再上传。"
TOO_LARGE_MESSAGE = f"文件超过{MOST_MEGABYTES}MB，请删去无关的工作表，或按乡镇（街道）分成几份。"
NO_TABLE_MESSAGE = "这不是表格文件；请上传 Excel（.xlsx、.xls）或 CSV 文件。"


class FileRefused(Exception):
    """A file that cannot be read; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class OfficeFormat:
    """A kind of office document: the part it cannot be without, and what to do where it is unusable."""

    main: str
    program: str  # what opens it
    format: str  # what it is saved as
    too_large: str  # what to do where it unpacks to too much

    @property
    def save_as(self) -> str:
        """How to save the file in the right format, for the end of a message."""
        return f"请用 {self.program} 或 WPS 打开后另存为“{self.format}”再上传"

    @property
    def incomplete(self) -> str:
        """Message for a file that was cut off or damaged."""
        return f"文件不完整或已损坏，可能没有传完；{self.save_as}。"

    @property
    def unsafe(self) -> str:
        """Message for a file that is not built as any program builds it."""
        return f"文件的结构不正常，为了安全没有打开；{self.save_as}。"

    @property
    def macros(self) -> str:
        """Message for a file with macros."""
        return f"文件含有宏，不能上传；请另存为不含宏的“{self.format}”后再上传。"


WORKBOOK = OfficeFormat(
    "xl/workbook.xml", "Excel", "Excel 工作簿（.xlsx）", "请把要填报的内容复制到新下载的表中再上传"
)
INCOMPLETE_MESSAGE = WORKBOOK.incomplete


def get_table_kind(content: bytes) -> str:
    """`xlsx`, `xls` or `csv`. Raises FileRefused where the bytes are something else, or dangerous."""
    if not content:
        raise FileRefused("文件是空的，请重新选择。")
    if len(content) > MOST_MEGABYTES << 20:
        raise FileRefused(TOO_LARGE_MESSAGE)
    if content.startswith(ZIP):
        check_zip(content, WORKBOOK)
        return "xlsx"
    if content.startswith(OLE):
        _check_ole(content)
        return "xls"
    _check_text(content)
    return "csv"


def check_zip(content: bytes, office: OfficeFormat) -> None:
    """Raise FileRefused unless a zip is a harmless document of this format."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            _check_members(file.infolist(), office)
            for member in file.infolist():
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with file.open(member) as part:
                        _check_xml(part, office)
    except FileRefused:
        raise
    except Exception as error:  # of zipfile, zlib, struct: a broken file raises a dozen kinds
        raise FileRefused(office.incomplete) from error


def _check_members(members: list[zipfile.ZipInfo], office: OfficeFormat) -> None:
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(PROTECTED_MESSAGE)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(office.macros)
    if len(set(names)) < len(names) or len(names) > MOST_MEMBERS:
        raise FileRefused(office.unsafe)
    if unpacked > MOST_UNPACKED or (unpacked > HARMLESS and unpacked > MOST_RATIO * packed):
        raise FileRefused(f"文件展开后太大（{unpacked >> 20}MB），没有打开；{office.too_large}。")
    if office.main not in names:
        raise FileRefused(f"这不是 {office.format}；{office.save_as}。")


class _Enough(Exception):
    """The first element was reached."""


def _check_xml(part: IO[bytes], office: OfficeFormat) -> None:
    """No document type, and so no entities: what a bomb of entities or a reach for other files needs."""

    def refuse(*_: object) -> None:
        raise FileRefused(office.unsafe)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = _stop
    try:
        for _ in range(MOST_PROLOGUE >> 12):
            chunk = part.read(1 << 12)
            parser.Parse(chunk, not chunk)
            if not chunk:
                return
    except _Enough:
        return
    except expat.ExpatError as error:
        raise FileRefused(office.incomplete) from error
    raise FileRefused(office.unsafe)


def _stop(*_: object) -> None:
    raise _Enough


def _check_ole(content: bytes) -> None:
    if has_entry(content, "EncryptedPackage") or ENCRYPTED_XLS.search(content):
        raise FileRefused(PROTECTED_MESSAGE)
    if has_entry(content, "_VBA_PROJECT_CUR"):
        raise FileRefused(WORKBOOK.macros)
    if not (has_entry(content, "Workbook") or has_entry(content, "Book")):
        raise FileRefused(NO_TABLE_MESSAGE)


def has_entry(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file names this stream: 64 bytes, filled with zeros."""
    return name.encode("utf-16-le").ljust(64, b"\0") in content


def _check_text(content: bytes) -> None:
    try:
        text = decode_text(content)
    except ValueError as error:
        raise FileRefused(NO_TABLE_MESSAGE) from error
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        raise FileRefused(f"这是网页格式的表，不是真正的 Excel 文件；{WORKBOOK.save_as}。")
    if start.startswith("%pdf"):
        raise FileRefused(NO_TABLE_MESSAGE)


def decode_text(content: bytes) -> str:
    """Decode a CSV file as UTF-8 or GB18030. Raises ValueError if the bytes are no text."""
    if b"\0" in content:
        raise ValueError("not a text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
