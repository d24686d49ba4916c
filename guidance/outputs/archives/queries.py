"""What the page 归档 shows: the archives, and what is missing before one is made."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import full_day
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import SENT
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from guidance.oversight.snapshots.queries import due_rounds
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import UnitTally
from guidance.reporting.schedules.queries import progress_of
from guidance.reporting.visits.models import VisitReport


@dataclass(frozen=True)
class Check:
    """A thing that should be complete: what is missing of it (0: nothing), and where to see to it."""

    label: str
    missing: int
    said: str
    link: str = ""


def archives_of(user: User, plan: Plan) -> QuerySet[ArchiveJob]:
    """The plan's archives, the last first."""
    found = ArchiveJob.objects.visible_to(user).filter(plan=plan)
    return found.select_related("plan", "asked_by").order_by("-asked_at", "-pk")


def space_of(user: User, plan: Plan) -> int:
    """The bytes that all its archives take."""
    found = ArchiveJob.objects.visible_to(user).filter(plan=plan, state=JobState.DONE)
    return int(found.order_by().aggregate(total=Sum("size", default=0))["total"])


def checks_of(user: User, plan: Plan) -> list[Check]:
    """What a reader of the archive would miss; making it is allowed all the same."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("number")
    opened = [one for one in rounds if one.has_opened(clock.today())]
    return [
        _term(plan),
        *(_round(user, one) for one in opened),
        *_reports(user, plan),
        _villages(user, plan),
        _frozen(plan),
    ]


def _term(plan: Plan) -> Check:
    is_over = clock.today() >= plan.closes_on
    said = f"{full_day(plan.closes_on)}完成期限{'已到' if is_over else '还没有到，之后的材料不在内'}"
    return Check("换届工作", 0 if is_over else 1, said)


def _round(user: User, round: ReportingRound) -> Check:
    found = progress_of(user, round)
    said = f"应报{found.expected}个，已报{found.sent}个"
    named = "、".join(unit.short_name for unit in found.missing[:5])
    if found.not_sent:
        said += f"，未报{found.not_sent}个：{named}{'等' if found.not_sent > 5 else ''}"
    link = f"{reverse('guidance:schedules')}?round={round.number}"
    return Check(f"{round}日程安排表", found.not_sent, said, link)


def _reports(user: User, plan: Plan) -> list[Check]:
    found = VisitReport.objects.visible_to(user).filter(plan=plan).with_signed().order_by()
    count = found.aggregate(
        sent=Count("pk", filter=Q(status__in=SENT)),
        unsigned=Count("pk", filter=Q(status__in=SENT, is_signed=False)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
    )
    page = reverse("guidance:visits")
    unsigned, drafts, returned = count["unsigned"], count["drafts"], count["returned"]
    signed = f"已上报{count['sent']}份，" + (f"没有签字扫描件{unsigned}份" if unsigned else "都有签字扫描件")
    return [
        Check("情况统计表签字", unsigned, signed, f"{page}?signed=no"),
        Check(
            "未上报的草稿", drafts, f"{drafts}份，不收入归档" if drafts else "没有", f"{page}?status=draft"
        ),
        Check(
            "退回未再报的",
            returned,
            f"{returned}份，不收入归档" if returned else "没有",
            f"{page}?status=returned",
        ),
    ]


def _villages(user: User, plan: Plan) -> Check:
    sums = (
        UnitTally.objects.visible_to(user)
        .filter(plan=plan, stage=Stage.ELECTED)
        .order_by()
        .aggregate(expected=Sum("villages", default=0), reported=Sum("reported", default=0))
    )
    missing = sums["expected"] - sums["reported"]
    said = f"应报{sums['expected']}个村（社区），已报{sums['reported']}个"
    link = f"{reverse('guidance:dashboard_villages')}?reported=no"
    return Check("换届结果", missing, said, link)


def _frozen(plan: Plan) -> Check:
    due = [str(one) for one in due_rounds(plan, clock.today())]
    said = f"{'、'.join(due)}填报已截止，数据还没有定格" if due else "已截止的填报都已定格"
    return Check("数据定格", len(due), said, reverse("guidance:snapshots"))
