"""修改历史 (folder 7): who changed which value, when, from what to what.

Of papers it shows only what was changed after they were first sent, and only those that are sent now,
since nobody but the author may see a draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Min

from guidance.core.labels import full_name
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import SENT, Transition
from guidance.outputs.archives.members import Member, table_members
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.findings.problems.models import Problem, ProblemEntry
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.accounts.models import User as Account
from guidance.reference.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.reference.people.posts import Handover
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.details import PrintedText, SpecialDay
from guidance.reference.plans.models import Milestone, Plan, ReportingRound, Target, UnitTarget
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn, VillageMeeting
from guidance.reporting.visits.files.models import ContinuationSheet, SignedScan
from guidance.reporting.visits.models import VisitReport

FOLDER = "7 修改历史"
CHANGE_HEADS = ("时间", "修改人", "类别", "对象", "操作", "栏目", "原来", "改为", "原因")
TRANSITION_HEADS = ("时间", "操作人", "材料", "对象", "操作", "原状态", "新状态", "版本", "原因")
KINDS = {"+": "新增", "~": "修改", "-": "删除"}
EMPTY = "（空）"
CHUNK = 1000
MOST_NAMES = 20_000  # names of rows
# Technical fields, which mean nothing to a reader of the history.
HIDDEN_FIELDS = {
    "version",
    "submission_key",
    "creation_key",
    "saved_by",
    "saved_at",
    "frozen_at",
    "sha256",
} | {*("media_type", "size", "file", "uploaded_at", "uploaded_by", "decisions")}


@dataclass(frozen=True)
class TrackedModel:
    """A model whose changes are listed.

    `plan_path` leads from its rows to the plan (empty: all rows belong); `label_fields` name a row.
    """

    model: Any
    plan_path: str = ""
    label_fields: tuple[str, ...] = ()
    paper_model: tuple[Any, str] | None = None  # the model of the paper, and the field that names it


TRACKED_MODELS: list[tuple[str, list[TrackedModel]]] = [
    (
        "1 工作方案",
        [
            TrackedModel(Plan, "id", ("name",)),
            TrackedModel(Target, "plan", ("indicator", "committee_type")),
            TrackedModel(UnitTarget, "target__plan", ("unit", "target")),
            TrackedModel(Milestone, "plan", ("name",)),
            TrackedModel(ReportingRound, "plan", ("number",)),
            TrackedModel(SpecialDay, "plan", ("day",)),
            TrackedModel(PrintedText, "plan", ("label",)),
        ],
    ),
    (
        "2 联系点和人员",
        [
            TrackedModel(Leader, "", ("name",)),
            TrackedModel(MunicipalLiaison, "", ("name",)),
            TrackedModel(GuidanceGroup, "plan", ("number",)),
            TrackedModel(GroupMember, "group__plan", ("group", "unit")),
            TrackedModel(Handover, "group__plan", ("group", "post")),
            TrackedModel(Link, "plan", ("township",)),
            TrackedModel(TownshipLiaison, "plan", ("township",)),
        ],
    ),
    (
        "3 日程安排表",
        [
            TrackedModel(ScheduleReturn, "round__plan", ("unit", "round"), (ScheduleReturn, "id")),
            TrackedModel(
                ScheduleLine,
                "schedule_return__round__plan",
                ("schedule_return", "township"),
                (ScheduleReturn, "schedule_return_id"),
            ),
        ],
    ),
    ("4 村（社区）会议日期", [TrackedModel(VillageMeeting, "plan", ("village", "column"))]),
    (
        "5 情况统计表",
        [
            TrackedModel(VisitReport, "plan", ("leader", "township", "ended_on"), (VisitReport, "id")),
            TrackedModel(
                ContinuationSheet, "report__plan", ("report", "original_name"), (VisitReport, "report_id")
            ),
            TrackedModel(SignedScan, "report__plan", ("report", "original_name"), (VisitReport, "report_id")),
        ],
    ),
    ("6 换届结果", [TrackedModel(VillageReturn, "plan", ("village", "stage"))]),
    (
        "7 台账",
        [
            TrackedModel(Problem, "plan", ("unit", "description")),
            TrackedModel(ProblemEntry, "problem__plan", ("problem",)),
            TrackedModel(Remedy, "plan", ("village", "gap")),
            TrackedModel(UnitTaskRecord, "plan", ("unit", "task")),
        ],
    ),
    (
        "8 单位和村（社区）",
        [
            TrackedModel(ReportingUnit, "", ("short_name",)),
            TrackedModel(Township, "", ("name",)),
            TrackedModel(Village, "", ("township", "name")),
        ],
    ),
]


def history_members(plan: Plan, made_at: datetime) -> Iterator[Member]:
    """The transitions of the papers, then every change, one file for each group of models."""
    yield from table_members(f"{FOLDER}/0 流转记录", TRANSITION_HEADS, _transition_rows(plan), made_at)
    for name, tracked_models in TRACKED_MODELS:
        formatter = ValueFormatter()
        rows = (row for tracked in tracked_models for row in _model_changes(tracked, plan, formatter))
        yield from table_members(f"{FOLDER}/{name}", CHANGE_HEADS, rows, made_at)


def get_last_change(plan: Plan) -> datetime | None:
    """When anything in the archive was last changed."""
    moments = [
        tracked.model.history.aggregate(last=Max("history_date"))["last"]
        for _, tracked_models in TRACKED_MODELS
        for tracked in tracked_models
    ]
    moments.append(Transition.objects.aggregate(last=Max("at"))["last"])
    moments.append(Snapshot.objects.filter(plan=plan).aggregate(last=Max("taken_at"))["last"])
    return max((moment for moment in moments if moment), default=None)


class ValueFormatter:
    """Formats values of history rows; names of related rows are read once for each chunk."""

    def __init__(self) -> None:
        self.names_by_model: dict[Any, dict[int, str]] = {}

    def load_names(self, columns: list[Any], rows: list[Any]) -> None:
        """Read the names of the rows that `rows` refer to."""
        for model in dict.fromkeys(column.related_model for column in columns):
            names = self.names_by_model.setdefault(model, {})
            if len(names) > MOST_NAMES:
                names.clear()
            of_model = [column.attname for column in columns if column.related_model is model]
            wanted = {getattr(row, name) for row in rows for name in of_model} - {None} - names.keys()
            if wanted:
                named_rows = model._base_manager.filter(pk__in=wanted).select_related(
                    *_label_relations(model)
                )
                names |= {column.pk: full_name(column) for column in named_rows}

    def describe(self, column: Any, row: Any) -> str:
        """A value of a history row as text."""
        value = getattr(row, column.attname)
        if value is None or value == "" or value == []:
            return EMPTY
        if column.is_relation:
            return self.names_by_model[column.related_model].get(value, f"（已删除，编号{value}）")
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(display_for_field(value, column, EMPTY))


def _label_relations(model: Any) -> list[str]:
    """The relations that the name of a row may read."""
    relations = [field.name for field in model._meta.fields if field.is_relation and not field.null]
    return [*relations, *getattr(model, "NAMED_WITH", ())]


def _model_changes(tracked: TrackedModel, plan: Plan, formatter: ValueFormatter) -> Iterator[list[Any]]:
    """The changes of one model, row by row, each in the order in which they were made."""
    columns = [
        field
        for field in tracked.model._meta.fields
        if field.name not in HIDDEN_FIELDS and not field.primary_key
    ]
    relations = [field for field in columns if field.is_relation]
    account = tracked.model.history.model._meta.get_field("history_user")
    sent_at = _first_sent_by_paper(tracked.paper_model[0]) if tracked.paper_model else {}
    before: Any = None
    rows = tracked.model.history.filter(**({tracked.plan_path: plan.pk} if tracked.plan_path else {}))
    rows = rows.order_by("id", "history_date", "history_id")
    for chunk in _chunks(rows):
        formatter.load_names([*relations, account], [before, *chunk] if before else chunk)
        for row in chunk:
            same = before is not None and before.id == row.id
            if tracked.paper_model is None or _is_change_public(
                tracked.paper_model[1], before if same else None, row, sent_at
            ):
                yield from _change_rows(tracked, columns, formatter, before if same else None, row)
            before = row


def _chunks(rows: Any) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _first_sent_by_paper(model: Any) -> dict[int, datetime]:
    """When each paper that is sent now was first sent."""
    kind = ContentType.objects.get_for_model(model)
    steps = Transition.objects.filter(content_type=kind, to_status=Status.SUBMITTED)
    first = dict(
        steps.order_by().values("object_id").annotate(first=Min("at")).values_list("object_id", "first")
    )
    sent = set(model._base_manager.filter(status__in=SENT).order_by().values_list("pk", flat=True))
    return {pk: at for pk, at in first.items() if pk in sent}


def _is_change_public(name: str, before: Any, row: Any, sent_at: dict[int, datetime]) -> bool:
    """Whether the value before the change had been sent already; otherwise it would reveal a draft."""
    first = sent_at.get(getattr(row, name))
    return first is not None and (row if before is None else before).history_date >= first


def _change_rows(
    tracked: TrackedModel, columns: list[Any], formatter: ValueFormatter, before: Any, row: Any
) -> Iterator[list[Any]]:
    meta = tracked.model._meta
    by_name = {column.name: column for column in meta.fields}
    label = " ".join(formatter.describe(by_name[name], row) for name in tracked.label_fields)
    who = (
        formatter.names_by_model[Account].get(row.history_user_id, "系统") if row.history_user_id else "系统"
    )
    reason = row.history_change_reason or ""
    start = [row.history_date, who, str(meta.verbose_name), label, KINDS[row.history_type]]
    if row.history_type == "-":
        yield [*start, "", "", "", reason]
    elif before is None:  # one line for all columns
        values = [(str(column.verbose_name), formatter.describe(column, row)) for column in columns]
        yield [*start, "", "", "；".join(f"{name}：{text}" for name, text in values if text != EMPTY), reason]
    else:
        for column in columns:
            old, new = formatter.describe(column, before), formatter.describe(column, row)
            if old != new:
                yield [*start, str(column.verbose_name), old, new, reason]


def _transition_rows(plan: Plan) -> Iterator[list[Any]]:
    """上报, 撤回, 退回 and 接收 of all papers of the plan."""
    querysets = {
        ScheduleReturn: ScheduleReturn.objects.filter(round__plan=plan).select_related("unit", "round"),
        VisitReport: VisitReport.objects.filter(plan=plan).select_related("leader", "township"),
    }
    for model, papers in querysets.items():
        kind = ContentType.objects.get_for_model(model)
        steps = Transition.objects.filter(content_type=kind, object_id__in=papers.order_by().values("pk"))
        steps = steps.defer("content", "marks").select_related("by").order_by("object_id", "pk")
        names: dict[int, str] = {}
        for chunk in _chunks(steps):
            wanted = {step.object_id for step in chunk} - names.keys()
            names |= {paper.pk: str(paper) for paper in papers.filter(pk__in=wanted)}
            for step in chunk:
                yield [
                    *(step.at, str(step.by), str(model._meta.verbose_name), names[step.object_id], step.verb),
                    *(
                        step.get_from_status_display(),
                        step.get_to_status_display(),
                        step.version,
                        step.reason,
                    ),
                ]
