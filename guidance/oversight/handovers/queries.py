"""What a handover moves, why it cannot be, and what has been recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from guidance.core import clock
from guidance.core.workflow.models import OPEN
from guidance.oversight.handovers.rules import Wish, day_before, why_not
from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.accounts.models import RoleGrant
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.people.queries import PostChange, groups_today, post_changes, with_handovers
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

NOT_A_LEADER = (
    "只移交部分联系点时，接任人须是某个指导组的组长（组长才看得到联系点），请另选；要更换组长，请选“全部”。"
)


@dataclass(frozen=True)
class Asked:
    """A handover as it is asked for."""

    group: GuidanceGroup
    post: GroupPost
    from_on: date
    successor: Leader | MunicipalLiaison  # not stored yet where the person is new
    reason: str = ""
    links: frozenset[int] | None = None  # only these links move, and the group keeps its leader

    @property
    def words(self) -> str:
        """指导一组组长."""
        return f"{self.group}{self.post.label}"


@dataclass(frozen=True)
class Moving:
    """What would move, and what is to be known first."""

    holder: Leader | MunicipalLiaison
    links: list[Link] = field(default_factory=list)
    open_reports: list[VisitReport] = field(default_factory=list)  # they go to the successor, name and all
    later_reports: list[VisitReport] = field(
        default_factory=list
    )  # of visits that would lie outside her link
    arrangements: list[MeetingObserver] = field(default_factory=list)  # 我去观摩, which lapse
    reasons: list[str] = field(default_factory=list)  # why it cannot be


def moving(asked: Asked) -> Moving:
    """What `asked` would move, with every reason against it."""
    holder = holder_on(asked.group, asked.post, day_before(asked.from_on))
    found = Moving(holder)
    if asked.post == GroupPost.LEADER:
        found = _with_papers(asked, replace(found, links=_links_of(asked, holder)))
    return replace(found, reasons=[*why_not(_wish(asked, found)), *_reasons_of_part(asked, found)])


def holder_on(group: GuidanceGroup, post: str, day: date) -> Any:
    """Who holds the post of the group on `day`."""
    (today,) = groups_today(GuidanceGroup.objects.filter(pk=group.pk), day)
    return (today.leader if post == GroupPost.LEADER else today.liaison).holder


def links_of(group: GuidanceGroup, leader: Leader, day: date) -> list[Link]:
    """The leader's links from `day` on that go with this group: all but those of other groups she leads."""
    led = GuidanceGroup.objects.filter(plan=group.plan_id).with_posts_on(day_before(day))
    others = led.filter(leader_now_id=leader.pk).exclude(pk=group.pk).values_list("units", flat=True)
    elsewhere = set(others)
    rows = Link.objects.in_plan(group.plan).filter(leader=leader)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).select_related("township__unit")
    return [link for link in rows if link.township.unit_id not in elsewhere]


def _links_of(asked: Asked, holder: Leader) -> list[Link]:
    links = links_of(asked.group, holder, asked.from_on)
    return links if asked.links is None else [link for link in links if link.pk in asked.links]


def _with_papers(asked: Asked, found: Moving) -> Moving:
    """With her reports and arrangements on these townships."""
    own: dict[str, Any] = {
        "plan": asked.group.plan_id,
        "leader": found.holder.pk,
        "township__in": [link.township_id for link in found.links],
    }
    reports = VisitReport.objects.filter(**own).select_related("township__unit").order_by("ended_on", "pk")
    return replace(
        found,
        open_reports=list(reports.filter(status__in=OPEN)),
        later_reports=list(reports.filter(ended_on__gte=asked.from_on)),
        arrangements=list(MeetingObserver.objects.filter(**own).select_related("township__unit")),
    )


def _wish(asked: Asked, found: Moving) -> Wish:
    plan = asked.group.plan
    rows = Handover.objects.filter(group=asked.group, post=asked.post).select_related(asked.post)
    return Wish(
        post=asked.words,
        from_on=asked.from_on,
        holder=found.holder.natural_key(),
        successor=asked.successor.natural_key(),
        first_day=plan.starts_on,
        last_day=plan.closes_on,
        recorded=[(row.from_on, row.successor.name) for row in rows],
        links=[(link.township.printed_name, link.valid_from) for link in found.links],
    )


def _reasons_of_part(asked: Asked, found: Moving) -> Iterator[str]:
    if asked.links is None:
        return
    if not found.links:
        yield "请勾选要移交的联系点。"
    groups = GuidanceGroup.objects.filter(plan=asked.group.plan_id).with_posts_on(asked.from_on)
    if not asked.successor.pk or not groups.filter(leader_now_id=asked.successor.pk).exists():
        yield NOT_A_LEADER


@dataclass(frozen=True)
class Recorded:
    """A recorded handover: who after whom, whether she can log in, whether it can be taken back."""

    step: PostChange
    words: str
    has_account: bool
    has_come: bool
    is_last: bool  # of its post: the others stand beneath it


def recorded_of(plan: Plan | None) -> list[Recorded]:
    """All handovers of the plan, the latest first."""
    groups = with_handovers(GuidanceGroup.objects.filter(plan=plan)).order_by("number")
    rows = [
        (group, post, step, steps[-1] is step)
        for group in groups
        for post in GroupPost
        for steps in [post_changes(group, post)]
        for step in steps
    ]
    known = _accounts()
    found = [
        Recorded(
            step,
            f"{group}{post.label}",
            (post.value, step.handover.successor.pk) in known,
            step.handover.from_on <= clock.today(),
            is_last,
        )
        for group, post, step, is_last in rows
    ]
    return sorted(found, key=lambda one: one.step.handover.from_on, reverse=True)


def _accounts() -> set[tuple[str, int]]:
    """Post and person of everyone who has an account that is switched on."""
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


def moved_links(plan: Plan | None, **conditions: Any) -> list[MovedLink]:
    """The links of the plan that changed hands; `conditions` are about the new link."""
    again = Link.objects.filter(plan=plan).order_by().values("township").annotate(n=Count("pk"))
    townships = again.filter(n__gt=1).values("township")
    links = Link.objects.in_plan(plan).filter(township__in=townships)
    ended = {
        (link.township_id, link.valid_to): link
        for link in links.select_related("leader").filter(valid_to__isnull=False)
    }
    found = links.filter(**conditions).select_related("leader", "township__unit")
    return [
        MovedLink(old, new)
        for new in found.order_by("-valid_from", "order")
        if (old := ended.get((new.township_id, day_before(new.valid_from))))
    ]


def moved_by(handover: Handover, predecessor: Leader) -> list[MovedLink]:
    """The links that went over with a group's leader."""
    moved = moved_links(handover.group.plan, leader=handover.leader, valid_from=handover.from_on)
    return [one for one in moved if one.old.leader_id == predecessor.pk]


def moved_alone(plan: Plan | None, recorded: Sequence[Recorded]) -> list[MovedLink]:
    """The links that changed hands without a handover of the group."""
    by_handover = {
        (one.step.predecessor.pk, one.step.handover.leader_id, one.step.handover.from_on) for one in recorded
    }
    return [
        one
        for one in moved_links(plan)
        if (one.old.leader_id, one.new.leader_id, one.new.valid_from) not in by_handover
    ]
