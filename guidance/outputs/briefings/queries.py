"""What a briefing tells, read as of the end of a day. Constant queries, whatever the number of units."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.choices import Progress
from guidance.core.workflow.choices import Lateness, Status
from guidance.core.workflow.deadlines import end_of_day, is_late
from guidance.core.workflow.models import SENT
from guidance.outputs.briefings.rules import (
    Before,
    Chapter,
    ProblemCount,
    ReportsState,
    Results,
    RoundState,
    holds_for,
)
from guidance.oversight.dashboard import queries as figures
from guidance.oversight.dashboard.places import DashboardPlace, get_place
from guidance.oversight.dashboard.progress.queries import get_marks
from guidance.oversight.dashboard.queries import PlaceRow, Source
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.duties.queries import get_duty_matrix
from guidance.oversight.duties.rules import DutySum, sum_duties
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.queries import Collected
from guidance.oversight.snapshots.models import Snapshot
from guidance.oversight.snapshots.queries import get_snapshots
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.queries import links_of, sheets_of
from guidance.reporting.schedules.sheets import Sheet
from guidance.reporting.visits.models import VisitReport

READING = Reading.ELECTED


@dataclass(frozen=True)
class Material:
    """All that a briefing may tell. What holds of today only is empty for another day."""

    day: date
    results: Results | None  # None where nothing was frozen up to a day that has passed
    units: Sequence[PlaceRow] = ()
    round: RoundState | None = None
    reports: ReportsState = field(default_factory=lambda: ReportsState(0))
    duties: Sequence[DutySum] = ()
    problems: Sequence[ProblemCount] = ()
    marks: Sequence[tuple[date, str]] = ()  # the days that the plan names
    excerpts: Sequence[Collected] = ()

    def picked(self, chapter: Chapter) -> list[Collected]:
        """The excerpts of a chapter."""
        return [one for one in self.excerpts if one.excerpt.section == chapter.value]


def gather(user: User, plan: Plan, day: date, excerpts: Sequence[Collected]) -> Material:
    """What holds at the end of `day` (of now, where that is today); `excerpts` are the picked ones."""
    results, units = results_of(user, plan, day)
    is_today = day == clock.today()
    return Material(
        day=day,
        results=results,
        units=units,
        round=round_of(user, plan, day),
        reports=reports_of(user, plan, day),
        duties=sum_duties(get_duty_matrix(user, plan).duties) if is_today else (),
        problems=problems_of(user, plan, day),
        marks=[(mark.day, mark.name) for mark in get_marks(plan)],
        excerpts=excerpts,
    )


# -- figures


def results_of(user: User, plan: Plan, day: date) -> tuple[Results | None, list[PlaceRow]]:
    """The dashboard's figures of `day` and its units: those of now, or the last frozen up to that day."""
    frozen = list(reversed(frozen_up_to(user, plan, day)))
    if day == clock.today():
        source, held_on = figures.get_live_source(user, plan), day
    elif frozen:
        held_on, snapshot = frozen.pop(0)
        source = figures.get_frozen_source(user, snapshot)
    else:
        return None, []
    earlier = next(((on, one) for on, one in frozen if on < held_on), None)
    place = get_place(user, {})
    parts = place.get_parts(source)
    total = place.get_total(source, parts, READING)
    results = Results(
        place=place.name,
        villages=total.villages,
        reported=total.reported,
        figures=total.figures,
        silent=[part.name for part in parts if part.sums.of("villages") and not part.sums.of("reported")],
        frozen_on=held_on if source.snapshot else None,
        before=_before(place, earlier[0], figures.get_frozen_source(user, earlier[1])) if earlier else None,
    )
    return results, [place.get_row(part, source, READING) for part in parts]


def frozen_up_to(user: User, plan: Plan, day: date) -> list[tuple[date, Snapshot]]:
    """The snapshots of days up to `day`, each with its day, in the order of these."""
    dated = [
        (holds_for(timezone.localtime(one.taken_at), one.round.due_on if one.round else None), one)
        for one in get_snapshots(user, plan)
    ]
    return sorted((pair for pair in dated if pair[0] <= day), key=lambda pair: (pair[0], pair[1].taken_at))


