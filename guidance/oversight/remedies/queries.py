"""差距台账: the villages in a gap, and those whose gap has closed, each with its record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from guidance.core import clock
from guidance.core.access import NO_ROWS, User
from guidance.core.choices import Progress
from guidance.core.dates import full_day
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.rules import AT_WORK, MISSING, SOLVED
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import GAPS, GAPS_BY_CODE, Gap
from guidance.reporting.returns.queries import applicable, villages_with_returns

REMEDIED = [gap for gap in GAPS if gap.remedied]
NO_DAY = date(9999, 12, 31)  # what has no due day comes last
PLACE = ("unit_order", "township_code", "sort_order", "village", "gap")
SORTS = {
    "due_on": ("完成时限从早到晚", ("due_key", *PLACE)),
    "place": ("按地区", PLACE),
}


@dataclass(frozen=True)
class Asked:
    """Which lines of the ledger: each an empty value where all are meant."""

    gap: str = ""
    unit: Any = None
    township: Any = None
    state: str = ""
    overdue: bool = False
    sort: str = "due_on"


def ledger(user: User, plan: Plan | None, asked: Asked) -> QuerySet[Any, Any]:
    """The lines as dicts: a line a village and gap, where the gap is open or a record is kept of it."""
    villages = villages_with_returns(user, plan)
    if asked.unit:
        villages = villages.filter(township__unit=asked.unit)
    if asked.township:
        villages = villages.filter(township=asked.township)
    gaps = [gap for gap in REMEDIED if asked.gap in ("", gap.code)]
    first, *others = [_lines(villages, plan, gap, asked) for gap in gaps]
    return first.union(*others, all=True).order_by(*SORTS[asked.sort][1])


def _lines(villages: QuerySet[Any], plan: Plan | None, gap: Gap, asked: Asked) -> QuerySet[Any, Any]:
    """The lines of one gap; all gaps have the same columns, so that the database joins them."""
    kept = FilteredRelation("remedies", condition=Q(remedies__plan=plan, remedies__gap=gap.code))
    found = (
        villages.annotate(kept=kept, is_open=_is(gap.condition & applicable()))
        .filter(Q(is_open=True) | Q(kept__isnull=False))
        .annotate(found_state=_state())
        .annotate(is_overdue=_is(Q(found_state__in=AT_WORK, kept__due_on__lt=clock.today())))
    )
    if asked.state:
        found = found.filter(found_state=asked.state)
    if asked.overdue:
        found = found.filter(is_overdue=True)
    return found.order_by().values(
        "is_overdue",
        "sort_order",
        village=F("pk"),
        village_name=F("name"),
        gap=Value(gap.code, CharField()),
        state=F("found_state"),
        reason=Coalesce("kept__reason", Value(""), output_field=TextField()),
        planned=Coalesce("kept__planned", Value(""), output_field=TextField()),
        due_on=F("kept__due_on"),
        due_key=Coalesce("kept__due_on", Value(NO_DAY), output_field=DateField()),
        responsible=Coalesce("kept__unit__short_name", "township__unit__short_name"),
        unit_name=F("township__unit__short_name"),
        township_name=F("township__name"),
        unit_order=F("township__unit__attachment_order"),
        township_code=F("township__code"),
    )


def _is(condition: Q) -> Case:
    """True or false where SQL would also say unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _state() -> Case:
    """已解决 where the figures say so, else what the record says."""
    return Case(
        When(is_open=False, then=Value(SOLVED)),
        When(kept__isnull=True, then=Value(MISSING)),
        default=F("kept__state"),
        output_field=CharField(),
    )


def villages_missing(user: User, plan: Plan | None) -> int:
    """How many visible villages have an open gap of which no record is kept yet."""
    kept = Remedy.objects.filter(plan=plan, village=OuterRef("pk"))
    wanted = NO_ROWS
    for gap in REMEDIED:
        wanted |= gap.condition & Q(~Exists(kept.filter(gap=gap.code)))
    return villages_with_returns(user, plan).filter(applicable(), wanted).count()


def is_open(user: User, plan: Plan | None, village: Village, gap: str) -> bool:
    """Whether the figures put the village in this gap now."""
    condition = GAPS_BY_CODE[gap].condition & applicable()
    return villages_with_returns(user, plan).filter(condition, pk=village.pk).exists()


@dataclass(frozen=True)
class Step:
    """One save of a record: who, when, and what changed, in words."""

    by: Any
    at: Any
    is_first: bool
    changes: list[tuple[str, str, str]]  # label, before, after


TOLD = ("reason", "planned", "due_on", "unit", "state")


def steps_of(remedy: Remedy | None) -> list[Step]:
    """The history of a record, the last first."""
    if remedy is None:
        return []
    rows = list(
        remedy.history.select_related("saved_by", "history_user", "unit").order_by(
            "history_date", "history_id"
        )
    )
    pairs = zip([None, *rows], rows, strict=False)
    steps = [_step(before, after) for before, after in pairs]
    return [step for step in reversed(steps) if step.changes]


def _step(before: Any, after: Any) -> Step:
    changes = [
        (str(Remedy._meta.get_field(name).verbose_name), _words(before, name), _words(after, name))  # type: ignore[union-attr]
        for name in TOLD
        if _words(before, name) != _words(after, name)
    ]
    return Step(after.history_user or after.saved_by, after.history_date, before is None, changes)


def _words(row: Any, name: str) -> str:
    """A value as people write it; empty where there is none."""
    value = getattr(row, name, None)
    if value is None or value == "":
        return ""
    if name == "state":
        return Progress(value).label
    return full_day(value) if name == "due_on" else str(value)


def in_words(remedy: Remedy) -> dict[str, str]:
    """What is stored, to stand under what was typed."""
    return {name: _words(remedy, name) for name in TOLD}
