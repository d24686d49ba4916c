"""The effects of a handover, the reasons against it, and the recorded handovers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from guidance.core import clock
from guidance.core.workflow.models import OPEN
from guidance.oversight.handovers.rules import HandoverCheck, day_before, get_refusal_reasons
from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.people.queries import PostChange, get_groups_with_posts, post_changes, with_handovers
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

NOT_A_LEADER = (
    "只移交部分联系点时，接任人须是某个指导组的组长（组长才看得到联系点），请另选；要更换组长，请选“全部”。"
)


@dataclass(frozen=True)
class HandoverRequest:
    """A handover as the form requests it."""

    group: GuidanceGroup
    post: GroupPost
    from_on: date
    successor: Leader | MunicipalLiaison  # not stored yet where the person is new
    reason: str = ""
    links: frozenset[int] | None = None  # only these links move, and the group keeps its leader

    @property
    def post_label(self) -> str:
        """指导一组组长."""
        return f"{self.group}{self.post.label}"


@dataclass(frozen=True)
class HandoverEffects:
    """What a handover would move, and what the user must know first."""

    holder: Leader | MunicipalLiaison
    links: list[Link] = field(default_factory=list)
    open_reports: list[VisitReport] = field(default_factory=list)  # they go to the successor, name and all
    later_reports: list[VisitReport] = field(
        default_factory=list
    )  # of visits that would lie outside her link
    arrangements: list[MeetingObserver] = field(default_factory=list)  # 我去观摩, which lapse
    reasons: list[str] = field(default_factory=list)  # against the handover


def get_effects(handover_request: HandoverRequest) -> HandoverEffects:
    """What the request would move, with every reason against it."""
    holder = get_holder(handover_request.group, handover_request.post, day_before(handover_request.from_on))
    effects = HandoverEffects(holder)
    if handover_request.post == GroupPost.LEADER:
        effects = _add_reports(
            handover_request, replace(effects, links=_get_requested_links(handover_request, holder))
        )
    return replace(
        effects,
        reasons=[
            *get_refusal_reasons(_make_check(handover_request, effects)),
            *_get_part_refusal_reasons(handover_request, effects),
        ],
    )


def get_holder(group: GuidanceGroup, post: str, day: date) -> Any:
    """Who holds the post of the group on `day`."""
    (today,) = get_groups_with_posts(GuidanceGroup.objects.filter(pk=group.pk), day)
    return (today.leader if post == GroupPost.LEADER else today.liaison).holder


def get_links(group: GuidanceGroup, leader: Leader, day: date) -> list[Link]:
    """The leader's links from `day` on that go with this group: all but those of other groups she leads."""
    led = GuidanceGroup.objects.filter(plan=group.plan_id).with_posts_on(day_before(day))
    others = led.filter(leader_now_id=leader.pk).exclude(pk=group.pk).values_list("units", flat=True)
    elsewhere = set(others)
    rows = Link.objects.in_plan(group.plan).filter(leader=leader)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).select_related("township__unit")
    return [link for link in rows if link.township.unit_id not in elsewhere]


def _get_requested_links(handover_request: HandoverRequest, holder: Leader) -> list[Link]:
    links = get_links(handover_request.group, holder, handover_request.from_on)
    return (
        links
        if handover_request.links is None
        else [link for link in links if link.pk in handover_request.links]
    )


def _add_reports(handover_request: HandoverRequest, effects: HandoverEffects) -> HandoverEffects:
    """Add her reports and arrangements on these townships."""
    own: dict[str, Any] = {
        "plan": handover_request.group.plan_id,
        "leader": effects.holder.pk,
        "township__in": [link.township_id for link in effects.links],
    }
    reports = VisitReport.objects.filter(**own).select_related("township__unit").order_by("ended_on", "pk")
    return replace(
        effects,
        open_reports=list(reports.filter(status__in=OPEN)),
        later_reports=list(reports.filter(ended_on__gte=handover_request.from_on)),
        arrangements=list(MeetingObserver.objects.filter(**own).select_related("township__unit")),
    )


