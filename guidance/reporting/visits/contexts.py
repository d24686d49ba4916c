"""What the page of the form shows; used by every view that answers with it."""

from typing import Any

from guidance.core.access import User
from guidance.reporting.visits.access import can_submit
from guidance.reporting.visits.files.queries import files_of
from guidance.reporting.visits.forms import VisitForm
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import initial_of
from guidance.reporting.visits.rules import plain_values


def form_context(user: User, form: VisitForm, report: VisitReport | None) -> dict[str, Any]:
    """Who may submit the form, and what the browser is to know it by."""
    submits = can_submit(user, form.plan, report)
    return {
        "form": form,
        "sends": submits,
        "presents": not submits,
        "draft_key": report.creation_key if report else form["submission_key"].value(),
        "known": plain_values(initial_of(report, user)) if report else {},
        "files": files_of(report, writes=True),
    }
