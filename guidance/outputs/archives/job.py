"""Make an archive in its own process: read one state of the data, write the file, report the progress.

The reading transaction stays open for minutes; a thread reports the progress on its own connection, so
that everybody sees it meanwhile.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, has_role
from guidance.core.upload_paths import archive_path
from guidance.office.uploads import disk
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.contents import archive_members, data_moment, estimate_members
from guidance.outputs.archives.models import ArchiveJob
from guidance.outputs.archives.zip_writer import ArchiveNotWritten, WrittenArchive, write_archive

REPORT_INTERVAL = 1.0  # seconds between two reports
FAILED_MESSAGE = (
    "制作“{name}”之后的文件时出错，没有做成；请再试一次，仍出错请联系系统管理员（日志：archive.log）。"
)
NOT_STAFF_MESSAGE = "制作人已不是市妇联工作人员，没有做成。"
MOST_NAMED = 3
logger = logging.getLogger(__name__)


def make_archive(pk: int) -> ArchiveJob | None:
    """Make the archive that was requested; None where the job is not waiting (anymore).

    Whatever goes wrong is stored in the job as a message for the page.
    """
    job = _start_job(pk)
    if job is None:
        return None
    progress = ProgressReporter(pk)
    try:
        with progress, consistent_read():
            _write_archive(job, progress)
    except ArchiveNotWritten as error:
        _mark_failed(job, str(error))
    except Exception:
        logger.exception("archive %s", pk)
        _mark_failed(job, FAILED_MESSAGE.format(name=progress.last or "开头"))
    job.done, job.finished_at, job.heard_at = progress.done, clock.now(), timezone.now()
    job.save()
    return job


def _start_job(pk: int) -> ArchiveJob | None:
    with transaction.atomic():
        jobs = ArchiveJob.objects.select_for_update().filter(pk=pk, state=JobState.WAITING)
        job = jobs.select_related("plan", "asked_by").first()
        if job:
            job.state, job.started_at, job.heard_at = JobState.RUNNING, clock.now(), timezone.now()
            job.save()
    return job


def _mark_failed(job: ArchiveJob, message: str) -> None:
    job.state, job.message, job.file = JobState.FAILED, message, ""


def _write_archive(job: ArchiveJob, progress: "ProgressReporter") -> None:
    if not has_role(job.asked_by, *PLAN_MANAGERS):
        raise ArchiveNotWritten(NOT_STAFF_MESSAGE)
    job.data_at = data_moment(job.plan)
    with clock.fixed_at(job.data_at):
        progress.total = job.total = estimate_members(job.plan, job.asked_by)
        name = archive_path(job, job.file_name)
        members = archive_members(job.plan, job.asked_by, job.data_at)
        written = write_archive(
            disk.get_path(name), members, data_at=job.data_at, on_member=progress.add_member
        )
    job.state, job.file, job.message = JobState.DONE, name, _lost_files_message(written)
    job.size, job.sha256 = written.size, written.sha256
    job.members, job.missing = written.members, len(written.lost)


def _lost_files_message(written: WrittenArchive) -> str:
    if not written.lost:
        return ""
    names = "、".join(name.rpartition("/")[2] for name in written.lost[:MOST_NAMED])
    suffix = "等" if len(written.lost) > MOST_NAMED else ""
    return f"缺失{len(written.lost)}个文件：{names}{suffix}，已记入目录。"[:300]


@contextmanager
def consistent_read() -> Iterator[None]:
    """Read one state of the data for the whole block, without blocking those who write."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Not atomic(): with SQLite it begins IMMEDIATE, as for writing, and would lock everybody else out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class ProgressReporter:
    """Counts the members; a thread saves the count to the job on its own database connection."""

    def __init__(self, pk: int) -> None:
        self.pk, self.done, self.total, self.last = pk, 0, 0, ""
        self._ended = Event()
        self._thread = Thread(target=self._report, daemon=True)

    def __enter__(self) -> "ProgressReporter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def add_member(self, name: str) -> None:
        """Count a member that has been written."""
        self.done, self.last = self.done + 1, name

    def _report(self) -> None:
        try:
            while not self._ended.wait(REPORT_INTERVAL):
                with suppress(DatabaseError):  # busy: the next report comes in a second
                    self._save()
        finally:
            connection.close()

    def _save(self) -> None:
        values = {"done": self.done, "total": self.total, "heard_at": timezone.now()}
        job = ArchiveJob(pk=self.pk, **values)
        job.save(update_fields=list(values))
