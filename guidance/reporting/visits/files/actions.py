"""Uploads of files to a visit report in chunks; removal and restoration of stored files.

A file is either a FileUpload, of which `received` bytes lie in its part, or a stored row. The browser's
key leads to either, so that every request may be sent twice. The report is locked first, then the upload.
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
from guidance.office.uploads.container import FileRefused
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

MAX_FILES = 20  # continuation sheets of a report, and as many signed pages
MAX_CHUNK_BYTES = 1 << 20  # the script sends half of it
UPLOAD_EXPIRY_DAYS = 7  # an unfinished upload is deleted after these
MAX_NAMED_FILES = 3  # of the unfinished files; more are only counted
StoredFile = ContinuationSheet | SignedScan
FOLDERS: dict[type[StoredFile], str] = {ContinuationSheet: "continuation-sheets", SignedScan: "signed-scans"}
DISK_FULL_MESSAGE = "服务器磁盘空间不足，文件没有存下；本表的内容不受影响。请稍后再传，并联系系统管理员。"
TOO_MANY_MESSAGE = f"本表已有{MAX_FILES}个文件，不能再添；请移除不需要的，或合并成一个 PDF 再传。"
SIGNED_PAGE_MESSAGE = "签字页请上传照片（JPG、PNG）或 PDF 扫描件。"
MISMATCH_MESSAGE = "页面上的文件与服务器上的对不上，没有存下；请刷新页面后重新选择这个文件。"


class UnknownUpload(Exception):
    """No upload has this key: it was cancelled or has expired. The browser may start it again."""


def start_upload(
    report: VisitReport, *, key: UUID, section: str, name: str, size: int, by: User
) -> FileUpload | StoredFile:
    """Create the upload of this key, or return the one that exists, or the stored file if it is complete.

    Raise Refused before a byte is sent: empty, too large, too many, or at the wrong time.
    """
    if not size:
        raise Refused(EMPTY_MESSAGE)
    if size > MOST_MEGABYTES << 20:
        raise Refused(TOO_LARGE_MESSAGE)
    delete_expired_uploads()
    with transaction.atomic():
        report = _lock_report(report)
        existing = _find_by_key(report, key)
        if existing:
            return existing
        if FileUpload.objects.filter(key=key).exists():  # of another report
            raise Refused(MISMATCH_MESSAGE)
        _check_open(report, section)
        _check_count(report, section)
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


def store_chunk(report: VisitReport, *, key: UUID, offset: int, content: bytes) -> FileUpload | StoredFile:
    """Append the chunk that begins at byte `offset`. One that is stored already, or comes too early, changes
    nothing: `received` of the returned upload says where to continue.

    Raise UnknownUpload, and Refused if the disk is full.
    """
    try:
        with transaction.atomic():
            upload = _find_by_key(report, key)
            if upload is None:
                raise UnknownUpload
            if not isinstance(upload, FileUpload) or offset != upload.received:
                return upload
            if offset + len(content) > upload.size:
                raise Refused(MISMATCH_MESSAGE)
            if offset and disk.get_size(_part_name(upload)) < offset:
                return _restart_upload(upload)
            disk.write_piece(_part_name(upload), content, at=offset)
            upload.received += len(content)
            upload.save(update_fields=["received"])
            return upload
    except disk.DiskFull as error:
        cancel_upload(report, key=key)
        raise Refused(DISK_FULL_MESSAGE) from error


def finish_upload(report: VisitReport, *, key: UUID, by: User) -> FileUpload | StoredFile:
    """Check the content, re-encode pictures, and store the file; return the upload if bytes are missing.

    Raise UnknownUpload, and Refused with the reason if the file is not accepted: nothing of it remains then.
    """
    upload = _find_by_key(report, key, lock=False)
    if upload is None:
        raise UnknownUpload
    if not isinstance(upload, FileUpload):
        return upload
    content = disk.read_whole(_part_name(upload))
    if len(content) != upload.size:
        return upload if disk.get_size(_part_name(upload)) >= upload.received else _restart_upload(upload)
    try:
        return _store_file(upload, _process_content(upload, content), by=by)
    except disk.DiskFull as error:
        cancel_upload(report, key=key)
        raise Refused(DISK_FULL_MESSAGE) from error
    except (FileRefused, Refused) as error:
        cancel_upload(report, key=key)
        raise Refused(str(error)) from error


@transaction.atomic
def cancel_upload(report: VisitReport, *, key: UUID) -> None:
    """取消: delete the upload. A stored file stays, and an unknown key does nothing."""
    upload = _find_by_key(report, key)
    if isinstance(upload, FileUpload):
        _delete_upload(upload)


@transaction.atomic
def remove_file(file: StoredFile) -> StoredFile:
    """移除: readers see the file no longer and it no longer counts; the file can be restored."""
    report, current = _lock_with_report(file)
    _check_open(report, _get_section(current))
    if current.removed_at is None:
        current.removed_at = clock.now()
        current.save()
    return current


@transaction.atomic
def restore_file(file: StoredFile) -> StoredFile:
    """恢复. Raise Refused if the same file was uploaded again meanwhile, or if there are too many."""
    report, current = _lock_with_report(file)
    section = _get_section(current)
    _check_open(report, section)
    if current.removed_at is not None:
        _check_not_duplicate(type(current), report, current.sha256)
        _check_count(report, section)
        current.removed_at = None
        current.save()
    return current


def unfinished_uploads_message(report: VisitReport) -> str:
    """The sentence that names unfinished uploads, because of which 上报 must wait; empty if there are none.

    Under the report's lock it holds until the transaction ends, since uploads start and finish under it.
    """
    uploads = unfinished_uploads(report).exclude(section=FileUpload.SIGNED)
    names = list(uploads.values_list("original_name", flat=True))
    if not names:
        return ""
    listed = "、".join(names[:MAX_NAMED_FILES]) + ("等" if len(names) > MAX_NAMED_FILES else "")
    return f"还有{len(names)}个文件没有传完（{listed}）；请等它传完，或取消后再上报。"


def unfinished_uploads(report: VisitReport) -> QuerySet[FileUpload]:
    """Uploads of a report that may still be finished."""
    return FileUpload.objects.filter(report=report, started_at__gte=_expiry_moment())


def thumbnail_path(path: str) -> str:
    """The path of the thumbnail of the picture at `path`."""
    return f"{path}.small"


@transaction.atomic
def delete_expired_uploads() -> None:
    """Delete unfinished uploads of all reports that are older than UPLOAD_EXPIRY_DAYS, with their parts."""
    for upload in FileUpload.objects.select_for_update().filter(started_at__lt=_expiry_moment()):
        _delete_upload(upload)


def _expiry_moment() -> datetime:
    return clock.now() - timedelta(days=UPLOAD_EXPIRY_DAYS)


def _lock_report(report: VisitReport) -> VisitReport:
    return VisitReport.objects.select_for_update().get(pk=report.pk)


def _lock_with_report(file: StoredFile) -> tuple[VisitReport, StoredFile]:
    report = _lock_report(file.report)
    return report, type(file)._default_manager.select_for_update().get(pk=file.pk)


def _find_by_key(report: VisitReport, key: UUID, *, lock: bool = True) -> FileUpload | StoredFile | None:
    """The unfinished upload of this key, or the file that it became."""
    uploads = FileUpload.objects.filter(report=report, key=key)
    upload = (uploads.select_for_update() if lock else uploads).first()
    if upload:
        return upload
    for model, folder in FOLDERS.items():
        stored = model.objects.filter(report=report, file__startswith=f"{folder}/{_name_prefix(key)}").first()
        if stored:
            return stored
    return None


def _name_prefix(key: UUID) -> str:
    """The beginning of the names of files uploaded with this key; the key alone does not reveal it."""
    return salted_hmac("guidance.reporting.visits.files.actions", key.hex, algorithm="sha256").hexdigest()[
        :32
    ]


def _restart_upload(upload: FileUpload) -> FileUpload:
    """Ask the browser for all bytes again: the part is lost (a disk restored from a backup)."""
    upload.received = 0
    upload.save(update_fields=["received"])
    return upload


@dataclass(frozen=True)
class _ProcessedFile:
    """A checked file, ready to be stored."""

    name: str
    kind: FileKind
    content: bytes
    thumbnail: bytes  # empty unless it is a picture
    digest: str  # of the bytes as uploaded


def _process_content(upload: FileUpload, content: bytes) -> _ProcessedFile:
    kind, thumbnail = detect_kind(content), b""
    name, digest = fix_extension(upload.original_name, kind), hashlib.sha256(content).hexdigest()
    if upload.section == FileUpload.SIGNED and not (kind.is_picture or kind == PDF):
        raise Refused(SIGNED_PAGE_MESSAGE)
    if kind.is_picture:
        content, kind = rewrite_picture(content, kind)
        thumbnail, _ = rewrite_picture(content, kind, side=SMALL_SIDE)
        name = fix_extension(name, kind)
    return _ProcessedFile(shorten_name(name), kind, content, thumbnail, digest)


def _store_file(upload: FileUpload, processed: _ProcessedFile, *, by: User) -> StoredFile:
    """Write the file, then its row; if either fails, neither stays."""
    model = SignedScan if upload.section == FileUpload.SIGNED else ContinuationSheet
    # Each attempt has its own file: of two at once, the later one deletes its own.
    path = f"{FOLDERS[model]}/{_name_prefix(upload.key)}{secrets.token_hex(4)}.{processed.kind.endings[0]}"
    row = model(file=path, original_name=processed.name, media_type=processed.kind.media_type)
    row.size, row.sha256, row.uploaded_by = len(processed.content), processed.digest, by
    stored: StoredFile | None = None
    try:
        disk.write_whole(path, processed.content)
        if processed.thumbnail:
            disk.write_whole(thumbnail_path(path), processed.thumbnail)
        with transaction.atomic():
            saved = _store_row(row, upload)
        stored = saved
        return saved
    finally:
        if stored is None or stored.file.name != path:
            disk.remove(path)
            disk.remove(thumbnail_path(path))


def _store_row(row: StoredFile, upload: FileUpload) -> StoredFile:
    report = _lock_report(upload.report)
    current = _find_by_key(report, upload.key)
    if current is None:
        raise UnknownUpload
    if not isinstance(current, FileUpload):  # finished by another request meanwhile
        return current
    _check_open(report, upload.section)
    _check_not_duplicate(type(row), report, row.sha256)
    row.report = report
    if isinstance(row, SignedScan):
        row.submitted_at = report.submitted_at
    else:
        row.section = upload.section
    row.save()
    _delete_upload(current)
    return row


def _delete_upload(upload: FileUpload) -> None:
    upload.delete()
    name = _part_name(upload)
    transaction.on_commit(lambda: disk.remove(name))


def _part_name(upload: FileUpload) -> str:
    return str(upload.part.name)


def _get_section(file: StoredFile) -> str:
    return file.section if isinstance(file, ContinuationSheet) else FileUpload.SIGNED


def _check_open(report: VisitReport, section: str) -> None:
    """Raise Refused unless the report takes such files now: sheets before 上报, signed pages after it."""
    if section == FileUpload.SIGNED:
        if not report.is_sent:
            raise Refused(f"本表现在是{report.get_status_display()}，签字页请在上报之后再传。")
    elif not report.is_open:
        raise Refused(
            f"本表{report.get_status_display()}，附页不能改动。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _check_count(report: VisitReport, section: str) -> None:
    if section == FileUpload.SIGNED:
        stored = SignedScan.objects.filter(report=report, removed_at=None).count()
        pending = unfinished_uploads(report).filter(section=section).count()
    else:
        stored = ContinuationSheet.objects.filter(report=report, removed_at=None).count()
        pending = unfinished_uploads(report).exclude(section=FileUpload.SIGNED).count()
    if stored + pending >= MAX_FILES:
        raise Refused(TOO_MANY_MESSAGE)


def _check_not_duplicate(model: type[StoredFile], report: VisitReport, digest: str) -> None:
    duplicate = model._default_manager.filter(report=report, removed_at=None, sha256=digest).first()
    if duplicate:
        raise Refused(f"本表已有这个文件（{duplicate.original_name}），不用再传。")
