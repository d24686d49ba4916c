"""Actions of the calendar: arrange an observation, renew a feed, dismiss changed dates."""

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
def arrange_observation(*, link: Link, by: User) -> MeetingObserver:
    """我去观摩: arrange that the leader of `link` observes. Idempotent."""
    _check_acts_for(link, by)
    observer, _ = MeetingObserver.objects.get_or_create(
        plan=link.plan, township=link.township, leader=link.leader
    )
    return observer


@transaction.atomic
def cancel_observation(*, link: Link, by: User) -> None:
    """取消: cancel the arrangement of the leader of `link`. Idempotent."""
    _check_acts_for(link, by)
    observers = MeetingObserver.objects.editable_by(by).filter(
        plan=link.plan, township=link.township, leader=link.leader
    )
    for observer in observers:  # one by one: each leaves its history
        observer.delete()


def _check_acts_for(link: Link, by: User) -> None:
    """Raise PermissionDenied unless the user acts for the leader and the link is valid today."""
    links = Link.objects.reportable_by(by).valid_on(clock.today())
    if not links.filter(pk=link.pk).exists():
        raise PermissionDenied("只有该乡镇（街道）的联系领导及其联络员可以安排观摩。")


@transaction.atomic
def renew_feed(*, user: User) -> FeedToken:
    """生成 or 重新生成: create a new address; the old one stops working at once."""
    feed, _ = FeedToken.objects.select_for_update().get_or_create(
        user=user, defaults={"created_at": clock.now()}
    )
    feed.token, feed.created_at = feed_token(), clock.now()
    feed.save()
    return feed


@transaction.atomic
def delete_feed(*, user: User) -> None:
    """停用: delete the address; it stops working at once."""
    FeedToken.objects.filter(user=user).delete()


@transaction.atomic
def dismiss_changes(*, plan: Plan, changes: Collection[int], user: User) -> int:
    """知道了: mark exactly these changed dates as seen, and return how many."""
    unseen = list(DateChange.objects.visible_to(user).unseen_by(user).filter(plan=plan, pk__in=changes))
    for change in unseen:
        change.seen_by.add(user)
    return len(unseen)
