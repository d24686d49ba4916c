"""A leader or municipal liaison is replaced from a day; a link goes to another leader. Both can be undone."""

from collections.abc import Collection, Sequence

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import format_full_day
from guidance.core.records import Refused
from guidance.oversight.handovers.queries import (
    HandoverEffects,
    HandoverRequest,
    get_effects,
    get_holder,
    get_links_moved_by,
    get_moved_links,
)
from guidance.oversight.handovers.rules import day_before
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


class UnconfirmedReports(Refused):
    """There are reports of later visits that the user has not confirmed."""

    def __init__(self, effects: HandoverEffects) -> None:
        self.effects = effects
        super().__init__("有情况统计表的联系指导日期在接替日期当天或之后，请逐份核对，勾选确认后再登记。")


@transaction.atomic
def hand_over(*, handover_request: HandoverRequest, by: User, confirmed: Collection[int] = ()) -> int:
    """Record that the post changes hands, and move the leader's links. Return the number of moved links.

    Idempotent. Raises Refused with every reason against it, and UnconfirmedReports where
    reports of visits on that day or later are not all among `confirmed`: they keep their leader's name.
    """
    Plan.objects.select_for_update().get(pk=handover_request.group.plan_id)  # one handover at a time
    if (done := _count_links_moved_before(handover_request)) is not None:
        return done
    effects = get_effects(handover_request)
    if effects.reasons:
        raise Refused(" ".join(effects.reasons))
    if not {report.pk for report in effects.later_reports} <= set(confirmed):
        raise UnconfirmedReports(effects)
    successor = _save_successor(handover_request.successor, effects)
    if handover_request.links is None:
        Handover.objects.create(
            group=handover_request.group,
            post=handover_request.post,
            from_on=handover_request.from_on,
            reason=handover_request.reason,
            recorded_by=by,
            recorded_at=clock.now(),
            **{handover_request.post.value: successor},
        )
    _move_links(effects.links, successor, handover_request)
    return len(effects.links)


def _count_links_moved_before(handover_request: HandoverRequest) -> int | None:
    """The number of links that an earlier identical request moved; None if there was none."""
    key = handover_request.successor.natural_key()
    moved = get_moved_links(handover_request.group.plan, valid_from=handover_request.from_on)
    if handover_request.links is not None:
        done = [
            move
            for move in moved
            if move.old.pk in handover_request.links and move.new.leader.natural_key() == key
        ]
        return len(done) if done and len(done) == len(handover_request.links) else None
    handovers = Handover.objects.filter(
        group=handover_request.group, post=handover_request.post, from_on=handover_request.from_on
    )
    first = handovers.select_related(handover_request.post).first()
    if first is None or first.successor.natural_key() != key:
        return None
    return sum(
        handover_request.post == GroupPost.LEADER and move.new.leader_id == first.leader_id for move in moved
    )


def _save_successor(person: Leader | MunicipalLiaison, effects: HandoverEffects) -> Leader | MunicipalLiaison:
    """Save the successor if new; a new leader takes her predecessor's sort order."""
    if person._state.adding:
        if isinstance(person, Leader) and isinstance(effects.holder, Leader):
            person.sort_order = effects.holder.sort_order
        person.save()
    return person


def _move_links(
    links: Sequence[Link], successor: Leader | MunicipalLiaison, handover_request: HandoverRequest
) -> None:
    """End each link the day before, and continue it under the successor to its own end."""
    for link in links:
        last_day, link.valid_to = link.valid_to, day_before(handover_request.from_on)
        link._change_reason = f"移交{successor.name}：{handover_request.reason}"[:100]  # type: ignore[attr-defined]
        link.save()
        Link.objects.create(
            plan=link.plan,
            leader=successor,
            township=link.township,
            order=link.order,
            key_village_count=link.key_village_count,
            valid_from=handover_request.from_on,
            valid_to=last_day,
        )


@transaction.atomic
def undo_handover(*, handover: Handover) -> None:
    """撤销: the post and the links are as they were before. Idempotent.

    Raises Refused where another handover of the post follows, or the successor has already written a
    report as leader of one of the links.
    """
    Plan.objects.select_for_update().get(pk=handover.group.plan_id)
    current = Handover.objects.filter(pk=handover.pk).select_related("group__plan", "leader").first()
    if current is None:
        return
    later = Handover.objects.filter(group=current.group_id, post=current.post, from_on__gt=current.from_on)
    if following := later.first():
        raise Refused(f"请先撤销{format_full_day(following.from_on)}的接替，再撤销这一条。")
    if current.post == GroupPost.LEADER:
        predecessor = get_holder(current.group, current.post, day_before(current.from_on))
        for move in get_links_moved_by(current, predecessor):
            _merge_links(move.old, move.new)
    current.delete()


@transaction.atomic
def undo_link_handover(*, link: Link) -> None:
    """撤销 of a link that was handed over by itself; as `undo_handover`."""
    Plan.objects.select_for_update().get(pk=link.plan_id)
    for move in get_moved_links(link.plan, pk=link.pk):
        _merge_links(move.old, move.new)


def _merge_links(old: Link, new: Link) -> None:
    """Delete the new link and extend the old one to its end."""
    reports = VisitReport.objects.filter(
        plan=new.plan_id, leader=new.leader_id, township=new.township_id, ended_on__gte=new.valid_from
    )
    if reports.exists():
        raise Refused(
            f"{new.leader}已有{new.township.printed_name}的情况统计表，不能撤销；请另登记一次接替。"
        )
    last_day = new.valid_to
    new.delete()  # first: a township has one open link
    old.valid_to = last_day
    old.save()
