"""Reading the cells of Attachment 3 that the villages' days make, for whole sheets at once."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from guidance.core import clock
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.cells import Cell, Content, cell_key
from guidance.reporting.schedules.models import VillageMeeting
from guidance.reporting.schedules.villages.rules import VillageDay, derive_cell, with_derived_cells

Townships = Collection[int] | QuerySet[Any, Any]  # their keys


def with_village_cells(content: Content, plan: Plan, townships: Townships) -> Content:
    """What a sheet says, the cells of its `townships` taken from the villages wherever these have a day.

    Where the plan has no village level, all cells are typed ones.
    """
    return with_derived_cells(content, derived_cells(plan, townships) if plan.meetings_by_village else {})


def derived_cells(plan: Plan, townships: Townships) -> dict[str, Cell]:
    """By key, the cells that villages make: two queries for any number of townships."""
    rows = VillageMeeting.objects.filter(
        plan=plan, village__township__in=townships, village__merged_into__isnull=True
    ).order_by()
    days: dict[tuple[int, str], list[VillageDay]] = defaultdict(list)
    for township, column, held_on, kind in rows.values_list("village__township", "column", "held_on", "kind"):
        days[township, column].append(VillageDay(held_on, kind))
    villages = Village.objects.current().filter(township__in=townships).order_by().values("township")
    totals = dict(villages.annotate(number=Count("pk")).values_list("township", "number"))
    today = clock.today()
    return {
        cell_key(column, township): derive_cell(village_days, totals.get(township, len(village_days)), today)
        for (township, column), village_days in days.items()
    }
