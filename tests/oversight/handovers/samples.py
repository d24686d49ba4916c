"""Handovers of a leader's post, and reports of the leader."""

from datetime import date
from uuid import uuid4

from guidance.core.workflow.choices import Status
from guidance.oversight.handovers.actions import hand_over
from guidance.oversight.handovers.queries import HandoverRequest
from guidance.reference.accounts.models import User
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport

DAY = date(2021, 2, 20)
LEADER, LIAISON = GroupPost.LEADER, GroupPost.MUNICIPAL_LIAISON


def reload_user(user: User) -> User:
    """Return the account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def record_handover(
    cast, group, person, *, from_on=DAY, post=LEADER, links=None, confirmed=(), reason="演示"
):
    """Hand the post over as the clerk."""
    handover_request = HandoverRequest(group, post, from_on, person, reason, links)
    return hand_over(handover_request=handover_request, by=cast.clerk, confirmed=confirmed)


def store_report(cast, day, *, status=Status.DRAFT, township=None) -> VisitReport:
    """Store a report of the leader."""
    return VisitReport.objects.create(
        plan=cast.plan,
        leader=cast.leader_person,
        signatory=cast.leader_person,
        township=township or cast.township,
        author=cast.leader,
        started_on=day,
        ended_on=day,
        creation_key=uuid4(),
        status=status,
        version=1,
    )


def all_links() -> list[tuple]:
    """Return all links as the database has them."""
    names = ("plan", "township", "leader", "order", "key_village_count", "valid_from", "valid_to")
    return list(Link.objects.order_by("township", "valid_from").values_list("pk", *names))
