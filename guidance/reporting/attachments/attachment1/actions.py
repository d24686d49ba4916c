"""From a read Attachment 1 to the links of a plan."""

from datetime import date

from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Refused
from guidance.reference.people.models import Link, TownshipLiaison
from guidance.reference.plans.models import Plan
from guidance.reporting.attachments.attachment1.matching import Counts, Proposed, look_at
from guidance.reporting.attachments.models import ReadPaper

CHANGED = "核对之后数据又有变化，没有写入；请按下面的最新结果重新核对。"


@transaction.atomic
def store_links(paper: ReadPaper, *, plan: Plan, valid_from: date, seen: str, by: User) -> Counts:
    """Write the links, leaders and liaisons that were shown; all or none. Answers how much was written.

    `seen` is the preview's fingerprint. Raises Refused where what was shown has changed meanwhile, or
    where a row cannot be written.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)  # as a handover does: links change one after another
    found = look_at(paper, by, plan)
    if found.fingerprint != seen:
        raise Refused(CHANGED)
    if not found.can_be_stored:
        raise Refused(
            "有不能写入的行，请先处理。" if found.hindered else "文件里的内容系统都已有，不用写入。"
        )
    counts = found.counts
    for leader in found.new_leaders:
        leader.save()
    for one in found.rows:
        _store_link(one, plan, valid_from)
        _store_liaison(one, plan)
    paper.plan, paper.used_at = plan, clock.now()
    paper.save(update_fields=["plan", "used_at"])
    return counts


def _store_link(one: Proposed, plan: Plan, valid_from: date) -> None:
    leader, township = one.leader, one.township
    if leader is None or township is None:
        raise ValueError("a row without leader or township is hindered")
    link = one.link or Link(
        plan=plan, township=township, leader=leader, order=one.order, valid_from=valid_from
    )
    if one.is_new or one.changes_count:
        link.key_village_count = one.row.key_villages
        link.save()


def _store_liaison(one: Proposed, plan: Plan) -> None:
    if not one.changes_liaison:
        return
    liaison = one.liaison or TownshipLiaison(plan=plan, township=one.township)
    liaison.name, liaison.phone = one.row.liaison, one.row.phone
    liaison.save()
