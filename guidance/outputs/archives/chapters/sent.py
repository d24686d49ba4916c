"""What was sent: the schedules of each round and the reports with their files. Folders 2 and 3. No drafts."""

from collections.abc import Iterator
from datetime import datetime

from guidance.core import clock
from guidance.core.access import User
from guidance.core.workflow.models import SENT
from guidance.office.uploads import disk
from guidance.outputs.archives.members import Member, as_name, word, workbook_of
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reference.plans.wording import words_of
from guidance.reporting.schedules.printing.documents import attachment3, data_sheet
from guidance.reporting.schedules.queries import links_of, sheets_of
from guidance.reporting.visits.files.models import ReportFile, SignedScan
from guidance.reporting.visits.list.queries import ReportCriteria, get_reports
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing.documents import PICTURE_TYPES, attachment2, get_form

SCHEDULES, REPORTS = "2 日程安排表", "3 情况统计表"
OLDER = "签的是之前上报的文本"


def schedules(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Of each round that has opened: every unit's return, and all of them merged."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("number")
    for one in rounds:
        if one.has_opened(clock.today()):
            yield from _round(one, user, made_at)


def _round(round: ReportingRound, user: User, made_at: datetime) -> Iterator[Member]:
    folder = f"{SCHEDULES}/{as_name(f'第{round.number}次' + (f' {round.name}' if round.name else ''))}"
    sheets = sheets_of(user, round, links_of(user, round).select_related("township__unit"))
    sent = [sheet for sheet in sheets if sheet.is_sent]
    if sent:
        name = f"附件3 第{round.number}次 汇总"
        paper = attachment3(round.plan, sheets, name=name, made_at=made_at)
        yield word(folder, paper)
        yield workbook_of(folder, paper, data_sheet(round.plan, sheets))
    for number, sheet in enumerate(sheets, 1):
        name = f"{number:02} {sheet.unit.printed_name}"
        if sheet.is_sent:
            yield word(folder, attachment3(round.plan, [sheet], name=name, made_at=made_at))
        else:
            yield Member(
                f"{folder}/{as_name(name)}",
                note=f"未上报（{sheet.state_label}）" if sheet.status else "未上报",
            )


def sent_reports(plan: Plan, user: User) -> list[int]:
    """The reports that are with the office, by leader, the first one first."""
    found = get_reports(user, ReportCriteria(sort="leader")).filter(plan=plan, status__in=SENT)
    return list(found.order_by("leader__sort_order", "leader", "ended_on", "pk").values_list("pk", flat=True))


def visits(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Every report with its continuation sheets and signed pages: one at a time, in three statements."""
    words = words_of(plan, "attachment2")
    found = VisitReport.objects.visible_to(user).select_related("leader", "township__unit")
    for pk in sent_reports(plan, user):
        report = found.get(pk=pk)
        form = get_form(report, words)
        paper = attachment2(form, made_at=made_at)
        folder = f"{REPORTS}/{as_name(report.leader.name)}/{as_name(report.township.printed_name)}"
        yield word(folder, paper)
        for part in form.sections:
            for file in part.files:
                yield _file(f"{folder}/{as_name(paper.name)} 附页", file, part.title)
        scans = SignedScan.objects.filter(report=report, removed_at__isnull=True).order_by("pk")
        for scan in scans:
            is_older = scan.submitted_at is not None and scan.submitted_at != report.submitted_at
            yield _file(f"{folder}/{as_name(paper.name)} 签字扫描件", scan, OLDER if is_older else "")


def _file(folder: str, file: ReportFile, note: str) -> Member:
    stored = disk.path_of(str(file.file.name))  # type: ignore[attr-defined]
    pages = 1 if file.media_type in PICTURE_TYPES else None
    return Member(f"{folder}/{as_name(file.original_name)}", stored, pages, note)
