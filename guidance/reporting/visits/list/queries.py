"""Reports as a list: filtered, searched, sorted."""

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
from guidance.reporting.visits.list.search import words_of
from guidance.reporting.visits.models import VisitReport

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
        found = found.with_lateness(clock.today())
    if asked.in_time:
        found = found.filter(lateness=asked.in_time)
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
