"""联系点安排 (Attachment 1), with the guidance groups."""

from collections.abc import Iterable
from itertools import groupby

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
    found = TownshipLiaison.objects.visible_to(request.user).filter(plan=plan)
    liaisons = {liaison.township_id: liaison for liaison in found}
    groups = GuidanceGroup.objects.visible_to(request.user).filter(plan=plan)
    context = {
        "by_leader": _by_leader(links.select_related("leader", "township__unit"), liaisons),
        "groups": groups.select_related("leader", "municipal_liaison").prefetch_related("members", "units"),
        "shows_phones": has_role(request.user, *CALLERS),
    }
    return render(request, "guidance/people/assignments.html", context)


Row = tuple[Link, TownshipLiaison | None]


def _by_leader(links: Iterable[Link], liaisons: dict[int, TownshipLiaison]) -> list[tuple[Leader, list[Row]]]:
    """Consecutive rows of one leader together: the attachment merges her cells."""
    groups = groupby(links, key=lambda link: link.leader)
    return [(leader, [(link, liaisons.get(link.township_id)) for link in group]) for leader, group in groups]
