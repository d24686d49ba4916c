"""The to-dos of each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from guidance.core import clock
from guidance.core.access import (
    GUIDANCE_READERS,
    GUIDES,
    LOCAL_REPORTERS,
    PLAN_MANAGERS,
    REPORTERS,
    SCHEDULE_SUBMITTERS,
    VISIT_AUTHORS,
    VISIT_SIGNATORIES,
    Scope,
    User,
    get_scope,
)
from guidance.core.workflow.choices import Status
from guidance.oversight.remedies.queries import count_villages_without_remedy
from guidance.oversight.remedies.rules import MISSING
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.queries import RoundProgress, get_progress, get_unsent_sheets
from guidance.reporting.visits.list.queries import UNSIGNED
from guidance.reporting.visits.models import VisitReport

MAX_LISTED_REPORTS = 3  # more are one line


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where, by when."""

    title: str
    detail: str
    address: str
    chip: str
    chip_label: str
    due_on: date | None = None


def get_todos(user: User, plan: Plan | None) -> list[Todo]:
    """Everything the user has to do, by due day."""
    if plan is None:
        return []
    todos = [
        *_get_review_todos(user),
        *_get_schedule_todos(user, plan),
        *_get_report_todos(user),
        *_get_signature_todos(user),
        *_get_gap_todos(user, plan),
    ]
    return sorted(todos, key=lambda todo: todo.due_on or date.max)


def _get_review_todos(user: User) -> Iterator[Todo]:
    """Staff: schedules and reports that wait to be accepted or returned."""
    if not get_scope(user, *PLAN_MANAGERS).everything:
        return
    schedules = ScheduleReturn.objects.filter(status=Status.SUBMITTED).select_related("unit", "round")
    for schedule in schedules:
        address = reverse("guidance:schedule", args=[schedule.round.number, schedule.unit_id])
        title = f"日程安排表{schedule.round} · {schedule.unit.office_name}"
        yield Todo(title, _format_sent_at(schedule.submitted_at), address, "submitted", "待接收")
    yield from _get_reading_todos(user)


def _get_reading_todos(user: User) -> Iterator[Todo]:
    """New visit reports: one by one, or if there are many, one line that links to reading them."""
    new = VisitReport.objects.visible_to(user).filter(status=Status.SUBMITTED)
    reports = list(new.select_related("leader", "township__unit").order_by("submitted_at", "pk"))
    if len(reports) > MAX_LISTED_REPORTS:
        title = f"情况统计表：{len(reports)}份待审阅"
        detail = f"最早的{_format_sent_at(reports[0].submitted_at)}"
        yield Todo(title, detail, reverse("guidance:reading"), "submitted", "待接收")
        return
    for report in reports:
        address = reverse("guidance:visit", args=[report.pk])
        title = f"情况统计表 · {report.leader} · {report.township.printed_name}"
        yield Todo(title, _format_sent_at(report.submitted_at), address, "submitted", "待接收")


def _get_signature_todos(user: User) -> Iterator[Todo]:
    """Sent reports without their signed page, in one line: for staff all, for leaders and liaisons hers."""
    leaders = get_scope(user, *VISIT_AUTHORS).leaders
    query = {"signed": UNSIGNED}
    unsigned = VisitReport.objects.visible_to(user).sent().with_signed().filter(is_signed=False)
    if not get_scope(user, *PLAN_MANAGERS).everything:
        if not leaders:
            return
        unsigned = unsigned.filter(leader__in=leaders)
        if len(leaders) == 1:  # the list shows those she took over as well, which are not hers to sign
            query |= {"leader": str(next(iter(leaders)))}
    if count := unsigned.count():
        address = f"{reverse('guidance:visits')}?{urlencode(query)}"
        detail = "打印签字后，上传扫描件或照片"
        yield Todo(f"情况统计表：{count}份未签字", detail, address, "missing", "未签")


def _format_sent_at(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M} 上报"


def _get_schedule_todos(user: User, plan: Plan) -> Iterator[Todo]:
    """Reporters: sheets of open rounds that are not with the municipal office yet."""
    if not _is_local_reporter(user):
        return
    for row in get_unsent_sheets(user, plan):
        sheet = row.sheet
        address = reverse("guidance:schedule", args=[row.round.number, row.unit.pk])
        title = f"日程安排表（附件3）{row.round} · {row.unit.printed_name}"
        detail = "请改正后重新上报" if sheet.state == Status.RETURNED else "待上报"
        yield Todo(title, detail, address, sheet.state, sheet.state_label, sheet.due_on)


def _is_local_reporter(user: User) -> bool:
    scope = get_scope(user, *LOCAL_REPORTERS)
    return bool(scope.units or scope.townships)


def _get_report_todos(user: User) -> Iterator[Todo]:
    """Leaders and their liaisons: reports that are drafts or have been returned."""
    if not get_scope(user, *VISIT_AUTHORS).leaders:
        return
    editable = VisitReport.objects.editable_by(user).select_related("leader", "township__unit")
    # Prefetched, not joined: all reports share one plan object, which reads its days off once.
    for report in editable.prefetch_related("plan"):
        yield Todo(
            f"情况统计表（附件2） · {report.township.printed_name}",
            report.period,
            reverse("guidance:visit", args=[report.pk]),
            *_get_chip(report, signatory_scope=get_scope(user, *VISIT_SIGNATORIES)),
            report.due_on,
        )


def _get_chip(report: VisitReport, *, signatory_scope: Scope) -> tuple[str, str]:
    """Chip and label of an open report; once presented, it waits for the leader."""
    if not report.presented_at:
        return report.status, report.get_status_display()
    return (
        ("due", "待您审阅") if report.leader_id in signatory_scope.leaders else ("submitted", "已交领导审阅")
    )


def _get_gap_todos(user: User, plan: Plan) -> Iterator[Todo]:
    """Staff and county reporters: one line for all villages in a gap without a written reason."""
    scope = get_scope(user, *SCHEDULE_SUBMITTERS)
    missing = count_villages_without_remedy(user, plan) if scope.everything or scope.units else 0
    if missing:
        title = f"差距台账：{missing}个村（社区）还没有填写原因和补救措施"
        address = f"{reverse('guidance:remedies')}?{urlencode({'state': MISSING})}"
        yield Todo(title, "填明原因、补救措施、完成时限和责任单位", address, "missing", "未填写")


def get_round_progress(user: User, plan: Plan | None) -> list[RoundProgress]:
    """For those who guide: each open round with the units that have not submitted."""
    if not get_scope(user, *GUIDANCE_READERS).everything and not get_scope(user, *GUIDES).leaders:
        return []
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan")
    return [get_progress(user, round_) for round_ in rounds if round_.has_opened(clock.today())]


def get_own_townships(user: User) -> list[Township]:
    """Townships whose village returns the user enters; none for users who enter all."""
    if get_scope(user, *REPORTERS).everything:
        return []
    return list(Township.objects.editable_by(user).select_related("unit"))
