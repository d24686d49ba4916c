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
from guidance.reporting.returns.sum_conditions import COUNTED

PATHS = {
    "group": "township__unit__groups",
    "unit": "township__unit",
    "township": "township",
    "committee_type": "committee_type",
    "flag": "ret__flag",
    "data_source": "ret__data_source",
    "name": "name__icontains",
}

SUMMED = ("seats", "people", "women", "director_people", "director_women")


@dataclass(frozen=True)
class VillageList:
    """The rows that a filter finds, in its order, and what they are called."""

    rows: QuerySet[Village]
    gap: Gap | None
    stage: str
    counted: str = ""  # the column whose villages these are

    @property
    def title(self) -> str:
        """What the list holds."""
        if self.gap:
            return self.gap.title
        stage = "" if self.stage == Stage.ELECTED else f"{Stage(self.stage).label}："
        return f"{stage}{COUNTED[self.counted][0]}的村（社区）" if self.counted else f"{stage}村（社区）名单"

    def totals(self) -> dict[str, int]:
        """How many they are, and the sums of their figures: the number that was clicked is among them."""
        sums = {name: Sum(f"ret__{name}", default=0) for name in SUMMED}
        return self.rows.order_by().aggregate(villages=Count("pk"), **sums)


def village_list(user: User, plan: Plan | None, form: VillageFilter) -> VillageList:
    """The list that the filter asks for; empty where the filter is wrong."""
    chosen = form.cleaned_data if form.is_valid() else {}
    gap = GAPS_BY_CODE.get(chosen.get("gap", ""))
    stage = gap.stage if gap else chosen.get("stage") or Stage.ELECTED
    rows = villages_with_returns(user, plan, stage, wanted=gap is not None)
    if not form.is_valid():
        rows = rows.none()
    counted = chosen.get("counted", "")
    if gap:
        rows = rows.filter(gap.condition, applicable())
    if counted:
        rows = rows.filter(COUNTED[counted][1], applicable())
    rows = rows.filter(_condition(chosen))
    _, order = SORTS[chosen.get("sort") or "place"]
    figures = {name: F(f"ret__{name}") for name in COLUMNS}
    rows = rows.select_related("township__unit").annotate(**figures).order_by(*map(_nulls_last, order))
    return VillageList(rows, gap, stage, counted)


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


def described(
    villages: Iterable[Village], stage: str = Stage.ELECTED, remedies: dict[int, Remedy] | None = None
) -> list[Any]:
    """The villages of a page with what their row says besides the figures."""
    rows: list[Any] = list(villages)
    for row in rows:
        empty = row.people is None or row.seats is None or stage == Stage.NOMINATED
        row.vacant = 0 if empty else max(0, row.seats - row.people)
        row.source_words = source_words(row.data_source, row.flag)
        row.remedy = (remedies or {}).get(row.pk)
    return rows


def source_words(data_source: str | None, flag: str | None) -> str:
    """自报 · 暂报: who counted and how firm it is; the usual 确认 goes without saying."""
    if not data_source:
        return ""
    words = [str(DataSource(data_source).label)]
    if flag and flag != Flag.CONFIRMED:
        words.append(str(Flag(flag).label))
    return " · ".join(words)


def remedies_of(
    user: User, plan: Plan | None, found: VillageList, rows: Iterable[Village]
) -> dict[int, Remedy]:
    """What is planned for these villages about the gap of the list, by village."""
    if not (found.gap and found.gap.remedied):
        return {}
    kept = Remedy.objects.visible_to(user).filter(plan=plan, gap=found.gap.code, village__in=list(rows))
    return {remedy.village_id: remedy for remedy in kept}


HEADS = (
    *("填报单位", "乡镇（街道）", "村（社区）", "委员会", "阶段", "职数", "成员人数", "其中女性"),
    *("主任人数", "女主任", "书记为女性", "一肩挑", "党组织成员", "党组织女性成员"),
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
            *(_cell(name, getattr(village, name)) for name in COLUMNS),
        ]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return ANSWERS[value]
    if name == "data_source":
        return DataSource(value).label if value else ""
    if name == "flag":
        return Flag(value).label if value else ""
    return "" if value is None else value


def places_of(form: VillageFilter) -> list[tuple[str, str]]:
    """The places that the filter names: each with the address of its figures."""
    chosen = form.cleaned_data if form.is_valid() else {}
    return [
        (str(chosen[name]), reverse(f"guidance:dashboard_{name}", args=[chosen[name].pk]))
        for name in ("group", "unit", "township")
        if chosen.get(name)
    ]


def words_of(form: VillageFilter) -> str:
    """The filter in words, for who reads the list on paper."""
    chosen = form.cleaned_data if form.is_valid() else {}
    labels = {name: dict(form.fields[name].choices) for name in LABELLED}  # type: ignore[attr-defined]
    words = [str(chosen[name]) for name in ("group", "unit", "township") if chosen.get(name)]
    words += [str(labels[name][chosen[name]]) for name in LABELLED if chosen.get(name)]
    return " · ".join([*words, f"名称含“{chosen['name']}”"] if chosen.get("name") else words)


LABELLED = ("committee_type", "reported", "flag", "data_source", "sort")
