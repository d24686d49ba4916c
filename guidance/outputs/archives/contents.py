"""The archive from its first file to its last, always in the same order."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from guidance.core.access import User
from guidance.outputs.archives.chapters import figures, history, notice, sent
from guidance.outputs.archives.members import Member
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.models import ScheduleReturn

FIXED = 26  # members that every archive has: the notice, tables and ledgers


def contents_of(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Its members as `user`, one of the staff, sees them, each made when it is asked for.

    The caller holds the clock at `made_at`: what is overdue and who is linked is judged of that moment.
    """
    yield from notice.notice(plan, user, made_at)
    yield from sent.schedules(plan, user, made_at)
    yield from sent.visits(plan, user, made_at)
    yield from figures.results(plan, user, made_at)
    yield from figures.snapshots(plan, user, made_at)
    yield from figures.ledgers(plan, user, made_at)
    yield from history.history(plan, made_at)
    yield from notice.contacts(plan, user, made_at)


def moment_of(plan: Plan) -> datetime:
    """When its data were last changed: the moment that the archive says it was made of."""
    begun = datetime.combine(plan.issued_on, time(), timezone.get_current_timezone())
    return timezone.localtime(history.last_change(plan) or begun)


def steps_of(plan: Plan, user: User) -> int:
    """About how many members there will be, for the progress."""
    returns = ScheduleReturn.objects.filter(round__plan=plan).count()
    snapshots = Snapshot.objects.filter(plan=plan).count()
    return FIXED + returns + len(sent.sent_reports(plan, user)) + 2 * snapshots
