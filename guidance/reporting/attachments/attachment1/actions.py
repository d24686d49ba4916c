"""From a read Attachment 1 to the links of a plan."""

from datetime import date

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Refused
from guidance.reference.people.models import Link, TownshipLiaison
from guidance.reference.plans.models import Plan
from guidance.reporting.attachments.attachment1.matching import Counts, ProposedLink, preview_links
from guidance.reporting.attachments.models import ReadPaper

CHANGED_MESSAGE = "核对之后数据又有变化，没有写入；请按下面的最新结果重新核对。"


@transaction.atomic
def store_links(paper: ReadPaper, *, plan: Plan, valid_from: date, seen: str, by: User) -> Counts:
    """Write the links, leaders and liaisons that were shown; all or none. Returns how much was written.

    `seen` is the preview's fingerprint. Raises Refused where what was shown has changed meanwhile, or
    where a row cannot be written.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)  # as a handover does: links change one after another
    preview = preview_links(paper, by, plan)
    if preview.fingerprint != seen:
        raise Refused(CHANGED_MESSAGE)
    if not preview.can_be_stored:
        raise Refused(
            "有不能写入的行，请先处理。" if preview.blocked_rows else "文件里的内容系统都已有，不用写入。"
        )
    counts = preview.counts
    for leader in preview.new_leaders:
        leader.save()
    for proposal in preview.rows:
        _store_link(proposal, plan, valid_from)
        _store_liaison(proposal, plan)
    paper.plan, paper.used_at = plan, clock.now()
    paper.save(update_fields=["plan", "used_at"])
    return counts


def _store_link(proposal: ProposedLink, plan: Plan, valid_from: date) -> None:
    leader, township = proposal.leader, proposal.township
    if leader is None or township is None:
        raise ValueError("a row without leader or township is blocked")
    link = proposal.link or Link(
        plan=plan, township=township, leader=leader, order=proposal.order, valid_from=valid_from
    )
    if proposal.is_new or proposal.changes_count:
        link.key_village_count = proposal.row.key_villages
        link.save()


def _store_liaison(proposal: ProposedLink, plan: Plan) -> None:
    if not proposal.changes_liaison:
        return
    liaison = proposal.liaison or TownshipLiaison(plan=plan, township=proposal.township)
    liaison.name, liaison.phone = proposal.row.liaison, proposal.row.phone
    liaison.save()
