"""Which reports prove a duty, and why the others do not count. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guidance.core.workflow.deadlines import days_left, local_day
from guidance.oversight.duties.rules import (
    LABELS,
    Duty,
    DutyCategory,
    HearingMilestone,
    HearingWindow,
    PlanRequirements,
    RejectedVisit,
    get_hearing_windows,
    get_observation_due_on,
    get_status,
)
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.visits.credit.rules import CreditRules, DutyKind, RejectionReason, Visit

EvaluatedVisit = tuple[Visit, tuple[RejectionReason, ...]]  # a report, and the reasons why it does not count


@dataclass(frozen=True)
class DutyEvaluator:
    """Evaluates reports against the requirements of a plan at one moment.

    All methods take the reports in the order of their days.
    """

    requirements: PlanRequirements
    credit_rules: CreditRules
    now: datetime

    def hearings(
        self, milestones: Iterable[HearingMilestone], spans: Mapping[str, DateSpan], visits: Sequence[Visit]
    ) -> list[Duty]:
        """A township's hearings, one per milestone (R-12); `visits` are all reports on the township."""
        required = self.requirements.hearings if DutyCategory.HEARING in self.requirements.by_township else 0
        evaluated = self._evaluate(visits, DutyKind.HEARING)
        return [
            self._make_hearing(window, required, evaluated)
            for window in get_hearing_windows(self.requirements.starts_on, milestones, spans)
        ]

    def _evaluate(self, visits: Iterable[Visit], credited_as: DutyKind) -> list[EvaluatedVisit]:
        return [(visit, tuple(self.credit_rules.rejection_reasons(visit, credited_as))) for visit in visits]

    def _make_hearing(
        self, window: HearingWindow, required: int, evaluated: Sequence[EvaluatedVisit]
    ) -> Duty:
        inside = [(visit, reasons) for visit, reasons in evaluated if window.contains(visit.ended_on)]
        proofs = [visit for visit, reasons in inside if not reasons]
        rejected = [RejectedVisit(visit, reasons) for visit, reasons in inside if reasons]
        late = next(
            (visit for visit, reasons in evaluated if not reasons and visit.ended_on > window.due_on), None
        )
        if late:
            reason = RejectionReason.AFTER_MEETING if window.meets_on else RejectionReason.AFTER_MILESTONE
            rejected.append(RejectedVisit(late, (reason,)))
        return self._make_duty(
            DutyCategory.HEARING,
            required,
            window.due_on,
            proofs,
            rejected,
            label=window.milestone.name,
            milestone_on=window.milestone.due_on,
            meets_on=window.meets_on,
        )

    def hearings_of_leader(
        self, milestones: Iterable[HearingMilestone], townships: Sequence[Sequence[Duty]]
    ) -> list[Duty]:
        """The leader's hearings where the plan requires them of her: over all her townships."""
        if DutyCategory.HEARING in self.requirements.by_township:
            return []
        leader_hearings = []
        for number, milestone in enumerate(milestones):
            duties = [hearings[number] for hearings in townships]
            due_on = max((duty.due_on for duty in duties), default=milestone.due_on)
            proofs = sorted({visit for duty in duties for visit in duty.proofs}, key=_by_day)
            rejected = [
                rejection for duty in duties for rejection in duty.rejected if rejection.visit not in proofs
            ]
            required = self.requirements.hearings
            options: dict[str, Any] = {"label": milestone.name, "milestone_on": milestone.due_on}
            leader_hearings.append(
                self._make_duty(DutyCategory.HEARING, required, due_on, proofs, rejected, **options)
            )
        return leader_hearings

    def visits(self, visits: Sequence[Visit], *, of_township: bool) -> Duty:
        """调研走访 (R-15): a minimum number of visits, and a recommended number (A-08)."""
        is_required = of_township == (DutyCategory.VISITS in self.requirements.by_township)
        required, advised = (
            (self.requirements.visits, self.requirements.visits_advised) if is_required else (0, 0)
        )
        due_on = self.requirements.closes_on
        return self._make_counted_duty(
            DutyCategory.VISITS, DutyKind.VISIT, required, due_on, visits, advised=advised
        )

    def observation(
        self, visits: Sequence[Visit], last_days: Iterable[date | None], *, of_township: bool
    ) -> Duty:
        """观摩 (R-18): a meeting observed in a village that the report names."""
        is_required = of_township == (DutyCategory.OBSERVATION in self.requirements.by_township)
        attempts = [
            visit
            for visit in visits
            if visit.observed_village_id or self.credit_rules.has_method(visit, DutyKind.OBSERVATION)
        ]
        due_on = get_observation_due_on(self.requirements.closes_on, last_days)
        required = self.requirements.observations if is_required else 0
        return self._make_counted_duty(
            DutyCategory.OBSERVATION, DutyKind.OBSERVATION, required, due_on, attempts
        )

    def call(self, holder: str, label: str, visits: Sequence[Visit]) -> Duty:
        """走访 one of the unit's two office-holders (R-09); naming only the other is no attempt."""
        attempts = [
            visit
            for visit in visits
            if holder in visit.visited_officials
            or (not visit.visited_officials and self.credit_rules.has_method(visit, DutyKind.CALL))
        ]
        required, due_on = self.requirements.calls, self.requirements.calls_due_on
        return self._make_counted_duty(
            DutyCategory.CALL, DutyKind.CALL, required, due_on, attempts, label=label
        )

    def discipline(self, items: Mapping[str, str], visits: Sequence[Visit]) -> Duty:
        """换届纪律 (R-23): each item needs a report that ticks it."""
        ticking = [
            (visit, self.credit_rules.general_rejection(visit)) for visit in visits if visit.discipline_items
        ]
        proven: dict[str, Visit] = {}
        for visit in (visit for visit, reason in ticking if not reason):
            for item in visit.discipline_items:
                proven.setdefault(item, visit)
        missing = [item for item in items if item not in proven]
        rejected = [
            RejectedVisit(visit, (reason,))
            for visit, reason in ticking
            if reason and not set(missing).isdisjoint(visit.discipline_items)
        ]
        note = f"还缺：{'、'.join(items[item] for item in missing)}" if missing and proven else ""
        proofs = sorted(set(proven.values()), key=_by_day)
        options: dict[str, Any] = {"count": len(items) - len(missing), "note": note}
        return self._make_duty(
            DutyCategory.DISCIPLINE, len(items), self.requirements.closes_on, proofs, rejected, **options
        )

    def task(self, category: DutyCategory, *, is_settled: bool, note: str, proof: Visit | None) -> Duty:
        """A unit's task (R-10, R-11): done when people have set it to 已落实; no report proves it."""
        proofs = [proof] if proof else []
        return self._make_duty(
            category, 1, self.requirements.closes_on, proofs, (), count=int(is_settled), note=note
        )

    def _make_counted_duty(
        self,
        category: DutyCategory,
        credited_as: DutyKind,
        required: int,
        due_on: date,
        visits: Sequence[Visit],
        **options: Any,
    ) -> Duty:
        evaluated = self._evaluate(visits, credited_as)
        proofs = [visit for visit, reasons in evaluated if not reasons]
        rejected = [RejectedVisit(visit, reasons) for visit, reasons in evaluated if reasons]
        advised = options.get("advised", 0)
        if required <= len(proofs) < advised:
            options["note"] = f"达到最低要求，建议{advised}次"
        return self._make_duty(category, required, due_on, proofs, rejected, **options)

    def _make_duty(
        self,
        category: DutyCategory,
        required: int,
        due_on: date,
        proofs: Sequence[Visit],
        rejected: Sequence[RejectedVisit],
        *,
        label: str = "",
        count: int | None = None,
        advised: int = 0,
        **options: Any,
    ) -> Duty:
        """Rejected reports are listed only while another one is needed."""
        number = len(proofs) if count is None else count
        return Duty(
            category=category,
            label=label or LABELS[category],
            required=required,
            count=number,
            due_on=due_on,
            days_left=days_left(due_on, local_day(self.now)),
            status=get_status(count=number, required=required, due_on=due_on, now=self.now)
            if required
            else None,
            proofs=tuple(proofs),
            rejected=() if number >= max(required, advised) else tuple(rejected),
            **options,
        )


def _by_day(visit: Visit) -> tuple[date, int]:
    return visit.ended_on, visit.pk
