"""The sheet of an address, by who asks for it, and who submits it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from guidance.core.access import SCHEDULE_SUBMITTERS, User, get_scope
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.queries import get_unit_sheet
from guidance.reporting.schedules.sheets import Sheet


def get_sheet(user: User, number: int, unit_id: int, *, carry: bool = False) -> Sheet:
    """The sheet of this round and unit, or 404 where it is outside the user's scope."""
    rounds = ReportingRound.objects.in_plan(Plan.objects.current()).select_related("plan")
    round_ = get_object_or_404(rounds, number=number)
    unit = get_object_or_404(ReportingUnit.objects.named_for(user), pk=unit_id)
    sheet = get_unit_sheet(user, round_, unit, carry=carry)
    if not sheet.links and not ReportingUnit.objects.visible_to(user).filter(pk=unit.pk).exists():
        raise Http404  # the unit above a township that is not linked: nothing here to see
    return sheet


def editable_township_ids(user: User, unit: ReportingUnit) -> set[int]:
    """The townships of `unit` whose rows the user may change."""
    return set(Township.objects.editable_by(user).filter(unit=unit).values_list("pk", flat=True))


def can_submit_for_unit(user: User, unit: ReportingUnit) -> bool:
    """Whether the user submits for the whole unit, and so fills in what is the unit's own."""
    scope = get_scope(user, *SCHEDULE_SUBMITTERS)
    return scope.everything or unit.pk in scope.units
