"""What a plan asks of its leaders, by when, and how far it is done (notice, section 四). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from guidance.core.workflow.deadlines import days_left, is_overdue, local_day
from guidance.oversight.meetings.rules import hearing_due
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.visits.credit.rules import RejectionReason, Visit

DUE_SOON_DAYS = 7  # the last week before a duty is due, its last day included


class Standing(StrEnum):
    """How far a duty is: what is done stays done, whatever the day."""

    DONE = "done"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    OPEN = "open"


class Kind(StrEnum):
    """What is asked: of the townships, then of the units."""

    HEARING = "hearing"
    VISITS = "visits"
    OBSERVATION = "observation"
    DISCIPLINE = "discipline"
    CALL = "call"
    PLANNING = "planning"
    FUNDING = "funding"


LABELS = {
    Kind.HEARING: "听取汇报",
    Kind.VISITS: "调研走访",
    Kind.OBSERVATION: "观摩选举大会",
    Kind.DISCIPLINE: "换届纪律",
    Kind.CALL: "走访县区领导",
    Kind.PLANNING: "纳入通盘考虑",
    Kind.FUNDING: "落实工作经费",
}


@dataclass(frozen=True)
class Asked:
    """The counts and days of a plan. What is not asked of each township is asked of the leader."""

    starts_on: date
    closes_on: date
    calls_due_on: date
    hearings: int = 1
    visits: int = 2
    visits_advised: int = 3
    observations: int = 1
    calls: int = 1
    by_township: frozenset[Kind] = frozenset({Kind.HEARING})


@dataclass(frozen=True)
class Stage:
    """A milestone before which a hearing is due, and the column of Attachment 3 with its meeting."""

    name: str
    due_on: date
    column: str = ""


@dataclass(frozen=True)
class Window:
    """The days of one hearing: from the day after the one before was due, to the day on which it is due."""

    stage: Stage
    opens_on: date
    due_on: date
    meets_on: date | None = None  # where the township meets before the milestone's day

    def has(self, day: date) -> bool:
        """Whether a hearing of this day counts here."""
        return self.opens_on <= day <= self.due_on


def windows(starts_on: date, stages: Iterable[Stage], spans: Mapping[str, DateSpan]) -> list[Window]:
    """One for each milestone, as they come: 分别听取一次 means a hearing of its own for each (A-09).

    `spans` says when the township meets, by column: before an early meeting the hearing is due earlier
    (R-12), so that the order of the days may be another one than that of the milestones. Those that fall
    due on one day share their hearing.
    """
    due = {stage: hearing_due(stage.due_on, spans.get(stage.column, DateSpan())) for stage in stages}
    opens, opens_on = {}, starts_on
    for day in sorted(set(due.values())):
        opens[day] = opens_on
        opens_on = max(opens_on, day + timedelta(days=1))
    return [
        Window(stage, opens[day], day, spans[stage.column].start if day < stage.due_on else None)
        for stage, day in due.items()
    ]


def observation_due(closes_on: date, last_days: Iterable[date | None]) -> date:
    """The last day of the last meeting to be observed where all are known, else the plan's closing day."""
    days = list(last_days)
    known = [day for day in days if day]
    return min(max(known), closes_on) if known and len(known) == len(days) else closes_on


def standing_of(*, count: int, asked: int, due_on: date, now: datetime) -> Standing:
    """At 23:59 of the due day it is still due, at 00:00 of the next day overdue, in Shanghai.

    Raises ValueError for a moment without a time zone: nobody knows which day that is.
    """
    if count >= asked:
        return Standing.DONE
    today = local_day(now)
    if is_overdue(due_on, today):
        return Standing.OVERDUE
    return Standing.DUE_SOON if days_left(due_on, today) <= DUE_SOON_DAYS else Standing.OPEN


# How a standing is drawn: the codes of templatetags.guidance.CHIPS.
CHIPS = {
    Standing.DONE: "met",
    Standing.DUE_SOON: "due",
    Standing.OVERDUE: "overdue",
    Standing.OPEN: "missing",
}


@dataclass(frozen=True)
class Miss:
    """A report that does not count, and why."""

    visit: Visit
    reasons: tuple[RejectionReason, ...]


@dataclass(frozen=True)
class Duty:
    """One cell: what is asked, what is there, how it stands. Where nothing is asked it tells a number."""

    kind: Kind
    label: str
    asked: int
    count: int
    due_on: date
    days: int  # until it is due
    standing: Standing | None  # None where nothing is asked
    proofs: tuple[Visit, ...] = ()
    misses: tuple[Miss, ...] = ()
    note: str = ""
    milestone_on: date | None = None  # of a hearing
    meets_on: date | None = None  # where the township meets before that

    @property
    def word(self) -> str:
        """Its standing in a word, with the days where they press."""
        match self.standing:
            case None:
                return f"{self.count}次" if self.count else "无"
            case Standing.DONE:
                return "已完成"
            case Standing.OVERDUE:
                return f"逾期{-self.days}天"
            case Standing.DUE_SOON:
                return {0: "今天截止", 1: "明天截止"}.get(self.days, f"还有{self.days}天")
        return "待完成"

    @property
    def chip(self) -> str:
        """How its standing is drawn."""
        return CHIPS[self.standing] if self.standing else ""

    @property
    def figure(self) -> str:
        """1/2, where more than one is asked."""
        return f"{self.count}/{self.asked}" if self.asked > 1 else ""

    @property
    def presses(self) -> bool:
        """Whether it stands on a list of what to do now."""
        return self.standing in (Standing.OVERDUE, Standing.DUE_SOON)


@dataclass(frozen=True)
class Sum:
    """How the duties of one kind stand."""

    kind: Kind
    total: int
    done: int
    due_soon: int
    overdue: int

    @property
    def label(self) -> str:
        """听取汇报."""
        return LABELS[self.kind]


def sum_up(duties: Iterable[Duty]) -> list[Sum]:
    """By kind, in their order; what is not asked is not counted."""
    found: dict[Kind, list[Standing]] = {}
    for duty in duties:
        if duty.standing:
            found.setdefault(duty.kind, []).append(duty.standing)
    return [
        Sum(
            kind,
            len(all_),
            *(all_.count(one) for one in (Standing.DONE, Standing.DUE_SOON, Standing.OVERDUE)),
        )
        for kind in Kind
        if (all_ := found.get(kind))
    ]
