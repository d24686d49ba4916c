"""The duties on the desk: the pressing ones for leaders and liaisons, the numbers for staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.core.access import GUIDES, VISIT_AUTHORS, User, get_scope, has_role
from guidance.oversight.duties.queries import DutyMatrix, get_duty_matrix
from guidance.oversight.duties.rules import LABELS, Duty, DutyCategory, DutySum, sum_duties
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.reference.plans.models import Plan

MAX_ROWS = 8  # rows of the card


@dataclass(frozen=True)
class PressingDuty:
    """A duty that is overdue or due within the week, and where."""

    place: str
    duty: Duty
    leader: int

    @property
    def title(self) -> str:
        """The duty in words: 听取汇报（党组织选举全面铺开）, 走访组织部长."""
        match self.duty.category:
            case DutyCategory.HEARING:
                return f"{LABELS[DutyCategory.HEARING]}（{self.duty.label}）"
            case DutyCategory.CALL:
                return f"走访{self.duty.label}"
        return self.duty.label


@dataclass(frozen=True)
class DutyCard:
    """The first rows and the number of further ones; for staff the sums of all duties instead."""

    rows: list[PressingDuty]
    more: int = 0
    sums: list[DutySum] | None = None


def get_matrix(user: User, plan: Plan | None, calendar: MeetingCalendar) -> DutyMatrix:
    """The duties of those who guide; empty for other readers, who have the page of duties."""
    if not has_role(user, *GUIDES):
        return DutyMatrix()
    return get_duty_matrix(user, plan, calendar.linked.links, calendar.sent)


def get_duty_card(user: User, matrix: DutyMatrix, shown_elsewhere: Iterable[Duty]) -> DutyCard | None:
    """The pressing duties by due day, without those `shown_elsewhere` on the desk; None without duties."""
    if not matrix.rows:
        return None
    if not get_scope(user, *VISIT_AUTHORS).leaders:
        return DutyCard([], sums=sum_duties(matrix.duties))
    shown_ids = {id(duty) for duty in shown_elsewhere}
    pressing = [
        PressingDuty(place, duty, row.leader.pk)
        for row in matrix.rows
        for place, duty in row.duties_with_places
        if duty.is_pressing and id(duty) not in shown_ids
    ]
    pressing.sort(key=lambda row: row.duty.days_left)
    return DutyCard(pressing[:MAX_ROWS], len(pressing[MAX_ROWS:]))
