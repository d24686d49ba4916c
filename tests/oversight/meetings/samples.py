"""Schedules of units, from which the calendar takes its meetings."""

from datetime import date
from typing import Any

from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn
from tests.access_scene import make_schedule, send
from tests.cast import Cast

PAGE = "/meetings/"


def cell_fields(
    column: str, start: date, end: date | None = None, *, note: str = "", actual: bool = False
) -> dict:
    """Return the fields of one cell of a schedule line."""
    kind = "actual" if actual else "planned"
    values = {"from": start, "to": end or start, "note": note, "kind": kind}
    return {f"{column}_{part}": value for part, value in values.items()}


def townships_of(unit: ReportingUnit) -> list[Township]:
    """Return the linked townships of a unit in the order of Attachment 1."""
    return [link.township for link in Link.objects.filter(township__unit=unit).order_by("order")]


def store_schedule(
    cast: Cast,
    rows: dict[Township, dict[str, Any]],
    *,
    number: int = 2,
    is_sent: bool = True,
    **completion: Any,
) -> ScheduleReturn:
    """Store the schedule of the townships' unit in one round."""
    unit = next(iter(rows)).unit
    by = cast.other_reporter if unit == cast.other_unit else cast.reporter
    schedule = make_schedule(unit, number, by)
    for name, value in completion.items():
        setattr(schedule, name, value)
    schedule.save()
    for township, cells in rows.items():
        ScheduleLine.objects.create(schedule_return=schedule, township=township, **cells)
    return send(schedule, by) if is_sent else schedule
