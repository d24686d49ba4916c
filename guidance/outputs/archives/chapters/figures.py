"""Results by village and indicators (folder 4), snapshots (folder 5) and ledgers (folder 6)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from guidance.core.access import User
from guidance.core.workflow.models import SENT
from guidance.outputs.archives.members import Member, safe_file_name, table_members
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.places import DashboardPlace
from guidance.oversight.dashboard.queries import PlaceRow, Source
from guidance.oversight.dashboard.rules import Figure, Reading
from guidance.oversight.dashboard.villages import queries as villages_queries
from guidance.oversight.duties.export import DUTY_HEADS, make_duty_rows
from guidance.oversight.duties.queries import get_duty_matrix
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.remedies import queries as remedies
from guidance.oversight.remedies.export import GAP_HEADS, make_gap_rows
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.oversight.snapshots.queries import describe_as_of, get_snapshots
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import TallyColumns
from guidance.reporting.returns.queries import villages_with_returns
from guidance.reporting.returns.rules import COLUMNS
from guidance.reporting.visits.list.export import REPORT_HEADS, make_report_rows
from guidance.reporting.visits.list.queries import ReportCriteria, get_reports

RESULTS_FOLDER, SNAPSHOTS_FOLDER, LEDGERS_FOLDER = "4 换届结果", "5 指标快照", "6 台账"
FIGURE_HEADS = (
    *("范围", "指标", "口径", "占比（%）", "分子", "分母", "目标", "力度", "还差", "上届（%）"),
    *("已报村（社区）", "应报村（社区）", "数据口径"),
)
COUNTED = [field for field in TallyColumns._meta.fields if field.name not in ("committee_type", "stage")]
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


def result_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Every village at each stage, and the current indicators."""
    for number, stage in enumerate(Stage, 1):
        name = f"{RESULTS_FOLDER}/{number} {stage.label}（村、社区）"
        yield from table_members(
            name, villages_queries.VILLAGE_HEADS, _village_rows(plan, user, stage), made_at
        )
    source = queries.get_live_source(user, plan)
    yield from table_members(f"{RESULTS_FOLDER}/4 指标", FIGURE_HEADS, _figure_rows(source, ""), made_at)


def _village_rows(plan: Plan, user: User, stage: Stage) -> Iterator[list[Any]]:
    rows = villages_with_returns(user, plan, stage, with_wanted_bp=False).select_related("township__unit")
    rows = rows.annotate(**{name: F(f"ret__{name}") for name in COLUMNS})
    order = ("township__unit__attachment_order", "township__code", "sort_order", "pk")
    return villages_queries.make_village_rows(
        villages_queries.VillageList(rows.order_by(*order), None, stage)
    )


def _figure_rows(source: Source, as_of: str) -> Iterator[list[Any]]:
    """Every indicator of the city and of each unit, in both readings."""
    city = DashboardPlace("全市")
    subplaces = city.get_subplaces(source)
    for reading in Reading:
        yield from _row_figures(city.get_total(source, subplaces, reading), reading, as_of)
    for subplace in subplaces:
        for reading in Reading:
            row = queries.make_row(subplace, source.targets, reading, unit=subplace.key)
            yield from _row_figures(row, reading, as_of)


def _row_figures(row: PlaceRow, reading: Reading, as_of: str) -> Iterator[list[Any]]:
    for figure in row.figures:
        yield [row.name, *_figure_cells(figure, reading), figure.reported, figure.expected, as_of]


def _figure_cells(figure: Figure, reading: Reading) -> list[Any]:
    share = [figure.percent, figure.share.part, figure.share.whole] if figure.share.whole else ["—", "", ""]
    return [
        *(
            figure.label,
            reading.label,
            *share,
            figure.target_text,
            figure.target_value.effort,
            figure.shortfall or "",
        ),
        figure.previous_percent,
    ]


def snapshot_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Of each snapshot the indicators with the targets of that time, and the sums of each township."""
    for snapshot in get_snapshots(user, plan).order_by("number"):
        folder = f"{SNAPSHOTS_FOLDER}/{safe_file_name(f'第{snapshot.number}号 {snapshot.title}')}"
        yield from table_members(
            f"{folder}/指标",
            FIGURE_HEADS,
            _figure_rows(queries.get_frozen_source(user, snapshot), describe_as_of(snapshot)),
            made_at,
        )
        yield from table_members(f"{folder}/乡镇合计", TALLY_HEADS, _tally_rows(snapshot, user), made_at)


def _tally_rows(snapshot: Snapshot, user: User) -> Iterator[list[Any]]:
    tallies = SnapshotTally.objects.visible_to(user).filter(snapshot=snapshot)
    tallies = tallies.select_related("unit", "township")
    order = ("unit__attachment_order", "township__code", "committee_type", "stage")
    for tally in tallies.order_by(*order).iterator(chunk_size=2000):
        yield [
            *(tally.unit.short_name, tally.township.name, CommitteeType(tally.committee_type).label),
            *(Stage(tally.stage).label, *(getattr(tally, field.name) for field in COUNTED)),
        ]


def ledger_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """问题台账, 任务完成情况, 差距台账 and the list of reports, as the pages export them."""
    yield from table_members(
        f"{LEDGERS_FOLDER}/1 问题台账", PROBLEM_HEADS, _problem_rows(plan, user), made_at
    )
    yield from table_members(
        f"{LEDGERS_FOLDER}/2 任务完成情况", DUTY_HEADS, make_duty_rows(get_duty_matrix(user, plan)), made_at
    )
    gaps = remedies.get_ledger(user, plan, remedies.LedgerSelection(sort="place"))
    yield from table_members(f"{LEDGERS_FOLDER}/3 差距台账", GAP_HEADS, make_gap_rows(gaps), made_at)
    sent = get_reports(user, ReportCriteria(sort="leader")).filter(plan=plan, status__in=SENT)
    yield from table_members(
        f"{LEDGERS_FOLDER}/4 情况统计表目录", REPORT_HEADS, make_report_rows(sent), made_at
    )


def _problem_rows(plan: Plan, user: User) -> Iterator[list[Any]]:
    problems = (
        Problem.objects.visible_to(user).filter(plan=plan).select_related("unit", "township", "village")
    )
    problems = problems.select_related("source_report__leader", "source_report__township")
    for problem in problems.prefetch_related("entries__by").order_by("unit__attachment_order", "pk"):
        entries = [
            f"{timezone.localtime(entry.at):%Y-%m-%d} {entry.by}：{entry.text}"
            for entry in problem.entries.all()
        ]
        yield [
            *(problem.unit.short_name, str(problem.township or ""), str(problem.village or "")),
            *(problem.description, problem.source_text, str(problem.source_report or "")),
            *(problem.get_state_display(), problem.due_on or "", "\n".join(entries)),
        ]
