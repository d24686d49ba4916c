"""What stands in the database when access is tried, and what each form carries; see tests/access_table.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from axes.models import AccessAttempt, AccessLog
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from guidance.core import clock
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.models import Paper
from guidance.office.uploads.disk import write_whole
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.findings import actions as reading
from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.rules import make_digest
from guidance.oversight.meetings.models import FeedToken
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.accounts.models import User
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.places.models import ReportingUnit, Township, VillageAlias
from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import Plan, ReportingRound, Target, UnitTarget
from guidance.reporting.attachments.attachment1 import matching as attachment1_matching
from guidance.reporting.attachments.models import ReadPaper
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import evaluate
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from guidance.reporting.visits.models import VisitReport
from tests.cast import PASSWORD, TODAY, Cast, make_user, stored_cast
from tests.outputs.superior_templates.samples import make_template, template_file_body
from tests.oversight.dashboard.samples import store_return as report_figures
from tests.reporting.attachments.samples import store_links_paper, store_schedule_paper, store_visit_paper
from tests.reporting.returns.imports.samples import (
    store_upload,
    upload_fields,
)

NEW_PASSWORD = "另一个示例密码-2021"
SENTENCE = "演示：一个问题。"  # of each report


@dataclass
class Scene:
    """The cast with its papers."""

    cast: Cast
    nobody: User  # an account without a role
    sibling: Township  # another township of cast.unit, linked to the same leader
    feed: FeedToken  # the leader's calendar feed
    handover: Handover  # of another group, still to come
    schedules: dict[str, ScheduleReturn] = field(default_factory=dict)  # by "1/unit"
    reports: dict[str, VisitReport] = field(default_factory=dict)  # by "draft"
    files: dict[str, Any] = field(default_factory=dict)  # by "visit_file draft"
    uploads: dict[str, ReturnUpload] = field(default_factory=dict)  # by "upload"
    read: dict[str, ReadPaper] = field(default_factory=dict)  # by "read_schedule"
    superiors: dict[str, Any] = field(default_factory=dict)  # by "superior"
    archive: Any = None  # one that was made
    excerpts: dict[str, Any] = field(default_factory=dict)  # by "excerpt" and, from the history, "removed"


def make_schedule(unit: ReportingUnit, number: int, by: User) -> ScheduleReturn:
    """A draft of one unit."""
    return ScheduleReturn.objects.create(
        unit=unit,
        round=ReportingRound.objects.get(number=number),
        version=1,
        saved_by=by,
        saved_at=clock.now(),
    )


def make_report(leader: Leader, township: Township, by: User) -> VisitReport:
    """A draft with nothing missing."""
    return VisitReport.objects.create(
        plan=Plan.objects.current(),
        leader=leader,
        township=township,
        author=by,
        started_on=clock.today(),
        ended_on=clock.today(),
        methods=["hearing"],
        overall_situation="演示：总体情况。",
        issues_found=SENTENCE,
        good_practices="演示：经验一。\n演示：经验二。\n演示：经验三。",
        creation_key=uuid4(),
        version=1,
        saved_by=by,
        saved_at=clock.now(),
    )


def make_files(scene: Scene, about: str, report: VisitReport) -> None:
    """A continuation sheet, and the signed page of a report that was sent."""
    said = {"report": report, "original_name": "附页.pdf", "media_type": "application/pdf", "size": 8}
    for name, model in (("visit_file", ContinuationSheet), ("visit_scan", SignedScan)):
        path = f"{name}/{about}.pdf"
        if name == "visit_file" or report.is_sent:
            write_whole(path, b"%PDF-1.7")
            scene.files[f"{name} {about}"] = model.objects.create(file=path, **said)


@contextmanager
def scene_in_database(media_root: Path) -> Iterator[Scene]:
    """The scene, made once for the tests of a module and rolled back after them."""
    with override_settings(MEDIA_ROOT=media_root, GUIDANCE_TODAY=TODAY), transaction.atomic():
        yield make_scene(stored_cast())
        transaction.set_rollback(True)


def make_scene(cast: Cast) -> Scene:
    """Drafts and sent papers on both sides."""
    feed = FeedToken.objects.create(user=cast.leader, created_at=clock.now())
    sibling = Township.objects.get(links__order=2)
    scene = Scene(cast, make_user("nobody"), sibling, feed, make_handover(cast))
    cast.plan.meetings_by_village = True
    cast.plan.save()
    for number in (1, 2):
        for name, by in (("unit", cast.reporter), ("other_unit", cast.other_reporter)):
            paper = make_schedule(getattr(cast, name), number, by)
            is_sent = (number == 1) == (name == "unit")
            scene.schedules[f"{number}/{name}"] = send(paper, by) if is_sent else paper
    sides = (
        ("", cast.leader, cast.leader_person, cast.township),
        ("other_", cast.other_leader, cast.other_leader_person, cast.other_township),
    )
    for prefix, by, leader, township in sides:
        scene.reports[f"{prefix}draft"] = make_report(leader, township, by)
        scene.reports[f"{prefix}sent"] = send(make_report(leader, township, by), by)
    scene.excerpts["excerpt"] = pick_excerpt(scene, "演示：经验一。")
    removed = pick_excerpt(scene, "演示：经验二。")
    reading.remove_excerpt(removed)
    scene.excerpts["removed"] = Excerpt.history.get(history_type="-")
    for about, report in scene.reports.items():
        make_files(scene, about, report)
    scene.uploads["upload"] = store_upload(cast.plan, cast.township, cast.reporter)
    scene.uploads["other_upload"] = store_upload(cast.plan, cast.other_township, cast.other_reporter)
    scene.read["read_schedule"] = store_schedule_paper(cast.reporter, cast.township)
    scene.read["other_read"] = store_schedule_paper(cast.other_reporter, cast.other_township)
    scene.read["read_visit"] = store_visit_paper(cast.leader, cast.township)
    scene.read["read_links"] = store_links_paper(cast.clerk, cast.township)
    scene.superiors = make_template(cast.plan, cast.clerk)
    for village in (cast.villages[0], cast.other_villages[0]):
        Remedy.objects.create(plan=cast.plan, village=village, gap="no_woman", reason="演示原因", version=1)
    Snapshot.objects.create(plan=cast.plan, number=1, title="演示", taken_at=clock.now(), targets=[])
    scene.archive = make_archive(cast)
    return scene


def make_archive(cast: Cast) -> ArchiveJob:
    """An archive to download."""
    write_whole("archives/access.zip", b"PK")
    said = {"asked_at": clock.now(), "heard_at": clock.now(), "state": JobState.DONE}
    return ArchiveJob.objects.create(
        plan=cast.plan, asked_by=cast.clerk, file="archives/access.zip", size=2, **said
    )


def make_handover(cast: Cast) -> Handover:
    """The liaison of the last group is replaced in March."""
    return Handover.objects.create(
        group=GuidanceGroup.objects.get(number=4),
        post=GroupPost.MUNICIPAL_LIAISON,
        from_on=date(2021, 3, 1),
        municipal_liaison=MunicipalLiaison.objects.create(name="示例联络", post_full="示例部长"),
        recorded_by=cast.clerk,
        recorded_at=clock.now(),
    )


def pick_excerpt(scene: Scene, text: str) -> Excerpt:
    """收入摘录 of a paragraph of the leader's sent report."""
    report, section = scene.reports["sent"], Section.GOOD_PRACTICES
    return reading.pick_excerpt(report, section=section, mark=make_digest(text), by=scene.cast.clerk)


