"""What a placeholder may say, and what is said where it says something else. No request, no database."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.indicators import INDICATORS, PERSONS, Indicator

CITY = "全市"
UNIT, TOWNSHIP = "单位", "乡镇"
ROW_SCOPES = (UNIT, TOWNSHIP)  # they repeat the table row in which they stand
NAME, FULL_NAME, NUMBER, OWN_UNIT = "名称", "全称", "序号", "所属单位"
ROW_NAMES = {UNIT: (NAME, FULL_NAME, NUMBER), TOWNSHIP: (NAME, OWN_UNIT, NUMBER)}
# What is known of an indicator: measure -> how its name ends, for indicators in persons and in villages.
MEASURES = {
    "share": ("比例", "比例"),
    "part": ("人数", "村数"),
    "whole": ("总人数", "总村数"),
    "short": ("还差人数", "还差村数"),
    "target": ("目标", "目标"),
    "standing": ("达标情况", "达标情况"),
    "points": ("与目标相差百分点", "与目标相差百分点"),
    "previous": ("上届比例", "上届比例"),
}
COUNTS = ("村总数", "已报村数", "未报村数", "职数", "缺额")
TEXTS = (
    *("截至日期", "数据口径", "定格编号", "填充日期"),
    *("方案标题", "方案简称", "文号", "发文机关", "印发日期"),
)
FAULTS = {
    "logic": "模板里不能写 {% %}、{# #} 这样的程序语句，只能写 {{ 名称.范围 }}；请删去",
    "unbalanced": "大括号不成对，应写成 {{ 名称.范围 }}，整个占位符写在同一段（同一格）里",
    "no_row": "“单位.”“乡镇.”只能写在表格的一行里，这一行会按单位（乡镇）重复",
    "two_kinds": "同一行里只能用“单位.”或“乡镇.”中的一种",
    "formula": "公式里不能写占位符；请把占位符单独写在一格，公式引用那一格",
    "shape": "图表、文本框或图形填充后保留不住；请删去，或把文字写到单元格里",
}
_DROPPED = re.compile(r"[\s“”\"'‘’（）()《》、,，·]")
_SEPARATOR = re.compile(r"[.。．·]")


@dataclass(frozen=True)
class Placeholder:
    """What a placeholder asks for: the normal form of a name, and of where."""

    name: str
    scope: str = ""  # a place by its name as typed, one of ROW_SCOPES, or empty


@dataclass(frozen=True)
class Fault:
    """What is wrong with a template: the place, the words there, why, and what may have been meant."""

    place: str
    text: str
    why: str
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A placeholder as it stands in a template."""

    text: str
    place: str


def normal(name: str) -> str:
    """A name as it is compared: 村（社区）党组织书记中女性 and 党组织书记女性 are one."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", name))
    return plain.replace("中女性", "女性").removeprefix("村社区").removeprefix("社区")


def parse(text: str) -> Placeholder:
    """What stands between the braces: 名称.范围, or 单位.名称 in a table row that is repeated."""
    first, *rest = _SEPARATOR.split(text.strip(), maxsplit=1)
    if not rest:
        return Placeholder(normal(first))
    if first.strip() in ROW_SCOPES:
        return Placeholder(normal(rest[0]), first.strip())
    return Placeholder(normal(first), rest[0].strip())


def indicator_names(label: str, counted_in: str) -> dict[str, str]:
    """Measure -> the name by which a template asks for it; `label` is a figure's."""
    base = normal(label)
    ends = {measure: end[0 if counted_in == PERSONS else 1] for measure, end in MEASURES.items()}
    names = {measure: f"{base}{end}" for measure, end in ends.items()}
    # 村委会成员女性总人数 could be read as the women's.
    return names | {"whole": f"{base.removesuffix('女性')}{ends['whole']}"}


def place_names() -> list[str]:
    """Every name that is known of a place, in the order of the indicators."""
    return [name for label, unit in _labels() for name in indicator_names(label, unit).values()] + [*COUNTS]


def _labels() -> Iterable[tuple[str, str]]:
    for one in INDICATORS:
        yield one.label, one.counted_in
        yield from ((label, one.counted_in) for label in _labels_by_type(one))


def _labels_by_type(one: Indicator) -> list[str]:
    """As `sums.Goal.label`: a target may look at one kind of committee of an indicator of both."""
    both = len(one.committee_types) > 1
    return [f"{one.label}（{kind.label}）" for kind in CommitteeType] if both else []


def fault_of(found: Found, places: Mapping[str, object]) -> Fault | None:
    """What is wrong with a placeholder; `places` are the names of the places that are known."""
    asked, names = parse(found.text), {normal(name): name for name in place_names()}
    if asked.scope in ROW_SCOPES:
        own = {normal(name): name for name in ROW_NAMES[asked.scope]}
        meant = _nearest(asked.name, own | names)
        if asked.name in own or _known(asked.name, names):
            return None
        return Fault(found.place, found.text, "没有这个名称", tuple(f"{asked.scope}.{one}" for one in meant))
    texts = {normal(name): name for name in TEXTS}
    if asked.name in texts and (not asked.scope or asked.scope in places):
        return None
    if not _known(asked.name, names):
        end = f".{asked.scope}" if asked.scope in places else f".{CITY}"
        meant = _nearest(asked.name, names | texts)
        shown = tuple(one if one in TEXTS else f"{one}{end}" for one in meant)
        return Fault(found.place, found.text, "没有这个名称", shown)
    if not asked.scope:
        return Fault(found.place, found.text, "没有写范围", (f"{_shown(asked.name, names)}.{CITY}",))
    if asked.scope not in places:
        near = _nearest(asked.scope, {name: name for name in places})
        return Fault(
            *(found.place, found.text, f"没有“{asked.scope}”这个范围"),
            tuple(f"{_shown(asked.name, names)}.{one}" for one in near or (CITY,)),
        )
    return None


def _known(name: str, names: Collection[str]) -> bool:
    """The bare indicator (村委会成员女性) is its share."""
    return name in names or f"{name}{MEASURES['share'][0]}" in names


def _shown(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name)


def _nearest(name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(known[one] for one in get_close_matches(name, known, n=2, cutoff=0.5))
