"""The job that makes an archive: its process, its consistent read, its progress and its failures."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from guidance.office.uploads.disk import get_path
from guidance.outputs.archives import job as archives_job
from guidance.outputs.archives.actions import DEAD_MESSAGE, NOT_STARTED_MESSAGE, request_archive, start_job
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.job import ProgressReporter, consistent_read, make_archive
from guidance.outputs.archives.models import ArchiveJob
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.places.models import Village
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from tests.concurrency import run_at_once
from tests.outputs.archives.samples import build_archive, digest, make_term

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def request_job(cast, monkeypatch):
    """A job that is waiting."""
    monkeypatch.setattr("guidance.outputs.archives.actions.start_job", lambda job: None)
    return request_archive(plan=cast.plan, by=cast.clerk)[0]


def database_url():
    """The address of the test database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def run_make_archive(job, day):
    """Run `manage.py make_archive` as a process on `day`."""
    return subprocess.run(
        [sys.executable, "manage.py", "make_archive", str(job.pk)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "GUIDANCE_TODAY": day},
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_processes_on_two_days_make_the_same_bytes(cast, monkeypatch, tmp_path):
    make_term(cast)
    contents = []
    for day in ("2021-02-05", "2021-06-30"):
        job = request_job(cast, monkeypatch)
        finished = run_make_archive(job, day)
        assert finished.returncode == 0, finished.stderr
        job.refresh_from_db()
        assert (job.state, job.percent, job.message, job.missing) == (JobState.DONE, 100, "", 0)
        content = get_path(job.file.name).read_bytes()
        assert (job.size, job.sha256) == (len(content), digest(content))
        assert job.sha256 in finished.stdout
        contents.append(content)
    assert contents[0] == contents[1]
    assert build_archive(cast, tmp_path / "here.zip").sha256 == job.sha256
    assert run_make_archive(job, "2021-02-05").returncode == 1  # made already


def test_who_writes_meanwhile_does_not_wait_and_is_not_read(cast):
    def write_archive():
        Village.objects.create(township=cast.township, name="示例新村", committee_type="villagers")
        connection.close()

    with consistent_read():
        village_count = Village.objects.count()
        writer = Thread(target=write_archive)
        writer.start()
        writer.join(timeout=5)
        assert not writer.is_alive()
        assert Village.objects.count() == village_count
    assert Village.objects.count() == village_count + 1


def test_how_far_it_is_can_be_seen_meanwhile(cast, monkeypatch):
    monkeypatch.setattr(archives_job, "REPORT_INTERVAL", 0.01)
    job, seen_progress = request_job(cast, monkeypatch), []

    def watch():
        while not seen_progress:
            current = ArchiveJob.objects.get(pk=job.pk)
            if current.done == 3:
                seen_progress.append((current.done, current.total, current.percent))
        connection.close()

    with ProgressReporter(job.pk) as progress, consistent_read():
        Village.objects.count()
        progress.total = 12
        for name in ("一", "二", "三"):
            progress.add_member(name)
        reader = Thread(target=watch)
        reader.start()
        reader.join(timeout=10)
    assert seen_progress == [(3, 12, 25)]


def test_the_making_tells_how_far_it_is(cast, monkeypatch):
    monkeypatch.setattr(archives_job, "REPORT_INTERVAL", 0.01)
    reported, save = [], ProgressReporter._save

    def watch(progress):
        save(progress)
        reported.append(ArchiveJob.objects.get(pk=progress.pk).done)

    monkeypatch.setattr(ProgressReporter, "_save", watch)
    make_archive(request_job(cast, monkeypatch).pk)
    assert reported == sorted(reported)
    assert len(set(reported)) > 3


def test_a_full_disk_is_told_and_leaves_nothing(cast, monkeypatch):
    folder = get_path("archives")
    job = request_job(cast, monkeypatch)
    monkeypatch.setattr(archives_job, "archive_path", lambda job, name: "no-folder/a.zip")
    get_path("no-folder").write_text("a file where a folder should be")
    try:
        failed = make_archive(job.pk)
    finally:
        get_path("no-folder").unlink()
    assert failed.state == JobState.FAILED
    assert "磁盘已满或不能写入" in failed.message
    assert not failed.file
    assert not list(folder.glob("*.part"))


def test_what_cannot_be_made_is_told_with_its_place(cast, monkeypatch):
    report = make_term(cast)["report"]
    build_sheet = ContinuationSheet.objects.get(report=report, original_name="照片.png")
    get_path(build_sheet.file.name).write_bytes(b"no picture")
    job = make_archive(request_job(cast, monkeypatch).pk)
    assert job.state == JobState.FAILED
    assert job.message.startswith("制作“2 日程安排表/第2次/")
    assert request_archive(plan=cast.plan, by=cast.clerk)[1]  # another try is open


def test_a_lost_file_is_named(cast, monkeypatch):
    make_term(cast)
    get_path(ContinuationSheet.objects.get(original_name="会议记录.pdf").file.name).unlink()
    job = make_archive(request_job(cast, monkeypatch).pk)
    assert (job.state, job.missing) == (JobState.DONE, 1)
    assert job.message == "缺失1个文件：会议记录.pdf，已记入目录。"


def test_who_is_no_longer_of_the_staff_gets_nothing(cast, monkeypatch):
    job = request_job(cast, monkeypatch)
    RoleGrant.objects.filter(user=cast.clerk).delete()
    failed = make_archive(job.pk)
    assert (failed.state, failed.message) == (JobState.FAILED, "制作人已不是市妇联工作人员，没有做成。")


def test_pressed_twice_at_once_makes_one(cast, monkeypatch):
    monkeypatch.setattr("guidance.outputs.archives.actions.start_job", lambda job: None)
    answers = run_at_once(*[lambda: request_archive(plan=cast.plan, by=cast.clerk)] * 4)
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    assert ArchiveJob.objects.count() == 1


def test_one_whose_maker_died_makes_room(cast, monkeypatch):
    job = request_job(cast, monkeypatch)
    assert request_archive(plan=cast.plan, by=cast.clerk) == (job, False)
    job.heard_at -= timedelta(minutes=3)
    job.save()
    assert job.is_dead
    another, is_new = request_archive(plan=cast.plan, by=cast.clerk)
    job.refresh_from_db()
    assert (is_new, job.state, job.message) == (True, JobState.FAILED, DEAD_MESSAGE)
    assert another != job


def test_a_process_that_cannot_be_started_is_told(cast, monkeypatch):
    job = request_job(cast, monkeypatch)
    monkeypatch.setattr(sys, "executable", str(Path(settings.VAR_DIR) / "no-python"))
    start_job(job)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, NOT_STARTED_MESSAGE)


def test_reading_writes_nothing(cast, monkeypatch):
    make_term(cast)
    version_count = VisitReport.history.count()
    make_archive(request_job(cast, monkeypatch).pk)
    assert VisitReport.history.count() == version_count
