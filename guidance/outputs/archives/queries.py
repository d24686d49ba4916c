"""The content of the page 归档: the archives, and what would be missing in a new one."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import format_full_day
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import SENT
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from guidance.oversight.snapshots.queries import due_rounds
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import UnitTally
from guidance.reporting.schedules.queries import get_progress
from guidance.reporting.visits.models import VisitReport


@dataclass(frozen=True)
class CompletenessCheck:
    """Something that should be complete: how much of it is missing, and the page where to complete it."""

    label: str
    missing: int
    summary: str
    link: str = ""


def get_archives(user: User, plan: Plan) -> QuerySet[ArchiveJob]:
    """The archives of the plan, newest first."""
    jobs = ArchiveJob.objects.visible_to(user).filter(plan=plan)
    return jobs.select_related("plan", "asked_by").order_by("-asked_at", "-pk")


def total_size(user: User, plan: Plan) -> int:
    """The bytes that all archives of the plan take on the disk."""
    jobs = ArchiveJob.objects.visible_to(user).filter(plan=plan, state=JobState.DONE)
    return int(jobs.order_by().aggregate(total=Sum("size", default=0))["total"])


def completeness_checks(user: User, plan: Plan) -> list[CompletenessCheck]:
    """What would be missing in the archive. It can be made nevertheless."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("number")
    opened = [reporting_round for reporting_round in rounds if reporting_round.has_opened(clock.today())]
    return [
        _term_check(plan),
        *(_round_check(user, reporting_round) for reporting_round in opened),
        *_report_checks(user, plan),
        _village_check(user, plan),
        _snapshot_check(plan),
    ]


def _term_check(plan: Plan) -> CompletenessCheck:
    is_over = clock.today() >= plan.closes_on
    summary = (
        f"{format_full_day(plan.closes_on)}完成期限{'已到' if is_over else '还没有到，之后的材料不在内'}"
    )
    return CompletenessCheck("换届工作", 0 if is_over else 1, summary)


def _round_check(user: User, round: ReportingRound) -> CompletenessCheck:
    progress = get_progress(user, round)
    summary = f"应报{progress.expected}个，已报{progress.sent}个"
    missing_names = "、".join(unit.short_name for unit in progress.missing[:5])
    if progress.not_sent:
        summary += f"，未报{progress.not_sent}个：{missing_names}{'等' if progress.not_sent > 5 else ''}"
    link = f"{reverse('guidance:schedules')}?round={round.number}"
    return CompletenessCheck(f"{round}日程安排表", progress.not_sent, summary, link)


def _report_checks(user: User, plan: Plan) -> list[CompletenessCheck]:
    reports = VisitReport.objects.visible_to(user).filter(plan=plan).with_signed().order_by()
    counts = reports.aggregate(
        sent=Count("pk", filter=Q(status__in=SENT)),
        unsigned=Count("pk", filter=Q(status__in=SENT, is_signed=False)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
    )
    list_url = reverse("guidance:visits")
    unsigned, drafts, returned = counts["unsigned"], counts["drafts"], counts["returned"]
    signature_summary = f"已上报{counts['sent']}份，" + (
        f"没有签字扫描件{unsigned}份" if unsigned else "都有签字扫描件"
    )
    return [
        CompletenessCheck("情况统计表签字", unsigned, signature_summary, f"{list_url}?signed=no"),
        CompletenessCheck(
            "未上报的草稿",
            drafts,
            f"{drafts}份，不收入归档" if drafts else "没有",
            f"{list_url}?status=draft",
        ),
        CompletenessCheck(
            "退回未再报的",
            returned,
            f"{returned}份，不收入归档" if returned else "没有",
            f"{list_url}?status=returned",
        ),
    ]


def _village_check(user: User, plan: Plan) -> CompletenessCheck:
    sums = (
        UnitTally.objects.visible_to(user)
        .filter(plan=plan, stage=Stage.ELECTED)
        .order_by()
        .aggregate(expected=Sum("villages", default=0), reported=Sum("reported", default=0))
    )
    missing = sums["expected"] - sums["reported"]
    summary = f"应报{sums['expected']}个村（社区），已报{sums['reported']}个"
    link = f"{reverse('guidance:dashboard_villages')}?reported=no"
    return CompletenessCheck("换届结果", missing, summary, link)


def _snapshot_check(plan: Plan) -> CompletenessCheck:
    due = [str(reporting_round) for reporting_round in due_rounds(plan, clock.today())]
    summary = f"{'、'.join(due)}填报已截止，数据还没有定格" if due else "已截止的填报都已定格"
    return CompletenessCheck("数据定格", len(due), summary, reverse("guidance:snapshots"))
