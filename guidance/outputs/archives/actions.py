"""Asking for an archive. The making is another process's, see `making`."""

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

DEAD = "制作中断（服务器可能重启过），没有做成，请重新制作。"
NOT_STARTED = "服务器没能开始制作，请再试一次，仍不行请联系系统管理员。"


@transaction.atomic
def ask_for_archive(*, plan: Plan, by: User) -> tuple[ArchiveJob, bool]:
    """制作归档: the job, and whether it is new. One at a time: a second press finds the one under way.

    One whose maker has died makes room for another.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    running = ArchiveJob.objects.filter(plan=plan).under_way().first()
    if running and not running.is_dead:
        return running, False
    if running:
        fail(running, DEAD)
    job: ArchiveJob = ArchiveJob.objects.create(
        plan=plan, asked_by=by, asked_at=clock.now(), heard_at=timezone.now()
    )
    transaction.on_commit(lambda: start(job))
    return job, True


def fail(job: ArchiveJob, message: str) -> None:
    """It will not be finished."""
    job.state, job.message, job.finished_at = JobState.FAILED, message, clock.now()
    job.save()


def start(job: ArchiveJob) -> None:
    """Make it in a process that outlives the request and the server's worker; its words go to archive.log."""
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
        fail(job, NOT_STARTED)
        return
    Thread(target=process.wait, daemon=True).start()  # or it would stay a zombie once it has ended
