"""Handing a post over, and what stands then."""

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
    """As the next request reads the account."""
    return User.objects.get(pk=user.pk)


def record_handover(
    cast, group, person, *, from_on=DAY, post=LEADER, links=None, confirmed=(), reason="演示"
):
    """Hand the post over."""
    handover_request = HandoverRequest(group, post, from_on, person, reason, links)
    return hand_over(handover_request=handover_request, by=cast.clerk, confirmed=confirmed)


def store_report(cast, day, *, status=Status.DRAFT, township=None) -> VisitReport:
    """A report of the leader's."""
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
    """All links as they stand."""
    names = ("plan", "township", "leader", "order", "key_village_count", "valid_from", "valid_to")
    return list(Link.objects.order_by("township", "valid_from").values_list("pk", *names))
