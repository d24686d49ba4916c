"""A report is not sent before every file is stored."""

from uuid import uuid4

from guidance.reporting.visits.models import VisitReport
from tests.clients import logged_in_client
from tests.office.uploads.samples import pdf
from tests.reporting.visits.reports import draft, save, trail_of
from tests.reporting.visits.sending import begin, cancel, finish, piece


def test_it_works(cast):
    leader = logged_in_client(cast.leader)
    report, key, content = draft(leader), uuid4(), pdf()
    begin(leader, report, key=key, name="照片1.jpg", size=len(content))
    page = save(leader, report, {"overall_situation": "演示：改过"}, step="submit").content.decode()
    assert "已保存草稿，尚未上报：还有1个文件没有传完（照片1.jpg）；请等它传完，或取消后再上报。" in page
    assert VisitReport.objects.get().overall_situation == "演示：改过"
    assert trail_of(report) == []
    cancel(leader, report, key)
    save(leader, report, {}, step="submit")
    assert trail_of(report) == ["上报"]


def test_what_is_stored_holds_nothing_back(cast):
    leader = logged_in_client(cast.leader)
    report, key, content = draft(leader), uuid4(), pdf()
    begin(leader, report, key=key, size=len(content))
    piece(leader, report, key, content)
    assert finish(leader, report, key)["done"]
    save(leader, report, {}, step="submit")
    assert trail_of(report) == ["上报"]
