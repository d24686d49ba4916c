"""Reports as a list: filtered, searched, sorted."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from guidance.core import clock
from guidance.core.access import NO_ROWS, User
from guidance.core.workflow.models import OPEN, SENT
from guidance.reference.people.models import GuidanceGroup, Leader
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.list.search import words_of
from guidance.reporting.visits.models import VisitReport

ON_TIME, LATE, OVERDUE = "on_time", "late", "overdue"
IN_TIME = {ON_TIME: "按时报送", LATE: "逾期报送", OVERDUE: "逾期未报"}
SIGNED, UNSIGNED = "yes", "no"
SIGNING = {SIGNED: "已签", UNSIGNED: "未签"}  # of what was sent
SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "newest": ("最近联系指导在前", ("-ended_on", "-pk")),
    "due": ("报送期限先到在前", ("due_day", "pk")),
    "leader": ("按领导班子成员", ("leader__sort_order", "leader", "-ended_on", "-pk")),
}


@dataclass(frozen=True)
class Asked:
    """What the filter asks for."""

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


def reports(user: User, asked: Asked) -> QuerySet[VisitReport]:
    """The visible reports that `asked` is about, with `is_signed`.

    Plans are prefetched and not joined: rows of one plan then share it, and it reads its days off once.
    """
    found = VisitReport.objects.visible_to(user).filter(_places(asked), _days(asked), _text(asked.q))
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.method:
        # A list in JSON, which SQLite cannot be asked; no code is part of another between its quotes.
        found = found.annotate(methods_text=Cast("methods", TextField()))
        found = found.filter(methods_text__contains=f'"{asked.method}"')
    if asked.in_time or asked.sort == "due":
        found = _with_due_day(found)
    if asked.in_time:
        found = found.filter(_in_time(asked.in_time))
    found = found.with_signed()
    if asked.signed:
        found = found.filter(status__in=SENT, is_signed=asked.signed == SIGNED)
    found = found.select_related("leader", "township__unit").prefetch_related("plan")
    return found.order_by(*SORTS[asked.sort][1])


def _places(asked: Asked) -> Q:
    found = Q()
    if asked.group:
        # By its units, not by its leader: she may have taken the group over from another.
        found &= Q(township__unit__in=asked.group.units.order_by().values("pk"))
    if asked.leader:
        found &= Q(leader=asked.leader)
    if asked.unit:
        found &= Q(township__unit=asked.unit)
    if asked.township:
        found &= Q(township=asked.township)
    return found


def _days(asked: Asked) -> Q:
    """Guidance of which at least one day lies within the days asked for."""
    found = Q()
    if asked.from_on:
        found &= Q(ended_on__gte=asked.from_on)
    if asked.to_on:
        found &= Q(started_on__lte=asked.to_on)
    return found


def _text(text: str) -> Q:
    """Every word somewhere in the four sections. Django takes % _ and \\ as they are."""
    found = Q()
    for word in words_of(text):
        found &= reduce(
            lambda either, name: either | Q(**{f"{name}__icontains": word}), Section.values, NO_ROWS
        )
    return found


def _with_due_day(found: Any) -> Any:
    """With `due_day`, for the database to compare: the plans' rule is asked once for each day."""
    days = list(found.order_by().values_list("plan", "ended_on").distinct())
    plans = Plan.objects.in_bulk({plan for plan, _ in days})
    whens = [When(plan=pk, ended_on=day, then=Value(plans[pk].report_due_on(day))) for pk, day in days]
    by_plan = Case(*whens, default=F("ended_on"), output_field=DateField())
    later = (Coalesce(F(name), by_plan) for name in ("extended_due_on", "corrected_due_on"))
    return found.annotate(due_day=Greatest(by_plan, *later))


def _in_time(asked: str) -> Q:
    """In time, late, or not sent and overdue: as Paper.late_days says it of one report."""
    if asked == OVERDUE:
        return Q(status__in=OPEN, due_day__lt=clock.today())
    sent_on = TruncDate("submitted_at")
    condition = Q(due_day__lt=sent_on) if asked == LATE else Q(due_day__gte=sent_on)
    return Q(condition, status__in=SENT)
