"""The report of an address, by who asks for it, and who writes and submits it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from guidance.core.access import GUIDES, VISIT_SUBMITTERS, Role, User, has_role, scope_of
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


def get_report(user: User, pk: int) -> VisitReport:
    """A report that the user may see, or 404."""
    reports = VisitReport.objects.visible_to(user)
    return get_object_or_404(reports.select_related("plan", "leader", "township__unit", "saved_by"), pk=pk)


def get_own_report(user: User, pk: int) -> VisitReport:
    """A visible report that is the user's to write. Raise PermissionDenied for who only reads it."""
    report = get_report(user, pk)
    if not can_write(user, report, *GUIDES):
        raise PermissionDenied
    return report


def can_write(user: User, report: VisitReport, *roles: Role) -> bool:
    """Whether the user, in one of `roles`, writes for the leader of `report`, or took her township over;
    to see it is not enough.
    """
    scope = scope_of(user, *roles)
    return scope.everything or report.leader_id in scope.leaders or report.township_id in scope.townships


def can_submit(user: User, plan: Plan, report: VisitReport | None = None) -> bool:
    """Whether the user may 上报: the leader, staff for her, and her liaison where the plan says so (A-27).

    Without a report: one of the user's own that is still to be written.
    """
    roles = GUIDES if plan.liaison_submits else VISIT_SUBMITTERS
    return has_role(user, *roles) if report is None else can_write(user, report, *roles)
