"""The papers that were sent, no drafts: schedules by round (folder 2), reports with files (folder 3)."""

from collections.abc import Iterator
from datetime import datetime

from guidance.core import clock
from guidance.core.access import User
from guidance.core.workflow.models import SENT
from guidance.office.uploads import disk
from guidance.outputs.archives.members import Member, safe_file_name, word_member, workbook_member
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reference.plans.wording import printed_words
from guidance.reporting.schedules.printing.documents import attachment3, data_sheet
from guidance.reporting.schedules.queries import get_round_links, get_unit_sheets
from guidance.reporting.visits.files.models import ReportFile, SignedScan
from guidance.reporting.visits.list.queries import ReportCriteria, get_reports
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing.documents import PICTURE_TYPES, attachment2, get_form

SCHEDULES_FOLDER, REPORTS_FOLDER = "2 日程安排表", "3 情况统计表"
OLDER_TEXT_NOTE = "签的是之前上报的文本"


def schedule_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """For each round that has opened, the schedule of every unit, and all of them merged."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("number")
    for reporting_round in rounds:
        if reporting_round.has_opened(clock.today()):
            yield from _round_members(reporting_round, user, made_at)


def _round_members(round: ReportingRound, user: User, made_at: datetime) -> Iterator[Member]:
    folder_name = f"第{round.number}次 {round.name}" if round.name else f"第{round.number}次"
    folder = f"{SCHEDULES_FOLDER}/{safe_file_name(folder_name)}"
    sheets = get_unit_sheets(user, round, get_round_links(user, round).select_related("township__unit"))
    sent = [sheet for sheet in sheets if sheet.is_sent]
    if sent:
        name = f"附件3 第{round.number}次 汇总"
        paper = attachment3(round.plan, sheets, name=name, made_at=made_at)
        yield word_member(folder, paper)
        yield workbook_member(folder, paper, data_sheet(round.plan, sheets))
    for number, sheet in enumerate(sheets, 1):
        name = f"{number:02} {sheet.unit.printed_name}"
        if sheet.is_sent:
            yield word_member(folder, attachment3(round.plan, [sheet], name=name, made_at=made_at))
        else:
            yield Member(
                f"{folder}/{safe_file_name(name)}",
                note=f"未上报（{sheet.state_label}）" if sheet.status else "未上报",
            )


def sent_report_keys(plan: Plan, user: User) -> list[int]:
    """The keys of the reports that were sent, by leader, the earliest first."""
    sent = get_reports(user, ReportCriteria(sort="leader")).filter(plan=plan, status__in=SENT)
    return list(sent.order_by("leader__sort_order", "leader", "ended_on", "pk").values_list("pk", flat=True))


def visit_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Every report with its continuation sheets and signed pages, read one by one in three queries each."""
    wording = printed_words(plan, "attachment2")
    visible = VisitReport.objects.visible_to(user).select_related("leader", "township__unit")
    for pk in sent_report_keys(plan, user):
        report = visible.get(pk=pk)
        form = get_form(report, wording)
        paper = attachment2(form, made_at=made_at)
        leader, place = safe_file_name(report.leader.name), safe_file_name(report.township.printed_name)
        folder = f"{REPORTS_FOLDER}/{leader}/{place}"
        yield word_member(folder, paper)
        for section in form.sections:
            for file in section.files:
                yield _file_member(f"{folder}/{safe_file_name(paper.name)} 附页", file, section.title)
        scans = SignedScan.objects.filter(report=report, removed_at__isnull=True).order_by("pk")
        for scan in scans:
            is_older = scan.submitted_at is not None and scan.submitted_at != report.submitted_at
            yield _file_member(
                f"{folder}/{safe_file_name(paper.name)} 签字扫描件", scan, OLDER_TEXT_NOTE if is_older else ""
            )


def _file_member(folder: str, file: ReportFile, note: str) -> Member:
    path = disk.get_path(str(file.file.name))  # type: ignore[attr-defined]
    pages = 1 if file.media_type in PICTURE_TYPES else None
    return Member(f"{folder}/{safe_file_name(file.original_name)}", path, pages, note)
