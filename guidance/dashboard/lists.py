"""The villages behind a figure: filtered, sorted, and exported as seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from guidance.access import User
from guidance.dashboard.forms import SORTS, VillageFilter
from guidance.elections.gaps import GAPS_BY_CODE, Gap
from guidance.elections.models import DataSource, Flag, Stage
from guidance.elections.queries import FIGURES, applicable, villages_with_returns
from guidance.places.models import Village
from guidance.plans.models import Plan
from guidance.terms import CommitteeType

PATHS = {
    "group": "township__unit__groups",
    "unit": "township__unit",
    "township": "township",
    "committee_type": "committee_type",
    "flag": "ret__flag",
    "data_source": "ret__data_source",
    "name": "name__icontains",
}


@dataclass(frozen=True)
class VillageList:
    """The rows that a filter finds, in its order, and what they are called."""

    rows: QuerySet[Village]
    gap: Gap | None
    stage: str

    @property
    def title(self) -> str:
        """What the list holds."""
        return self.gap.label if self.gap else "村（社区）"


def village_list(user: User, plan: Plan | None, form: VillageFilter) -> VillageList:
    """The list that the filter asks for; empty where the filter is wrong."""
    chosen = form.cleaned_data if form.is_valid() else {}
    gap = GAPS_BY_CODE.get(chosen.get("gap", ""))
    stage = gap.stage if gap else chosen.get("stage") or Stage.ELECTED
    rows = villages_with_returns(user, plan, stage)
    if not form.is_valid():
        rows = rows.none()
    if gap:
        rows = rows.filter(gap.condition, applicable())
    rows = rows.filter(_condition(chosen))
    _, order = SORTS[chosen.get("sort") or "place"]
    figures = {name: F(f"ret__{name}") for name in FIGURES}
    rows = rows.select_related("township__unit").annotate(**figures).order_by(*map(_nulls_last, order))
    return VillageList(rows, gap, stage)


def _condition(chosen: dict[str, Any]) -> Q:
    condition = Q()
    for name, path in PATHS.items():
        if chosen.get(name):
            condition &= Q(**{path: chosen[name]})
    if chosen.get("reported"):
        condition &= Q(ret__people__isnull=chosen["reported"] == "no")
    return condition


def _nulls_last(name: str) -> Any:
    """Not reported comes last whichever way one sorts, on both databases."""
    if name.startswith("-"):
        return F(name[1:]).desc(nulls_last=True)
    return F(name).asc(nulls_last=True)


HEADS = (
    *("填报单位", "乡镇（街道）", "村（社区）", "委员会", "阶段", "职数", "成员人数", "其中女性"),
    *("主任人数", "女主任", "书记为女性", "一肩挑", "党组织成员", "其中女性"),
    *("主席进“两委”", "全额补贴", "党组织换届日期", "选举日期", "妇联换届日期", "数据来源", "数据状态"),
)
ANSWERS = {True: "是", False: "否", None: ""}


def exported(found: VillageList) -> Iterator[list[Any]]:
    """The rows as cells under HEADS; read in pieces, so that a country's villages fit in memory."""
    stage = Stage(found.stage).label
    for village in found.rows.iterator(chunk_size=2000):
        yield [
            village.township.unit.short_name,
            village.township.name,
            village.name,
            CommitteeType(village.committee_type).label,
            stage,
            *(_cell(name, getattr(village, name)) for name in FIGURES),
        ]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return ANSWERS[value]
    if name == "data_source":
        return DataSource(value).label if value else ""
    if name == "flag":
        return Flag(value).label if value else ""
    return "" if value is None else value


def places_of(form: VillageFilter) -> Iterable[str]:
    """The names of the places that the filter names, for a title."""
    chosen = form.cleaned_data if form.is_valid() else {}
    return [str(chosen[name]) for name in ("group", "unit", "township") if chosen.get(name)]
