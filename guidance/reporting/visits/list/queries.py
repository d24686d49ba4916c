"""The list of reports: filtered, searched, sorted."""

from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from guidance.core import clock
from guidance.core.access import NO_ROWS, User
from guidance.core.workflow.models import SENT
from guidance.reference.people.models import GuidanceGroup, Leader
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.list.search import split_words
from guidance.reporting.visits.models import VisitReport

SIGNED, UNSIGNED = "yes", "no"
SIGNING_CHOICES = {SIGNED: "已签", UNSIGNED: "未签"}  # of submitted reports
SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "newest": ("最近联系指导在前", ("-ended_on", "-pk")),
    "due": ("报送期限先到在前", ("due_day", "pk")),
    "leader": ("按领导班子成员", ("leader__sort_order", "leader", "-ended_on", "-pk")),
}


@dataclass(frozen=True)
class ReportCriteria:
    """The values of the filter; empty ones do not narrow the list."""

    q: str = ""
    group: GuidanceGroup | None = None
    leader: Leader | None = None
    unit: ReportingUnit | None = None
    township: Township | None = None
    method: str = ""
    status: str = ""
    in_time: str = ""
    signed: str = ""
    from_on: date | None = None
    to_on: date | None = None
    sort: str = "newest"


def get_reports(user: User, criteria: ReportCriteria) -> QuerySet[VisitReport]:
    """The visible reports that meet the criteria, annotated with `is_signed`.

    Plans are prefetched, not joined: reports then share one Plan object, which reads its holidays once.
    """
    reports = VisitReport.objects.visible_to(user)
    reports = reports.filter(
        _place_condition(criteria), _day_condition(criteria), _text_condition(criteria.q)
    )
    if criteria.status:
        reports = reports.filter(status=criteria.status)
    if criteria.method:
        # SQLite cannot query a JSON list; within its quotes no code is part of another.
        reports = reports.annotate(methods_text=Cast("methods", TextField()))
        reports = reports.filter(methods_text__contains=f'"{criteria.method}"')
    if criteria.in_time or criteria.sort == "due":
        reports = reports.with_lateness(clock.today())
    if criteria.in_time:
        reports = reports.filter(lateness=criteria.in_time)
    reports = reports.with_signed()
    if criteria.signed:
        reports = reports.filter(status__in=SENT, is_signed=criteria.signed == SIGNED)
    reports = reports.select_related("leader", "township__unit").prefetch_related("plan")
    return reports.order_by(*SORTS[criteria.sort][1])


def _place_condition(criteria: ReportCriteria) -> Q:
    condition = Q()
    if criteria.group:
        # By its units, not by its leader, who may have taken the group over from another.
        condition &= Q(township__unit__in=criteria.group.units.order_by().values("pk"))
    if criteria.leader:
        condition &= Q(leader=criteria.leader)
    if criteria.unit:
        condition &= Q(township__unit=criteria.unit)
    if criteria.township:
        condition &= Q(township=criteria.township)
    return condition


def _day_condition(criteria: ReportCriteria) -> Q:
    """Visits with at least one day in the chosen span."""
    condition = Q()
    if criteria.from_on:
        condition &= Q(ended_on__gte=criteria.from_on)
    if criteria.to_on:
        condition &= Q(started_on__lte=criteria.to_on)
    return condition


def _text_condition(text: str) -> Q:
    """Every word occurs in one of the four sections. Django escapes % _ and \\."""
    condition = Q()
    for word in split_words(text):
        condition &= reduce(
            lambda either, name: either | Q(**{f"{name}__icontains": word}), Section.values, NO_ROWS
        )
    return condition
