"""The pages of Attachment 2 as a browser uses them: open the form, type, press a button."""

from http import HTTPStatus
from typing import Any

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import read

NEW = "/visits/new/"
SEND_NEW = "/visits/new/submit/"


def address(report: VisitReport, step: str = "") -> str:
    """/visits/1/ or, with a step, /visits/1/submit/."""
    return f"/visits/{report.pk}/" + (f"{step}/" if step else "")


def link_value(order: int) -> str:
    """The value of row `order` of Attachment 1 in the drop-down."""
    return str(Link.objects.get(order=order).pk)


def report_fields(**changes: Any) -> dict[str, Any]:
    """Fields of a complete report: 桥板乡, 4 and 5 February."""
    return {
        "link": changes.get("link") or link_value(1),
        "started_on": "2021-02-04",
        "ended_on": "2021-02-05",
        "methods": ["hearing", "field_visit"],
        "overall_situation": "演示：进展顺利",
        **changes,
    }


def write_report(client: Any, typed: dict[str, Any], *, step: str = NEW) -> Any:
    """Open a blank form, type, press 存草稿 (or, with SEND_NEW, 上报)."""
    return client.post(step, read(client.get(NEW)).form(NEW) | typed)


def write_draft(client: Any, **changes: Any) -> VisitReport:
    """Write a draft through the page."""
    assert write_report(client, report_fields(**changes)).status_code == HTTPStatus.FOUND
    return VisitReport.objects.latest("pk")


def send_report(client: Any, **changes: Any) -> VisitReport:
    """Write a report through the page and send it."""
    assert write_report(client, report_fields(**changes), step=SEND_NEW).status_code == HTTPStatus.FOUND
    return VisitReport.objects.latest("pk")


def open_form(client: Any, report: VisitReport) -> dict[str, Any]:
    """The fields of the report's form, read from the page now."""
    return read(client.get(address(report))).form(address(report))


def save_report(client: Any, report: VisitReport, typed: dict[str, Any], *, step: str = "") -> Any:
    """Open the report, type, press 存草稿 (or another button of the form)."""
    return client.post(address(report, step), open_form(client, report) | typed)


def press_button(client: Any, report: VisitReport, step: str, **typed: str) -> Any:
    """Press a button of the report's page: 撤回, 接收, 退回."""
    form = read(client.get(address(report))).form(address(report, step))
    return client.post(address(report, step), form | typed)


def trail_verbs(report: VisitReport) -> list[str]:
    """The verbs of the report's transitions, oldest first."""
    return [step.verb for step in report.transitions.all()]
