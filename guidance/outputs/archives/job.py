"""Making an archive, in a process of its own: reads one moment, writes the file, tells how far it is.

The reading holds a transaction open for minutes; how far it is goes out on a connection of its own (that
of a thread), so that everybody sees it meanwhile.
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
from guidance.outputs.archives.contents import contents_of, moment_of, steps_of
from guidance.outputs.archives.models import ArchiveJob
from guidance.outputs.archives.zip_writer import NotWritten, Written, write

EVERY = 1.0  # seconds between two words about how far it is
FAILED = "制作“{name}”之后的文件时出错，没有做成；请再试一次，仍出错请联系系统管理员（日志：archive.log）。"
NOT_STAFF = "制作人已不是市妇联工作人员，没有做成。"
MOST_NAMED = 3
logger = logging.getLogger(__name__)


def make(pk: int) -> ArchiveJob | None:
    """Make the archive that was asked for; None where it is not waiting (anymore).

    Whatever goes wrong is kept with the job, in words for the page.
    """
    job = _begin(pk)
    if job is None:
        return None
    progress = Progress(pk)
    try:
        with progress, one_reading():
            _write(job, progress)
    except NotWritten as error:
        _fail(job, str(error))
    except Exception:
        logger.exception("archive %s", pk)
        _fail(job, FAILED.format(name=progress.last or "开头"))
    job.done, job.finished_at, job.heard_at = progress.done, clock.now(), timezone.now()
    job.save()
    return job


def _begin(pk: int) -> ArchiveJob | None:
    with transaction.atomic():
        found = ArchiveJob.objects.select_for_update().filter(pk=pk, state=JobState.WAITING)
        job = found.select_related("plan", "asked_by").first()
        if job:
            job.state, job.started_at, job.heard_at = JobState.RUNNING, clock.now(), timezone.now()
            job.save()
    return job


def _fail(job: ArchiveJob, message: str) -> None:
    job.state, job.message, job.file = JobState.FAILED, message, ""


def _write(job: ArchiveJob, progress: "Progress") -> None:
    if not has_role(job.asked_by, *PLAN_MANAGERS):
        raise NotWritten(NOT_STAFF)
    job.data_at = moment_of(job.plan)
    with clock.held_at(job.data_at):
        progress.total = job.total = steps_of(job.plan, job.asked_by)
        name = archive_path(job, job.file_name)
        members = contents_of(job.plan, job.asked_by, job.data_at)
        written = write(disk.path_of(name), members, data_at=job.data_at, tell=progress.step)
    job.state, job.file, job.message = JobState.DONE, name, _told(written)
    job.size, job.sha256 = written.size, written.sha256
    job.members, job.missing = written.members, len(written.lost)


def _told(written: Written) -> str:
    if not written.lost:
        return ""
    named = "、".join(name.rpartition("/")[2] for name in written.lost[:MOST_NAMED])
    more = "等" if len(written.lost) > MOST_NAMED else ""
    return f"缺失{len(written.lost)}个文件：{named}{more}，已记入目录。"[:300]


@contextmanager
def one_reading() -> Iterator[None]:
    """All that is read within is of one moment, and nobody who writes has to wait for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Not atomic(): that begins IMMEDIATE on SQLite, as a writer, and would lock everybody out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class Progress:
    """How far it is: counted here, and told by a thread with a connection of its own."""

    def __init__(self, pk: int) -> None:
        self.pk, self.done, self.total, self.last = pk, 0, 0, ""
        self._ended = Event()
        self._thread = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def step(self, name: str) -> None:
        """A member is in the archive."""
        self.done, self.last = self.done + 1, name

    def _tell(self) -> None:
        try:
            while not self._ended.wait(EVERY):
                with suppress(DatabaseError):  # busy: the next word comes in a second
                    self._save()
        finally:
            connection.close()

    def _save(self) -> None:
        said = {"done": self.done, "total": self.total, "heard_at": timezone.now()}
        job = ArchiveJob(pk=self.pk, **said)
        job.save(update_fields=list(said))
