"""Steps of a paper. Each locks the row, checks its version and status, and leaves a Transition."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Refused, lock_row
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import SENT, Paper, Transition

PaperT = TypeVar("PaperT", bound=Paper)


@transaction.atomic
def submit_paper(paper: PaperT, *, by: User, version: int) -> PaperT:
    """Submit a paper (上报). The time that decides whether it is late is taken here, in the transaction."""
    current = lock_row(paper, version=version)
    if not current.is_open:
        raise Refused(f"该材料{current.get_status_display()}，不能重复上报。")
    current.submitted_at = clock.now()
    return _move_to(current, Status.SUBMITTED, by=by)


@transaction.atomic
def withdraw_paper(paper: PaperT, *, by: User, version: int) -> PaperT:
    """Withdraw a paper (撤回); possible until it is accepted."""
    current = lock_row(paper, version=version)
    if current.status != Status.SUBMITTED:
        raise Refused(f"该材料{current.get_status_display()}，不能撤回。如需更正，请联系市妇联组联部退回。")
    return _move_to(current, Status.DRAFT, by=by)


@transaction.atomic
def accept_paper(paper: PaperT, *, by: User, version: int) -> PaperT:
    """Accept the version that was read (接收)."""
    current = lock_row(paper, version=version)
    if current.status != Status.SUBMITTED:
        raise Refused(f"该材料{current.get_status_display()}，不能接收。")
    return _move_to(current, Status.ACCEPTED, by=by)


@transaction.atomic
def return_paper(
    paper: PaperT, *, by: User, version: int, reason: str, correction_days: int, marks: Sequence[str] = ()
) -> PaperT:
    """Return a paper to its author (退回), with a reason and the cells or fields that it is about (`marks`).

    The author has `correction_days` from today, but never less than before.
    """
    current = lock_row(paper, version=version)
    if current.status not in SENT:
        raise Refused(f"该材料{current.get_status_display()}，不能退回。")
    current.corrected_due_on = clock.today() + timedelta(days=correction_days)
    return _move_to(current, Status.RETURNED, by=by, reason=reason, marks=marks)


def _move_to(
    paper: PaperT, to_status: Status, *, by: User, reason: str = "", marks: Sequence[str] = ()
) -> PaperT:
    from_status = paper.status
    paper.status = to_status
    paper.version += 1
    paper.save()
    Transition.objects.create(
        paper=paper,
        from_status=from_status,
        to_status=to_status,
        version=paper.version,
        by=by,
        at=clock.now(),
        reason=reason,
        content=paper.content_as_json() if to_status in SENT else None,
        marks=list(marks),
    )
    return paper
