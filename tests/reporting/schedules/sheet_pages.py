"""The pages of a unit's sheet as a browser uses them: open the form, change cells, press a button."""

from typing import Any

from guidance.core.workflow.models import Transition
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.schedules.models import ScheduleReturn
from tests.pages import Page, read


def address(unit: ReportingUnit, step: str = "", *, number: int = 2) -> str:
    """/schedules/2/1/ or, with a step, /schedules/2/1/submit/."""
    return f"/schedules/{number}/{unit.pk}/" + (f"{step}/" if step else "")


def cell(township: Township, column: str) -> str:
    """The name of a cell's field."""
    return f"township-{township.pk}-{column}"


def cells(order: int, **texts: str) -> dict[str, str]:
    """Fields of row `order` of Attachment 3: cells(1, party="2.5", party_kind="actual")."""
    township = Link.objects.get(order=order).township
    return {cell(township, column): text for column, text in texts.items()}


def complete_cells() -> dict[str, str]:
    """Fields of both rows of 融安县 as round 2 requires them, with nothing to confirm."""
    return {
        **cells(1, party="1.20", committee="2.5"),
        **cells(2, party="1月20日至28日", committee="待定"),
    }


def open_form(client: Any, unit: ReportingUnit, *, number: int = 2) -> dict[str, Any]:
    """The fields of the sheet's form, read from the page now."""
    return read(client.get(address(unit, number=number))).form(address(unit, number=number))


def save_sheet(
    client: Any, unit: ReportingUnit, typed: dict[str, str], *, number: int = 2, step: str = ""
) -> Any:
    """Open the sheet, type, press 存草稿 (or another button), follow the redirect."""
    data = open_form(client, unit, number=number) | typed
    return client.post(address(unit, step, number=number), data)


def submit_sheet(client: Any, unit: ReportingUnit, typed: dict[str, str], *, number: int = 2) -> Any:
    """Open the sheet, type, press 上报."""
    return save_sheet(client, unit, typed, number=number, step="submit")


def press_button(client: Any, unit: ReportingUnit, step: str, *, number: int = 2, **typed: str) -> Any:
    """Press a button of the read-only page: 撤回, 接收, 退回."""
    form = read(client.get(address(unit, number=number))).form(address(unit, step, number=number))
    return client.post(address(unit, step, number=number), form | typed)


def stored_return(unit: ReportingUnit, *, number: int = 2) -> ScheduleReturn:
    """The unit's stored return."""
    return ScheduleReturn.objects.get(unit=unit, round__number=number)


def trail_verbs(schedule: ScheduleReturn) -> list[str]:
    """The verbs of the return's transitions."""
    return [step.verb for step in Transition.objects.filter(object_id=schedule.pk)]


def form_fields(response: Any, unit: ReportingUnit) -> dict[str, Any]:
    """The fields of the form on the page of this response."""
    page: Page = read(response)
    return page.form(address(unit))