def _make_check(handover_request: HandoverRequest, effects: HandoverEffects) -> HandoverCheck:
    plan = handover_request.group.plan
    rows = Handover.objects.filter(group=handover_request.group, post=handover_request.post).select_related(
        handover_request.post
    )
    return HandoverCheck(
        post=handover_request.post_label,
        from_on=handover_request.from_on,
        holder=effects.holder.natural_key(),
        successor=handover_request.successor.natural_key(),
        first_day=plan.starts_on,
        last_day=plan.closes_on,
        recorded=[(row.from_on, row.successor.name) for row in rows],
        links=[(link.township.printed_name, link.valid_from) for link in effects.links],
    )


def _get_part_refusal_reasons(handover_request: HandoverRequest, effects: HandoverEffects) -> Iterator[str]:
    if handover_request.links is None:
        return
    if not effects.links:
        yield "请勾选要移交的联系点。"
    groups = GuidanceGroup.objects.filter(plan=handover_request.group.plan_id).with_posts_on(
        handover_request.from_on
    )
    if (
        not handover_request.successor.pk
        or not groups.filter(leader_now_id=handover_request.successor.pk).exists()
    ):
        yield NOT_A_LEADER


@dataclass(frozen=True)
class RecordedHandover:
    """A recorded handover, with whether the successor can log in and whether it can be undone."""

    step: PostChange
    post_label: str
    has_account: bool
    has_come: bool
    is_last: bool  # of its post: only the last can be undone


def get_recorded_handovers(plan: Plan | None) -> list[RecordedHandover]:
    """All handovers of the plan, the latest first."""
    groups = with_handovers(GuidanceGroup.objects.filter(plan=plan)).order_by("number")
    rows = [
        (group, post, step, steps[-1] is step)
        for group in groups
        for post in GroupPost
        for steps in [post_changes(group, post)]
        for step in steps
    ]
    people_with_accounts = _get_people_with_accounts()
    recorded = [
        RecordedHandover(
            step,
            f"{group}{post.label}",
            (post.value, step.handover.successor.pk) in people_with_accounts,
            step.handover.from_on <= clock.today(),
            is_last,
        )
        for group, post, step, is_last in rows
    ]
    return sorted(recorded, key=lambda row: row.step.handover.from_on, reverse=True)


def _get_people_with_accounts() -> set[tuple[str, int]]:
    """Post and person of everyone with an active account."""
    grants = RoleGrant.objects.filter(user__is_active=True).order_by()
    rows = grants.values_list("leader", "municipal_liaison")
    return {
        (post.value, person) for row in rows for post, person in zip(GroupPost, row, strict=True) if person
    }


@dataclass(frozen=True)
class MovedLink:
    """A link that follows another leader's on the same township without a gap."""

    old: Link
    new: Link


def get_moved_links(plan: Plan | None, **conditions: Any) -> list[MovedLink]:
    """The links of the plan that changed hands; `conditions` are about the new link."""
    again = Link.objects.filter(plan=plan).order_by().values("township").annotate(n=Count("pk"))
    townships = again.filter(n__gt=1).values("township")
    links = Link.objects.in_plan(plan).filter(township__in=townships)
    ended = {
        (link.township_id, link.valid_to): link
        for link in links.select_related("leader").filter(valid_to__isnull=False)
    }
    new_links = links.filter(**conditions).select_related("leader", "township__unit")
    return [
        MovedLink(old, new)
        for new in new_links.order_by("-valid_from", "order")
        if (old := ended.get((new.township_id, day_before(new.valid_from))))
    ]


def get_links_moved_by(handover: Handover, predecessor: Leader) -> list[MovedLink]:
    """The links that went over with a group's leader."""
    moved = get_moved_links(handover.group.plan, leader=handover.leader, valid_from=handover.from_on)
    return [link for link in moved if link.old.leader_id == predecessor.pk]


def get_links_moved_alone(plan: Plan | None, recorded: Sequence[RecordedHandover]) -> list[MovedLink]:
    """The links that changed hands without a handover of the group."""
    by_handover = {
        (row.step.predecessor.pk, row.step.handover.leader_id, row.step.handover.from_on) for row in recorded
    }
    return [
        link
        for link in get_moved_links(plan)
        if (link.old.leader_id, link.new.leader_id, link.new.valid_from) not in by_handover
    ]
