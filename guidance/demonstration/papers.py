"""The steps of the papers of the demonstration; the real actions take each at its moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from guidance.core.workflow import actions
from guidance.core.workflow.choices import Status
from guidance.core.workflow.models import Paper
from guidance.demonstration.time_travel import acting_as, moment
from guidance.reference.accounts.models import User
from guidance.reference.plans.models import Plan

PaperT = TypeVar("PaperT", bound=Paper)


@dataclass(frozen=True)
class Step:
    """上报, 接收, or 退回 with its reason."""

    to_status: Status
    at: datetime
    reason: str = ""


def submit_at(month: int, day: int, hour: int, minute: int = 0) -> Step:
    """上报 at this moment of 2021."""
    return Step(Status.SUBMITTED, moment(month, day, hour, minute))


def accept_at(month: int, day: int, hour: int, minute: int = 0) -> Step:
    """接收 at this moment of 2021."""
    return Step(Status.ACCEPTED, moment(month, day, hour, minute))


def return_at(reason: str, month: int, day: int, hour: int, minute: int = 0) -> Step:
    """退回 for this reason at this moment of 2021."""
    return Step(Status.RETURNED, moment(month, day, hour, minute), reason)


def take_steps(
    paper: PaperT,
    steps: Iterable[Step],
    *,
    author: User,
    reviewer: User,
    plan: Plan,
    submit: Callable[..., PaperT] = actions.submit_paper,
) -> PaperT:
    """Take `paper` through `steps`: the author submits it by `submit`, the office accepts or returns it."""
    for step in steps:
        by = author if step.to_status == Status.SUBMITTED else reviewer
        with acting_as(by, step.at):
            match step.to_status:
                case Status.SUBMITTED:
                    paper = submit(paper, by=by, version=paper.version)
                case Status.ACCEPTED:
                    paper = actions.accept_paper(paper, by=by, version=paper.version)
                case Status.RETURNED:
                    paper = actions.return_paper(
                        paper,
                        by=by,
                        version=paper.version,
                        reason=step.reason,
                        correction_days=plan.correction_days,
                    )
    return paper
