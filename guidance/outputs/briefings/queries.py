"""The content of a briefing as of the end of a day. The number of queries does not grow with the units."""

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
    Chapter,
    EarlierFigures,
    PlaceResults,
    ProblemCount,
    ReportsState,
    RoundState,
    snapshot_day,
)
from guidance.oversight.dashboard import queries as figures
from guidance.oversight.dashboard.places import DashboardPlace, get_place
from guidance.oversight.dashboard.progress.queries import get_marks
from guidance.oversight.dashboard.queries import PlaceRow, Source
from guidance.oversight.dashboard.rules import Reading
from guidance.oversight.duties.queries import get_duty_matrix
from guidance.oversight.duties.rules import DutySum, sum_duties
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.queries import CollectedExcerpt
from guidance.oversight.snapshots.models import Snapshot
from guidance.oversight.snapshots.queries import get_snapshots
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.queries import get_round_links, get_unit_sheets
from guidance.reporting.schedules.sheets import Sheet
from guidance.reporting.visits.models import VisitReport

READING = Reading.ELECTED


@dataclass(frozen=True)
class Material:
    """Everything that a briefing can contain. What is known for today only is empty for other days."""

    day: date
    results: PlaceResults | None  # None for a past day without an earlier snapshot
    units: Sequence[PlaceRow] = ()
    round: RoundState | None = None
    reports: ReportsState = field(default_factory=lambda: ReportsState(0))
    duties: Sequence[DutySum] = ()
    problems: Sequence[ProblemCount] = ()
    marks: Sequence[tuple[date, str]] = ()  # the days that the plan names
    excerpts: Sequence[CollectedExcerpt] = ()

    def get_excerpts(self, chapter: Chapter) -> list[CollectedExcerpt]:
        """The excerpts of a chapter."""
        return [collected for collected in self.excerpts if collected.excerpt.section == chapter.value]


def gather_material(user: User, plan: Plan, day: date, excerpts: Sequence[CollectedExcerpt]) -> Material:
    """Read the state at the end of `day` (the current state, if that is today)."""
    results, units = results_on(user, plan, day)
    is_today = day == clock.today()
    return Material(
        day=day,
        results=results,
        units=units,
        round=round_state_on(user, plan, day),
        reports=reports_on(user, plan, day),
        duties=sum_duties(get_duty_matrix(user, plan).duties) if is_today else (),
        problems=problems_on(user, plan, day),
        marks=[(mark.day, mark.name) for mark in get_marks(plan)],
        excerpts=excerpts,
    )


# -- figures


def results_on(user: User, plan: Plan, day: date) -> tuple[PlaceResults | None, list[PlaceRow]]:
    """The dashboard's figures of the place and its units: current for today, else of the last snapshot."""
    snapshots = list(reversed(snapshots_up_to(user, plan, day)))
    if day == clock.today():
        source, snapshot_on = figures.get_live_source(user, plan), day
    elif snapshots:
        snapshot_on, snapshot = snapshots.pop(0)
        source = figures.get_frozen_source(user, snapshot)
    else:
        return None, []
    earlier = next(((day_of, snapshot) for day_of, snapshot in snapshots if day_of < snapshot_on), None)
    place = get_place(user, {})
    subplaces = place.get_subplaces(source)
    total = place.get_total(source, subplaces, READING)
    results = PlaceResults(
        place=place.name,
        villages=total.villages,
        reported=total.reported,
        figures=total.figures,
        silent=[
            subplace.name
            for subplace in subplaces
            if subplace.sums.of("villages") and not subplace.sums.of("reported")
        ],
        frozen_on=snapshot_on if source.snapshot else None,
        before=_earlier_figures(place, earlier[0], figures.get_frozen_source(user, earlier[1]))
        if earlier
        else None,
    )
    return results, [place.get_row(subplace, source, READING) for subplace in subplaces]


def snapshots_up_to(user: User, plan: Plan, day: date) -> list[tuple[date, Snapshot]]:
    """The snapshots of days up to `day`, each with its day, in the order of the days."""
    dated_snapshots = [
        (
            snapshot_day(
                timezone.localtime(snapshot.taken_at), snapshot.round.due_on if snapshot.round else None
            ),
            snapshot,
        )
        for snapshot in get_snapshots(user, plan)
    ]
    return sorted(
        (pair for pair in dated_snapshots if pair[0] <= day), key=lambda pair: (pair[0], pair[1].taken_at)
    )


