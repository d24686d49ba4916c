"""The template context of the form, shared by every view that renders it."""

from typing import Any

from guidance.core.access import User
from guidance.reporting.visits.access import can_submit_report
from guidance.reporting.visits.files.queries import get_report_files
from guidance.reporting.visits.forms import VisitForm
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import get_initial
from guidance.reporting.visits.rules import plain_values


def get_form_context(user: User, form: VisitForm, report: VisitReport | None) -> dict[str, Any]:
    """The form, what the user may do with it, and what the autosave script needs."""
    submittable = can_submit_report(user, form.plan, report)
    return {
        "form": form,
        "can_submit": submittable,
        "can_present": not submittable,
        "draft_key": report.creation_key if report else form["submission_key"].value(),
        "stored_values": plain_values(get_initial(report, user)) if report else {},
        "files": get_report_files(report, can_edit=True),
    }
