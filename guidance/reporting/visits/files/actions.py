"""Files of a visit report on their way in, piece by piece, and out again: begun, received, finished, removed.

A file is in one of two places: as FileUpload, of which `received` bytes lie in its part, or as a stored
row. The browser's key leads to either, so that every request may be sent twice. The lock of the report
comes first, then that of the upload.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Refused
from guidance.core.upload_paths import upload_part_path
from guidance.office.uploads import disk
from guidance.office.uploads.container import FileRefused as FileRefused
from guidance.office.uploads.filenames import clean_name, shorten_name
from guidance.office.uploads.images import SMALL_SIDE, rewrite_picture
from guidance.office.uploads.kinds import (
    EMPTY_MESSAGE,
    MOST_MEGABYTES,
    PDF,
    TOO_LARGE_MESSAGE,
    FileKind,
    detect_kind,
    fix_extension,
)
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan
from guidance.reporting.visits.models import VisitReport

MOST_FILES = 20  # continuation sheets of a report; as many signed pages
MOST_PIECE = 1 << 20  # bytes; the script sends half of it
KEPT_DAYS = 7  # that an unfinished upload waits for its rest
NAMED = 3  # unfinished files that are named; more are counted
Stored = ContinuationSheet | SignedScan
FOLDERS: dict[type[Stored], str] = {ContinuationSheet: "continuation-sheets", SignedScan: "signed-scans"}
DISK_FULL = "服务器磁盘空间不足，文件没有存下；本表的内容不受影响。请稍后再传，并联系系统管理员。"
TOO_MANY = f"本表已有{MOST_FILES}个文件，不能再添；请移除不需要的，或合并成一个 PDF 再传。"
NOT_SIGNED = "签字页请上传照片（JPG、PNG）或 PDF 扫描件。"
OTHER_FILE = "页面上的文件与服务器上的对不上，没有存下；请刷新页面后重新选择这个文件。"


class Gone(Exception):
    """No upload has this key: it was given up, or waited too long. It can be begun again."""


def begin(
    report: VisitReport, *, key: UUID, section: str, name: str, size: int, by: User
) -> FileUpload | Stored:
    """The upload of this key, new or where it stopped; the stored file where it is all there.

    Raises Refused before a byte is sent: empty, too large, too many, or at the wrong time.
    """
    if not size:
        raise Refused(EMPTY_MESSAGE)
    if size > MOST_MEGABYTES << 20:
        raise Refused(TOO_LARGE_MESSAGE)
    clear_abandoned()
    with transaction.atomic():
        report = _lock(report)
        found = _found(report, key)
        if found:
            return found
        if FileUpload.objects.filter(key=key).exists():  # of another report
            raise Refused(OTHER_FILE)
        _refuse_unless_due(report, section)
        _refuse_too_many(report, section)
        return FileUpload.objects.create(
            key=key,
            report=report,
            section=section,
            original_name=clean_name(name),
            size=size,
            part=upload_part_path(report, ""),
            started_by=by,
            started_at=clock.now(),
        )


def receive(report: VisitReport, *, key: UUID, at: int, content: bytes) -> FileUpload | Stored:
    """Take the piece that begins `at`. One that is here already, or comes too early, changes nothing:
    `received` of the answer says where to go on. Raises Gone, and Refused where the disk is full.
    """
    try:
        with transaction.atomic():
            upload = _found(report, key)
            if upload is None:
                raise Gone
            if not isinstance(upload, FileUpload) or at != upload.received:
                return upload
            if at + len(content) > upload.size:
                raise Refused(OTHER_FILE)
            if at and disk.size_of(_part(upload)) < at:
                return _from_the_start(upload)
            disk.write_piece(_part(upload), content, at=at)
            upload.received += len(content)
            upload.save(update_fields=["received"])
            return upload
    except disk.DiskFull as error:
        give_up(report, key=key)
        raise Refused(DISK_FULL) from error


def finish(report: VisitReport, *, key: UUID, by: User) -> FileUpload | Stored:
    """Judge what has arrived, write pictures anew, and keep it; the upload itself where bytes are missing.

    Raises Gone, and Refused with the reason where the file cannot be kept: then nothing of it is left.
    """
    upload = _found(report, key, lock=False)
    if upload is None:
        raise Gone
    if not isinstance(upload, FileUpload):
        return upload
    content = disk.read_whole(_part(upload))
    if len(content) != upload.size:
        return upload if disk.size_of(_part(upload)) >= upload.received else _from_the_start(upload)
    try:
        return _keep(upload, _made_ready(upload, content), by=by)
    except disk.DiskFull as error:
        give_up(report, key=key)
        raise Refused(DISK_FULL) from error
    except (FileRefused, Refused) as error:
        give_up(report, key=key)
        raise Refused(str(error)) from error


@transaction.atomic
def give_up(report: VisitReport, *, key: UUID) -> None:
    """取消 of an upload; one that is stored or unknown stays as it is."""
    upload = _found(report, key)
    if isinstance(upload, FileUpload):
        _drop(upload)


@transaction.atomic
def remove(file: Stored) -> Stored:
    """移除: it counts no more and is shown no more to readers; the file stays and can be brought back."""
    report, current = _lock_with(file)
    _refuse_unless_due(report, _section_of(current))
    if current.removed_at is None:
        current.removed_at = clock.now()
        current.save()
    return current


@transaction.atomic
def bring_back(file: Stored) -> Stored:
    """恢复 of a removed file. Raises Refused where the same one was sent again, or there are too many."""
    report, current = _lock_with(file)
    section = _section_of(current)
    _refuse_unless_due(report, section)
    if current.removed_at is not None:
        _refuse_same(type(current), report, current.sha256)
        _refuse_too_many(report, section)
        current.removed_at = None
        current.save()
    return current


def why_incomplete(report: VisitReport) -> str:
    """Why the report cannot be sent yet: files that have not arrived whole. Empty where none is on its way.

    Under the report's lock the answer holds until the transaction ends: files are begun and kept under it.
    """
    names = list(under_way(report).exclude(section=FileUpload.SIGNED).values_list("original_name", flat=True))
    if not names:
        return ""
    told = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
    return f"还有{len(names)}个文件没有传完（{told}）；请等它传完，或取消后再上报。"


def under_way(report: VisitReport) -> QuerySet[FileUpload]:
    """Uploads of a report that may still be finished."""
    return FileUpload.objects.filter(report=report, started_at__gte=_oldest_kept())


def small_of(path: str) -> str:
    """Where the small copy of a picture lies."""
    return f"{path}.small"


@transaction.atomic
def clear_abandoned() -> None:
    """Forget uploads that nobody finished within KEPT_DAYS, of whatever report, with their parts."""
    for upload in FileUpload.objects.select_for_update().filter(started_at__lt=_oldest_kept()):
        _drop(upload)


def _oldest_kept() -> datetime:
    return clock.now() - timedelta(days=KEPT_DAYS)


def _lock(report: VisitReport) -> VisitReport:
    return VisitReport.objects.select_for_update().get(pk=report.pk)


def _lock_with(file: Stored) -> tuple[VisitReport, Stored]:
    report = _lock(file.report)
    return report, type(file)._default_manager.select_for_update().get(pk=file.pk)


def _found(report: VisitReport, key: UUID, *, lock: bool = True) -> FileUpload | Stored | None:
    """What this key stands for: an upload under way, or the file that it became."""
    uploads = FileUpload.objects.filter(report=report, key=key)
    upload = (uploads.select_for_update() if lock else uploads).first()
    if upload:
        return upload
    for model, folder in FOLDERS.items():
        stored = model.objects.filter(report=report, file__startswith=f"{folder}/{_mark_of(key)}").first()
        if stored:
            return stored
    return None


def _mark_of(key: UUID) -> str:
    """How the names of files that came with this key begin; nobody can tell it who has only the key."""
    return salted_hmac("guidance.reporting.visits.files.actions", key.hex, algorithm="sha256").hexdigest()[
        :32
    ]


def _from_the_start(upload: FileUpload) -> FileUpload:
    """Its part is lost (a disk that was put back): the browser sends it again."""
    upload.received = 0
    upload.save(update_fields=["received"])
    return upload


@dataclass(frozen=True)
class _Ready:
    """A file as it is going to be kept."""

    name: str
    kind: FileKind
    content: bytes
    small: bytes  # of a picture
    digest: str  # of what was sent


def _made_ready(upload: FileUpload, content: bytes) -> _Ready:
    kind, small = detect_kind(content), b""
    name, digest = fix_extension(upload.original_name, kind), hashlib.sha256(content).hexdigest()
    if upload.section == FileUpload.SIGNED and not (kind.is_picture or kind == PDF):
        raise Refused(NOT_SIGNED)
    if kind.is_picture:
        content, kind = rewrite_picture(content, kind)
        small, _ = rewrite_picture(content, kind, side=SMALL_SIDE)
        name = fix_extension(name, kind)
    return _Ready(shorten_name(name), kind, content, small, digest)


def _keep(upload: FileUpload, ready: _Ready, *, by: User) -> Stored:
    """Write the file, then its row; neither stays without the other."""
    model = SignedScan if upload.section == FileUpload.SIGNED else ContinuationSheet
    # Each try has a file of its own: of two at once, the one that comes too late takes its own away.
    path = f"{FOLDERS[model]}/{_mark_of(upload.key)}{secrets.token_hex(4)}.{ready.kind.endings[0]}"
    row = model(file=path, original_name=ready.name, media_type=ready.kind.media_type)
    row.size, row.sha256, row.uploaded_by = len(ready.content), ready.digest, by
    stored: Stored | None = None
    try:
        disk.write_whole(path, ready.content)
        if ready.small:
            disk.write_whole(small_of(path), ready.small)
        with transaction.atomic():
            made = _store(row, upload)
        stored = made
        return made
    finally:
        if stored is None or stored.file.name != path:
            disk.remove(path)
            disk.remove(small_of(path))


def _store(row: ContinuationSheet | SignedScan, upload: FileUpload) -> Stored:
    report = _lock(upload.report)
    current = _found(report, upload.key)
    if current is None:
        raise Gone
    if not isinstance(current, FileUpload):  # finished by another press meanwhile
        return current
    _refuse_unless_due(report, upload.section)
    _refuse_same(type(row), report, row.sha256)
    row.report = report
    if isinstance(row, SignedScan):
        row.submitted_at = report.submitted_at
    else:
        row.section = upload.section
    row.save()
    _drop(current)
    return row


def _drop(upload: FileUpload) -> None:
    upload.delete()
    name = _part(upload)
    transaction.on_commit(lambda: disk.remove(name))


def _part(upload: FileUpload) -> str:
    return str(upload.part.name)


def _section_of(file: Stored) -> str:
    return file.section if isinstance(file, ContinuationSheet) else FileUpload.SIGNED


def _refuse_unless_due(report: VisitReport, section: str) -> None:
    """Pages of the text while it is written, the signed page once it was sent."""
    if section == FileUpload.SIGNED:
        if not report.is_sent:
            raise Refused(f"本表现在是{report.get_status_display()}，签字页请在上报之后再传。")
    elif not report.is_open:
        raise Refused(
            f"本表{report.get_status_display()}，附页不能改动。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _refuse_too_many(report: VisitReport, section: str) -> None:
    if section == FileUpload.SIGNED:
        stored = SignedScan.objects.filter(report=report, removed_at=None).count()
        coming = under_way(report).filter(section=section).count()
    else:
        stored = ContinuationSheet.objects.filter(report=report, removed_at=None).count()
        coming = under_way(report).exclude(section=FileUpload.SIGNED).count()
    if stored + coming >= MOST_FILES:
        raise Refused(TOO_MANY)


def _refuse_same(model: type[Stored], report: VisitReport, digest: str) -> None:
    there = model._default_manager.filter(report=report, removed_at=None, sha256=digest).first()
    if there:
        raise Refused(f"本表已有这个文件（{there.original_name}），不用再传。")
