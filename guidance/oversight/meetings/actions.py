"""What people do on the calendar: observe, subscribe, put a changed date away."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.defaults import feed_token
from guidance.oversight.meetings.models import FeedToken, MeetingObserver
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.models import DateChange


@transaction.atomic
def observe(*, link: Link, by: User) -> MeetingObserver:
    """我去观摩, for the leader of `link`. Pressed twice it is arranged once."""
    _must_act_for(link, by)
    observer, _ = MeetingObserver.objects.get_or_create(
        plan=link.plan, township=link.township, leader=link.leader
    )
    return observer


@transaction.atomic
def stop_observing(*, link: Link, by: User) -> None:
    """取消. Pressed twice it is gone once."""
    _must_act_for(link, by)
    found = MeetingObserver.objects.editable_by(by).filter(
        plan=link.plan, township=link.township, leader=link.leader
    )
    for observer in found:  # one by one: each leaves its history
        observer.delete()


def _must_act_for(link: Link, by: User) -> None:
    """Raises PermissionDenied unless the user acts for the leader, and the link holds today."""
    mine = Link.objects.for_reports_of(by).valid_on(clock.today())
    if not mine.filter(pk=link.pk).exists():
        raise PermissionDenied("只有该乡镇（街道）的联系领导及其联络员可以安排观摩。")


@transaction.atomic
def renew_feed(*, user: User) -> FeedToken:
    """生成 or 重新生成: a new address; the old one is dead at once."""
    feed, _ = FeedToken.objects.select_for_update().get_or_create(
        user=user, defaults={"created_at": clock.now()}
    )
    feed.token, feed.created_at = feed_token(), clock.now()
    feed.save()
    return feed


@transaction.atomic
def stop_feed(*, user: User) -> None:
    """停用: the address is dead at once."""
    FeedToken.objects.filter(user=user).delete()


@transaction.atomic
def put_away(*, plan: Plan, changes: Collection[int], user: User) -> int:
    """知道了, for exactly these changes of dates: later ones stay. Answers how many."""
    found = list(DateChange.objects.visible_to(user).unseen_by(user).filter(plan=plan, pk__in=changes))
    for change in found:
        change.seen_by.add(user)
    return len(found)
