"""What a visit report counts for, and why it does not. Pure: plain values, no request, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DRAFT, RETURNED = "draft", "returned"
SENT = ("submitted", "accepted")  # workflow.models says the same; this module must not know it


class What(StrEnum):
    """What a report can count for."""

    HEARING = "hearing"
    VISIT = "visit"
    OBSERVATION = "observation"
    CALL = "call"


class Flaw(StrEnum):
    """Why a report does not count, in the words that its writer reads."""

    DRAFT = "草稿未上报"
    RETURNED = "已退回，待重新上报"
    NOT_HERS = "该乡镇（街道）不是联系点"
    NOT_THEN = "当天不是联系领导"
    METHOD = "方式不计入"
    NO_VILLAGE = "没有填写观摩的村（社区）"
    NO_OFFICIAL = "没有勾选走访的县区领导"
    AFTER_MILESTONE = "晚于时间节点"
    AFTER_MEETING = "晚于会议前的期限"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit report as far as it is counted."""

    pk: int
    leader: int
    township: int
    started_on: date
    ended_on: date
    status: str
    methods: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()  # whom she called on
    village: int | None = None  # whose election meeting she observed
    discipline: tuple[str, ...] = ()  # what she urged
    unit: int | None = None  # of the township
    who: str = ""  # words for readers: the leader's name, the township's, the methods
    place: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A leader is linked to a township from one day to another, or until further notice."""

    leader: int
    township: int
    valid_from: date
    valid_to: date | None = None


def holds(ties: Iterable[Tie], first: date, last: date) -> bool:
    """Whether these ties of one leader to one township leave no day of the guidance uncovered."""
    ties = list(ties)
    if len(ties) == 1:  # the rule, and there are thousands
        (tie,) = ties
        return tie.valid_from <= first and (tie.valid_to is None or tie.valid_to >= last)
    day = first
    for tie in sorted(ties, key=lambda one: one.valid_from):
        if tie.valid_from <= day and (tie.valid_to is None or tie.valid_to >= day):
            if tie.valid_to is None or tie.valid_to >= last:
                return True
            day = tie.valid_to + timedelta(days=1)
    return False


class Counting:
    """How a plan counts: which methods count for what (A-28), and who was linked to which township when."""

    def __init__(self, methods: Mapping[What, Iterable[str]], ties: Iterable[Tie]) -> None:
        self.methods = {what: frozenset(codes) for what, codes in methods.items()}
        self._ties: dict[tuple[int, int], list[Tie]] = {}
        for tie in ties:
            self._ties.setdefault((tie.leader, tie.township), []).append(tie)

    def flaw(self, visit: Visit) -> Flaw | None:
        """Why the report counts for nothing at all: not sent, or not by the leader linked on its days."""
        if visit.status == RETURNED:
            return Flaw.RETURNED
        if visit.status not in SENT:
            return Flaw.DRAFT
        ties = self._ties.get((visit.leader, visit.township))
        if not ties:
            return Flaw.NOT_HERS
        return None if holds(ties, visit.started_on, visit.ended_on) else Flaw.NOT_THEN

    def has_method(self, visit: Visit, what: What) -> bool:
        """Whether one of its methods is one that counts."""
        return not self.methods[what].isdisjoint(visit.methods)

    def flaws(self, visit: Visit, what: What) -> list[Flaw]:
        """Everything that keeps the report from counting for `what`; nothing where it counts."""
        found = [self.flaw(visit)]
        if not self.has_method(visit, what):
            found.append(Flaw.METHOD)
        elif what == What.OBSERVATION and visit.village is None:
            found.append(Flaw.NO_VILLAGE)
        elif what == What.CALL and not visit.officials:
            found.append(Flaw.NO_OFFICIAL)
        return [flaw for flaw in found if flaw]

    def counts(self, visit: Visit, what: What) -> bool:
        """Whether the report counts for `what`."""
        return not self.flaws(visit, what)
