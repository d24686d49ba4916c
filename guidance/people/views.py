"""联系点安排 (Attachment 1), with the guidance groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance import clock
from guidance.access import BUSINESS_ROLES, Role, has_role, require_roles
from guidance.people.models import GuidanceGroup, Leader, Link, TownshipLiaison
from guidance.people.queries import coming_links, groups_today
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
    coming = coming_links(request.user, plan, clock.today())
    context = {
        "by_leader": _by_leader(links.select_related("leader", "township__unit"), liaisons, coming),
        "groups": groups_today(groups),
        "shows_phones": has_role(request.user, *CALLERS),
        "is_staff": has_role(request.user, Role.MUNICIPAL_STAFF),
    }
    return render(request, "guidance/people/assignments.html", context)


@dataclass(frozen=True)
class Row:
    """A link with its township's liaison, and the link that follows it."""

    link: Link
    liaison: TownshipLiaison | None
    next: Link | None


@dataclass(frozen=True)
class LeaderRows:
    """Consecutive rows of one leader: the attachment merges her cells."""

    leader: Leader
    rows: list[Row]

    @property
    def next(self) -> Link | None:
        """What follows, where one leader takes all of them over on one day."""
        following = {(row.next.leader_id, row.next.valid_from) if row.next else None for row in self.rows}
        return self.rows[0].next if len(following) == 1 else None


def _by_leader(
    links: Iterable[Link], liaisons: dict[int, TownshipLiaison], coming: dict[int, Link]
) -> list[LeaderRows]:
    return [
        LeaderRows(
            leader,
            [Row(link, liaisons.get(link.township_id), coming.get(link.township_id)) for link in group],
        )
        for leader, group in groupby(links, key=lambda link: link.leader)
    ]
