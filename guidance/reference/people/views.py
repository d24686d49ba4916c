"""联系点安排 (Attachment 1), with the guidance groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core.access import PHONE_READERS, PLAN_MANAGERS, PLAN_READERS, has_role, require_roles
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.people.queries import assignment_rows, get_groups_with_posts
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def assignments(request: HttpRequest) -> HttpResponse:
    """Who guides which township, in the order of Attachment 1, and the groups."""
    plan = Plan.objects.current()
    groups = GuidanceGroup.objects.visible_to(request.user).filter(plan=plan)
    context = {
        "by_leader": assignment_rows(request.user, plan),
        "groups": get_groups_with_posts(groups),
        "shows_phones": has_role(request.user, *PHONE_READERS),
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
    }
    return render(request, "guidance/reference/people/assignments.html", context)
