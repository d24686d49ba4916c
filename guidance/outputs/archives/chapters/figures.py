"""The figures: village by village, the indicators, what was frozen, and the ledgers. Folders 4 to 6."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from guidance.core.access import User
from guidance.core.workflow.models import SENT
from guidance.outputs.archives.members import Member, as_name, table
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.places import DashboardPlace
from guidance.oversight.dashboard.queries import PlaceRow, Source
from guidance.oversight.dashboard.rules import Figure, Reading
from guidance.oversight.dashboard.villages import queries as villages_queries
from guidance.oversight.duties.export import HEADS as DUTY_HEADS
from guidance.oversight.duties.export import make_export_rows as make_duty_rows
from guidance.oversight.duties.queries import get_duty_matrix
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.remedies import queries as remedies
from guidance.oversight.remedies.export import HEADS as GAP_HEADS
from guidance.oversight.remedies.export import lines_of as gap_lines
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.queries import describe_as_of, get_snapshots
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import Counted
from guidance.reporting.returns.queries import villages_with_returns
from guidance.reporting.returns.rules import COLUMNS
from guidance.reporting.visits.list.export import HEADS as REPORT_HEADS
from guidance.reporting.visits.list.export import lines_of as report_lines
from guidance.reporting.visits.list.queries import ReportCriteria, get_reports

RESULTS, FROZEN, LEDGERS = "4 换届结果", "5 指标快照", "6 台账"
FIGURE_HEADS = (
    *("范围", "指标", "口径", "占比（%）", "分子", "分母", "目标", "力度", "还差", "上届（%）"),
    *("已报村（社区）", "应报村（社区）", "数据口径"),
)
COUNTED = [field for field in Counted._meta.fields if field.name not in ("committee_type", "stage")]
TALLY_HEADS = (
    "填报单位",
    "乡镇（街道）",
    "委员会类型",
    "阶段",
    *(str(field.verbose_name) for field in COUNTED),
)
PROBLEM_HEADS = (
    *("责任单位", "乡镇（街道）", "村（社区）", "问题", "来源原文", "来源情况统计表", "进展", "完成时限"),
    "进展情况",
)


def results(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Every village at each stage, and the indicators as they stand."""
    for number, stage in enumerate(Stage, 1):
        name = f"{RESULTS}/{number} {stage.label}（村、社区）"
        yield from table(name, villages_queries.HEADS, _villages(plan, user, stage), made_at)
    source = queries.get_live_source(user, plan)
    yield from table(f"{RESULTS}/4 指标", FIGURE_HEADS, _figures(source, ""), made_at)


def _villages(plan: Plan, user: User, stage: Stage) -> Iterator[list[Any]]:
    rows = villages_with_returns(user, plan, stage, wanted=False).select_related("township__unit")
    rows = rows.annotate(**{name: F(f"ret__{name}") for name in COLUMNS})
    order = ("township__unit__attachment_order", "township__code", "sort_order", "pk")
    return villages_queries.make_export_rows(villages_queries.VillageList(rows.order_by(*order), None, stage))


def _figures(source: Source, as_of: str) -> Iterator[list[Any]]:
    """The city and each unit, every indicator in both readings."""
    city = DashboardPlace("全市")
    parts = city.get_parts(source)
    for reading in Reading:
        yield from _cells(city.get_total(source, parts, reading), reading, as_of)
    for part in parts:
        for reading in Reading:
            row = queries.make_row(part, source.targets, reading, unit=part.key)
            yield from _cells(row, reading, as_of)


def _cells(row: PlaceRow, reading: Reading, as_of: str) -> Iterator[list[Any]]:
    for one in row.figures:
        yield [row.name, *_figure(one, reading), one.reported, one.expected, as_of]


def _figure(one: Figure, reading: Reading) -> list[Any]:
    share = [one.percent, one.share.part, one.share.whole] if one.share.whole else ["—", "", ""]
    return [
        *(one.label, reading.label, *share, one.target_text, one.target_value.effort, one.shortfall or ""),
        one.previous_percent,
    ]


def snapshots(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """What was frozen: the indicators with the targets of then, and the sums of each township."""
    for one in get_snapshots(user, plan).order_by("number"):
        folder = f"{FROZEN}/{as_name(f'第{one.number}号 {one.title}')}"
        yield from table(
            f"{folder}/指标",
            FIGURE_HEADS,
            _figures(queries.get_frozen_source(user, one), describe_as_of(one)),
            made_at,
        )
        yield from table(f"{folder}/乡镇合计", TALLY_HEADS, _tallies(one, user), made_at)


def _tallies(snapshot: Snapshot, user: User) -> Iterator[list[Any]]:
    found = SnapshotTally.objects.visible_to(user).filter(snapshot=snapshot)
    found = found.select_related("unit", "township")
    order = ("unit__attachment_order", "township__code", "committee_type", "stage")
    for one in found.order_by(*order).iterator(chunk_size=2000):
        yield [
            *(one.unit.short_name, one.township.name, CommitteeType(one.committee_type).label),
            *(Stage(one.stage).label, *(getattr(one, field.name) for field in COUNTED)),
        ]


def ledgers(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """问题台账, 任务完成情况, 差距台账 and the list of reports, as their pages export them."""
    yield from table(f"{LEDGERS}/1 问题台账", PROBLEM_HEADS, _problems(plan, user), made_at)
    yield from table(
        f"{LEDGERS}/2 任务完成情况", DUTY_HEADS, make_duty_rows(get_duty_matrix(user, plan)), made_at
    )
    gaps = remedies.ledger(user, plan, remedies.Asked(sort="place"))
    yield from table(f"{LEDGERS}/3 差距台账", GAP_HEADS, gap_lines(gaps), made_at)
    sent = get_reports(user, ReportCriteria(sort="leader")).filter(plan=plan, status__in=SENT)
    yield from table(f"{LEDGERS}/4 情况统计表目录", REPORT_HEADS, report_lines(sent), made_at)


def _problems(plan: Plan, user: User) -> Iterator[list[Any]]:
    found = Problem.objects.visible_to(user).filter(plan=plan).select_related("unit", "township", "village")
    found = found.select_related("source_report__leader", "source_report__township")
    for one in found.prefetch_related("entries__by").order_by("unit__attachment_order", "pk"):
        told = [f"{timezone.localtime(e.at):%Y-%m-%d} {e.by}：{e.text}" for e in one.entries.all()]
        yield [
            *(one.unit.short_name, str(one.township or ""), str(one.village or "")),
            *(one.description, one.source_text, str(one.source_report or "")),
            *(one.get_state_display(), one.due_on or "", "\n".join(told)),
        ]
