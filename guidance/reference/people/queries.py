"""Who holds the posts of the groups today, who held them before, and who comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet

from guidance.core import clock
from guidance.core.access import VISIT_AUTHORS, User, roles_of, scope_of
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, Official, TownshipLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan


@dataclass(frozen=True)
class Step:
    """A handover with the one who goes."""

    handover: Handover
    predecessor: Official


@dataclass(frozen=True)
class Post:
    """A post of a group today: who holds it, how she came to it, and who takes over next."""

    holder: Official
    taken_over: Step | None
    next: Step | None


@dataclass(frozen=True)
class GroupToday:
    """A group with its posts."""

    group: GuidanceGroup
    leader: Post
    liaison: Post


def groups_today(groups: QuerySet[GuidanceGroup], day: date | None = None) -> list[GroupToday]:
    """`groups` with whoever holds their posts on `day`, which is today unless another is asked for."""
    on = day or clock.today()
    found = GuidanceGroup.objects.filter(pk__in=groups.values("pk")).with_posts_on(on)
    return [
        GroupToday(
            group,
            _post(group, GroupPost.LEADER, group.leader_now_id, on),
            _post(group, GroupPost.MUNICIPAL_LIAISON, group.liaison_now_id, on),
        )
        for group in with_handovers(found).prefetch_related("members", "units")
    ]


def with_handovers(groups: QuerySet[GuidanceGroup]) -> QuerySet[Any]:
    """Read together with all that `steps_of` needs."""
    handovers = Handover.objects.select_related("leader", "municipal_liaison", "recorded_by")
    prefetch = Prefetch("handovers", handovers.order_by("from_on"))
    return groups.select_related("leader", "municipal_liaison").prefetch_related(prefetch)


def steps_of(group: GuidanceGroup, post: str) -> list[Step]:
    """The handovers of a post in the order of their days; the group was read `with_handovers`."""
    steps, holder = [], getattr(group, post)
    for handover in group.handovers.all():
        if handover.post == post:
            steps.append(Step(handover, holder))
            holder = handover.successor
    return steps


def _post(group: GuidanceGroup, post: GroupPost, holder_id: int, day: date) -> Post:
    steps = steps_of(group, post)
    people: dict[int, Official] = {one.handover.successor.pk: one.handover.successor for one in steps}
    people.setdefault(getattr(group, f"{post}_id"), getattr(group, post))
    past = [one for one in steps if one.handover.from_on <= day]
    coming = [one for one in steps if one.handover.from_on > day]
    return Post(people[holder_id], past[-1] if past else None, coming[0] if coming else None)


def coming_links(user: User, plan: Plan | None, day: date) -> dict[int, Link]:
    """By township: the link that begins after `day`, the nearest one where there are several."""
    found = Link.objects.visible_to(user).filter(plan=plan, valid_from__gt=day).select_related("leader")
    return {link.township_id: link for link in found.order_by("-valid_from")}


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


def linked_today(user: User, plan: Plan | None) -> list[LeaderRows]:
    """The rows of Attachment 1 that the user may see, in its order, by leader."""
    today = clock.today()
    links = Link.objects.visible_to(user).in_plan(plan).valid_on(today)
    found = TownshipLiaison.objects.visible_to(user).filter(plan=plan)
    liaisons = {liaison.township_id: liaison for liaison in found}
    coming = coming_links(user, plan, today)

    def row(link: Link) -> Row:
        return Row(link, liaisons.get(link.township_id), coming.get(link.township_id))

    by_leader = groupby(links.select_related("leader", "township__unit"), key=lambda link: link.leader)
    return [LeaderRows(leader, [row(link) for link in group]) for leader, group in by_leader]


def idle_posts(user: User) -> list[tuple[str, Step, bool]]:
    """For a leader or liaison who reaches nothing today: what she handed over, or will take over.

    Group and post in words, the handover, and whether she is the one who takes over.
    """
    if roles_of(user).isdisjoint(VISIT_AUTHORS) or scope_of(user, *VISIT_AUTHORS).leaders:
        return []
    grants = list(user.role_grants.order_by())
    groups = with_handovers(GuidanceGroup.objects.filter(plan__is_current=True)).order_by("number")
    return [
        one for group in groups for post in GroupPost for one in _idle(group, post, _people(grants, post))
    ]


def _people(grants: Iterable, post: GroupPost) -> set[int | None]:
    return {getattr(grant, f"{post}_id") for grant in grants} - {None}


def _idle(group: GuidanceGroup, post: GroupPost, people: set[int | None]) -> Iterator[tuple[str, Step, bool]]:
    today, words = clock.today(), f"{group}{post.label}"
    for step in steps_of(group, post):
        if step.handover.from_on <= today and step.predecessor.pk in people:
            yield words, step, False
        if step.handover.from_on > today and step.handover.successor.pk in people:
            yield words, step, True
