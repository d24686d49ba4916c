"""The signed page of a report that was sent: 已签 until the report is sent again."""

import re
from uuid import uuid4

import pytest

from guidance.core.workflow import actions as workflow
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from guidance.reporting.visits.models import VisitReport
from tests.access_scene import make_report
from tests.clients import logged_in_client
from tests.office.uploads.samples import docx, pdf, photo
from tests.pages import read
from tests.reporting.visits.upload_requests import (
    finish_upload,
    remove_file,
    send_chunk,
    start_upload,
    upload_file,
)


@pytest.fixture
def report(cast):
    draft = make_report(cast.leader_person, cast.township, cast.leader)
    return workflow.submit_paper(draft, by=cast.leader, version=draft.version)


def upload_scan(client, report, content=None, name="签字.jpg"):
    return upload_file(client, report, photo() if content is None else content, name=name, section="signed")


def is_signed(report):
    return VisitReport.objects.with_signed().get(pk=report.pk).is_signed


def signed_label(client, report):
    """The label on the page: 已签 or 未签."""
    text = read(client.get(f"/visits/{report.pk}/")).text
    return re.search("签字页 ?(已签|未签)", text)[1]


@pytest.mark.parametrize("person", ["leader", "liaison", "clerk"])
def test_it_works(cast, report, person):
    client = logged_in_client(getattr(cast, person))
    assert (is_signed(report), signed_label(client, report)) == (False, "未签")
    assert upload_scan(client, report)["done"]
    scan = SignedScan.objects.get()
    assert (scan.submitted_at, scan.uploaded_by) == (report.submitted_at, getattr(cast, person))
    assert scan.media_type == "image/jpeg"
    assert (is_signed(report), signed_label(client, report)) == (True, "已签")
    assert not ContinuationSheet.objects.exists()


def test_an_accepted_report_can_still_be_signed(cast, report):
    workflow.accept_paper(report, by=cast.clerk, version=report.version)
    assert upload_scan(logged_in_client(cast.leader), report, pdf(), "签字.pdf")["done"]
    assert is_signed(report)


def test_a_report_sent_again_has_to_be_signed_again(cast, report):
    leader = logged_in_client(cast.leader)
    upload_scan(leader, report)
    report = workflow.withdraw_paper(report, by=cast.leader, version=report.version)
    assert "签字页请在上报之后再传" in upload_scan(leader, report, pdf(), "签字.pdf")["refused"]
    report = workflow.submit_paper(report, by=cast.leader, version=report.version)
    assert (is_signed(report), signed_label(leader, report)) == (False, "未签")
    page = leader.get(f"/visits/{report.pk}/").content.decode()
    assert "本表在签字之后重新上报过，请按现在的内容打印、签字，再传一次。" in page
    assert "上次上报时签的" in page
    upload_scan(leader, report, photo(3), "签字2.jpg")
    assert (is_signed(report), signed_label(leader, report)) == (True, "已签")


def test_a_page_that_was_under_way_while_the_report_came_back(cast, report):
    leader, key, content = logged_in_client(cast.leader), uuid4(), photo()
    start_upload(leader, report, key=key, size=len(content), name="签字.jpg", section="signed")
    send_chunk(leader, report, key, content)
    workflow.return_paper(report, by=cast.clerk, version=report.version, reason="示例", correction_days=3)
    assert "已退回" in finish_upload(leader, report, key)["refused"]
    assert not SignedScan.objects.exists()


def test_a_removed_page_signs_nothing(cast, report):
    leader = logged_in_client(cast.leader)
    upload_scan(leader, report)
    scan = SignedScan.objects.get()
    remove_file(leader, scan)
    assert (is_signed(report), signed_label(leader, report)) == (False, "未签")
    remove_file(leader, scan, restore=True)
    assert (is_signed(report), signed_label(leader, report)) == (True, "已签")


def test_a_draft_has_no_place_for_it(cast):
    draft = make_report(cast.leader_person, cast.township, cast.leader)
    leader = logged_in_client(cast.leader)
    assert "现在是草稿，签字页请在上报之后再传" in upload_scan(leader, draft)["refused"]
    assert "签字页" not in read(leader.get(f"/visits/{draft.pk}/")).text


def test_only_a_picture_or_a_pdf(cast, report):
    reason = upload_scan(logged_in_client(cast.leader), report, docx(), "签字.docx")["refused"]
    assert reason == "签字页请上传照片（JPG、PNG）或 PDF 扫描件。"


def test_readers_see_it_and_cannot_add(cast, report):
    upload_scan(logged_in_client(cast.leader), report)
    viewer = logged_in_client(cast.viewer)
    page = viewer.get(f"/visits/{report.pk}/").content.decode()
    assert "签字.jpg" in page
    assert 'type="file"' not in page
    assert "移除" not in page
