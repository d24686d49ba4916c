"""联系点安排 (Attachment 1), with the guidance groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance import clock
from guidance.access import BUSINESS_ROLES, Role, has_role, require_roles
from guidance.people.models import GuidanceGroup, Leader, Link, TownshipLiaison
from guidance.plans.models import Plan

# Those who have to reach a township liaison; other readers see masked numbers.
CALLERS = tuple(role for role in BUSINESS_ROLES if role is not Role.VIEWER)


@require_roles(*BUSINESS_ROLES)
def assignments(request: HttpRequest) -> HttpResponse:
    """Who guides which township, in the order of Attachment 1, and the groups."""
    plan = Plan.objects.current()
    links = Link.objects.visible_to(request.user).in_plan(plan).valid_on(clock.today())
    liaisons = TownshipLiaison.objects.visible_to(request.user).filter(plan=plan)
    groups = GuidanceGroup.objects.visible_to(request.user).filter(plan=plan)
    context = {
        "by_leader": _by_leader(list(links.select_related("leader", "township__unit"))),
        "liaisons": {liaison.township_id: liaison for liaison in liaisons},
        "groups": groups.select_related("leader", "municipal_liaison").prefetch_related("members", "units"),
        "shows_phones": has_role(request.user, *CALLERS),
    }
    return render(request, "guidance/people/assignments.html", context)


def _by_leader(links: list[Link]) -> list[tuple[Leader, list[Link]]]:
    """Consecutive links of one leader together: the attachment merges her cells."""
    found: list[tuple[Leader, list[Link]]] = []
    for link in links:
        if not found or found[-1][0] != link.leader:
            found.append((link.leader, []))
        found[-1][1].append(link)
    return found
