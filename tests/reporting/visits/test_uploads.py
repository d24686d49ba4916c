"""Continuation sheets: uploaded in chunks, stored whole or not at all, removed and restored."""

import os
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.office.uploads.disk import get_path
from guidance.reporting.visits.files import actions as files_actions
from guidance.reporting.visits.files.actions import DISK_FULL_MESSAGE, unfinished_uploads_message
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload
from tests.access_scene import make_report
from tests.clients import logged_in_client
from tests.concurrency import run_at_once
from tests.office.uploads.samples import docx, pdf, photo, plain_picture, read_picture
from tests.office.uploads.test_kinds import BAD
from tests.reporting.visits.upload_requests import (
    CHUNK_SIZE,
    SECTION,
    cancel_upload,
    copy_sheet,
    finish_upload,
    remove_file,
    send_chunk,
    start_upload,
    stored_files,
    upload_file,
)

real_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(cast):
    return make_report(cast.leader_person, cast.township, cast.leader)


@pytest.fixture
def leader(cast, report):
    return logged_in_client(cast.leader)


def refusal_reason(answer):
    """The reason of a refusal, which is a whole sentence."""
    assert set(answer) == {"refused"}, answer
    assert answer["refused"].endswith("。")
    return answer["refused"]


def is_nothing_left():
    return not stored_files() and not FileUpload.objects.exists() and not ContinuationSheet.objects.exists()


def test_it_works(cast, leader, report):
    answer = upload_file(leader, report, photo(), name="照片1.jpg")
    sheet = ContinuationSheet.objects.get()
    assert (sheet.report, sheet.section, sheet.original_name) == (report, SECTION, "照片1.jpg")
    assert (sheet.media_type, sheet.uploaded_by) == ("image/jpeg", cast.leader)
    content = get_path(sheet.file.name).read_bytes()
    assert sheet.size == len(content)
    assert read_picture(content).size == (200, 300)
    assert b"Huawei" not in content
    assert "照片1.jpg" in answer["row"]
    assert f"/visits/{report.pk}/files/{sheet.pk}/" in answer["row"]
    assert sheet.file.name.startswith("continuation-sheets/")
    assert "照片" not in sheet.file.name
    assert stored_files() == [sheet.file.name, f"{sheet.file.name}.small"]  # and no part of it
    assert not FileUpload.objects.exists()


def test_what_may_not_be_kept_leaves_nothing(leader, report):
    for fault, (make, sentence) in BAD.items():
        reason = refusal_reason(upload_file(leader, report, make(), name="照片.jpg"))
        assert re.search(sentence, reason), fault
        assert is_nothing_left(), fault
    assert report.history.count() == 1  # the report is as it was


def test_100_mb_are_refused_before_a_byte_is_sent(leader, report):
    assert "超过20MB" in refusal_reason(start_upload(leader, report, key=uuid4(), size=100 << 20))
    assert "0字节" in refusal_reason(start_upload(leader, report, key=uuid4(), size=0))
    assert is_nothing_left()


def test_more_than_was_said_is_refused(leader, report):
    key = uuid4()
    start_upload(leader, report, key=key, size=10)
    assert "对不上" in refusal_reason(send_chunk(leader, report, key, b"x" * 11))
    assert "不完整" in refusal_reason(send_chunk(leader, report, key, b"x" * ((1 << 20) + 1)))
    assert FileUpload.objects.get().received == 0


