"""What each role has to do now."""

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
    scope_of,
)
from guidance.core.workflow.choices import Status
from guidance.oversight.remedies.queries import villages_missing
from guidance.oversight.remedies.rules import MISSING
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.queries import RoundProgress, progress_of, to_send
from guidance.reporting.visits.list.queries import UNSIGNED
from guidance.reporting.visits.models import VisitReport

MOST_REPORTS = 3  # new ones that are listed one by one


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where, by when."""

    title: str
    detail: str
    address: str
    chip: str
    chip_label: str
    due_on: date | None = None


def todos(user: User, plan: Plan | None) -> list[Todo]:
    """Everything the user has to do, most pressing first."""
    if plan is None:
        return []
    found = [*_to_review(user), *_to_send(user, plan), *_reports(user), *_unsigned(user), *_gaps(user, plan)]
    return sorted(found, key=lambda todo: todo.due_on or date.max)


def _to_review(user: User) -> Iterator[Todo]:
    """Staff: papers that wait to be accepted or returned."""
    if not scope_of(user, *PLAN_MANAGERS).everything:
        return
    submitted = ScheduleReturn.objects.filter(status=Status.SUBMITTED).select_related("unit", "round")
    for paper in submitted:
        address = reverse("guidance:schedule", args=[paper.round.number, paper.unit_id])
        title = f"日程安排表{paper.round} · {paper.unit.office_name}"
        yield Todo(title, _sent(paper.submitted_at), address, "submitted", "待接收")
    yield from _to_read(user)


def _to_read(user: User) -> Iterator[Todo]:
    """New visit reports: one by one, or where they are many as one line that leads to reading them."""
    new = VisitReport.objects.visible_to(user).filter(status=Status.SUBMITTED)
    reports = list(new.select_related("leader", "township__unit").order_by("submitted_at", "pk"))
    if len(reports) > MOST_REPORTS:
        title = f"情况统计表：{len(reports)}份待审阅"
        detail = f"最早的{_sent(reports[0].submitted_at)}"
        yield Todo(title, detail, reverse("guidance:reading"), "submitted", "待接收")
        return
    for report in reports:
        address = reverse("guidance:visit", args=[report.pk])
        title = f"情况统计表 · {report.leader} · {report.township.printed_name}"
        yield Todo(title, _sent(report.submitted_at), address, "submitted", "待接收")


def _unsigned(user: User) -> Iterator[Todo]:
    """Sent reports without their signed page, in one line: for staff all, for leaders and liaisons hers."""
    leaders = scope_of(user, *VISIT_AUTHORS).leaders
    query = {"signed": UNSIGNED}
    unsigned = VisitReport.objects.visible_to(user).sent().with_signed().filter(is_signed=False)
    if not scope_of(user, *PLAN_MANAGERS).everything:
        if not leaders:
            return
        unsigned = unsigned.filter(leader__in=leaders)
        if len(leaders) == 1:  # the list shows those she took over as well, which are not hers to sign
            query |= {"leader": str(next(iter(leaders)))}
    if count := unsigned.count():
        address = f"{reverse('guidance:visits')}?{urlencode(query)}"
        detail = "打印签字后，上传扫描件或照片"
        yield Todo(f"情况统计表：{count}份未签字", detail, address, "missing", "未签")


def _sent(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M} 上报"


def _to_send(user: User, plan: Plan) -> Iterator[Todo]:
    """Reporters: sheets of open rounds that are not with the municipal office yet."""
    if not _reports_for(user):
        return
    for one in to_send(user, plan):
        sheet = one.sheet
        address = reverse("guidance:schedule", args=[one.round.number, one.unit.pk])
        title = f"日程安排表（附件3）{one.round} · {one.unit.printed_name}"
        detail = "请改正后重新上报" if sheet.state == Status.RETURNED else "待上报"
        yield Todo(title, detail, address, sheet.state, sheet.state_label, sheet.due_on)


def _reports_for(user: User) -> bool:
    scope = scope_of(user, *LOCAL_REPORTERS)
    return bool(scope.units or scope.townships)


def _reports(user: User) -> Iterator[Todo]:
    """Leaders and their liaisons: reports that are drafts or came back."""
    if not scope_of(user, *VISIT_AUTHORS).leaders:
        return
    mine = VisitReport.objects.editable_by(user).select_related("leader", "township__unit")
    # Not joined: reports of one plan share it, and it reads its days off once.
    for report in mine.prefetch_related("plan"):
        yield Todo(
            f"情况统计表（附件2） · {report.township.printed_name}",
            report.period,
            reverse("guidance:visit", args=[report.pk]),
            *_stands(report, sends=scope_of(user, *VISIT_SIGNATORIES)),
            report.due_on,
        )


def _stands(report: VisitReport, *, sends: Scope) -> tuple[str, str]:
    """Chip and word of an open report: put before the leader, it waits for her and not for the liaison."""
    if not report.presented_at:
        return report.status, report.get_status_display()
    return ("due", "待您审阅") if report.leader_id in sends.leaders else ("submitted", "已交领导审阅")


def _gaps(user: User, plan: Plan) -> Iterator[Todo]:
    """Staff and county reporters: villages in a gap of which no reason is written yet, in one line."""
    scope = scope_of(user, *SCHEDULE_SUBMITTERS)
    missing = villages_missing(user, plan) if scope.everything or scope.units else 0
    if missing:
        title = f"差距台账：{missing}个村（社区）还没有填写原因和补救措施"
        address = f"{reverse('guidance:remedies')}?{urlencode({'state': MISSING})}"
        yield Todo(title, "填明原因、补救措施、完成时限和责任单位", address, "missing", "未填写")


def progress(user: User, plan: Plan | None) -> list[RoundProgress]:
    """For those who guide: each open round with the units that have not sent."""
    if not scope_of(user, *GUIDANCE_READERS).everything and not scope_of(user, *GUIDES).leaders:
        return []
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan")
    return [progress_of(user, one) for one in rounds if one.has_opened(clock.today())]


def own_townships(user: User) -> list[Township]:
    """Townships whose village returns the user enters, for those with a few of them."""
    if scope_of(user, *REPORTERS).everything:
        return []
    return list(Township.objects.editable_by(user).select_related("unit"))