def send(paper: Any, by: User) -> Any:
    """上报."""
    return workflow.submit_paper(paper, by=by, version=paper.version)


def make_records(scene: Scene) -> None:
    """A row of every model of the administration that the papers and the notice leave empty."""
    cast, report = scene.cast, scene.reports["draft"]
    report_figures(cast.plan, cast.villages[0], people=5, women=2)
    SpecialDay.objects.create(plan=cast.plan, day=date(2021, 4, 14), name="三月三")
    UnitTarget.objects.create(target=Target.objects.get(sort_order=1), unit=cast.unit, operator="none")
    VillageAlias.objects.create(township=cast.township, spelling="示一村", village=cast.villages[0])
    Problem.objects.create(plan=cast.plan, unit=cast.unit, township=cast.township, description="演示问题")
    ContinuationSheet.objects.create(
        report=report,
        section=Section.ISSUES_FOUND,
        original_name="附页.pdf",
        file="continuation-sheets/1.pdf",
    )
    SignedScan.objects.create(report=report, original_name="签字.pdf", file="signed-scans/1.pdf")
    UnitTaskRecord.objects.create(
        plan=cast.plan, unit=cast.unit, task="planning", saved_by=cast.clerk, saved_at=clock.now()
    )
    AccessLog.objects.create(username="clerk", ip_address="127.0.0.1")
    AccessAttempt.objects.create(
        username="clerk", ip_address="127.0.0.1", failures_since_start=1, get_data="", post_data=""
    )


