"""联系指导: the list of reports."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.access import Role, has_role, require_roles
from guidance.people.models import GUIDES
from guidance.visits.models import VisitReport

AUTHORS = (Role.LEADER, Role.MUNICIPAL_LIAISON)
READERS = (*GUIDES, Role.VIEWER)
PAGE_SIZE = 50


@require_roles(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Reports, newest first."""
    found = VisitReport.objects.visible_to(request.user)
    found = found.select_related("leader", "township__unit", "plan")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "writes": has_role(request.user, *AUTHORS)}
    return render(request, "guidance/visits/index.html", context)
