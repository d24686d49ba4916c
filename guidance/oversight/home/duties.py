"""What the desk says of the duties: to who guides what presses, to staff how many."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.core.access import GUIDES, VISIT_AUTHORS, User, has_role, scope_of
from guidance.oversight.duties.queries import Matrix, matrix_of
from guidance.oversight.duties.rules import LABELS, Duty, Kind, Sum, sum_up
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.reference.plans.models import Plan

MOST = 8  # rows of the card


@dataclass(frozen=True)
class Pressing:
    """A duty that is overdue or due within the week, and where."""

    place: str
    duty: Duty
    leader: int

    @property
    def what(self) -> str:
        """听取汇报（党组织选举全面铺开）, 走访组织部长."""
        match self.duty.kind:
            case Kind.HEARING:
                return f"{LABELS[Kind.HEARING]}（{self.duty.label}）"
            case Kind.CALL:
                return f"走访{self.duty.label}"
        return self.duty.label


@dataclass(frozen=True)
class DutyCard:
    """The first rows and how many more there are; or, for staff, the numbers of all."""

    rows: list[Pressing]
    more: int = 0
    sums: list[Sum] | None = None


def matrix_for(user: User, plan: Plan | None, calendar: MeetingCalendar) -> Matrix:
    """The duties for those who have them or follow them; readers find them on their own page."""
    if not has_role(user, *GUIDES):
        return Matrix()
    return matrix_of(user, plan, calendar.linked.links, calendar.sent)


def duty_card(user: User, matrix: Matrix, said: Iterable[Duty]) -> DutyCard | None:
    """What presses, most pressing first, without what the desk has `said` elsewhere; None without duties."""
    if not matrix.rows:
        return None
    if not scope_of(user, *VISIT_AUTHORS).leaders:
        return DutyCard([], sums=sum_up(matrix.duties))
    elsewhere = {id(duty) for duty in said}
    found = [
        Pressing(place, duty, row.leader.pk)
        for row in matrix.rows
        for place, duty in row.placed
        if duty.presses and id(duty) not in elsewhere
    ]
    found.sort(key=lambda one: one.duty.days)
    return DutyCard(found[:MOST], len(found[MOST:]))