def _before(place: DashboardPlace, day: date, source: Source) -> Before:
    total = place.get_total(source, place.get_parts(source), READING)
    results = Results(place.name, total.villages, total.reported)
    return Before(day, results.completion, {one.label: one.percent for one in total.figures})


# -- who has reported


def round_on(rounds: Iterable[ReportingRound], day: date) -> ReportingRound | None:
    """The round that was being filled in: the next due of those open, else the last that was opened."""
    opened = [one for one in rounds if one.has_opened(day)]
    return next((one for one in opened if one.due_on >= day), opened[-1] if opened else None)


def round_of(user: User, plan: Plan, day: date) -> RoundState | None:
    """Who had sent Attachment 3 by the end of `day`, in the round of that day."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("due_on", "number")
    found = round_on(rounds, day)
    if found is None:
        return None
    links = links_of(user, found).select_related("township__unit")
    sheets = sheets_of(user, found, links, end_of_day(day) - timedelta(microseconds=1))
    return RoundState(
        name=str(found),
        due_on=found.due_on,
        sent=sum(one.is_sent for one in sheets),
        missing=[one.unit.office_name for one in sheets if not one.is_sent],
        late=[one.unit.office_name for one in sheets if one.is_sent and _was_late(one, day)],
    )


def _was_late(sheet: Sheet, day: date) -> bool:
    """Whether it came after its due day; the last time it was sent counts, as everywhere."""
    paper = sheet.paper
    if paper is None:
        return False
    sent = [
        step.at
        for step in paper.transitions.all()
        if step.to_status == Status.SUBMITTED and step.at < end_of_day(day)
    ]
    return bool(sent) and is_late(paper.due_on, sent[-1])


def reports_of(user: User, plan: Plan, day: date) -> ReportsState:
    """The reports of guidance that had come in by the end of `day`; overdue drafts are told to staff."""
    end = end_of_day(day)
    visible = VisitReport.objects.visible_to(user).filter(plan=plan)
    counts = visible.filter(status__in=SENT, submitted_at__lt=end).aggregate(
        sent=Count("pk"), leaders=Count("leader", distinct=True), townships=Count("township", distinct=True)
    )
    judged = visible.select_related("township__unit").with_lateness(day, sent_before=end)
    late = _places(judged.filter(lateness=Lateness.LATE), day)
    overdue = None
    if has_role(user, *PLAN_MANAGERS):
        overdue = _places(judged.filter(lateness=Lateness.OVERDUE), day)
    return ReportsState(**counts, late=late, overdue=overdue)


def _places(found: QuerySet[VisitReport], day: date) -> list[str]:
    """融安县桥板乡（2月3日）; with the year where it is another."""
    return [
        f"{one.township.printed_name}（{one.period.removeprefix(f'{day.year}年')}）"
        for one in found.order_by("ended_on", "pk")
    ]


# -- problems


def problems_of(user: User, plan: Plan, day: date) -> list[ProblemCount]:
    """The problems of each unit that has any, as they stood at the end of `day`."""
    visible = Problem.objects.visible_to(user).filter(plan=plan).order_by()
    if day == clock.today():
        states = list(visible.values_list("unit", "state"))
    else:
        kept = Problem.history.filter(id__in=visible.values("pk"), history_date__lt=end_of_day(day))
        rows = kept.order_by("history_date", "history_id").values_list("id", "unit", "state")
        states = list({pk: (unit, state) for pk, unit, state in rows}.values())
    counts = Counter(states)
    units = ReportingUnit.objects.filter(pk__in={unit for unit, _ in states}).order_by("attachment_order")
    return [
        ProblemCount(unit.short_name, *(counts[unit.pk, state.value] for state in Progress)) for unit in units
    ]
