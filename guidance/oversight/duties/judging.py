"""Weighing reports against what a plan asks: what proves a duty, and why the rest does not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guidance.core.workflow.deadlines import days_left, local_day
from guidance.oversight.duties.rules import (
    LABELS,
    Asked,
    Duty,
    Kind,
    Miss,
    Stage,
    Window,
    observation_due,
    standing_of,
    windows,
)
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.visits.credit.rules import CreditRules, DutyKind, RejectionReason, Visit

Weighed = tuple[Visit, tuple[RejectionReason, ...]]  # a report, and all that keeps it from counting


@dataclass(frozen=True)
class Judge:
    """Weighs reports against what a plan asks, at one moment. The reports it is given stand by their days."""

    asked: Asked
    credit_rules: CreditRules
    now: datetime

    def hearings(
        self, stages: Iterable[Stage], spans: Mapping[str, DateSpan], visits: Sequence[Visit]
    ) -> list[Duty]:
        """A township's hearings, one a milestone (R-12); `visits` are all reports on it."""
        asked = self.asked.hearings if Kind.HEARING in self.asked.by_township else 0
        weighed = self._weigh(visits, DutyKind.HEARING)
        return [self._hearing(one, asked, weighed) for one in windows(self.asked.starts_on, stages, spans)]

    def _weigh(self, visits: Iterable[Visit], credited_as: DutyKind) -> list[Weighed]:
        return [(visit, tuple(self.credit_rules.rejection_reasons(visit, credited_as))) for visit in visits]

    def _hearing(self, window: Window, asked: int, weighed: Sequence[Weighed]) -> Duty:
        inside = [(visit, reasons) for visit, reasons in weighed if window.has(visit.ended_on)]
        proofs = [visit for visit, reasons in inside if not reasons]
        misses = [Miss(visit, reasons) for visit, reasons in inside if reasons]
        late = next((one for one, reasons in weighed if not reasons and one.ended_on > window.due_on), None)
        if late:
            reason = RejectionReason.AFTER_MEETING if window.meets_on else RejectionReason.AFTER_MILESTONE
            misses.append(Miss(late, (reason,)))
        return self._duty(
            Kind.HEARING,
            asked,
            window.due_on,
            proofs,
            misses,
            label=window.stage.name,
            milestone_on=window.stage.due_on,
            meets_on=window.meets_on,
        )

    def hearings_of_leader(self, stages: Iterable[Stage], townships: Sequence[Sequence[Duty]]) -> list[Duty]:
        """Where the plan asks them of the leader: those of all her townships, due with the last of them."""
        if Kind.HEARING in self.asked.by_township:
            return []
        found = []
        for number, stage in enumerate(stages):
            duties = [hearings[number] for hearings in townships]
            due_on = max((duty.due_on for duty in duties), default=stage.due_on)
            proofs = sorted({one for duty in duties for one in duty.proofs}, key=_by_day)
            misses = [miss for duty in duties for miss in duty.misses if miss.visit not in proofs]
            asked = self.asked.hearings
            said: dict[str, Any] = {"label": stage.name, "milestone_on": stage.due_on}
            found.append(self._duty(Kind.HEARING, asked, due_on, proofs, misses, **said))
        return found

    def visits(self, visits: Sequence[Visit], *, of_township: bool) -> Duty:
        """调研走访 (R-15): at least so often, better once more (A-08)."""
        is_asked = of_township == (Kind.VISITS in self.asked.by_township)
        asked, advised = (self.asked.visits, self.asked.visits_advised) if is_asked else (0, 0)
        due_on = self.asked.closes_on
        return self._counted(Kind.VISITS, DutyKind.VISIT, asked, due_on, visits, advised=advised)

    def observation(
        self, visits: Sequence[Visit], last_days: Iterable[date | None], *, of_township: bool
    ) -> Duty:
        """观摩 (R-18): a meeting that was seen, in a village that the report names."""
        is_asked = of_township == (Kind.OBSERVATION in self.asked.by_township)
        tried = [
            one
            for one in visits
            if one.observed_village_id or self.credit_rules.has_method(one, DutyKind.OBSERVATION)
        ]
        due_on = observation_due(self.asked.closes_on, last_days)
        asked = self.asked.observations if is_asked else 0
        return self._counted(Kind.OBSERVATION, DutyKind.OBSERVATION, asked, due_on, tried)

    def call(self, holder: str, label: str, visits: Sequence[Visit]) -> Duty:
        """走访 one of the unit's two office-holders (R-09); to name only the other one is not to try."""
        tried = [
            one
            for one in visits
            if holder in one.visited_officials
            or (not one.visited_officials and self.credit_rules.has_method(one, DutyKind.CALL))
        ]
        asked, due_on = self.asked.calls, self.asked.calls_due_on
        return self._counted(Kind.CALL, DutyKind.CALL, asked, due_on, tried, label=label)

    def discipline(self, items: Mapping[str, str], visits: Sequence[Visit]) -> Duty:
        """换届纪律 (R-23): each item was urged by a report that says so."""
        ticked = [(one, self.credit_rules.general_rejection(one)) for one in visits if one.discipline_items]
        proven: dict[str, Visit] = {}
        for one in (visit for visit, reason in ticked if not reason):
            for item in one.discipline_items:
                proven.setdefault(item, one)
        lacking = [item for item in items if item not in proven]
        misses = [
            Miss(one, (reason,))
            for one, reason in ticked
            if reason and not set(lacking).isdisjoint(one.discipline_items)
        ]
        note = f"还缺：{'、'.join(items[item] for item in lacking)}" if lacking and proven else ""
        proofs = sorted(set(proven.values()), key=_by_day)
        said: dict[str, Any] = {"count": len(items) - len(lacking), "note": note}
        return self._duty(Kind.DISCIPLINE, len(items), self.asked.closes_on, proofs, misses, **said)

    def task(self, kind: Kind, *, is_settled: bool, note: str, proof: Visit | None) -> Duty:
        """A unit's task (R-10, R-11): done when it is 已落实, which people say and no report proves."""
        proofs = [proof] if proof else []
        return self._duty(kind, 1, self.asked.closes_on, proofs, (), count=int(is_settled), note=note)

    def _counted(
        self,
        kind: Kind,
        credited_as: DutyKind,
        asked: int,
        due_on: date,
        visits: Sequence[Visit],
        **said: Any,
    ) -> Duty:
        weighed = self._weigh(visits, credited_as)
        proofs = [visit for visit, reasons in weighed if not reasons]
        misses = [Miss(visit, reasons) for visit, reasons in weighed if reasons]
        advised = said.get("advised", 0)
        if asked <= len(proofs) < advised:
            said["note"] = f"达到最低要求，建议{advised}次"
        return self._duty(kind, asked, due_on, proofs, misses, **said)

    def _duty(
        self,
        kind: Kind,
        asked: int,
        due_on: date,
        proofs: Sequence[Visit],
        misses: Sequence[Miss],
        *,
        label: str = "",
        count: int | None = None,
        advised: int = 0,
        **said: Any,
    ) -> Duty:
        """Why a report does not count is told as long as another one is wanted."""
        number = len(proofs) if count is None else count
        return Duty(
            kind=kind,
            label=label or LABELS[kind],
            asked=asked,
            count=number,
            due_on=due_on,
            days=days_left(due_on, local_day(self.now)),
            standing=standing_of(count=number, asked=asked, due_on=due_on, now=self.now) if asked else None,
            proofs=tuple(proofs),
            misses=() if number >= max(asked, advised) else tuple(misses),
            **said,
        )


def _by_day(visit: Visit) -> tuple[date, int]:
    return visit.ended_on, visit.pk
