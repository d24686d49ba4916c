"""The members of an archive from the first to the last, always in the same order."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from guidance.core.access import User
from guidance.outputs.archives.chapters import figures, history, notice, papers
from guidance.outputs.archives.members import Member
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.models import ScheduleReturn

FIXED_MEMBERS = 26  # members that every archive has: the notice, tables and ledgers


def archive_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Yield the members as `user`, one of the staff, sees them; each is made when it is reached.

    The caller stops the clock at `made_at`, so that lateness and links are those of that moment.
    """
    yield from notice.notice_members(plan, user, made_at)
    yield from papers.schedule_members(plan, user, made_at)
    yield from papers.visit_members(plan, user, made_at)
    yield from figures.result_members(plan, user, made_at)
    yield from figures.snapshot_members(plan, user, made_at)
    yield from figures.ledger_members(plan, user, made_at)
    yield from history.history_members(plan, made_at)
    yield from notice.contact_members(plan, user, made_at)


def data_moment(plan: Plan) -> datetime:
    """When the data were last changed, which is the moment that the archive shows."""
    issued_at = datetime.combine(plan.issued_on, time(), timezone.get_current_timezone())
    return timezone.localtime(history.get_last_change(plan) or issued_at)


def estimate_members(plan: Plan, user: User) -> int:
    """About how many members there will be, for the progress bar."""
    returns = ScheduleReturn.objects.filter(round__plan=plan).count()
    snapshots = Snapshot.objects.filter(plan=plan).count()
    return FIXED_MEMBERS + returns + len(papers.sent_report_keys(plan, user)) + 2 * snapshots
