"""Downloads of files: their users, names and headers. For roles see tests/access_table.py."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.core.workflow import actions as workflow
from guidance.office.uploads.disk import get_path
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from tests.access_scene import make_report
from tests.clients import logged_in_client
from tests.office.uploads.samples import docx, pdf, photo, read_picture
from tests.pages import query_count, read
from tests.reporting.visits.upload_requests import copy_sheet, remove_file, upload_file


@pytest.fixture
def report(cast):
    return make_report(cast.leader_person, cast.township, cast.leader)


@pytest.fixture
def leader(cast):
    return logged_in_client(cast.leader)


def download_file(client, file, query=""):
    """Download a file; return the response and its whole body."""
    folder = "files" if isinstance(file, ContinuationSheet) else "signed"
    answer = client.get(f"/visits/{file.report_id}/{folder}/{file.pk}/{query}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


def submit_report(cast, report):
    return workflow.submit_paper(report, by=cast.leader, version=report.version)


def test_it_works(leader, report):
    content = docx()
    upload_file(leader, report, content, name="总结.docx")
    sheet = ContinuationSheet.objects.get()
    answer, body = download_file(leader, sheet)
    assert body == content
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%80%BB%E7%BB%93.docx"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert policy == {"sandbox", "default-src 'none'"}


def test_a_picture_opens_in_the_browser_and_has_a_small_copy(leader, report):
    upload_file(leader, report, photo(size=(1200, 900)), name="照片.jpg")
    sheet = ContinuationSheet.objects.get()
    answer, body = download_file(leader, sheet)
    assert answer["Content-Disposition"].startswith("inline; ")
    assert answer["Content-Type"] == "image/jpeg"
    assert read_picture(body).size == (900, 1200)
    answer, body = download_file(leader, sheet, "?small")
    assert answer["Content-Type"] == "image/jpeg"
    assert read_picture(body).size == (360, 480)
    get_path(f"{sheet.file.name}.small").unlink()
    assert read_picture(download_file(leader, sheet, "?small")[1]).size == (900, 1200)


def test_a_pdf_is_never_opened_on_the_site(leader, report):
    upload_file(leader, report)
    answer, _ = download_file(leader, ContinuationSheet.objects.get(), "?small")
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_a_name_cannot_write_a_header(leader, report):
    upload_file(leader, report, name='a"; filename="b.exe\r\nX-Evil: 1.pdf')
    answer, _ = download_file(leader, ContinuationSheet.objects.get())
    assert "X-Evil" not in answer.headers
    assert "\n" not in answer["Content-Disposition"]


def test_readers_outside_see_the_files_of_what_was_sent(cast, leader, report):
    upload_file(leader, report)
    sheet, viewer = ContinuationSheet.objects.get(), logged_in_client(cast.viewer)
    assert download_file(viewer, sheet)[0].status_code == 404
    submit_report(cast, report)
    assert download_file(viewer, sheet)[0].status_code == 200


def test_what_was_removed_is_there_for_its_writers_only(cast, leader, report):
    upload_file(leader, report)
    sheet = ContinuationSheet.objects.get()
    remove_file(leader, sheet)
    submit_report(cast, report)
    assert download_file(logged_in_client(cast.viewer), sheet)[0].status_code == 404
    assert download_file(leader, sheet)[0].status_code == 200
    page = logged_in_client(cast.viewer).get(f"/visits/{report.pk}/")
    assert sheet.original_name not in read(page).html


def test_a_file_is_found_under_its_own_report_only(cast, leader, report):
    other = make_report(cast.leader_person, cast.township, cast.leader)
    upload_file(leader, report)
    sheet = ContinuationSheet.objects.get()
    assert leader.get(f"/visits/{other.pk}/files/{sheet.pk}/").status_code == 404
    assert leader.post(f"/visits/{other.pk}/files/{sheet.pk}/remove/").status_code == 404


@pytest.mark.parametrize("name", ["../../../etc/passwd", "继续/..%2f"])
def test_nothing_is_served_by_its_path(leader, report, name):
    assert leader.get(f"/visits/{report.pk}/files/{name}").status_code == 404
    upload_file(leader, report)
    path = ContinuationSheet.objects.get().file.name
    for root in ("uploads", "media"):
        assert leader.get(f"/{root}/{path}").status_code == 404


def test_a_file_that_is_gone_is_not_found(leader, report):
    upload_file(leader, report)
    sheet = ContinuationSheet.objects.get()
    get_path(sheet.file.name).unlink()
    assert download_file(leader, sheet)[0].status_code == 404


def test_the_page_lists_them_under_their_section(cast, leader, report):
    upload_file(leader, report, photo(), name="<b>照片.jpg")
    upload_file(leader, report, pdf(), name="总结.pdf", section="recommendations")
    writing = leader.get(f"/visits/{report.pk}/").content.decode()
    assert "&lt;b&gt;照片.jpg" in writing
    assert "<b>照片" not in writing
    for limit in ("每个不超过20MB", "本表最多20个", "照片、PDF、Word、Excel"):
        assert limit in writing
    submit_report(cast, report)
    text = read(logged_in_client(cast.clerk).get(f"/visits/{report.pk}/")).text
    places = [text.index(word) for word in ("发现问题", "照片.jpg", "经验做法", "工作建议", "总结.pdf")]
    assert places == sorted(places)


def test_the_page_costs_no_more_with_twenty_files(leader, report):
    leader.get(f"/visits/{report.pk}/")
    upload_file(leader, report)

    with CaptureQueriesContext(connection) as queries:
        leader.get(f"/visits/{report.pk}/")
        query_number = len(queries)
    copy_sheet(ContinuationSheet.objects.get(), times=19)
    with query_count(query_number):
        leader.get(f"/visits/{report.pk}/")


def test_the_administration_takes_no_file_past_the_checks(cast, leader, report):
    upload_file(leader, report)
    submit_report(cast, report)
    upload_file(logged_in_client(cast.clerk), report, photo(), name="签字.jpg", section="signed")
    clerk = logged_in_client(cast.clerk)
    for model, file in (
        ("continuationsheet", ContinuationSheet.objects.get()),
        ("signedscan", SignedScan.objects.get()),
    ):
        assert clerk.get(f"/admin/guidance/{model}/add/").status_code == 403
        page = clerk.get(f"/admin/guidance/{model}/{file.pk}/change/")
        assert page.status_code == 200
        assert 'type="file"' not in read(page).html
        assert "/uploads/" not in read(page).html
