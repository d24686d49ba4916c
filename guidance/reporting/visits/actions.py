"""Create, save, copy and present visit reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from guidance.core import clock
from guidance.core.access import VISIT_SIGNATORIES, User, get_scope
from guidance.core.merge import MergeResult, Value, Values, merge_cells
from guidance.core.records import Refused, lock_row, save_row, stamp_row
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import get_initial
from guidance.reporting.visits.rules import FIELD_GROUPS, plain_values

EXPIRED_PAGE_MESSAGE = "本页已失效，请刷新后重新填写。"
# Places, officials and numbers differ from township to township, so a copy leaves them out.
COPIED_FIELDS = ("started_on", "ended_on", "methods", "method_note", "also_named", *Section.values)


def create_report(*, plan: Plan, values: dict[str, Any], by: User, form_key: UUID, key: UUID) -> VisitReport:
    """Create a draft. One blank form (`form_key`) creates one report, however often it is posted.

    Posted again with other content (`key` identifies form and content), it changes the report it created.
    Raise StaleRows if that report has changed meanwhile.
    """
    try:
        return _create(plan, values, by, form_key=form_key, key=key)
    except IntegrityError:
        report = VisitReport.objects.filter(creation_key=form_key).first()
        if report is None:
            raise
        if not VisitReport.objects.visible_to(by).filter(pk=report.pk).exists():
            raise Refused(EXPIRED_PAGE_MESSAGE) from None
        return save_report(report, values=values, by=by, version=1, key=key)


@transaction.atomic
def _create(
    plan: Plan, values: Mapping[str, Any], by: User, *, form_key: UUID, key: UUID | None
) -> VisitReport:
    report = VisitReport(plan=plan, author=by, creation_key=form_key, submission_key=key)
    return _save_values(report, values=values, by=by)


@transaction.atomic
def save_report(
    report: VisitReport, *, values: dict[str, Any], by: User, version: int, key: UUID
) -> VisitReport:
    """存草稿. Raise StaleRows if someone else saved meanwhile, Refused if it is not with its author."""
    current = VisitReport.objects.select_for_update().get(pk=report.pk)
    if current.submission_key == key:
        return current
    current = lock_row(current, version=version)
    _check_open(current)
    current.submission_key = key
    return _save_values(current, values=values, by=by)


@dataclass(frozen=True)
class SavedDraft:
    """The report after an autosave, and how each field was merged."""

    report: VisitReport
    merged: MergeResult[Value]
    previous_saved_by: User | None = None


@transaction.atomic
def save_draft(
    *,
    plan: Plan,
    form_key: UUID,
    values: Mapping[str, Any],
    typed: Values,
    bases: Sequence[Values],
    by: User,
) -> SavedDraft:
    """自动保存, also by a phone that is online again: merge field by field and overwrite nothing unseen.

    `values` are the model's values, `typed` the same as the page holds them, `bases` what the page knew of
    the stored ones before (see core.merge). Raise Refused if the report is submitted already, or not visible
    to the user.
    """
    report = _lock_by_key(form_key)
    if report is None:
        try:
            created = _create(plan, values, by, form_key=form_key, key=None)
            return SavedDraft(created, MergeResult(mine=dict(typed)))
        except IntegrityError:  # two pages sent the same draft at the same moment
            report = _lock_by_key(form_key)
            if report is None:
                raise
    if not VisitReport.objects.visible_to(by).filter(pk=report.pk).exists():
        raise Refused(EXPIRED_PAGE_MESSAGE)
    _check_open(report)
    previous_saved_by = report.saved_by
    stored = plain_values(get_initial(report, by))
    merged = merge_cells(typed=typed, bases=bases, stored=stored, together=FIELD_GROUPS)
    if merged.mine:
        names = merged.mine.keys() | ({"leader", "township"} if "link" in merged.mine else set())
        report.submission_key = None
        _save_values(report, values={name: values[name] for name in names if name in values}, by=by)
    return SavedDraft(report, merged, previous_saved_by)


def _lock_by_key(form_key: UUID) -> VisitReport | None:
    return VisitReport.objects.select_for_update().filter(creation_key=form_key).first()


@transaction.atomic
def copy_report(report: VisitReport, *, link: Link, by: User, form_key: UUID) -> VisitReport:
    """复制到另一个联系点: create a draft for another township of the same journey (A-25).

    One press of the button (`form_key`) makes one copy.
    """
    existing = VisitReport.objects.filter(creation_key=form_key).first()
    if existing is not None:
        return existing
    values = {name: getattr(report, name) for name in COPIED_FIELDS}
    values["also_named"] = [code for code in values["also_named"] if code != link.township.code]
    values |= {"leader": link.leader, "township": link.township}
    return create_report(plan=report.plan, values=values, by=by, form_key=form_key, key=form_key)


@transaction.atomic
def present_report(report: VisitReport, *, by: User, version: int) -> VisitReport:
    """交领导审阅: mark the draft as ready for its leader to read and submit (A-27)."""
    current = lock_row(report, version=version)
    _check_open(current)
    current.presented_at = clock.now()
    stamp_row(current, by=by)
    current.save()
    return current


def _check_open(report: VisitReport) -> None:
    if not report.is_open:
        raise Refused(
            f"本表{report.get_status_display()}，不能修改。请先撤回；已接收的请联系市妇联组联部退回。"
        )


def _save_values(report: VisitReport, *, values: Mapping[str, Any], by: User) -> VisitReport:
    for name, value in values.items():
        setattr(report, name, value)
    if report.observed_village and report.observed_village.township_id != report.township_id:
        report.observed_village = None  # the village lies in the former township
    if report.leader_id not in get_scope(by, *VISIT_SIGNATORIES).leaders:
        report.presented_at = None  # changed by someone else, it must be presented to the leader again
    return save_row(report, by=by)
