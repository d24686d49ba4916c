"""Write the zip: the members one by one, then their index and the checksums.

Members are stored uncompressed, since Office files, PDFs and photos are compressed already.
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
from guidance.outputs.archives.members import Member, build_sheet

INDEX_NAME, CHECKSUMS_NAME = "目录.xlsx", "校验.txt"
INDEX_HEADS = ("序号", "文件", "页数", "字节数", "SHA-256", "说明")
UNKNOWN_MARK = "—"
LOST_NOTE = "缺失：服务器上没有这个文件"
CHUNK_SIZE = 1 << 20
INDEX_NOTES = (
    "页数：Word 文件按版面计算，PDF 和图片按文件本身；Excel 表和算不出的记“—”。",
    "核对：在解压后的文件夹中用 sha256sum -c 校验.txt，或与本表的 SHA-256 逐个比较。",
)


class ArchiveNotWritten(Exception):
    """The archive could not be written; the message says at which file, and what to do. No file is left."""


class MemberNotMade(Exception):
    """The data or files from which a member is made could not be read."""


@dataclass(frozen=True)
class IndexLine:
    """A line of the index."""

    name: str
    pages: int | None = None
    size: int | None = None
    sha256: str = ""
    note: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether the file should be there and is missing."""
        return self.note == LOST_NOTE


@dataclass(frozen=True)
class WrittenArchive:
    """An archive that was written."""

    size: int
    sha256: str
    lines: list[IndexLine]

    @property
    def members(self) -> int:
        """The number of its files, including the index and the checksums."""
        return sum(1 for line in self.lines if line.sha256) + 2

    @property
    def lost(self) -> list[str]:
        """The files that should be there and are missing."""
        return [line.name for line in self.lines if line.is_lost]


def write_archive(
    path: Path, members: Iterable[Member], *, data_at: datetime, on_member: Callable[[str], None]
) -> WrittenArchive:
    """Write the archive at `path`, whole or not at all; call `on_member` with the name of each member.

    Raises ArchiveNotWritten where the disk is full or cannot be written to.
    """
    unfinished = path.with_name(f"{path.name}.part")
    lines: list[IndexLine] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                _write_members(archive, members, lines, data_at, on_member)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        last_name = lines[-1].name if lines else "开头"
        raise ArchiveNotWritten(
            f"磁盘已满或不能写入（写到“{last_name}”之后），请联系系统管理员腾出空间后重新制作。"
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    with path.open("rb") as file:
        return WrittenArchive(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest(), lines)


def _write_members(
    archive: zipfile.ZipFile,
    members: Iterable[Member],
    lines: list[IndexLine],
    data_at: datetime,
    on_member: Callable[[str], None],
) -> None:
    used_names: set[str] = {INDEX_NAME, CHECKSUMS_NAME}
    for member in _guard_members(members):
        lines.append(_add_member(archive, replace(member, name=free_name(member.name, used_names))))
        on_member(member.name)
    index = _add_member(
        archive, Member(INDEX_NAME, build_sheet(INDEX_HEADS, _index_rows(lines, data_at), data_at))
    )
    checksums = [f"{line.sha256}  {line.name}\n" for line in (*lines, index) if line.sha256]
    _add_member(archive, Member(CHECKSUMS_NAME, "".join(checksums).encode()))


def _guard_members(members: Iterable[Member]) -> Iterator[Member]:
    """Yield the members; an unreadable source file must not be reported as a disk that cannot be written."""
    try:
        yield from members
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise MemberNotMade from error


def _index_rows(lines: list[IndexLine], data_at: datetime) -> Iterator[list[object]]:
    for number, line in enumerate(lines, 1):
        size = UNKNOWN_MARK if line.size is None else line.size
        yield [number, line.name, line.pages or UNKNOWN_MARK, size, line.sha256 or UNKNOWN_MARK, line.note]
    yield []
    for note in (f"数据截至 {data_at:%Y-%m-%d %H:%M}（最后一次修改的时间）。", *INDEX_NOTES):
        yield ["", note]


def _add_member(archive: zipfile.ZipFile, member: Member) -> IndexLine:
    if member.content is None:
        return IndexLine(member.name, note=member.note)
    if isinstance(member.content, bytes):
        archive.writestr(member_info(member.name), member.content)
        digest = hashlib.sha256(member.content).hexdigest()
        return IndexLine(member.name, member.pages, len(member.content), digest, member.note)
    try:
        source = member.content.open("rb")
    except OSError:
        return IndexLine(member.name, note=LOST_NOTE)
    with source:
        return _copy_file(archive, member, source)


def _copy_file(archive: zipfile.ZipFile, member: Member, source: IO[bytes]) -> IndexLine:
    """Copy a stored file in chunks; a PDF is read whole to count its pages."""
    pages = member.pages
    if source.read(5) == b"%PDF-":
        source.seek(0)
        pages = page_count(source.read())
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    source.seek(0)
    with archive.open(member_info(member.name), "w") as target:
        shutil.copyfileobj(source, target, CHUNK_SIZE)
    return IndexLine(member.name, pages, source.tell(), digest, member.note)
