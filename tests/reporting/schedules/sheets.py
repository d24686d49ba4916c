"""Filling in a unit's sheet as a browser does: open the page, change cells, press a button."""

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


def complete() -> dict[str, str]:
    """Both rows of 融安县 with what round 2 asks for: nothing left to doubt."""
    return {
        **cells(1, party="1.20", committee="2.5"),
        **cells(2, party="1月20日至28日", committee="待定"),
    }


def open_form(client: Any, unit: ReportingUnit, *, number: int = 2) -> dict[str, Any]:
    """The fields of the sheet as the page shows them now."""
    return read(client.get(address(unit, number=number))).form(address(unit, number=number))


def save(client: Any, unit: ReportingUnit, typed: dict[str, str], *, number: int = 2, step: str = "") -> Any:
    """Open the sheet, type, press 存草稿 (or another button), follow where it leads."""
    data = open_form(client, unit, number=number) | typed
    return client.post(address(unit, step, number=number), data, follow=True)


def submit(client: Any, unit: ReportingUnit, typed: dict[str, str], *, number: int = 2) -> Any:
    """Open the sheet, type, press 上报."""
    return save(client, unit, typed, number=number, step="submit")


def press(client: Any, unit: ReportingUnit, step: str, *, number: int = 2, **typed: str) -> Any:
    """Press a button of the page that is read: 撤回, 接收, 退回."""
    form = read(client.get(address(unit, number=number))).form(address(unit, step, number=number))
    return client.post(address(unit, step, number=number), form | typed, follow=True)


def paper_of(unit: ReportingUnit, *, number: int = 2) -> ScheduleReturn:
    """What is stored for the unit."""
    return ScheduleReturn.objects.get(unit=unit, round__number=number)


def trail_of(paper: ScheduleReturn) -> list[str]:
    """The steps of a paper in the office's words."""
    return [step.verb for step in Transition.objects.filter(object_id=paper.pk)]


def typed_in(response: Any, unit: ReportingUnit) -> dict[str, Any]:
    """What stands in the fields of the page that came back."""
    page: Page = read(response)
    return page.form(address(unit))
