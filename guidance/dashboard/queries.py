"""Figures on request: one SQL aggregate a level, never cached, never stale."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from guidance.access import User
from guidance.dashboard.indicators import INDICATORS, Indicator, Sums
from guidance.dashboard.rules import FULL, Aim, Figure, Share, Standing, stand
from guidance.elections.models import Stage
from guidance.places.models import Village
from guidance.plans.models import IndicatorCode, Plan, Target
from guidance.terms import CommitteeType


@dataclass(frozen=True)
class Row:
    """A place with its figures: the city, a unit, a township or a village."""

    key: int | None
    name: str
    figures: list[Figure]
    chair_of_all: Figure  # the chair indicator over all villages (全部口径)
    villages: int
    reported: int


def aims_of(plan: Plan | None) -> dict[str, Aim]:
    """The plan's targets by indicator."""
    targets = Target.objects.filter(plan=plan) if plan else []
    return {t.indicator: Aim(t.operator, t.value_bp, t.tolerance_bp) for t in targets}


def villages_with_returns(user: User, plan: Plan | None, stage: str = Stage.ELECTED) -> QuerySet[Village]:
    """Visible villages, each joined with its return (`ret`) of this plan and stage, reported or not."""
    condition = Q(returns__plan=plan, returns__stage=stage)
    return Village.objects.visible_to(user).annotate(ret=FilteredRelation("returns", condition=condition))


def sums_by(villages: QuerySet[Village], key: str, name: str, *order: str) -> QuerySet[Any]:
    """The sums of every indicator, one row for each value of `key`, in the order given."""
    return (
        villages.order_by(*order)
        .values(row_key=F(key), row_name=F(name))
        .annotate(
            **_totals(), **_by_committee(CommitteeType.VILLAGERS), **_by_committee(CommitteeType.RESIDENTS)
        )
    )


def _totals() -> dict[str, Any]:
    return {
        "villages": Count("pk"),
        "reported": Count("pk", filter=Q(ret__people__isnull=False)),
        "chair_in": Count("pk", filter=Q(ret__chair_in_two_committees=True)),
        "chair_known": Count("pk", filter=Q(ret__chair_in_two_committees__isnull=False)),
        "subsidy_yes": Count("pk", filter=Q(ret__chair_full_subsidy=True)),
        "subsidy_known": Count("pk", filter=Q(ret__chair_full_subsidy__isnull=False)),
    }


def _by_committee(kind: CommitteeType) -> dict[str, Any]:
    here = Q(committee_type=kind)
    sums = {
        f"{kind}_{field}": Coalesce(Sum(f"ret__{field}", filter=here), 0)
        for field in ("people", "women", "director_people", "director_women")
    }
    return sums | {
        f"{kind}_villages": Count("pk", filter=here),
        f"{kind}_reported": Count("pk", filter=here & Q(ret__people__isnull=False)),
    }


def rows_of(sums: Iterable[Sums], aims: dict[str, Aim]) -> list[Row]:
    """Each row of sums with its figures."""
    return [row_of(one, aims) for one in sums]


def row_of(sums: Any, aims: dict[str, Aim]) -> Row:
    """One row of sums with its figures."""
    figures = [_figure(indicator, sums, aims) for indicator in INDICATORS]
    return Row(
        sums.get("row_key"),
        sums.get("row_name", ""),
        figures,
        _chair_of_all(figures[0]),
        sums["villages"],
        sums["reported"],
    )


def total_of(rows: Iterable[Sums]) -> Sums:
    """The sum over rows of sums, so that a total and its parts come from one reading."""
    total: Sums = {"villages": 0, "reported": 0}
    for row in rows:
        for name, value in row.items():
            if name not in ("row_key", "row_name"):
                total[name] = total.get(name, 0) + value
    return total


def _figure(indicator: Indicator, sums: Sums, aims: dict[str, Aim]) -> Figure:
    aim = aims.get(indicator.code, Aim())
    share = Share(sums.get(indicator.part, 0), sums.get(indicator.whole, 0))
    return Figure(
        label=indicator.code.label,
        short_label=indicator.short_label,
        counted_in=indicator.counted_in,
        share=share,
        aim=aim,
        standing=stand(share, aim),
        reported=sums.get(indicator.reported, 0),
        expected=sums.get(indicator.expected, 0),
    )


def _chair_of_all(chair: Figure) -> Figure:
    """The chair indicator with every village below the line: an unelected chair is not in the committees."""
    share = Share(chair.share.part, chair.expected)
    standing = stand(share, chair.aim) if chair.reported else Standing.NO_DATA
    return replace(chair, share=share, standing=standing)


@dataclass(frozen=True)
class Gap:
    """A reason why a village keeps a target away, and the condition that finds such villages."""

    code: str
    label: str
    icon: str
    condition: Q


def gaps(aims: dict[str, Aim]) -> Iterator[Gap]:
    """The lists behind the gap, most pressing first."""
    members = {
        CommitteeType.VILLAGERS: IndicatorCode.VILLAGE_WOMEN_MEMBERS,
        CommitteeType.RESIDENTS: IndicatorCode.COMMUNITY_WOMEN_MEMBERS,
    }
    below = Q(pk__in=())
    for kind, code in members.items():
        value = aims.get(code, Aim()).value_bp
        if value is not None:
            short = LessThan(F("ret__women") * FULL, F("ret__people") * value)
            below |= Q(short, committee_type=kind, ret__women__gt=0)
    yield Gap("no_woman", "没有女性成员的村（社区）", "person-x", Q(ret__people__gt=0, ret__women=0))
    yield Gap("below_target", "女性成员比例低于目标的村（社区）", "person-plus", below)
    yield Gap(
        "chair_outside",
        "妇联主席未进“两委”的村（社区）",
        "person-dash",
        Q(ret__chair_in_two_committees=False),
    )
    yield Gap(
        "no_subsidy", "妇联主席未享受全额补贴的村（社区）", "cash-coin", Q(ret__chair_full_subsidy=False)
    )
    yield Gap(
        "no_director",
        "主任空缺的村（社区）",
        "person-exclamation",
        Q(ret__people__gt=0, ret__director_people=0),
    )
    yield Gap("not_reported", "尚未填报换届结果的村（社区）", "hourglass-split", Q(ret__people__isnull=True))


def gap_counts(villages: QuerySet[Village], aims: dict[str, Aim]) -> list[tuple[Gap, int]]:
    """Each gap with the number of its villages, in one query."""
    found = list(gaps(aims))
    counts = villages.order_by().aggregate(**{gap.code: Count("pk", filter=gap.condition) for gap in found})
    return [(gap, counts[gap.code]) for gap in found]


def village_figures(user: User, plan: Plan | None, stage: str = Stage.ELECTED) -> QuerySet[Village]:
    """Visible villages with the figures of their return, in the order of the attachments."""
    fields = ("people", "women", "director_people", "director_women")
    known = ("chair_in_two_committees", "chair_full_subsidy")
    return (
        villages_with_returns(user, plan, stage)
        .select_related("township__unit")
        .annotate(**{name: F(f"ret__{name}") for name in (*fields, *known)})
        .order_by("township__unit__attachment_order", "township__code", "sort_order", "pk")
    )
