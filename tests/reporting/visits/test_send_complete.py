"""A report is not sent before every file is stored."""

from uuid import uuid4

from guidance.reporting.visits.models import VisitReport
from tests.clients import logged_in_client
from tests.office.uploads.samples import pdf
from tests.pages import read
from tests.reporting.visits.report_pages import save_report, trail_verbs, write_draft
from tests.reporting.visits.upload_requests import cancel_upload, finish_upload, send_chunk, start_upload


def test_it_works(cast):
    leader = logged_in_client(cast.leader)
    report, key, content = write_draft(leader), uuid4(), pdf()
    start_upload(leader, report, key=key, name="照片1.jpg", size=len(content))
    page = read(save_report(leader, report, {"overall_situation": "演示：改过"}, step="submit")).html
    assert "已保存草稿，尚未上报：还有1个文件没有传完（照片1.jpg）；请等它传完，或取消后再上报。" in page
    assert VisitReport.objects.get().overall_situation == "演示：改过"
    assert trail_verbs(report) == []
    cancel_upload(leader, report, key)
    save_report(leader, report, {}, step="submit")
    assert trail_verbs(report) == ["上报"]


def test_what_is_stored_holds_nothing_back(cast):
    leader = logged_in_client(cast.leader)
    report, key, content = write_draft(leader), uuid4(), pdf()
    start_upload(leader, report, key=key, size=len(content))
    send_chunk(leader, report, key, content)
    assert finish_upload(leader, report, key)["done"]
    save_report(leader, report, {}, step="submit")
    assert trail_verbs(report) == ["上报"]
