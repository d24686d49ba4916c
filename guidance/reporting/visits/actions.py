"""Writing a visit report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from guidance.core import clock
from guidance.core.access import VISIT_SIGNATORIES, User, scope_of
from guidance.core.merge import Merged, Value, Values, merge_cells
from guidance.core.records import Refused, lock_row, save_row, stamp_row
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import initial_of
from guidance.reporting.visits.rules import TOGETHER, plain_values

NOT_YOURS = "本页已失效，请刷新后重新填写。"
# What a copy takes along: what was done and said. Where, whom and how many differ from place to place.
COPIED = ("started_on", "ended_on", "methods", "method_note", "also_named", *Section.values)


def create_report(*, plan: Plan, values: dict[str, Any], by: User, form_key: UUID, key: UUID) -> VisitReport:
    """A new draft. One blank form (`form_key`) makes one report, however often it is sent.

    Sent again with other words (`key` marks form and words), it changes the report it made;
    raises Stale where that one has moved on meanwhile.
    """
    try:
        return _make(plan, values, by, form_key=form_key, key=key)
    except IntegrityError:
        made = VisitReport.objects.filter(creation_key=form_key).first()
        if made is None:
            raise
        if not VisitReport.objects.visible_to(by).filter(pk=made.pk).exists():
            raise Refused(NOT_YOURS) from None
        return save_report(made, values=values, by=by, version=1, key=key)


@transaction.atomic
def _make(
    plan: Plan, values: Mapping[str, Any], by: User, *, form_key: UUID, key: UUID | None
) -> VisitReport:
    report = VisitReport(plan=plan, author=by, creation_key=form_key, submission_key=key)
    return _store(report, values=values, by=by)


@transaction.atomic
def save_report(
    report: VisitReport, *, values: dict[str, Any], by: User, version: int, key: UUID
) -> VisitReport:
    """存草稿. Raises Stale when someone else saved meanwhile, Refused when it is not with its author."""
    current = VisitReport.objects.select_for_update().get(pk=report.pk)
    if current.submission_key == key:
        return current
    current = lock_row(current, version=version)
    _refuse_sent(current)
    current.submission_key = key
    return _store(current, values=values, by=by)


@dataclass(frozen=True)
class Kept:
    """What became of a save by itself: the report as it stands, and which fields went which way."""

    report: VisitReport
    merged: Merged[Value]
    saved_before_by: User | None = None


@transaction.atomic
def keep_draft(
    *,
    plan: Plan,
    form_key: UUID,
    values: Mapping[str, Any],
    plain: Values,
    bases: Sequence[Values],
    by: User,
) -> Kept:
    """自动保存, and a phone that comes back into the network: field by field, over nothing unseen.

    `values` are the model's, `plain` the same as the page holds them, `bases` what the page knew before; see
    core.merge. Refused where the report is sent already, or where it is nothing of the user's.
    """
    report = _locked(form_key)
    if report is None:
        try:
            made = _make(plan, values, by, form_key=form_key, key=None)
            return Kept(made, Merged(mine=dict(plain)))
        except IntegrityError:  # the same draft, sent by two pages in the same moment
            report = _locked(form_key)
            if report is None:
                raise
    if not VisitReport.objects.visible_to(by).filter(pk=report.pk).exists():
        raise Refused(NOT_YOURS)
    _refuse_sent(report)
    before = report.saved_by
    stored = plain_values(initial_of(report, by))
    merged = merge_cells(typed=plain, bases=bases, stored=stored, together=TOGETHER)
    if merged.mine:
        names = merged.mine.keys() | ({"leader", "township"} if "link" in merged.mine else set())
        report.submission_key = None
        _store(report, values={name: values[name] for name in names if name in values}, by=by)
    return Kept(report, merged, before)


def _locked(form_key: UUID) -> VisitReport | None:
    return VisitReport.objects.select_for_update().filter(creation_key=form_key).first()


@transaction.atomic
def copy_report(report: VisitReport, *, link: Link, by: User, form_key: UUID) -> VisitReport:
    """复制到另一个联系点: a draft for another township of the same journey (A-25), with what was said.

    One press (`form_key`) makes one copy.
    """
    made = VisitReport.objects.filter(creation_key=form_key).first()
    if made is not None:
        return made
    values = {name: getattr(report, name) for name in COPIED}
    values["also_named"] = [code for code in values["also_named"] if code != link.township.code]
    values |= {"leader": link.leader, "township": link.township}
    return create_report(plan=report.plan, values=values, by=by, form_key=form_key, key=form_key)


@transaction.atomic
def present(report: VisitReport, *, by: User, version: int) -> VisitReport:
    """交领导审阅: the draft is ready for its leader to read and send (A-27)."""
    current = lock_row(report, version=version)
    _refuse_sent(current)
    current.presented_at = clock.now()
    stamp_row(current, by=by)
    current.save()
    return current


def _refuse_sent(report: VisitReport) -> None:
    if not report.is_open:
        raise Refused(
            f"本表{report.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _store(report: VisitReport, *, values: Mapping[str, Any], by: User) -> VisitReport:
    for name, value in values.items():
        setattr(report, name, value)
    if report.observed_village and report.observed_village.township_id != report.township_id:
        report.observed_village = None  # the township was changed, and the village stayed behind
    if report.leader_id not in scope_of(by, *VISIT_SIGNATORIES).leaders:
        report.presented_at = None  # whoever drafts it is at it again
    return save_row(report, by=by)
