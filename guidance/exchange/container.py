"""What kind of file the bytes are, and whether they may be opened at all: decided before any parsing.

By content, never by name. An .xlsx is a zip of XML parts; an .xls and an encrypted .xlsx are compound
files (OLE).
"""

import re
import zipfile
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
LOCKED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
SAVE_AS = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”再上传"
INCOMPLETE = f"文件不完整或已损坏，可能没有传完；{SAVE_AS}。"
PROTECTED = "文件设有打开密码，读不出内容；请取消密码后再上传。"
MACROS = "文件含有宏，不能上传；请另存为不含宏的“Excel 工作簿（.xlsx）”后再上传。"
UNSAFE = f"文件的结构不正常，为了安全没有打开；{SAVE_AS}。"
NO_TABLE = "这不是表格文件；请上传 Excel（.xlsx、.xls）或 CSV 文件。"


class Refused(Exception):
    """A file that cannot be read; the message says why and what to do, in Chinese."""


def kind_of(content: bytes) -> str:
    """`xlsx`, `xls` or `csv`. Raises Refused where the bytes are something else, or dangerous."""
    if not content:
        raise Refused("文件是空的，请重新选择。")
    if len(content) > MOST_MEGABYTES << 20:
        raise Refused(f"文件超过{MOST_MEGABYTES}MB，请删去无关的工作表，或按乡镇（街道）分成几份。")
    if content.startswith(ZIP):
        _check_zip(content)
        return "xlsx"
    if content.startswith(OLE):
        _check_ole(content)
        return "xls"
    _check_text(content)
    return "csv"


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            _check_members(file.infolist())
            for member in file.infolist():
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with file.open(member) as part:
                        _check_xml(part)
    except Refused:
        raise
    except Exception as error:  # of zipfile, zlib, struct: a broken file raises a dozen kinds
        raise Refused(INCOMPLETE) from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(PROTECTED)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused(MACROS)
    if len(set(names)) < len(names) or len(names) > MOST_MEMBERS:
        raise Refused(UNSAFE)
    if unpacked > MOST_UNPACKED or (unpacked > HARMLESS and unpacked > MOST_RATIO * packed):
        raise Refused(
            f"文件展开后太大（{unpacked >> 20}MB），没有打开；请把要填报的内容复制到新下载的表中再上传。"
        )
    if "xl/workbook.xml" not in names:
        raise Refused(f"这不是 Excel 工作簿（.xlsx）；{SAVE_AS}。")


class _Enough(Exception):
    """The first element was reached."""


def _check_xml(part: IO[bytes]) -> None:
    """No document type, and so no entities: what a bomb of entities or a reach for other files needs."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
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
        raise Refused(INCOMPLETE) from error
    raise Refused(UNSAFE)


def _refuse(*_: object) -> None:
    raise Refused(UNSAFE)


def _stop(*_: object) -> None:
    raise _Enough


def _check_ole(content: bytes) -> None:
    if _has_entry(content, "EncryptedPackage") or LOCKED.search(content):
        raise Refused(PROTECTED)
    if _has_entry(content, "_VBA_PROJECT_CUR"):
        raise Refused(MACROS)
    if not (_has_entry(content, "Workbook") or _has_entry(content, "Book")):
        raise Refused(NO_TABLE)


def _has_entry(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file names this stream: 64 bytes, filled with zeros."""
    return name.encode("utf-16-le").ljust(64, b"\0") in content


def _check_text(content: bytes) -> None:
    try:
        text = decoded(content)
    except ValueError as error:
        raise Refused(NO_TABLE) from error
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        raise Refused(f"这是网页格式的表，不是真正的 Excel 文件；{SAVE_AS}。")
    if start.startswith("%pdf"):
        raise Refused(NO_TABLE)


def decoded(content: bytes) -> str:
    """The text of a CSV file in either encoding; ValueError where the bytes are no text."""
    if b"\0" in content:
        raise ValueError("not a text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
