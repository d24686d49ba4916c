"""Posts of the groups, with their holders today, before and next; rows of Attachment 1."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet

from guidance.core import clock
from guidance.core.access import VISIT_AUTHORS, User, get_roles, get_scope
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, Official, TownshipLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan


@dataclass(frozen=True)
class PostChange:
    """A handover, with whoever held the post before."""

    handover: Handover
    predecessor: Official


@dataclass(frozen=True)
class Post:
    """A post of a group today: its holder, the handover to her, and the next one."""

    holder: Official
    taken_over: PostChange | None
    next: PostChange | None


@dataclass(frozen=True)
class GroupWithPosts:
    """A group with its posts."""

    group: GuidanceGroup
    leader: Post
    liaison: Post


def get_groups_with_posts(groups: QuerySet[GuidanceGroup], day: date | None = None) -> list[GroupWithPosts]:
    """`groups` with whoever holds their posts on `day`, which is today unless given."""
    day = day or clock.today()
    dated = GuidanceGroup.objects.filter(pk__in=groups.values("pk")).with_posts_on(day)
    return [
        GroupWithPosts(
            group,
            _get_post(group, GroupPost.LEADER, group.leader_now_id, day),
            _get_post(group, GroupPost.MUNICIPAL_LIAISON, group.liaison_now_id, day),
        )
        for group in with_handovers(dated).prefetch_related("members", "units")
    ]


def with_handovers(groups: QuerySet[GuidanceGroup]) -> QuerySet[Any]:
    """`groups` with all that `post_changes` reads."""
    handovers = Handover.objects.select_related("leader", "municipal_liaison", "recorded_by")
    prefetch = Prefetch("handovers", handovers.order_by("from_on"))
    return groups.select_related("leader", "municipal_liaison").prefetch_related(prefetch)


def post_changes(group: GuidanceGroup, post: str) -> list[PostChange]:
    """Handovers of a post by their days; the group must have been read `with_handovers`."""
    changes, holder = [], getattr(group, post)
    for handover in group.handovers.all():
        if handover.post == post:
            changes.append(PostChange(handover, holder))
            holder = handover.successor
    return changes


def _get_post(group: GuidanceGroup, post: GroupPost, holder_id: int, day: date) -> Post:
    changes = post_changes(group, post)
    people: dict[int, Official] = {
        change.handover.successor.pk: change.handover.successor for change in changes
    }
    people.setdefault(getattr(group, f"{post}_id"), getattr(group, post))
    past = [change for change in changes if change.handover.from_on <= day]
    upcoming = [change for change in changes if change.handover.from_on > day]
    return Post(people[holder_id], past[-1] if past else None, upcoming[0] if upcoming else None)


def upcoming_links(user: User, plan: Plan | None, day: date) -> dict[int, Link]:
    """By township, the link that begins after `day`; the nearest where there are several."""
    links = Link.objects.visible_to(user).filter(plan=plan, valid_from__gt=day).select_related("leader")
    return {link.township_id: link for link in links.order_by("-valid_from")}


@dataclass(frozen=True)
class LinkRow:
    """A link with its township's liaison, and the link that follows it."""

    link: Link
    liaison: TownshipLiaison | None
    next: Link | None


@dataclass(frozen=True)
class LeaderRows:
    """Consecutive rows of one leader: the attachment merges her cells."""

    leader: Leader
    rows: list[LinkRow]

    @property
    def next(self) -> Link | None:
        """The link that follows, where one leader takes all rows over on one day."""
        following = {(row.next.leader_id, row.next.valid_from) if row.next else None for row in self.rows}
        return self.rows[0].next if len(following) == 1 else None


def assignment_rows(user: User, plan: Plan | None) -> list[LeaderRows]:
    """Rows of Attachment 1 that hold today and that the user may see, in its order, by leader."""
    today = clock.today()
    links = Link.objects.visible_to(user).in_plan(plan).valid_on(today)
    visible = TownshipLiaison.objects.visible_to(user).filter(plan=plan)
    liaisons = {liaison.township_id: liaison for liaison in visible}
    upcoming = upcoming_links(user, plan, today)

    def make_row(link: Link) -> LinkRow:
        return LinkRow(link, liaisons.get(link.township_id), upcoming.get(link.township_id))

    by_leader = groupby(links.select_related("leader", "township__unit"), key=lambda link: link.leader)
    return [LeaderRows(leader, [make_row(link) for link in group]) for leader, group in by_leader]


def idle_posts(user: User) -> list[tuple[str, PostChange, bool]]:
    """Posts that a leader or liaison who reaches nothing today has handed over, or will take over.

    Each is the group and post in words, the handover, and whether the user is the one who takes over.
    """
    if get_roles(user).isdisjoint(VISIT_AUTHORS) or get_scope(user, *VISIT_AUTHORS).leaders:
        return []
    grants = list(user.role_grants.order_by())
    groups = with_handovers(GuidanceGroup.objects.filter(plan__is_current=True)).order_by("number")
    return [
        idle
        for group in groups
        for post in GroupPost
        for idle in _idle_posts(group, post, _person_ids(grants, post))
    ]


def _person_ids(grants: Iterable, post: GroupPost) -> set[int | None]:
    return {getattr(grant, f"{post}_id") for grant in grants} - {None}


def _idle_posts(
    group: GuidanceGroup, post: GroupPost, person_ids: set[int | None]
) -> Iterator[tuple[str, PostChange, bool]]:
    today, label = clock.today(), f"{group}{post.label}"
    for change in post_changes(group, post):
        if change.handover.from_on <= today and change.predecessor.pk in person_ids:
            yield label, change, False
        if change.handover.from_on > today and change.handover.successor.pk in person_ids:
            yield label, change, True
