"""The making itself: a process of its own, one reading, progress that everybody sees, and what goes wrong."""

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

from guidance.office.uploads.disk import path_of
from guidance.outputs.archives import job as archives_job
from guidance.outputs.archives.actions import DEAD, NOT_STARTED, ask_for_archive, start
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.job import Progress, make, one_reading
from guidance.outputs.archives.models import ArchiveJob
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.places.models import Village
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from tests.at_once import at_once
from tests.outputs.archives.samples import build, digest, make_term

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def ask(cast, monkeypatch):
    """A job that nobody has begun."""
    monkeypatch.setattr("guidance.outputs.archives.actions.start", lambda job: None)
    return ask_for_archive(plan=cast.plan, by=cast.clerk)[0]


def database_url():
    """The address of the tests' own database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def run(job, day):
    """`manage.py make_archive` on `day`, for real."""
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
    made = []
    for day in ("2021-02-05", "2021-06-30"):
        job = ask(cast, monkeypatch)
        done = run(job, day)
        assert done.returncode == 0, done.stderr
        job.refresh_from_db()
        assert (job.state, job.percent, job.message, job.missing) == (JobState.DONE, 100, "", 0)
        content = path_of(job.file.name).read_bytes()
        assert (job.size, job.sha256) == (len(content), digest(content))
        assert job.sha256 in done.stdout
        made.append(content)
    assert made[0] == made[1]
    assert build(cast, tmp_path / "here.zip").sha256 == job.sha256
    assert run(job, "2021-02-05").returncode == 1  # made already


def test_who_writes_meanwhile_does_not_wait_and_is_not_read(cast):
    def write():
        Village.objects.create(township=cast.township, name="示例新村", committee_type="villagers")
        connection.close()

    with one_reading():
        before = Village.objects.count()
        writer = Thread(target=write)
        writer.start()
        writer.join(timeout=5)
        assert not writer.is_alive()
        assert Village.objects.count() == before
    assert Village.objects.count() == before + 1


def test_how_far_it_is_can_be_seen_meanwhile(cast, monkeypatch):
    monkeypatch.setattr(archives_job, "EVERY", 0.01)
    job, seen = ask(cast, monkeypatch), []

    def look():
        while not seen:
            one = ArchiveJob.objects.get(pk=job.pk)
            if one.done == 3:
                seen.append((one.done, one.total, one.percent))
        connection.close()

    with Progress(job.pk) as progress, one_reading():
        Village.objects.count()
        progress.total = 12
        for name in ("一", "二", "三"):
            progress.step(name)
        reader = Thread(target=look)
        reader.start()
        reader.join(timeout=10)
    assert seen == [(3, 12, 25)]


def test_the_making_tells_how_far_it_is(cast, monkeypatch):
    monkeypatch.setattr(archives_job, "EVERY", 0.01)
    told, save = [], Progress._save

    def look(progress):
        save(progress)
        told.append(ArchiveJob.objects.get(pk=progress.pk).done)

    monkeypatch.setattr(Progress, "_save", look)
    make(ask(cast, monkeypatch).pk)
    assert told == sorted(told)
    assert len(set(told)) > 3


def test_a_full_disk_is_told_and_leaves_nothing(cast, monkeypatch):
    folder = path_of("archives")
    job = ask(cast, monkeypatch)
    monkeypatch.setattr(archives_job, "archive_path", lambda job, name: "no-folder/a.zip")
    path_of("no-folder").write_text("a file where a folder should be")
    try:
        made = make(job.pk)
    finally:
        path_of("no-folder").unlink()
    assert made.state == JobState.FAILED
    assert "磁盘已满或不能写入" in made.message
    assert not made.file
    assert not list(folder.glob("*.part"))


def test_what_cannot_be_made_is_told_with_its_place(cast, monkeypatch):
    made = make_term(cast)["report"]
    sheet = ContinuationSheet.objects.get(report=made, original_name="照片.png")
    path_of(sheet.file.name).write_bytes(b"no picture")
    job = make(ask(cast, monkeypatch).pk)
    assert job.state == JobState.FAILED
    assert job.message.startswith("制作“2 日程安排表/第2次/")
    assert ask_for_archive(plan=cast.plan, by=cast.clerk)[1]  # another try is open


def test_a_lost_file_is_named(cast, monkeypatch):
    make_term(cast)
    path_of(ContinuationSheet.objects.get(original_name="会议记录.pdf").file.name).unlink()
    job = make(ask(cast, monkeypatch).pk)
    assert (job.state, job.missing) == (JobState.DONE, 1)
    assert job.message == "缺失1个文件：会议记录.pdf，已记入目录。"


def test_who_is_no_longer_of_the_staff_gets_nothing(cast, monkeypatch):
    job = ask(cast, monkeypatch)
    RoleGrant.objects.filter(user=cast.clerk).delete()
    made = make(job.pk)
    assert (made.state, made.message) == (JobState.FAILED, "制作人已不是市妇联工作人员，没有做成。")


def test_pressed_twice_at_once_makes_one(cast, monkeypatch):
    monkeypatch.setattr("guidance.outputs.archives.actions.start", lambda job: None)
    answers = at_once(*[lambda: ask_for_archive(plan=cast.plan, by=cast.clerk)] * 4)
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    assert ArchiveJob.objects.count() == 1


def test_one_whose_maker_died_makes_room(cast, monkeypatch):
    job = ask(cast, monkeypatch)
    assert ask_for_archive(plan=cast.plan, by=cast.clerk) == (job, False)
    job.heard_at -= timedelta(minutes=3)
    job.save()
    assert job.is_dead
    another, is_new = ask_for_archive(plan=cast.plan, by=cast.clerk)
    job.refresh_from_db()
    assert (is_new, job.state, job.message) == (True, JobState.FAILED, DEAD)
    assert another != job


def test_a_process_that_cannot_be_started_is_told(cast, monkeypatch):
    job = ask(cast, monkeypatch)
    monkeypatch.setattr(sys, "executable", str(Path(settings.VAR_DIR) / "no-python"))
    start(job)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, NOT_STARTED)


def test_reading_writes_nothing(cast, monkeypatch):
    make_term(cast)
    before = VisitReport.history.count()
    make(ask(cast, monkeypatch).pk)
    assert VisitReport.history.count() == before
