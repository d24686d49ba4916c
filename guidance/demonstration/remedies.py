"""Remedies of the demonstration: reasons of gaps and what is planned; some are overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from guidance.core.choices import Progress
from guidance.demonstration.time_travel import acting_as, moment
from guidance.oversight.remedies.actions import save_remedy
from guidance.oversight.remedies.models import Remedy
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import GAPS_BY_CODE
from guidance.reporting.returns.queries import applicable, villages_with_returns

OPEN, AT_WORK, CLOSED = Progress.OPEN, Progress.IN_PROGRESS, Progress.CLOSED


@dataclass(frozen=True)
class DemoRemedy:
    """The remedy for a gap of the unit's village number `rank`, as its reporter recorded it.

    `is_solved` chooses a village whose figures no longer show the gap.
    """

    username: str
    gap: str
    rank: int
    reason: str
    planned: str
    due_on: date | None
    written_at: datetime
    state: Progress = OPEN
    moved_on_at: datetime | None = None
    is_solved: bool = False


def _day(month: int, day: int) -> date:
    return date(2021, month, day)


LOST = "演示：女候选人得票未过半数，第一次选举未当选"
NOBODY = "演示：无女性候选人，动员后仍无人参选"
FEW_SEATS = "演示：职数少，女候选人得票居后落选"
NO_MEMBER = "演示：主席不是中共党员，也未参选村（居）委会"
NO_POST = "演示：定员职数已满，主席按误工补贴发放"

# On the demonstration's day three are overdue: rongshui's second and third, and luzhai's second.
REMEDIES = (
    DemoRemedy(
        *("rongshui", "no_woman", 0, LOST, "演示：2月下旬另行选举，设女委员专职专选", _day(2, 26)),
        moment(2, 4, 21),
    ),
    DemoRemedy(
        *("rongshui", "no_woman", 0, NOBODY, "演示：2月初补选女委员1名", _day(2, 2)),
        moment(2, 1, 9, 5),
    ),
    DemoRemedy(
        *("rongshui", "chair_outside", 0, NO_MEMBER, "演示：村委会补选时推荐其为候选人", _day(2, 3)),
        *(moment(2, 1, 9, 10), AT_WORK, moment(2, 2, 10, 20)),
    ),
    DemoRemedy(
        *("rongshui", "chair_outside", 1, NO_MEMBER, "演示：由女委员兼任妇联主席", _day(3, 10)),
        moment(2, 3, 9, 15),
    ),
    DemoRemedy(
        *("liujiang", "no_woman", 0, LOST, "演示：3月补选女委员1名", _day(3, 5)),
        *(moment(2, 4, 21, 0), AT_WORK),
    ),
    DemoRemedy(
        *("liucheng", "no_woman", 0, LOST, "演示：村民会议已补选女委员1名，备案后更正数据", _day(2, 4)),
        *(moment(2, 4, 20, 30), CLOSED, moment(2, 4, 21, 40)),
    ),
    DemoRemedy("liucheng", "one_short", 3, FEW_SEATS, "", None, moment(2, 1, 16)),
    DemoRemedy(
        "luzhai", "no_woman", 0, LOST, "演示：与镇党委商定另行选举日期", _day(2, 20), moment(2, 4, 21)
    ),
    DemoRemedy(
        *("luzhai", "no_subsidy", 1, NO_POST, "演示：县财政2月起按全额发放", _day(2, 4)),
        *(moment(2, 2, 11, 0), AT_WORK, moment(2, 3, 16, 30)),
    ),
    DemoRemedy(
        "sanjiang", "no_woman", 0, NOBODY, "演示：3月补选，从后备人选中推荐", _day(3, 20), moment(2, 4, 21)
    ),
    DemoRemedy(
        *("sanjiang", "one_short", 2, FEW_SEATS, "演示：届中有空缺时优先补选女性", _day(12, 31)),
        moment(2, 2, 10),
    ),
    DemoRemedy(
        *("rongan", "one_short", 0, FEW_SEATS, "演示：空缺1名委员，另行选举时推荐女性", _day(2, 9)),
        *(moment(2, 2, 15, 0), AT_WORK, moment(2, 4, 9, 30)),
    ),
    DemoRemedy("rongan", "one_short", 5, FEW_SEATS, "", None, moment(2, 2, 15, 5)),
    DemoRemedy(
        "rongan", "no_subsidy", 0, NO_POST, "演示：报县委组织部调整定员", _day(2, 28), moment(2, 3, 8, 50)
    ),
    DemoRemedy(
        *("liunan", "chair_outside", 0, NO_MEMBER, "演示：村党组织增补为委员", _day(2, 25)),
        *(moment(2, 1, 9, 30), AT_WORK, moment(2, 3, 17, 5)),
    ),
    DemoRemedy(
        *("liubei", "no_subsidy", 0, NO_POST, "演示：区里已发文明确，2月起补发", _day(2, 10)),
        *(moment(1, 30, 10, 0), CLOSED, moment(2, 4, 15, 0)),
    ),
    DemoRemedy(
        *("chengzhong", "no_subsidy", 2, NO_POST, "演示：街道已调整定员，按全额发放", _day(2, 5)),
        *(moment(2, 4, 9, 0), AT_WORK, None, True),
    ),
)


def make_remedies(plan: Plan, users: dict[str, User]) -> list[Remedy]:
    """Save every remedy with the real action, each step at its moment."""
    return [_make_remedy(demo_remedy, plan, users[demo_remedy.username]) for demo_remedy in REMEDIES]


def _make_remedy(demo_remedy: DemoRemedy, plan: Plan, by: User) -> Remedy:
    village = _get_villages(demo_remedy, plan, by)[demo_remedy.rank]
    values = {
        "reason": demo_remedy.reason,
        "planned": demo_remedy.planned,
        "due_on": demo_remedy.due_on,
        "unit": ReportingUnit.objects.get(rolegrant__user=by),
        "state": demo_remedy.state if demo_remedy.moved_on_at is None else OPEN,
    }
    write = partial(save_remedy, plan=plan, village=village, gap=demo_remedy.gap, by=by)
    with acting_as(by, demo_remedy.written_at):
        remedy = write(values=values, version=0)
    if demo_remedy.moved_on_at is None:
        return remedy
    with acting_as(by, demo_remedy.moved_on_at):
        return write(values=values | {"state": demo_remedy.state}, version=remedy.version)


def _get_villages(demo_remedy: DemoRemedy, plan: Plan, by: User) -> list[Village]:
    """The unit's villages with (or without) the gap that had reported when the remedy was recorded."""
    reported = applicable() & Q(ret__people__isnull=False, ret__saved_at__lt=demo_remedy.written_at)
    villages: QuerySet[Any] = villages_with_returns(by, plan)
    # In a single filter, since each further filter joins the returns again.
    in_gap = set(villages.filter(reported & GAPS_BY_CODE[demo_remedy.gap].condition))
    order = ("township__code", "sort_order", "pk")
    return [
        village
        for village in villages.filter(reported).order_by(*order)
        if (village in in_gap) != demo_remedy.is_solved
    ]
