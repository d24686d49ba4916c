"""A leader or municipal liaison is replaced from a day; a link goes to another leader. Both can be undone."""

from collections.abc import Collection, Sequence

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import full_day
from guidance.core.records import Refused
from guidance.oversight.handovers.queries import Asked, Moving, holder_on, moved_by, moved_links, moving
from guidance.oversight.handovers.rules import day_before
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import Leader, Link, MunicipalLiaison
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


class Unconfirmed(Refused):
    """There are reports of later visits that whoever pressed has not confirmed."""

    def __init__(self, found: Moving) -> None:
        self.found = found
        super().__init__("有情况统计表的联系指导日期在接替日期当天或之后，请逐份核对，勾选确认后再登记。")


@transaction.atomic
def hand_over(*, asked: Asked, by: User, confirmed: Collection[int] = ()) -> int:
    """Record that the post changes hands, and move the leader's links. Answers how many links moved.

    Pressed twice it is done once. Raises Refused with every reason against it, and Unconfirmed where
    reports of visits on that day or later are not all among `confirmed`: they keep their leader's name.
    """
    Plan.objects.select_for_update().get(pk=asked.group.plan_id)  # one handover at a time
    if (done := _done_before(asked)) is not None:
        return done
    found = moving(asked)
    if found.reasons:
        raise Refused(" ".join(found.reasons))
    if not {report.pk for report in found.later_reports} <= set(confirmed):
        raise Unconfirmed(found)
    successor = _stored(asked.successor, found)
    if asked.links is None:
        Handover.objects.create(
            group=asked.group,
            post=asked.post,
            from_on=asked.from_on,
            reason=asked.reason,
            recorded_by=by,
            recorded_at=clock.now(),
            **{asked.post.value: successor},
        )
    _move(found.links, successor, asked)
    return len(found.links)


def _done_before(asked: Asked) -> int | None:
    """How many links the first press moved; None where this is the first."""
    key = asked.successor.natural_key()
    moved = moved_links(asked.group.plan, valid_from=asked.from_on)
    if asked.links is not None:
        done = [one for one in moved if one.old.pk in asked.links and one.new.leader.natural_key() == key]
        return len(done) if done and len(done) == len(asked.links) else None
    made = Handover.objects.filter(group=asked.group, post=asked.post, from_on=asked.from_on)
    first = made.select_related(asked.post).first()
    if first is None or first.successor.natural_key() != key:
        return None
    return sum(asked.post == GroupPost.LEADER and one.new.leader_id == first.leader_id for one in moved)


def _stored(person: Leader | MunicipalLiaison, found: Moving) -> Leader | MunicipalLiaison:
    """The person, kept where new: a leader stands where her predecessor stood."""
    if person._state.adding:
        if isinstance(person, Leader) and isinstance(found.holder, Leader):
            person.sort_order = found.holder.sort_order
        person.save()
    return person


def _move(links: Sequence[Link], successor: Leader | MunicipalLiaison, asked: Asked) -> None:
    """Each link ends the day before, and goes on under the successor to its own end."""
    for link in links:
        last_day, link.valid_to = link.valid_to, day_before(asked.from_on)
        link._change_reason = f"移交{successor.name}：{asked.reason}"[:100]  # type: ignore[attr-defined]
        link.save()
        Link.objects.create(
            plan=link.plan,
            leader=successor,
            township=link.township,
            order=link.order,
            key_village_count=link.key_village_count,
            valid_from=asked.from_on,
            valid_to=last_day,
        )


@transaction.atomic
def take_back(*, handover: Handover) -> None:
    """撤销: the post and the links are as they were before. Pressed twice it is undone once.

    Raises Refused where another handover of the post follows, or the successor has already written a
    report as leader of one of the links.
    """
    Plan.objects.select_for_update().get(pk=handover.group.plan_id)
    found = Handover.objects.filter(pk=handover.pk).select_related("group__plan", "leader").first()
    if found is None:
        return
    later = Handover.objects.filter(group=found.group_id, post=found.post, from_on__gt=found.from_on)
    if following := later.first():
        raise Refused(f"请先撤销{full_day(following.from_on)}的接替，再撤销这一条。")
    if found.post == GroupPost.LEADER:
        predecessor = holder_on(found.group, found.post, day_before(found.from_on))
        for one in moved_by(found, predecessor):
            _rejoin(one.old, one.new)
    found.delete()


@transaction.atomic
def take_back_link(*, link: Link) -> None:
    """撤销 of a link that was handed over by itself; as `take_back`."""
    Plan.objects.select_for_update().get(pk=link.plan_id)
    for one in moved_links(link.plan, pk=link.pk):
        _rejoin(one.old, one.new)


def _rejoin(old: Link, new: Link) -> None:
    """The old link goes on to where the new one ends."""
    written = VisitReport.objects.filter(
        plan=new.plan_id, leader=new.leader_id, township=new.township_id, ended_on__gte=new.valid_from
    )
    if written.exists():
        raise Refused(
            f"{new.leader}已有{new.township.printed_name}的情况统计表，不能撤销；请另登记一次接替。"
        )
    last_day = new.valid_to
    new.delete()  # first: a township has one open link
    old.valid_to = last_day
    old.save()