def _earlier_figures(place: DashboardPlace, day: date, source: Source) -> EarlierFigures:
    total = place.get_total(source, place.get_subplaces(source), READING)
    results = PlaceResults(place.name, total.villages, total.reported)
    return EarlierFigures(day, results.completion, {figure.label: figure.percent for figure in total.figures})


# -- who has reported


def current_round(rounds: Iterable[ReportingRound], day: date) -> ReportingRound | None:
    """The round that was being filled in: of the open rounds the next due, else the last that was opened."""
    opened = [reporting_round for reporting_round in rounds if reporting_round.has_opened(day)]
    return next(
        (reporting_round for reporting_round in opened if reporting_round.due_on >= day),
        opened[-1] if opened else None,
    )


def round_state_on(user: User, plan: Plan, day: date) -> RoundState | None:
    """Who had sent Attachment 3 by the end of `day`, for the round that was current then."""
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("due_on", "number")
    reporting_round = current_round(rounds, day)
    if reporting_round is None:
        return None
    links = get_round_links(user, reporting_round).select_related("township__unit")
    sheets = get_unit_sheets(user, reporting_round, links, end_of_day(day) - timedelta(microseconds=1))
    return RoundState(
        name=str(reporting_round),
        due_on=reporting_round.due_on,
        sent=sum(sheet.is_sent for sheet in sheets),
        missing=[sheet.unit.office_name for sheet in sheets if not sheet.is_sent],
        late=[sheet.unit.office_name for sheet in sheets if sheet.is_sent and _was_late(sheet, day)],
    )


def _was_late(sheet: Sheet, day: date) -> bool:
    """Whether the schedule was late by the end of `day`; its last submission counts, as everywhere."""
    paper = sheet.paper
    if paper is None:
        return False
    sent = [
        step.at
        for step in paper.transitions.all()
        if step.to_status == Status.SUBMITTED and step.at < end_of_day(day)
    ]
    return bool(sent) and is_late(paper.due_on, sent[-1])


def reports_on(user: User, plan: Plan, day: date) -> ReportsState:
    """The reports of guidance that had come in by the end of `day`; overdue drafts are for staff only."""
    end = end_of_day(day)
    visible = VisitReport.objects.visible_to(user).filter(plan=plan)
    counts = visible.filter(status__in=SENT, submitted_at__lt=end).aggregate(
        sent=Count("pk"), leaders=Count("leader", distinct=True), townships=Count("township", distinct=True)
    )
    with_lateness = visible.select_related("township__unit").with_lateness(day, sent_before=end)
    late = _report_labels(with_lateness.filter(lateness=Lateness.LATE), day)
    overdue = None
    if has_role(user, *PLAN_MANAGERS):
        overdue = _report_labels(with_lateness.filter(lateness=Lateness.OVERDUE), day)
    return ReportsState(**counts, late=late, overdue=overdue)


def _report_labels(reports: QuerySet[VisitReport], day: date) -> list[str]:
    """Labels such as 融安县桥板乡（2月3日）, with the year where it differs from that of `day`."""
    return [
        f"{report.township.printed_name}（{report.period.removeprefix(f'{day.year}年')}）"
        for report in reports.order_by("ended_on", "pk")
    ]


# -- problems


def problems_on(user: User, plan: Plan, day: date) -> list[ProblemCount]:
    """The problems of each unit that has any, as they stood at the end of `day`."""
    visible = Problem.objects.visible_to(user).filter(plan=plan).order_by()
    if day == clock.today():
        states = list(visible.values_list("unit", "state"))
    else:
        records = Problem.history.filter(id__in=visible.values("pk"), history_date__lt=end_of_day(day))
        rows = records.order_by("history_date", "history_id").values_list("id", "unit", "state")
        states = list({pk: (unit, state) for pk, unit, state in rows}.values())
    counts = Counter(states)
    units = ReportingUnit.objects.filter(pk__in={unit for unit, _ in states}).order_by("attachment_order")
    return [
        ProblemCount(unit.short_name, *(counts[unit.pk, state.value] for state in Progress)) for unit in units
    ]
