"""The form of 延期 of a visit report."""

from typing import Any

from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.workflow.forms import ExtensionForm
from guidance.reporting.visits.models import VisitReport


def get_extension_form(user: User, report: VisitReport | None, data: Any = None) -> ExtensionForm | None:
    """The form of 延期 for staff while the report is with its author; else None."""
    if report is None or not report.is_open or not has_role(user, *PLAN_MANAGERS):
        return None
    return ExtensionForm(data, after=report.due_on)
