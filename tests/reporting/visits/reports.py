"""Writing Attachment 2 as a browser does: open the page, type, press a button."""

from typing import Any

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from tests.pages import read

NEW = "/visits/new/"
SEND_NEW = "/visits/new/submit/"


def address(report: VisitReport, step: str = "") -> str:
    """/visits/1/ or, with a step, /visits/1/submit/."""
    return f"/visits/{report.pk}/" + (f"{step}/" if step else "")


def link(order: int) -> str:
    """The value of row `order` of Attachment 1 in the drop-down."""
    return str(Link.objects.get(order=order).pk)


def written(**changes: Any) -> dict[str, Any]:
    """A report that could be sent: 桥板乡, 4 and 5 February."""
    return {
        "link": changes.get("link") or link(1),
        "started_on": "2021-02-04",
        "ended_on": "2021-02-05",
        "methods": ["hearing", "field_visit"],
        "overall_situation": "演示：进展顺利",
        **changes,
    }


def write(client: Any, typed: dict[str, Any], *, step: str = NEW) -> Any:
    """Open a blank form, type, press 存草稿 (or, with SEND_NEW, 上报)."""
    return client.post(step, read(client.get(NEW)).form(NEW) | typed, follow=True)


def draft(client: Any, **changes: Any) -> VisitReport:
    """A draft, written through the page."""
    assert write(client, written(**changes)).status_code == 200
    return VisitReport.objects.latest("pk")


def sent(client: Any, **changes: Any) -> VisitReport:
    """A report, written and sent through the page."""
    assert write(client, written(**changes), step=SEND_NEW).status_code == 200
    return VisitReport.objects.latest("pk")


def open_form(client: Any, report: VisitReport) -> dict[str, Any]:
    """The fields of the report as the page shows them now."""
    return read(client.get(address(report))).form(address(report))


def save(client: Any, report: VisitReport, typed: dict[str, Any], *, step: str = "") -> Any:
    """Open the report, type, press 存草稿 (or another button of the form)."""
    return client.post(address(report, step), open_form(client, report) | typed, follow=True)


def press(client: Any, report: VisitReport, step: str, **typed: str) -> Any:
    """Press a button of the page that is read: 撤回, 接收, 退回."""
    form = read(client.get(address(report))).form(address(report, step))
    return client.post(address(report, step), form | typed, follow=True)


def trail_of(report: VisitReport) -> list[str]:
    """The steps of a report in the office's words."""
    return [step.verb for step in report.transitions.all()]