def test_it_comes_in_pieces_and_goes_on_where_it_stopped(leader, report):
    content = pdf(b"%" + os.urandom(CHUNK_SIZE * 2))
    key = uuid4()
    assert start_upload(leader, report, key=key, size=len(content)) == {"received": 0}
    assert send_chunk(leader, report, key, content[:CHUNK_SIZE]) == {"received": CHUNK_SIZE}
    # After a reload the browser asks again, and a piece whose answer was lost is sent again.
    assert start_upload(leader, report, key=key, size=len(content)) == {"received": CHUNK_SIZE}
    assert send_chunk(leader, report, key, content[:CHUNK_SIZE]) == {"received": CHUNK_SIZE}
    # One that leaves a gap, and the end before everything is here, tell where to go on.
    assert send_chunk(leader, report, key, content[2 * CHUNK_SIZE :], 2 * CHUNK_SIZE) == {
        "received": CHUNK_SIZE
    }
    assert finish_upload(leader, report, key) == {"received": CHUNK_SIZE}
    assert send_chunk(leader, report, key, content[CHUNK_SIZE : 2 * CHUNK_SIZE], CHUNK_SIZE) == {
        "received": 2 * CHUNK_SIZE
    }
    send_chunk(leader, report, key, content[2 * CHUNK_SIZE :], 2 * CHUNK_SIZE)
    assert finish_upload(leader, report, key)["done"]
    assert get_path(ContinuationSheet.objects.get().file.name).read_bytes() == content
    # The answer to the end was lost: whatever is asked again is answered with the file.
    for answer in (
        finish_upload(leader, report, key),
        start_upload(leader, report, key=key, size=len(content)),
        send_chunk(leader, report, key, content[:CHUNK_SIZE]),
    ):
        assert answer["done"]
    assert ContinuationSheet.objects.count() == 1


@real_transactions
def test_the_same_piece_twice_at_once(cast, report):
    content, key = pdf(b"%" * 1000), uuid4()
    start_upload(logged_in_client(cast.leader), report, key=key, size=len(content))
    clients = [logged_in_client(cast.leader) for _ in range(4)]
    answers = run_at_once(*[lambda each=each: send_chunk(each, report, key, content) for each in clients])
    assert answers == [{"received": len(content)}] * 4
    answers = run_at_once(*[lambda each=each: finish_upload(each, report, key) for each in clients])
    assert [answer["done"] for answer in answers] == [True] * 4
    sheet = ContinuationSheet.objects.get()
    assert get_path(sheet.file.name).read_bytes() == content
    assert stored_files() == [sheet.file.name]


def test_a_part_that_was_lost_begins_again(leader, report):
    content, key = pdf(b"%" * 1000), uuid4()
    start_upload(leader, report, key=key, size=len(content))
    send_chunk(leader, report, key, content[:500])
    get_path(FileUpload.objects.get().part.name).unlink()
    assert send_chunk(leader, report, key, content[500:], 500) == {"received": 0}
    send_chunk(leader, report, key, content)
    get_path(FileUpload.objects.get().part.name).unlink()
    assert finish_upload(leader, report, key) == {"received": 0}
    assert upload_file(leader, report, content, key=key)["done"]


def test_the_same_file_twice(leader, report):
    assert upload_file(leader, report, photo(), name="照片1.jpg")["done"]
    before = stored_files()
    reason = refusal_reason(upload_file(leader, report, photo(), name="照片2.jpg"))
    assert reason == "本表已有这个文件（照片1.jpg），不用再传。"
    assert stored_files() == before
    assert not FileUpload.objects.exists()


def test_another_report_may_have_the_same_file(cast, leader, report):
    other = make_report(cast.leader_person, cast.township, cast.leader)
    assert upload_file(leader, report)["done"]
    assert upload_file(leader, other)["done"]


def test_a_key_of_another_report_is_no_way_in(cast, leader, report):
    other = make_report(cast.leader_person, cast.township, cast.leader)
    key = uuid4()
    start_upload(leader, report, key=key)
    assert "对不上" in refusal_reason(start_upload(leader, other, key=key))
    assert send_chunk(leader, other, key, b"12345678") == {"gone": True}
    assert finish_upload(leader, other, key) == {"gone": True}
    cancel_upload(leader, other, key)
    assert FileUpload.objects.get().report == report


def test_a_name_is_cleaned_and_told_right(leader, report):
    upload_file(leader, report, plain_picture("PNG", (9, 9)), name="../../照\u202e片.jpg")
    upload_file(leader, report, pdf(), name="长" * 300 + ".pdf")
    names = [sheet.original_name for sheet in ContinuationSheet.objects.all()]
    assert names == ["照片.png", "长" * 196 + ".pdf"]
    assert "Word 文档（.docx），内容却是PDF" in refusal_reason(
        upload_file(leader, report, pdf(b"%"), name="总结.docx")
    )


