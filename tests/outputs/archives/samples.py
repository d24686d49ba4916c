"""A small term with papers that were sent and papers that were not; and readers of its archive."""

import hashlib
import zipfile
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import load_workbook
from PIL import Image

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.office.uploads.disk import write_whole
from guidance.outputs.archives.contents import archive_members, data_moment
from guidance.outputs.archives.zip_writer import WrittenArchive, write_archive
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.people.models import TownshipLiaison
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from guidance.reporting.visits.models import VisitReport
from tests.cast import Cast
from tests.oversight.dashboard.samples import store_all_returns

SECRET = "草稿里还没有上报的话"
SENT = "已经上报的总体情况"
TWO_PAGES = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>\nendobj\n"
    b"2 0 obj\n<< /Type /Page /Parent 1 0 R >>\nendobj\n3 0 obj\n<< /Parent 1 0 R /Type /Page >>\nendobj\n"
    b"4 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 4 0 R >>\nstartxref\n9\n%%EOF"
)


def picture() -> bytes:
    """Make a small photo."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    return file.getvalue()


def make_report(leader: Any, township: Any, by: Any, text: str, day: int = 1) -> VisitReport:
    """Store a draft of a visit report in February."""
    return VisitReport.objects.create(
        plan=plan_of(leader),
        leader=leader,
        township=township,
        author=by,
        started_on=date(2021, 2, day),
        ended_on=date(2021, 2, day),
        methods=["hearing"],
        overall_situation=text,
        creation_key=uuid4(),
        version=1,
    )


def plan_of(leader: Any) -> Any:
    """Return the plan that has the links of the leader."""
    return leader.links.order_by("pk")[0].plan


def make_schedule(unit: Any, township: Any, round: Any, note: str, day: date | None) -> ScheduleReturn:
    """Store a draft with one line filled in."""
    paper = ScheduleReturn.objects.create(unit=unit, round=round, version=1)
    ScheduleLine.objects.create(
        schedule_return=paper, township=township, party_from=day, party_to=day, party_note=note
    )
    return paper


def attach_file(report: VisitReport, name: str, content: bytes, model: Any = ContinuationSheet) -> Any:
    """Attach a file to a report."""
    path = f"tests-archives/{uuid4()}"
    write_whole(path, content)
    kind = "application/pdf" if content.startswith(b"%PDF") else "image/png"
    values = {"section": "issues_found"} if model is ContinuationSheet else {}
    return model.objects.create(report=report, original_name=name, media_type=kind, file=path, **values)


def make_term(cast: Cast) -> dict[str, Any]:
    """Store a term: in round 2 one unit and one leader have sent, the others have drafts."""
    schedule = make_schedule(cast.unit, cast.township, cast.round, "已报说明", date(2021, 2, 8))
    workflow.submit_paper(schedule, by=cast.reporter, version=1)
    make_schedule(cast.other_unit, cast.other_township, cast.round, SECRET, None)
    report = make_report(cast.leader_person, cast.township, cast.leader, SENT)
    attach_file(report, "会议记录.pdf", TWO_PAGES)
    attach_file(report, "照片.png", picture())
    report = workflow.submit_paper(report, by=cast.leader, version=1)
    attach_file(report, "签字.png", picture(), SignedScan)
    make_report(cast.other_leader_person, cast.other_township, cast.other_leader, SECRET)
    store_all_returns(cast)
    freeze_figures(plan=cast.plan, by=cast.clerk, title="演示定格")
    Problem.objects.create(plan=cast.plan, unit=cast.unit, township=cast.township, description="演示问题")
    return {"report": report, "schedule": schedule}


def build_archive(cast: Cast, path: Path) -> WrittenArchive:
    """Write the archive at `path`."""
    data_at = data_moment(cast.plan)
    with clock.fixed_at(data_at):
        members = archive_members(cast.plan, cast.clerk, data_at)
        return write_archive(path, members, data_at=data_at, on_member=lambda name: None)


def read_members(path: Path) -> dict[str, bytes]:
    """Return the members of an archive by name."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def office_text(content: bytes) -> str:
    """Return all text of an Office file, with its XML."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        return "".join(unescape(file.read(name).decode(errors="ignore")) for name in file.namelist())


def first_sheet_rows(content: bytes) -> list[list[Any]]:
    """Return the rows of the first sheet of a workbook."""
    return [list(row) for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def index_lines(members: dict[str, bytes]) -> dict[str, list[Any]]:
    """Return the lines of 目录.xlsx by file: pages, bytes, SHA-256 and note."""
    rows = first_sheet_rows(members["目录.xlsx"])
    assert rows[0] == ["序号", "文件", "页数", "字节数", "SHA-256", "说明"]
    return {row[1]: row[2:] for row in rows[1:] if isinstance(row[0], int)}


def digest(content: bytes) -> str:
    """Return the SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def township_phone(cast: Cast) -> str:
    """Return the phone number of the township's liaison."""
    return TownshipLiaison.objects.get(plan=cast.plan, township=cast.township).phone
