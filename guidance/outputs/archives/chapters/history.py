"""Who changed what, when, from what to what (修改历史): folder 7.

Of papers, what was changed since they were first sent, and only of those that are with the office now:
a draft is its author's.
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
from guidance.outputs.archives.members import Member, table
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
HEADS = ("时间", "修改人", "类别", "对象", "操作", "栏目", "原来", "改为", "原因")
STEP_HEADS = ("时间", "操作人", "材料", "对象", "操作", "原状态", "新状态", "版本", "原因")
KINDS = {"+": "新增", "~": "修改", "-": "删除"}
EMPTY = "（空）"
CHUNK = 1000
MOST_KEPT = 20_000  # names of rows
# Plumbing: says nothing that a reader of the history asks for.
UNTOLD = {"version", "submission_key", "creation_key", "saved_by", "saved_at", "frozen_at", "sha256"} | {
    *("media_type", "size", "file", "uploaded_at", "uploaded_by", "decisions")
}


@dataclass(frozen=True)
class Told:
    """A model whose changes are told: by which path its rows lead to the plan ("" tells all), by what they
    are known, and whose paper they are.
    """

    model: Any
    to_plan: str = ""
    known_by: tuple[str, ...] = ()
    paper: tuple[Any, str] | None = None  # the model of the paper, and the field that names it


FILES: list[tuple[str, list[Told]]] = [
    (
        "1 工作方案",
        [
            Told(Plan, "id", ("name",)),
            Told(Target, "plan", ("indicator", "committee_type")),
            Told(UnitTarget, "target__plan", ("unit", "target")),
            Told(Milestone, "plan", ("name",)),
            Told(ReportingRound, "plan", ("number",)),
            Told(SpecialDay, "plan", ("day",)),
            Told(PrintedText, "plan", ("label",)),
        ],
    ),
    (
        "2 联系点和人员",
        [
            Told(Leader, "", ("name",)),
            Told(MunicipalLiaison, "", ("name",)),
            Told(GuidanceGroup, "plan", ("number",)),
            Told(GroupMember, "group__plan", ("group", "unit")),
            Told(Handover, "group__plan", ("group", "post")),
            Told(Link, "plan", ("township",)),
            Told(TownshipLiaison, "plan", ("township",)),
        ],
    ),
    (
        "3 日程安排表",
        [
            Told(ScheduleReturn, "round__plan", ("unit", "round"), (ScheduleReturn, "id")),
            Told(
                ScheduleLine,
                "schedule_return__round__plan",
                ("schedule_return", "township"),
                (ScheduleReturn, "schedule_return_id"),
            ),
        ],
    ),
    ("4 村（社区）会议日期", [Told(VillageMeeting, "plan", ("village", "column"))]),
    (
        "5 情况统计表",
        [
            Told(VisitReport, "plan", ("leader", "township", "ended_on"), (VisitReport, "id")),
            Told(ContinuationSheet, "report__plan", ("report", "original_name"), (VisitReport, "report_id")),
            Told(SignedScan, "report__plan", ("report", "original_name"), (VisitReport, "report_id")),
        ],
    ),
    ("6 换届结果", [Told(VillageReturn, "plan", ("village", "stage"))]),
    (
        "7 台账",
        [
            Told(Problem, "plan", ("unit", "description")),
            Told(ProblemEntry, "problem__plan", ("problem",)),
            Told(Remedy, "plan", ("village", "gap")),
            Told(UnitTaskRecord, "plan", ("unit", "task")),
        ],
    ),
    (
        "8 单位和村（社区）",
        [
            Told(ReportingUnit, "", ("short_name",)),
            Told(Township, "", ("name",)),
            Told(Village, "", ("township", "name")),
        ],
    ),
]


def history(plan: Plan, made_at: datetime) -> Iterator[Member]:
    """The steps of the papers, and every change by what was changed."""
    yield from table(f"{FOLDER}/0 流转记录", STEP_HEADS, _steps(plan), made_at)
    for name, told in FILES:
        words = Words()
        rows = (row for one in told for row in _changes(one, plan, words))
        yield from table(f"{FOLDER}/{name}", HEADS, rows, made_at)


def last_change(plan: Plan) -> datetime | None:
    """When anything that the archive holds was last changed."""
    moments = [
        told.model.history.aggregate(last=Max("history_date"))["last"] for _, files in FILES for told in files
    ]
    moments.append(Transition.objects.aggregate(last=Max("at"))["last"])
    moments.append(Snapshot.objects.filter(plan=plan).aggregate(last=Max("taken_at"))["last"])
    return max((one for one in moments if one), default=None)


class Words:
    """What rows of other tables are called; read for a piece of the history at a time."""

    def __init__(self) -> None:
        self.known: dict[Any, dict[int, str]] = {}

    def learn(self, columns: list[Any], rows: list[Any]) -> None:
        """Read the names of what `rows` point at."""
        for model in dict.fromkeys(one.related_model for one in columns):
            names = self.known.setdefault(model, {})
            if len(names) > MOST_KEPT:
                names.clear()
            of_model = [one.attname for one in columns if one.related_model is model]
            wanted = {getattr(row, name) for row in rows for name in of_model} - {None} - names.keys()
            if wanted:
                found = model._base_manager.filter(pk__in=wanted).select_related(*_above(model))
                names |= {one.pk: full_name(one) for one in found}

    def of(self, column: Any, row: Any) -> str:
        """A value of a history row in words."""
        value = getattr(row, column.attname)
        if value is None or value == "" or value == []:
            return EMPTY
        if column.is_relation:
            return self.known[column.related_model].get(value, f"（已删除，编号{value}）")
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(display_for_field(value, column, EMPTY))


def _above(model: Any) -> list[str]:
    """What the name of a row may read of others."""
    own = [one.name for one in model._meta.fields if one.is_relation and not one.null]
    return [*own, *getattr(model, "NAMED_WITH", ())]


def _changes(told: Told, plan: Plan, words: Words) -> Iterator[list[Any]]:
    """The changes of one model, row by row in the order in which they were made."""
    columns = [one for one in told.model._meta.fields if one.name not in UNTOLD and not one.primary_key]
    relations = [one for one in columns if one.is_relation]
    account = told.model.history.model._meta.get_field("history_user")
    sent_at = _first_sent(told.paper[0]) if told.paper else {}
    before: Any = None
    rows = told.model.history.filter(**({told.to_plan: plan.pk} if told.to_plan else {}))
    rows = rows.order_by("id", "history_date", "history_id")
    for piece in _pieces(rows):
        words.learn([*relations, account], [before, *piece] if before else piece)
        for row in piece:
            same = before is not None and before.id == row.id
            if told.paper is None or _is_open_to_all(told.paper[1], before if same else None, row, sent_at):
                yield from _told(told, columns, words, before if same else None, row)
            before = row


def _pieces(rows: Any) -> Iterator[list[Any]]:
    piece: list[Any] = []
    for row in rows.iterator(chunk_size=CHUNK):
        piece.append(row)
        if len(piece) == CHUNK:
            yield piece
            piece = []
    yield piece


def _first_sent(model: Any) -> dict[int, datetime]:
    """By paper that is with the office now, when it was first sent."""
    kind = ContentType.objects.get_for_model(model)
    steps = Transition.objects.filter(content_type=kind, to_status=Status.SUBMITTED)
    first = dict(
        steps.order_by().values("object_id").annotate(first=Min("at")).values_list("object_id", "first")
    )
    sent = set(model._base_manager.filter(status__in=SENT).order_by().values_list("pk", flat=True))
    return {pk: at for pk, at in first.items() if pk in sent}


def _is_open_to_all(name: str, before: Any, row: Any, sent_at: dict[int, datetime]) -> bool:
    """Whether what stood before was sent already: a change of it tells nothing of a draft."""
    first = sent_at.get(getattr(row, name))
    return first is not None and (row if before is None else before).history_date >= first


def _told(told: Told, columns: list[Any], words: Words, before: Any, row: Any) -> Iterator[list[Any]]:
    meta = told.model._meta
    by_name = {one.name: one for one in meta.fields}
    known = " ".join(words.of(by_name[name], row) for name in told.known_by)
    who = words.known[Account].get(row.history_user_id, "系统") if row.history_user_id else "系统"
    reason = row.history_change_reason or ""
    start = [row.history_date, who, str(meta.verbose_name), known, KINDS[row.history_type]]
    if row.history_type == "-":
        yield [*start, "", "", "", reason]
    elif before is None:  # all at once, not a line a column
        said = [(str(one.verbose_name), words.of(one, row)) for one in columns]
        yield [*start, "", "", "；".join(f"{name}：{text}" for name, text in said if text != EMPTY), reason]
    else:
        for one in columns:
            old, new = words.of(one, before), words.of(one, row)
            if old != new:
                yield [*start, str(one.verbose_name), old, new, reason]


def _steps(plan: Plan) -> Iterator[list[Any]]:
    """上报, 撤回, 退回 and 接收 of all papers of the plan."""
    papers = {
        ScheduleReturn: ScheduleReturn.objects.filter(round__plan=plan).select_related("unit", "round"),
        VisitReport: VisitReport.objects.filter(plan=plan).select_related("leader", "township"),
    }
    for model, found in papers.items():
        kind = ContentType.objects.get_for_model(model)
        steps = Transition.objects.filter(content_type=kind, object_id__in=found.order_by().values("pk"))
        steps = steps.defer("content", "marks").select_related("by").order_by("object_id", "pk")
        names: dict[int, str] = {}
        for piece in _pieces(steps):
            wanted = {one.object_id for one in piece} - names.keys()
            names |= {paper.pk: str(paper) for paper in found.filter(pk__in=wanted)}
            for one in piece:
                yield [
                    *(one.at, str(one.by), str(model._meta.verbose_name), names[one.object_id], one.verb),
                    *(one.get_from_status_display(), one.get_to_status_display(), one.version, one.reason),
                ]