def test_twenty_files_and_no_more(leader, report):
    assert upload_file(leader, report)["done"]
    copy_sheet(ContinuationSheet.objects.get(), times=18)
    start_upload(leader, report, key=uuid4())  # one on its way counts
    assert "已有20个文件" in refusal_reason(start_upload(leader, report, key=uuid4()))
    sheet = ContinuationSheet.objects.first()
    assert sheet
    remove_file(leader, sheet)
    assert start_upload(leader, report, key=uuid4()) == {"received": 0}
    answer = remove_file(leader, sheet, restore=True)
    assert "已有20个文件" in refusal_reason(answer)


def test_removed_and_brought_back(leader, report):
    upload_file(leader, report)
    sheet = ContinuationSheet.objects.get()
    answer = remove_file(leader, sheet)
    assert "已移除" in answer["row"]
    sheet.refresh_from_db()
    assert sheet.removed_at
    assert stored_files() == [sheet.file.name]
    answer = remove_file(leader, sheet, restore=True)
    assert "移除" in answer["row"]
    assert ContinuationSheet.objects.get().removed_at is None
    assert sheet.history.count() == 3


def test_what_was_sent_again_cannot_be_brought_back_beside_it(leader, report):
    upload_file(leader, report)
    sheet = ContinuationSheet.objects.get()
    remove_file(leader, sheet)
    assert upload_file(leader, report)["done"]
    answer = remove_file(leader, sheet, restore=True)
    assert "本表已有这个文件" in refusal_reason(answer)


def test_given_up(leader, report):
    key = uuid4()
    start_upload(leader, report, key=key)
    send_chunk(leader, report, key, b"1234")
    assert len(stored_files()) == 1
    cancel_upload(leader, report, key)
    cancel_upload(leader, report, key)
    assert is_nothing_left()
    assert send_chunk(leader, report, key, b"5678", 4) == {"gone": True}
    assert finish_upload(leader, report, key) == {"gone": True}


def test_uploads_of_last_week_are_cleared_with_their_parts(cast, leader, report):
    other = make_report(cast.other_leader_person, cast.other_township, cast.other_leader)
    key = uuid4()
    start_upload(logged_in_client(cast.other_leader), other, key=key)
    send_chunk(logged_in_client(cast.other_leader), other, key, b"1234")
    old = FileUpload.objects.get()
    old.started_at = clock.now() - timedelta(days=7) + timedelta(minutes=1)
    old.save()
    start_upload(leader, report, key=uuid4())
    assert FileUpload.objects.filter(key=key).exists()
    old.started_at = clock.now() - timedelta(days=7, minutes=1)
    old.save()
    assert unfinished_uploads_message(other) == ""
    start_upload(leader, report, key=uuid4())
    assert not FileUpload.objects.filter(key=key).exists()
    assert stored_files() == []


# /dev/full fails every write as a full disk does.


def test_the_disk_is_full_while_a_piece_arrives(leader, report):
    upload_file(leader, report, pdf(b"%"), name="先前.pdf")
    files_before, key = stored_files(), uuid4()
    start_upload(leader, report, key=key, size=1000)
    part = get_path(FileUpload.objects.get().part.name)
    part.parent.mkdir(exist_ok=True)
    part.symlink_to("/dev/full")
    assert refusal_reason(send_chunk(leader, report, key, b"x" * 1000)) == DISK_FULL_MESSAGE
    assert stored_files() == files_before
    assert not FileUpload.objects.exists()
    assert start_upload(leader, report, key=key, size=1000) == {"received": 0}  # later, from the start


def test_the_disk_is_full_when_the_file_is_kept(leader, report, media, monkeypatch):
    key = uuid4()
    monkeypatch.setattr(
        "guidance.reporting.visits.files.actions.secrets.token_hex", lambda size: "0" * 2 * size
    )
    content = docx()
    start_upload(leader, report, key=key, size=len(content), name="总结.docx")
    send_chunk(leader, report, key, content)
    name = f"{files_actions._name_prefix(key)}00000000.docx.part"
    (media / "continuation-sheets").mkdir()
    (media / "continuation-sheets" / name).symlink_to("/dev/full")
    assert refusal_reason(finish_upload(leader, report, key)) == DISK_FULL_MESSAGE
    assert is_nothing_left()
    assert report.history.count() == 1


