"""Request an archive. Another process makes it, see `job`."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guidance.core import clock
from guidance.core.access import User
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from guidance.reference.plans.models import Plan

DEAD_MESSAGE = "制作中断（服务器可能重启过），没有做成，请重新制作。"
NOT_STARTED_MESSAGE = "服务器没能开始制作，请再试一次，仍不行请联系系统管理员。"


@transaction.atomic
def request_archive(*, plan: Plan, by: User) -> tuple[ArchiveJob, bool]:
    """制作归档: return the job, and whether it is new. A second request returns the job that is running.

    A job whose process has died counts as failed, so that a new one can start.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    running = ArchiveJob.objects.filter(plan=plan).ongoing().first()
    if running and not running.is_dead:
        return running, False
    if running:
        mark_failed(running, DEAD_MESSAGE)
    job: ArchiveJob = ArchiveJob.objects.create(
        plan=plan, asked_by=by, asked_at=clock.now(), heard_at=timezone.now()
    )
    transaction.on_commit(lambda: start_job(job))
    return job, True


def mark_failed(job: ArchiveJob, message: str) -> None:
    """Record that the job will not be finished, and why."""
    job.state, job.message, job.finished_at = JobState.FAILED, message, clock.now()
    job.save()


def start_job(job: ArchiveJob) -> None:
    """Start a process that outlives the request and the server's worker; its output goes to archive.log."""
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    try:
        with (Path(settings.VAR_DIR) / "archive.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, manage, "make_archive", str(job.pk)],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
    except OSError:
        mark_failed(job, NOT_STARTED_MESSAGE)
        return
    Thread(target=process.wait, daemon=True).start()  # otherwise it would stay a zombie after its end
