"""What a visit report counts for, and why it does not. Pure: plain values, no request, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guidance.core.workflow.choices import Status

SENT = (Status.SUBMITTED, Status.ACCEPTED)  # as workflow.models has it, which a pure module cannot import


class DutyKind(StrEnum):
    """The kinds of duty that a report can count for."""

    HEARING = "hearing"
    VISIT = "visit"
    OBSERVATION = "observation"
    CALL = "call"


class RejectionReason(StrEnum):
    """Why a report does not count, in the words that its author reads."""

    DRAFT = "草稿未上报"
    RETURNED = "已退回，待重新上报"
    NOT_LINKED = "该乡镇（街道）不是联系点"
    NOT_LINKED_THEN = "当天不是联系领导"
    METHOD = "方式不计入"
    NO_VILLAGE = "没有填写观摩的村（社区）"
    NO_OFFICIAL = "没有勾选走访的县区领导"
    AFTER_MILESTONE = "晚于时间节点"
    AFTER_MEETING = "晚于会议前的期限"


@dataclass(frozen=True, slots=True)
class Visit:
    """The fields of a visit report that decide what it counts for, and the texts that name it."""

    pk: int
    leader_id: int
    township_id: int
    started_on: date
    ended_on: date
    status: str
    methods: tuple[str, ...] = ()
    visited_officials: tuple[str, ...] = ()
    observed_village_id: int | None = None
    discipline_items: tuple[str, ...] = ()
    unit_id: int | None = None  # of the township
    leader_name: str = ""
    township_name: str = ""
    method_labels: str = ""


@dataclass(frozen=True, slots=True)
class LinkPeriod:
    """A leader is linked to a township from the first day to the last, or until further notice."""

    leader_id: int
    township_id: int
    valid_from: date
    valid_to: date | None = None


def is_covered(periods: Iterable[LinkPeriod], first: date, last: date) -> bool:
    """Whether every day from `first` to `last` lies in one of these periods of one leader and township."""
    periods = list(periods)
    if len(periods) == 1:  # the usual case, and there are thousands
        (period,) = periods
        return period.valid_from <= first and (period.valid_to is None or period.valid_to >= last)
    day = first
    for period in sorted(periods, key=lambda period: period.valid_from):
        if period.valid_from <= day and (period.valid_to is None or period.valid_to >= day):
            if period.valid_to is None or period.valid_to >= last:
                return True
            day = period.valid_to + timedelta(days=1)
    return False


class CreditRules:
    """Which methods count for which duty in a plan (A-28), and who was linked to which township when."""

    def __init__(self, methods: Mapping[DutyKind, Iterable[str]], link_periods: Iterable[LinkPeriod]) -> None:
        self.methods = {kind: frozenset(codes) for kind, codes in methods.items()}
        self._link_periods: dict[tuple[int, int], list[LinkPeriod]] = {}
        for period in link_periods:
            self._link_periods.setdefault((period.leader_id, period.township_id), []).append(period)

    def general_rejection(self, visit: Visit) -> RejectionReason | None:
        """Why the report counts for no duty at all: not sent, or not by the leader linked on its days."""
        if visit.status == Status.RETURNED:
            return RejectionReason.RETURNED
        if visit.status not in SENT:
            return RejectionReason.DRAFT
        periods = self._link_periods.get((visit.leader_id, visit.township_id))
        if not periods:
            return RejectionReason.NOT_LINKED
        if is_covered(periods, visit.started_on, visit.ended_on):
            return None
        return RejectionReason.NOT_LINKED_THEN

    def has_method(self, visit: Visit, kind: DutyKind) -> bool:
        """Whether one of the report's methods counts for this kind of duty."""
        return not self.methods[kind].isdisjoint(visit.methods)

    def rejection_reasons(self, visit: Visit, kind: DutyKind) -> list[RejectionReason]:
        """Every reason why the report does not count for this kind of duty; empty where it counts."""
        reasons = [self.general_rejection(visit)]
        if not self.has_method(visit, kind):
            reasons.append(RejectionReason.METHOD)
        elif kind == DutyKind.OBSERVATION and visit.observed_village_id is None:
            reasons.append(RejectionReason.NO_VILLAGE)
        elif kind == DutyKind.CALL and not visit.visited_officials:
            reasons.append(RejectionReason.NO_OFFICIAL)
        return [reason for reason in reasons if reason]

    def is_credited(self, visit: Visit, kind: DutyKind) -> bool:
        """Whether the report counts for this kind of duty."""
        return not self.rejection_reasons(visit, kind)