def address_of(scene: Scene, name: str, about: str) -> str:
    """The address of a line of the table."""
    of_file = name.startswith(("visit_file", "visit_scan"))
    arguments = _file_arguments if of_file else _arguments
    return reverse(f"guidance:{name}", args=arguments(scene, name, about))


# What of the place these addresses are about.
OF_PLACE = {"remedy": "no_woman", "duty_unit_task": "funding"}
# What these are about stands in their bodies.
PLAIN_ADDRESSES = ("returns_import", "visit_new", "visit_submit_new", "handover", "handover_record")


def _arguments(scene: Scene, name: str, about: str) -> list[Any]:
    if about == "-" or name in PLAIN_ADDRESSES:
        return []
    if name in OF_PLACE:
        return [*_arguments(scene, "", about), OF_PLACE[name]]
    if name == "meetings_feed_file":
        return [scene.feed.token if about == "feed" else "missing"]
    rows: dict[str, Any] = {**scene.uploads, **scene.reports, **scene.read, **scene.superiors}
    rows |= {"handover": scene.handover, "archive": scene.archive}
    if about in rows:
        return [rows[about].pk]
    if about in scene.excerpts:
        return [getattr(scene.excerpts[about], "history_id", scene.excerpts[about].pk)]
    if about == "missing":
        return [999_999]
    if about.isdecimal():
        return [int(about)]
    if "/" in about:
        first, unit = about.split("/")
        number = scene.read[first].pk if first in scene.read else int(first)
        return [number, getattr(scene.cast, unit).pk]
    return [place_of(scene, about).pk]


def _file_arguments(scene: Scene, name: str, about: str) -> list[Any]:
    if about == "missing":
        return [999_999, 999_999]
    report = scene.reports[about].pk
    if name == "visit_file_begin":
        return [report]
    if name.endswith(("piece", "finish", "cancel")):
        return [report, uuid4()]
    return [report, scene.files[f"{name[:10]} {about}"].pk]


def place_of(scene: Scene, about: str) -> Any:
    """unit, other_unit, township, sibling, other_township, group, other_group, village or other_village."""
    if about.endswith("village"):
        return getattr(scene.cast, f"{about}s")[0]
    if about.endswith("group"):
        unit = scene.cast.other_unit if about == "other_group" else scene.cast.unit
        return unit.groups.get()
    return scene.sibling if about == "sibling" else getattr(scene.cast, about)


def body_of(scene: Scene, name: str, about: str) -> dict[str, Any]:
    """What the form of this page posts when it is filled in rightly."""
    if name in BODIES:
        return BODIES[name](scene, about) if about != "-" else {}
    if about in scene.uploads:
        return {"seen": evaluate(scene.uploads[about]).fingerprint}
    if about in scene.reports:
        report = scene.reports[about]
        return report_body(report.township) | step_body(report)
    if name.startswith("schedule_") or name == "schedule":
        return step_body(scene.schedules.get(about)) | {"checked": "on"}
    return PLAIN_BODIES.get(name, {})


