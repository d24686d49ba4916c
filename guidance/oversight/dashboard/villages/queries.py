"""The villages behind a figure: filtered, sorted, and exported as seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse

from guidance.core.access import User
from guidance.oversight.dashboard.forms import SORTS, VillageFilter
from guidance.oversight.remedies.models import Remedy
from guidance.reference.places.choices import CommitteeType
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.gaps import GAPS_BY_CODE, Gap
from guidance.reporting.returns.queries import applicable, villages_with_returns
from guidance.reporting.returns.rules import COLUMNS
from guidance.reporting.returns.sum_conditions import SUM_CONDITIONS

LOOKUPS = {
    "group": "township__unit__groups",
    "unit": "township__unit",
    "township": "township",
    "committee_type": "committee_type",
    "flag": "ret__flag",
    "data_source": "ret__data_source",
    "name": "name__icontains",
}

SUMMED_COLUMNS = ("seats", "people", "women", "director_people", "director_women")


@dataclass(frozen=True)
class VillageList:
    """The villages that a filter selects, in its order, and the title of the list."""

    rows: QuerySet[Village]
    gap: Gap | None
    stage: str
    counted: str = ""  # the column whose villages are listed

    @property
    def title(self) -> str:
        """Heading of the list."""
        if self.gap:
            return self.gap.title
        stage = "" if self.stage == Stage.ELECTED else f"{Stage(self.stage).label}："
        return (
            f"{stage}{SUM_CONDITIONS[self.counted][0]}的村（社区）"
            if self.counted
            else f"{stage}村（社区）名单"
        )

    def get_totals(self) -> dict[str, int]:
        """The number of villages and the sums of their figures."""
        sums = {name: Sum(f"ret__{name}", default=0) for name in SUMMED_COLUMNS}
        return self.rows.order_by().aggregate(villages=Count("pk"), **sums)


def get_village_list(user: User, plan: Plan | None, form: VillageFilter) -> VillageList:
    """The list that the filter selects; empty where the filter is invalid."""
    chosen = form.cleaned_data if form.is_valid() else {}
    gap = GAPS_BY_CODE.get(chosen.get("gap", ""))
    stage = gap.stage if gap else chosen.get("stage") or Stage.ELECTED
    rows = villages_with_returns(user, plan, stage, with_wanted_bp=gap is not None)
    if not form.is_valid():
        rows = rows.none()
    counted = chosen.get("counted", "")
    if gap:
        rows = rows.filter(gap.condition, applicable())
    if counted:
        rows = rows.filter(SUM_CONDITIONS[counted][1], applicable())
    rows = rows.filter(_condition(chosen))
    _, order = SORTS[chosen.get("sort") or "place"]
    figures = {name: F(f"ret__{name}") for name in COLUMNS}
    rows = rows.select_related("township__unit").annotate(**figures).order_by(*map(_nulls_last, order))
    return VillageList(rows, gap, stage, counted)


def _condition(chosen: dict[str, Any]) -> Q:
    condition = Q()
    for name, path in LOOKUPS.items():
        if chosen.get(name):
            condition &= Q(**{path: chosen[name]})
    if chosen.get("reported"):
        condition &= Q(ret__people__isnull=chosen["reported"] == "no")
    return condition


def _nulls_last(name: str) -> Any:
    """Order by a column with unreported values last, in either direction and on both databases."""
    if name.startswith("-"):
        return F(name[1:]).desc(nulls_last=True)
    return F(name).asc(nulls_last=True)


def add_row_descriptions(
    villages: Iterable[Village], stage: str = Stage.ELECTED, remedies: dict[int, Remedy] | None = None
) -> list[Any]:
    """The villages of a page with vacancies, source and remedy added to each."""
    rows: list[Any] = list(villages)
    for row in rows:
        is_unknown = row.people is None or row.seats is None or stage == Stage.NOMINATED
        row.vacant = 0 if is_unknown else max(0, row.seats - row.people)
        row.source_description = describe_source(row.data_source, row.flag)
        row.remedy = (remedies or {}).get(row.pk)
    return rows


def describe_source(data_source: str | None, flag: str | None) -> str:
    """Source and flag of a return, such as 自报 · 暂报; the usual flag 确认 is left out."""
    if not data_source:
        return ""
    labels = [str(DataSource(data_source).label)]
    if flag and flag != Flag.CONFIRMED:
        labels.append(str(Flag(flag).label))
    return " · ".join(labels)


def get_remedies(
    user: User, plan: Plan | None, village_list: VillageList, rows: Iterable[Village]
) -> dict[int, Remedy]:
    """The remedies of these villages for the gap of the list, by village."""
    gap = village_list.gap
    if not (gap and gap.remedied):
        return {}
    remedies = Remedy.objects.visible_to(user).filter(plan=plan, gap=gap.code, village__in=list(rows))
    return {remedy.village_id: remedy for remedy in remedies}


VILLAGE_HEADS = (
    *("填报单位", "乡镇（街道）", "村（社区）", "委员会", "阶段", "职数", "成员人数", "其中女性"),
    *("主任人数", "女主任", "书记为女性", "一肩挑", "党组织成员", "党组织女性成员"),
    *("主席进“两委”", "全额补贴", "党组织换届日期", "选举日期", "妇联换届日期", "数据来源", "数据状态"),
)
YES_NO = {True: "是", False: "否", None: ""}


def make_village_rows(village_list: VillageList) -> Iterator[list[Any]]:
    """The rows as cells under VILLAGE_HEADS, read in chunks so that a country's villages fit in memory."""
    stage = Stage(village_list.stage).label
    for village in village_list.rows.iterator(chunk_size=2000):
        yield [
            village.township.unit.short_name,
            village.township.name,
            village.name,
            CommitteeType(village.committee_type).label,
            stage,
            *(_make_cell(name, getattr(village, name)) for name in COLUMNS),
        ]


def _make_cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return YES_NO[value]
    if name == "data_source":
        return DataSource(value).label if value else ""
    if name == "flag":
        return Flag(value).label if value else ""
    return "" if value is None else value


def get_place_links(form: VillageFilter) -> list[tuple[str, str]]:
    """The places that the filter names, each with the address of its figures."""
    chosen = form.cleaned_data if form.is_valid() else {}
    return [
        (str(chosen[name]), reverse(f"guidance:dashboard_{name}", args=[chosen[name].pk]))
        for name in ("group", "unit", "township")
        if chosen.get(name)
    ]


def describe_filter(form: VillageFilter) -> str:
    """The filter in words, for the printed list."""
    chosen = form.cleaned_data if form.is_valid() else {}
    labels = {name: dict(form.fields[name].choices) for name in LABELLED_FIELDS}  # type: ignore[attr-defined]
    descriptions = [str(chosen[name]) for name in ("group", "unit", "township") if chosen.get(name)]
    descriptions += [str(labels[name][chosen[name]]) for name in LABELLED_FIELDS if chosen.get(name)]
    return " · ".join([*descriptions, f"名称含“{chosen['name']}”"] if chosen.get("name") else descriptions)


LABELLED_FIELDS = ("committee_type", "reported", "flag", "data_source", "sort")
