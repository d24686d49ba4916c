"""Which report a user may open, write and submit."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from guidance.core.access import GUIDES, VISIT_SUBMITTERS, Role, User, get_scope, has_role
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


def get_report(user: User, pk: int) -> VisitReport:
    """Return the report, or raise Http404 if the user may not see it."""
    reports = VisitReport.objects.visible_to(user)
    return get_object_or_404(reports.select_related("plan", "leader", "township__unit", "saved_by"), pk=pk)


def get_own_report(user: User, pk: int) -> VisitReport:
    """Return the report; raise Http404 if the user may not see it, PermissionDenied if not write it."""
    report = get_report(user, pk)
    if not can_write(user, report, *GUIDES):
        raise PermissionDenied
    return report


def can_write(user: User, report: VisitReport, *roles: Role) -> bool:
    """Whether the user, in one of `roles`, writes for the leader of `report` or has taken her township over.

    A user who may see the report may not always write it.
    """
    scope = get_scope(user, *roles)
    return scope.everything or report.leader_id in scope.leaders or report.township_id in scope.townships


def can_submit_report(user: User, plan: Plan, report: VisitReport | None = None) -> bool:
    """Whether the user may 上报: the leader, staff on her behalf, and her liaison if the plan says so (A-27).

    Without `report` the question is about a new one.
    """
    roles = GUIDES if plan.liaison_submits else VISIT_SUBMITTERS
    return has_role(user, *roles) if report is None else can_write(user, report, *roles)