PLAIN_BODIES: dict[str, dict[str, Any]] = {
    "login": {"username": "clerk", "password": PASSWORD},
    "password": {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    "snapshot_freeze": {"number": 2, "title": "演示定格"},
}


def remedy_body(scene: Scene, about: str) -> dict[str, Any]:
    """Another reason for the gap of a village."""
    unit = scene.cast.other_unit if about == "other_village" else scene.cast.unit
    return {"reason": "演示：另一个原因", "unit": unit.pk, "state": "open", "version": 1}


def handover_body(scene: Scene, about: str) -> dict[str, Any]:
    """Another leader for the group."""
    return {
        "whom": f"leader-{place_of(scene, about).pk}",
        "name": "示例新任",
        "post_full": "示例职务",
        "from_on": "2021-02-20",
        "extent": "all",
    }


def links_body(scene: Scene, about: str) -> dict[str, Any]:
    """写入 of what the page shows."""
    paper, plan = scene.read[about], scene.cast.plan
    seen = attachment1_matching.preview_links(paper, scene.cast.clerk, plan).fingerprint
    return {"plan": plan.pk, "valid_from": "2021-02-05", "seen": seen}


BODIES: dict[str, Callable[[Scene, str], dict[str, Any]]] = {
    "remedy": remedy_body,
    "read_paper_links": links_body,
    "superior_template_fill": lambda scene, about: {"submission_key": uuid4()},
    "superior_template_rename": lambda scene, about: {"name": "另一个名称"},
    "superior_template_replace": lambda scene, about: template_file_body(),
    "duty_unit_task": lambda scene, about: {"state": "settled", "note": "演示：已落实"},
    "handover": handover_body,
    "handover_record": handover_body,
    "visit_extend": lambda scene, about: {"due_on": "2021-02-20", "reason": "演示：道路中断"},
    "excerpt_pick": lambda scene, about: {"section": "good_practices", "mark": make_digest("演示：经验三。")},
    "problem_mark": lambda scene, about: {"sentence": SENTENCE, "description": SENTENCE},
    "schedule_extend": lambda scene, about: {"due_on": "2021-02-20", "reason": "演示：换届办统一调整"},
    "schedule_round": lambda scene, about: {
        f"round-{about}-opens_on": "2021-01-16",
        f"round-{about}-due_on": "2021-02-12",
    },
    "returns_import": lambda scene, about: upload_fields(scene.cast.township),
    "township_returns": lambda scene, about: grid_of(place_of(scene, about)),
    "schedule_villages": lambda scene, about: village_days_of(place_of(scene, about)),
    "visit_file_begin": lambda scene, about: {
        "key": uuid4(),
        "section": "issues_found",
        "name": "附页.pdf",
        "size": 8,
    },
    "visit_new": lambda scene, about: report_body(place_of(scene, about)),
    "visit_submit_new": lambda scene, about: report_body(place_of(scene, about)),
}


def step_body(paper: Paper | None) -> dict[str, Any]:
    """The version that was read, and a reason for the step that needs one."""
    return {"version": paper.version if paper else 0, "reason": "请补充演示内容"}


def report_body(township: Township) -> dict[str, Any]:
    """Attachment 2, filled in for a township."""
    link = Link.objects.get(township=township)
    day = clock.today().isoformat()
    return {
        "link": link.pk,
        "started_on": day,
        "ended_on": day,
        "methods": ["hearing"],
        "overall_situation": "演示：总体情况。",
        "version": 0,
    }


def village_days_of(township: Township, text: str = "2月1日") -> dict[str, Any]:
    """The page of a township with a day of the first meeting for each village."""
    return {f"village-{village.pk}-party": text for village in township.villages.all()}


def grid_of(township: Township, people: str = "5", women: str = "2") -> dict[str, Any]:
    """The grid with figures for each village of `township`."""
    body: dict[str, str] = {}
    for village in township.villages.all():
        prefix = f"village-{village.pk}"
        body |= {f"{prefix}-people": people, f"{prefix}-women": women, f"{prefix}-version": "0"}
    return body
