"""Whether a PDF may be handed on: nothing in it runs, opens or hides another file, and anyone can read it."""

import re
import zlib
from collections.abc import Iterator

from guidance.office.uploads.container import Refused

AGAIN = "请重新导出 PDF（如用“打印为 PDF”），或拍照上传"
LOCKED = "PDF 设有密码或权限限制，别人可能打不开；请取消限制后再上传，或拍照上传。"
RUNS = f"PDF 中带有会自动运行的程序，不能上传；{AGAIN}。"
HOLDS = "PDF 中夹带了别的文件，不能上传；请删去 PDF 的附件，或用“打印为 PDF”另存一份再传。"
BROKEN = f"PDF 不完整或已损坏，可能没有传完；{AGAIN}。"

FORBIDDEN = (
    (b"/Encrypt", LOCKED),
    (b"/JavaScript", RUNS),
    (b"/Launch", RUNS),
    (b"/EmbeddedFile", HOLDS),
    (b"/RichMedia", RUNS),
)
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
# An object by its number, since a file that was changed holds the former page as well.
PAGE_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b(?:(?!endobj|stream).)*?/Type\s*/Page(?![A-Za-z])", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
BEFORE = 2000  # bytes before a stream in which its dictionary stands
MOST_PACKED, MOST_UNPACKED = 10_000, 100 << 20  # streams of objects, and what they unpack to


def check(content: bytes) -> None:
    """Raises Refused with the reason where the file may not be kept."""
    if b"startxref" not in content:
        raise Refused(BROKEN)
    plain = _named_plainly(content)
    _refuse_names(plain)
    # Objects may stand packed in streams, where no name can be seen; each is looked into.
    found = 0
    for objects in _packed_objects(content):
        _refuse_names(_named_plainly(objects))
        found += 1
    if found < plain.count(b"/ObjStm"):
        raise Refused(BROKEN)


def page_count(content: bytes) -> int | None:
    """How many pages it has; None where that cannot be told."""
    pages = {match[1] for match in PAGE_OBJECT.finditer(_named_plainly(content))}
    try:
        packed = sum(len(PAGE.findall(_named_plainly(objects))) for objects in _packed_objects(content))
    except Refused:
        return None
    return (len(pages) + packed) or None


def _named_plainly(content: bytes) -> bytes:
    """With /J#61vaScript as /JavaScript."""
    return ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), content)


def _refuse_names(content: bytes) -> None:
    for name, sentence in FORBIDDEN:
        if name in content:
            raise Refused(sentence)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """What the streams of packed objects hold. Raises Refused where one cannot be unpacked."""
    left, found = MOST_UNPACKED, 0
    for match in STREAM.finditer(content):
        head = _named_plainly(content[max(0, match.start() - BEFORE) : match.start()])
        head = head[head.rfind(b" obj") + 1 :]
        if b"/ObjStm" not in head:
            continue
        found += 1
        if found > MOST_PACKED or b"/Predictor" in head or b"/FlateDecode" not in head:
            raise Refused(BROKEN)
        unpacked = _unpacked(content[match.end() : content.find(b"endstream", match.end())], left)
        left -= len(unpacked)
        yield unpacked


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, max(1, most))
    except zlib.error as error:
        raise Refused(BROKEN) from error
    if not unpacking.eof:  # more than may be, or only the beginning of it
        raise Refused(BROKEN)
    return unpacked