def test_the_small_copy_has_no_room(leader, report, media, monkeypatch):
    key = uuid4()
    monkeypatch.setattr(
        "guidance.reporting.visits.files.actions.secrets.token_hex", lambda size: "0" * 2 * size
    )
    content = photo()
    start_upload(leader, report, key=key, size=len(content), name="照片.jpg")
    send_chunk(leader, report, key, content)
    name = f"{files_actions._name_prefix(key)}00000000.jpg.small.part"
    (media / "continuation-sheets").mkdir()
    (media / "continuation-sheets" / name).symlink_to("/dev/full")
    assert refusal_reason(finish_upload(leader, report, key)) == DISK_FULL_MESSAGE
    assert is_nothing_left()


def test_a_folder_that_cannot_be_made(leader, report, media):
    media.mkdir()
    (media / "parts").write_text("in the way")
    key = uuid4()
    start_upload(leader, report, key=key)
    assert refusal_reason(send_chunk(leader, report, key, b"12345678")) == DISK_FULL_MESSAGE
    assert stored_files() == ["parts"]


def test_a_row_that_cannot_be_written_leaves_no_file(cast, leader, report, monkeypatch):
    content, key = pdf(), uuid4()
    start_upload(leader, report, key=key, size=len(content))
    send_chunk(leader, report, key, content)

    def fail(upload):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(files_actions, "_delete_upload", fail)
    with pytest.raises(RuntimeError):
        finish_upload(leader, report, key)
    assert not ContinuationSheet.objects.exists()
    assert [name.split("/")[0] for name in stored_files()] == ["parts"]  # still there to be finished
    monkeypatch.undo()
    assert finish_upload(leader, report, key)["done"]


def test_a_part_stays_while_its_upload_may_come_back(leader, report):
    key = uuid4()
    start_upload(leader, report, key=key)
    send_chunk(leader, report, key, b"1234")
    with transaction.atomic():
        files_actions.cancel_upload(report, key=key)
        transaction.set_rollback(True)
    assert len(stored_files()) == 1
    assert send_chunk(leader, report, key, b"5678", 4) == {"received": 8}


# When.


def test_a_report_that_was_sent_takes_no_more_pages(cast, leader, report):
    upload_file(leader, report)
    key = uuid4()
    start_upload(leader, report, key=key, size=len(pdf(b"%")))
    send_chunk(leader, report, key, pdf(b"%"))
    workflow.submit_paper(report, by=cast.leader, version=report.version)
    assert "已上报，附页不能改动" in refusal_reason(start_upload(leader, report, key=uuid4()))
    assert "已上报，附页不能改动" in refusal_reason(finish_upload(leader, report, key))
    sheet = ContinuationSheet.objects.get()
    answer = remove_file(leader, sheet)
    assert "已上报，附页不能改动" in refusal_reason(answer)


def test_a_report_is_not_sent_before_every_file_is_here(cast, leader, report):
    assert unfinished_uploads_message(report) == ""
    for number in range(1, 3):
        start_upload(leader, report, key=uuid4(), name=f"照片{number}.jpg")
    assert (
        unfinished_uploads_message(report)
        == "还有2个文件没有传完（照片1.jpg、照片2.jpg）；请等它传完，或取消后再上报。"
    )
    for number in range(3, 5):
        start_upload(leader, report, key=uuid4(), name=f"照片{number}.jpg")
    assert "还有4个文件没有传完（照片1.jpg、照片2.jpg、照片3.jpg等）" in unfinished_uploads_message(report)


def test_what_the_page_did_not_say_rightly(leader, report):
    address = f"/visits/{report.pk}/files/begin/"
    good = {"key": str(uuid4()), "section": SECTION, "name": "a.pdf", "size": "8"}
    for name, value in (("key", "x"), ("section", "x"), ("name", "a\x00"), ("size", "-1"), ("size", "x")):
        assert "不完整" in refusal_reason(leader.post(address, good | {name: value}).json())
    for at in ("", "-1", "x", "1e9", "9" * 30, "²"):
        response = leader.post(
            f"/visits/{report.pk}/uploads/{uuid4()}/piece/?at={at}",
            b"x",
            content_type="application/octet-stream",
        )
        assert "不完整" in refusal_reason(response.json())
    assert is_nothing_left()
