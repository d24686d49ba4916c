"""Take paragraphs of a report into the collection, and mark its sentences as problems."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.choices import Progress
from guidance.core.records import Refused
from guidance.oversight.findings.models import PICKED_FROM, Excerpt
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.rules import make_digest, split_paragraphs, split_sentences
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport

CHANGED_MESSAGE = "原文已被修改，请刷新本页后再操作。"


@transaction.atomic
def pick_excerpt(report: VisitReport, *, section: str, mark: str, by: User) -> Excerpt:
    """收入摘录 of the paragraph whose digest is `mark`. Idempotent.

    Raises Refused if the report is not sent or no longer has the paragraph.
    """
    current = _lock_sent(report)
    texts = split_paragraphs(current.sections_by_name[section]) if section in PICKED_FROM else []
    text = next((text for text in texts if make_digest(text) == mark), None)
    if text is None:
        raise Refused(f"没有收入摘录：{CHANGED_MESSAGE}")
    return _store_excerpt(by, report=current, section=section, text=text)


def _store_excerpt(by: User, *, report: VisitReport, section: str, text: str) -> Excerpt:
    """Store the excerpt once; the caller's lock on the report serialises two requests."""
    existing = Excerpt.objects.filter(report=report, section=section, digest=make_digest(text)).first()
    if existing:
        return existing
    excerpt: Excerpt = Excerpt.objects.create(
        plan=report.plan,
        report=report,
        section=section,
        text=text,
        digest=make_digest(text),
        picked_by=by,
        picked_at=clock.now(),
    )
    if not Excerpt.objects.editable_by(by).filter(pk=excerpt.pk).exists():
        raise PermissionDenied  # rolls back
    return excerpt


@transaction.atomic
def remove_excerpt(excerpt: Excerpt) -> None:
    """移出摘录. Its history keeps the text, from which `restore_excerpt` brings it back."""
    excerpt.delete()


@transaction.atomic
def restore_excerpt(removed: Any, *, by: User) -> Excerpt:
    """Bring back what the history row `removed` kept, as it was picked then. Idempotent."""
    report = VisitReport.objects.select_for_update().get(pk=removed.report_id)
    return _store_excerpt(by, report=report, section=removed.section, text=removed.text)


@transaction.atomic
def mark_problem(
    report: VisitReport, *, sentence: str, values: dict[str, Any], by: User
) -> tuple[Problem, bool]:
    """列为问题: a Problem of the report's township, for its unit to settle, with the sentence as its source.

    The same sentence again gives the problem that it is already, and False for new. Raises Refused where
    the report is not sent or no longer says that, PermissionDenied where the user does not work on that
    unit's problems.
    """
    current = _lock_sent(report)
    # A problem without a source text is not that of an empty sentence.
    problems = Problem.objects.filter(source_report=current, source_text=sentence).exclude(source_text="")
    if existing := problems.first():
        return existing, False
    if sentence not in split_sentences(current.sections_by_name[Section.ISSUES_FOUND]):
        raise Refused(f"没有列为问题：{CHANGED_MESSAGE}")
    problem = Problem.objects.create(
        plan=current.plan,
        unit=current.township.unit,
        township=current.township,
        source_report=current,
        source_text=sentence,
        state=Progress.OPEN,
        **values,
    )
    if not Problem.objects.editable_by(by).filter(pk=problem.pk).exists():
        raise PermissionDenied  # rolls back: not a unit whose problems the user works on
    return problem, True


def _lock_sent(report: VisitReport) -> VisitReport:
    current: VisitReport = VisitReport.objects.select_for_update().get(pk=report.pk)
    if not current.is_sent:
        raise Refused(f"本表{current.get_status_display()}，上报之后才能摘录或列为问题。")
    return current
