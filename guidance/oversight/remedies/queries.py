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
from guidance.core.dates import format_full_day
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.rules import AT_WORK, MISSING, SOLVED
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import GAPS, GAPS_BY_CODE, Gap
from guidance.reporting.returns.queries import applicable, villages_with_returns

REMEDIED = [gap for gap in GAPS if gap.remedied]
NO_DAY = date(9999, 12, 31)  # lines without a due day come last
PLACE = ("unit_order", "township_code", "sort_order", "village", "gap")
SORTS = {
    "due_on": ("完成时限从早到晚", ("due_key", *PLACE)),
    "place": ("按地区", PLACE),
}


@dataclass(frozen=True)
class LedgerSelection:
    """The choices of the ledger's filter; an empty value means all."""

    gap: str = ""
    unit: Any = None
    township: Any = None
    state: str = ""
    overdue: bool = False
    sort: str = "due_on"


def get_ledger(user: User, plan: Plan | None, selection: LedgerSelection) -> QuerySet[Any, Any]:
    """The lines as dicts: one per village and gap that is open or has a record."""
    villages = villages_with_returns(user, plan)
    if selection.unit:
        villages = villages.filter(township__unit=selection.unit)
    if selection.township:
        villages = villages.filter(township=selection.township)
    gaps = [gap for gap in REMEDIED if selection.gap in ("", gap.code)]
    first, *others = [_get_lines(villages, plan, gap, selection) for gap in gaps]
    return first.union(*others, all=True).order_by(*SORTS[selection.sort][1])


def _get_lines(
    villages: QuerySet[Any], plan: Plan | None, gap: Gap, selection: LedgerSelection
) -> QuerySet[Any, Any]:
    """The lines of one gap; all gaps have the same columns, so that the database joins them."""
    current = FilteredRelation("remedies", condition=Q(remedies__plan=plan, remedies__gap=gap.code))
    lines = (
        villages.annotate(current=current, is_open=_as_boolean(gap.condition & applicable()))
        .filter(Q(is_open=True) | Q(current__isnull=False))
        .annotate(current_state=_get_state_case())
        .annotate(is_overdue=_as_boolean(Q(current_state__in=AT_WORK, current__due_on__lt=clock.today())))
    )
    if selection.state:
        lines = lines.filter(current_state=selection.state)
    if selection.overdue:
        lines = lines.filter(is_overdue=True)
    return lines.order_by().values(
        "is_overdue",
        "sort_order",
        village=F("pk"),
        village_name=F("name"),
        gap=Value(gap.code, CharField()),
        state=F("current_state"),
        reason=Coalesce("current__reason", Value(""), output_field=TextField()),
        planned=Coalesce("current__planned", Value(""), output_field=TextField()),
        due_on=F("current__due_on"),
        due_key=Coalesce("current__due_on", Value(NO_DAY), output_field=DateField()),
        responsible=Coalesce("current__unit__short_name", "township__unit__short_name"),
        unit_name=F("township__unit__short_name"),
        township_name=F("township__name"),
        unit_order=F("township__unit__attachment_order"),
        township_code=F("township__code"),
    )


def _as_boolean(condition: Q) -> Case:
    """The condition as true or false, where SQL could also return unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _get_state_case() -> Case:
    """The state in SQL: 已解决 where the gap is closed by the figures, else the state of the record."""
    return Case(
        When(is_open=False, then=Value(SOLVED)),
        When(current__isnull=True, then=Value(MISSING)),
        default=F("current__state"),
        output_field=CharField(),
    )


def count_villages_without_remedy(user: User, plan: Plan | None) -> int:
    """The number of visible villages with an open gap that has no record yet."""
    remedies = Remedy.objects.filter(plan=plan, village=OuterRef("pk"))
    condition = NO_ROWS
    for gap in REMEDIED:
        condition |= gap.condition & Q(~Exists(remedies.filter(gap=gap.code)))
    return villages_with_returns(user, plan).filter(applicable(), condition).count()


def is_open(user: User, plan: Plan | None, village: Village, gap: str) -> bool:
    """Whether the figures put the village in this gap now."""
    condition = GAPS_BY_CODE[gap].condition & applicable()
    return villages_with_returns(user, plan).filter(condition, pk=village.pk).exists()


@dataclass(frozen=True)
class RemedyStep:
    """One save of a record, with its changes in words."""

    by: Any
    at: Any
    is_first: bool
    changes: list[tuple[str, str, str]]  # label, before, after


HISTORY_FIELDS = ("reason", "planned", "due_on", "unit", "state")


def get_remedy_steps(remedy: Remedy | None) -> list[RemedyStep]:
    """The saves of a record that changed something, the last first."""
    if remedy is None:
        return []
    rows = list(
        remedy.history.select_related("saved_by", "history_user", "unit").order_by(
            "history_date", "history_id"
        )
    )
    pairs = zip([None, *rows], rows, strict=False)
    steps = [_make_step(before, after) for before, after in pairs]
    return [step for step in reversed(steps) if step.changes]


def _make_step(before: Any, after: Any) -> RemedyStep:
    changes = [
        (
            str(Remedy._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _format_value(before, name),
            _format_value(after, name),
        )
        for name in HISTORY_FIELDS
        if _format_value(before, name) != _format_value(after, name)
    ]
    return RemedyStep(after.history_user or after.saved_by, after.history_date, before is None, changes)


def _format_value(row: Any, name: str) -> str:
    """A value as people write it; empty where there is none."""
    value = getattr(row, name, None)
    if value is None or value == "":
        return ""
    if name == "state":
        return Progress(value).label
    return format_full_day(value) if name == "due_on" else str(value)


def format_values(remedy: Remedy) -> dict[str, str]:
    """The stored values in words, to show under the typed ones."""
    return {name: _format_value(remedy, name) for name in HISTORY_FIELDS}
