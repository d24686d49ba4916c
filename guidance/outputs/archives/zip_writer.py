"""Writes the zip: one member after the other, then the index of them all and the check sums.

Members are stored as they are, since Office files, PDFs and photos are packed already.
"""

import errno
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from guidance.office.papers.zipping import free_name, member_info
from guidance.office.uploads.pdf import page_count
from guidance.outputs.archives.members import Member, sheet

INDEX, SUMS = "目录.xlsx", "校验.txt"
INDEX_HEADS = ("序号", "文件", "页数", "字节数", "SHA-256", "说明")
UNKNOWN = "—"
LOST = "缺失：服务器上没有这个文件"
PIECE = 1 << 20
NOTES = (
    "页数：Word 文件按版面计算，PDF 和图片按文件本身；Excel 表和算不出的记“—”。",
    "核对：在解压后的文件夹中用 sha256sum -c 校验.txt，或与本表的 SHA-256 逐个比较。",
)


class NotWritten(Exception):
    """The archive could not be written; the message says at which file, and what to do. Nothing is left."""


class NotMade(Exception):
    """A member could not be made of what it is made of."""


@dataclass(frozen=True)
class Line:
    """A line of the index."""

    name: str
    pages: int | None = None
    size: int | None = None
    sha256: str = ""
    note: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether there should be a file and is none."""
        return self.note == LOST


@dataclass(frozen=True)
class Written:
    """What came of it."""

    size: int
    sha256: str
    lines: list[Line]

    @property
    def members(self) -> int:
        """How many files it holds, the index and the check sums among them."""
        return sum(1 for line in self.lines if line.sha256) + 2

    @property
    def lost(self) -> list[str]:
        """The files that should be there and are not."""
        return [line.name for line in self.lines if line.is_lost]


def write(
    path: Path, members: Iterable[Member], *, data_at: datetime, tell: Callable[[str], None]
) -> Written:
    """The archive at `path`, whole or not at all. `tell` hears the name of each member that is in it.

    Raises NotWritten where the disk is full or not to be written to.
    """
    unfinished = path.with_name(f"{path.name}.part")
    lines: list[Line] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w+b") as file:
            with zipfile.ZipFile(file, "w") as out:
                _fill(out, members, lines, data_at, tell)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        last = lines[-1].name if lines else "开头"
        raise NotWritten(
            f"磁盘已满或不能写入（写到“{last}”之后），请联系系统管理员腾出空间后重新制作。"
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    with path.open("rb") as file:
        return Written(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest(), lines)


def _fill(
    out: zipfile.ZipFile,
    members: Iterable[Member],
    lines: list[Line],
    data_at: datetime,
    tell: Callable[[str], None],
) -> None:
    taken: set[str] = {INDEX, SUMS}
    for member in _made(members):
        lines.append(_add(out, replace(member, name=free_name(member.name, taken))))
        tell(member.name)
    index = _add(out, Member(INDEX, sheet(INDEX_HEADS, _rows(lines, data_at), data_at)))
    sums = [f"{line.sha256}  {line.name}\n" for line in (*lines, index) if line.sha256]
    _add(out, Member(SUMS, "".join(sums).encode()))


def _made(members: Iterable[Member]) -> Iterator[Member]:
    """The members; a file that cannot be read must not pass for a disk that cannot be written to."""
    try:
        yield from members
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise NotMade from error


def _rows(lines: list[Line], data_at: datetime) -> Iterator[list[object]]:
    for number, line in enumerate(lines, 1):
        size = UNKNOWN if line.size is None else line.size
        yield [number, line.name, line.pages or UNKNOWN, size, line.sha256 or UNKNOWN, line.note]
    yield []
    for note in (f"数据截至 {data_at:%Y-%m-%d %H:%M}（最后一次修改的时间）。", *NOTES):
        yield ["", note]


def _add(out: zipfile.ZipFile, member: Member) -> Line:
    if member.content is None:
        return Line(member.name, note=member.note)
    if isinstance(member.content, bytes):
        out.writestr(member_info(member.name), member.content)
        digest = hashlib.sha256(member.content).hexdigest()
        return Line(member.name, member.pages, len(member.content), digest, member.note)
    try:
        source = member.content.open("rb")
    except OSError:
        return Line(member.name, note=LOST)
    with source:
        return _copy(out, member, source)


def _copy(out: zipfile.ZipFile, member: Member, source: IO[bytes]) -> Line:
    """A stored file, a piece at a time; of a PDF the pages are counted, which takes it whole."""
    pages = member.pages
    if source.read(5) == b"%PDF-":
        source.seek(0)
        pages = page_count(source.read())
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    source.seek(0)
    with out.open(member_info(member.name), "w") as target:
        shutil.copyfileobj(source, target, PIECE)
    return Line(member.name, pages, source.tell(), digest, member.note)
