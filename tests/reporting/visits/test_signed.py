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
from tests.reporting.visits.sending import begin, finish, piece, remove, send


@pytest.fixture
def report(cast):
    made = make_report(cast.leader_person, cast.township, cast.leader)
    return workflow.submit_paper(made, by=cast.leader, version=made.version)


def sign(client, report, content=None, name="签字.jpg"):
    return send(client, report, photo() if content is None else content, name=name, section="signed")


def is_signed(report):
    return VisitReport.objects.with_signed().get(pk=report.pk).is_signed


def told(client, report):
    """What the page says: 已签 or 未签."""
    text = read(client.get(f"/visits/{report.pk}/")).text
    return re.search("签字页 ?(已签|未签)", text)[1]


@pytest.mark.parametrize("person", ["leader", "liaison", "clerk"])
def test_it_works(cast, report, person):
    client = logged_in_client(getattr(cast, person))
    assert (is_signed(report), told(client, report)) == (False, "未签")
    assert sign(client, report)["done"]
    scan = SignedScan.objects.get()
    assert (scan.submitted_at, scan.uploaded_by) == (report.submitted_at, getattr(cast, person))
    assert scan.media_type == "image/jpeg"
    assert (is_signed(report), told(client, report)) == (True, "已签")
    assert not ContinuationSheet.objects.exists()


def test_an_accepted_report_can_still_be_signed(cast, report):
    workflow.accept_paper(report, by=cast.clerk, version=report.version)
    assert sign(logged_in_client(cast.leader), report, pdf(), "签字.pdf")["done"]
    assert is_signed(report)


def test_a_report_sent_again_has_to_be_signed_again(cast, report):
    leader = logged_in_client(cast.leader)
    sign(leader, report)
    report = workflow.withdraw_paper(report, by=cast.leader, version=report.version)
    assert "签字页请在上报之后再传" in sign(leader, report, pdf(), "签字.pdf")["refused"]
    report = workflow.submit_paper(report, by=cast.leader, version=report.version)
    assert (is_signed(report), told(leader, report)) == (False, "未签")
    page = leader.get(f"/visits/{report.pk}/").content.decode()
    assert "本表在签字之后重新上报过，请按现在的内容打印、签字，再传一次。" in page
    assert "上次上报时签的" in page
    sign(leader, report, photo(3), "签字2.jpg")
    assert (is_signed(report), told(leader, report)) == (True, "已签")


def test_a_page_that_was_under_way_while_the_report_came_back(cast, report):
    leader, key, content = logged_in_client(cast.leader), uuid4(), photo()
    begin(leader, report, key=key, size=len(content), name="签字.jpg", section="signed")
    piece(leader, report, key, content)
    workflow.return_paper(report, by=cast.clerk, version=report.version, reason="示例", correction_days=3)
    assert "已退回" in finish(leader, report, key)["refused"]
    assert not SignedScan.objects.exists()


def test_a_removed_page_signs_nothing(cast, report):
    leader = logged_in_client(cast.leader)
    sign(leader, report)
    scan = SignedScan.objects.get()
    remove(leader, scan)
    assert (is_signed(report), told(leader, report)) == (False, "未签")
    remove(leader, scan, again=True)
    assert (is_signed(report), told(leader, report)) == (True, "已签")


def test_a_draft_has_no_place_for_it(cast):
    draft = make_report(cast.leader_person, cast.township, cast.leader)
    leader = logged_in_client(cast.leader)
    assert "现在是草稿，签字页请在上报之后再传" in sign(leader, draft)["refused"]
    assert "签字页" not in read(leader.get(f"/visits/{draft.pk}/")).text


def test_only_a_picture_or_a_pdf(cast, report):
    said = sign(logged_in_client(cast.leader), report, docx(), "签字.docx")["refused"]
    assert said == "签字页请上传照片（JPG、PNG）或 PDF 扫描件。"


def test_readers_see_it_and_cannot_add(cast, report):
    sign(logged_in_client(cast.leader), report)
    viewer = logged_in_client(cast.viewer)
    page = viewer.get(f"/visits/{report.pk}/").content.decode()
    assert "签字.jpg" in page
    assert 'type="file"' not in page
    assert "移除" not in page
