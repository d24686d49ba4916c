"""The duties of a plan's leaders, their due days and their status (notice, section 四). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from guidance.core.workflow.deadlines import days_left, is_overdue, local_day
from guidance.oversight.meetings.rules import get_hearing_due_on
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.visits.credit.rules import RejectionReason, Visit

DUE_SOON_DAYS = 7  # the last week before a duty is due, its last day included


class DutyStatus(StrEnum):
    """Status of a duty; a duty that is done stays done on any later day."""

    DONE = "done"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    OPEN = "open"


class DutyCategory(StrEnum):
    """The duties in the order of the page: those of townships, then those of units."""

    HEARING = "hearing"
    VISITS = "visits"
    OBSERVATION = "observation"
    DISCIPLINE = "discipline"
    CALL = "call"
    PLANNING = "planning"
    FUNDING = "funding"


LABELS = {
    DutyCategory.HEARING: "听取汇报",
    DutyCategory.VISITS: "调研走访",
    DutyCategory.OBSERVATION: "观摩选举大会",
    DutyCategory.DISCIPLINE: "换届纪律",
    DutyCategory.CALL: "走访县区领导",
    DutyCategory.PLANNING: "纳入通盘考虑",
    DutyCategory.FUNDING: "落实工作经费",
}


@dataclass(frozen=True)
class PlanRequirements:
    """The counts and days of a plan. A duty not required per township is required of the leader."""

    starts_on: date
    closes_on: date
    calls_due_on: date
    hearings: int = 1
    visits: int = 2
    visits_advised: int = 3
    observations: int = 1
    calls: int = 1
    by_township: frozenset[DutyCategory] = frozenset({DutyCategory.HEARING})


@dataclass(frozen=True)
class HearingMilestone:
    """A milestone before which a hearing is due, and the column of Attachment 3 with its meeting."""

    name: str
    due_on: date
    column: str = ""


@dataclass(frozen=True)
class HearingWindow:
    """The days on which one hearing counts: after the due day of the one before, up to its own due day."""

    milestone: HearingMilestone
    opens_on: date
    due_on: date
    meets_on: date | None = None  # where the township meets before the milestone's day

    def contains(self, day: date) -> bool:
        """Whether a hearing on this day counts for this milestone."""
        return self.opens_on <= day <= self.due_on


def get_hearing_windows(
    starts_on: date, milestones: Iterable[HearingMilestone], spans: Mapping[str, DateSpan]
) -> list[HearingWindow]:
    """One window for each milestone, in the order given: 分别听取一次 requires one hearing for each (A-09).

    `spans` are the days of the township's meetings, by column. An early meeting makes its hearing due
    earlier (R-12), so the due days may be in another order than the milestones. Hearings due on the same
    day share one window.
    """
    due = {
        milestone: get_hearing_due_on(milestone.due_on, spans.get(milestone.column, DateSpan()))
        for milestone in milestones
    }
    opens, opens_on = {}, starts_on
    for day in sorted(set(due.values())):
        opens[day] = opens_on
        opens_on = max(opens_on, day + timedelta(days=1))
    return [
        HearingWindow(
            milestone, opens[day], day, spans[milestone.column].start if day < milestone.due_on else None
        )
        for milestone, day in due.items()
    ]


def get_observation_due_on(closes_on: date, last_days: Iterable[date | None]) -> date:
    """The last day of the last meeting to observe if all days are known, else the plan's closing day."""
    days = list(last_days)
    known = [day for day in days if day]
    return min(max(known), closes_on) if known and len(known) == len(days) else closes_on


def get_status(*, count: int, required: int, due_on: date, now: datetime) -> DutyStatus:
    """Status at `now`: still due at 23:59 of the due day, overdue at 00:00 of the next day, in Shanghai.

    Raises ValueError if `now` has no time zone.
    """
    if count >= required:
        return DutyStatus.DONE
    today = local_day(now)
    if is_overdue(due_on, today):
        return DutyStatus.OVERDUE
    return DutyStatus.DUE_SOON if days_left(due_on, today) <= DUE_SOON_DAYS else DutyStatus.OPEN


# Chip of a status: the codes of templatetags.guidance.CHIPS.
CHIPS = {
    DutyStatus.DONE: "met",
    DutyStatus.DUE_SOON: "due",
    DutyStatus.OVERDUE: "overdue",
    DutyStatus.OPEN: "missing",
}


@dataclass(frozen=True)
class RejectedVisit:
    """A report that does not count, and why."""

    visit: Visit
    reasons: tuple[RejectionReason, ...]


@dataclass(frozen=True)
class Duty:
    """One cell of the matrix: what is required, what counts, and its status.

    Where nothing is required, it only shows how many there are.
    """

    category: DutyCategory
    label: str
    required: int
    count: int
    due_on: date
    days_left: int  # negative after the due day
    status: DutyStatus | None  # None where nothing is required
    proofs: tuple[Visit, ...] = ()
    rejected: tuple[RejectedVisit, ...] = ()
    note: str = ""
    milestone_on: date | None = None  # of a hearing
    meets_on: date | None = None  # where the township meets before that

    @property
    def status_text(self) -> str:
        """Status in words, with the days left where it is due soon or overdue."""
        match self.status:
            case None:
                return f"{self.count}次" if self.count else "无"
            case DutyStatus.DONE:
                return "已完成"
            case DutyStatus.OVERDUE:
                return f"逾期{-self.days_left}天"
            case DutyStatus.DUE_SOON:
                return {0: "今天截止", 1: "明天截止"}.get(self.days_left, f"还有{self.days_left}天")
        return "待完成"

    @property
    def chip(self) -> str:
        """Code of the chip that shows the status."""
        return CHIPS[self.status] if self.status else ""

    @property
    def progress(self) -> str:
        """Count and requirement, such as 1/2; empty where at most one is required."""
        return f"{self.count}/{self.required}" if self.required > 1 else ""

    @property
    def is_pressing(self) -> bool:
        """Whether it is overdue or due soon."""
        return self.status in (DutyStatus.OVERDUE, DutyStatus.DUE_SOON)


@dataclass(frozen=True)
class DutySum:
    """The number of duties of one category by status."""

    category: DutyCategory
    total: int
    done: int
    due_soon: int
    overdue: int

    @property
    def label(self) -> str:
        """Label of the category, such as 听取汇报."""
        return LABELS[self.category]


def sum_duties(duties: Iterable[Duty]) -> list[DutySum]:
    """One sum per category, in their order; duties that are not required are not counted."""
    statuses: dict[DutyCategory, list[DutyStatus]] = {}
    for duty in duties:
        if duty.status:
            statuses.setdefault(duty.category, []).append(duty.status)
    return [
        DutySum(
            category,
            len(in_category),
            *(
                in_category.count(status)
                for status in (DutyStatus.DONE, DutyStatus.DUE_SOON, DutyStatus.OVERDUE)
            ),
        )
        for category in DutyCategory
        if (in_category := statuses.get(category))
    ]
