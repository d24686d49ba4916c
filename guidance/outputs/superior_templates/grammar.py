"""The language of placeholders: its names and scopes, and the faults to report. Pure."""

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
# Measure of an indicator -> suffix of its name, for indicators counted in persons and in villages.
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
FAULT_REASONS = {
    "logic": "模板里不能写 {% %}、{# #} 这样的程序语句，只能写 {{ 名称.范围 }}；请删去",
    "unbalanced": "大括号不成对，应写成 {{ 名称.范围 }}，整个占位符写在同一段（同一格）里",
    "no_row": "“单位.”“乡镇.”只能写在表格的一行里，这一行会按单位（乡镇）重复",
    "two_kinds": "同一行里只能用“单位.”或“乡镇.”中的一种",
    "formula": "公式里不能写占位符；请把占位符单独写在一格，公式引用那一格",
    "shape": "图表、文本框或图形填充后保留不住；请删去，或把文字写到单元格里",
}
_IGNORED_CHARACTERS = re.compile(r"[\s“”\"'‘’（）()《》、,，·]")
_SEPARATOR = re.compile(r"[.。．·]")


@dataclass(frozen=True)
class ParsedPlaceholder:
    """A placeholder taken apart: the normalized name, and the scope."""

    name: str
    scope: str = ""  # a place by its name as typed, one of ROW_SCOPES, or empty


@dataclass(frozen=True)
class TemplateFault:
    """A fault of a template: where it is, the text there, the reason, and similar names that are known."""

    place: str
    text: str
    reason: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placeholder:
    """A placeholder as it stands in a template: its text, and where that is."""

    text: str
    place: str


def normalize_name(name: str) -> str:
    """Reduce a name to the form in which names are compared: 村（社区）党组织书记中女性 is 党组织书记女性."""
    plain = _IGNORED_CHARACTERS.sub("", unicodedata.normalize("NFKC", name))
    return plain.replace("中女性", "女性").removeprefix("村社区").removeprefix("社区")


def parse_placeholder(text: str) -> ParsedPlaceholder:
    """Take apart the text between the braces: 名称.范围, or 单位.名称 in a table row that is repeated."""
    first, *rest = _SEPARATOR.split(text.strip(), maxsplit=1)
    if not rest:
        return ParsedPlaceholder(normalize_name(first))
    if first.strip() in ROW_SCOPES:
        return ParsedPlaceholder(normalize_name(rest[0]), first.strip())
    return ParsedPlaceholder(normalize_name(first), rest[0].strip())


def indicator_names(label: str, counted_in: str) -> dict[str, str]:
    """Map each measure to the name by which a template asks for it; `label` is that of the figure."""
    base = normalize_name(label)
    ends = {measure: end[0 if counted_in == PERSONS else 1] for measure, end in MEASURES.items()}
    names = {measure: f"{base}{end}" for measure, end in ends.items()}
    # 村委会成员女性总人数 would read as a number of women.
    return names | {"whole": f"{base.removesuffix('女性')}{ends['whole']}"}


def figure_names() -> list[str]:
    """List every figure that a template can ask for of a place, in the order of the indicators."""
    return [name for label, unit in _indicator_labels() for name in indicator_names(label, unit).values()] + [
        *COUNTS
    ]


def _indicator_labels() -> Iterable[tuple[str, str]]:
    for indicator in INDICATORS:
        yield indicator.label, indicator.counted_in
        yield from ((label, indicator.counted_in) for label in _labels_by_type(indicator))


def _labels_by_type(indicator: Indicator) -> list[str]:
    """As `sums.Goal.label`: a target may look at one kind of committee of an indicator of both."""
    covers_both_types = len(indicator.committee_types) > 1
    return [f"{indicator.label}（{kind.label}）" for kind in CommitteeType] if covers_both_types else []


def find_fault(placeholder: Placeholder, places: Mapping[str, object]) -> TemplateFault | None:
    """Return what is wrong with a placeholder, None if nothing; `places` has the known names of places."""
    parsed, names = (
        parse_placeholder(placeholder.text),
        {normalize_name(name): name for name in figure_names()},
    )
    if parsed.scope in ROW_SCOPES:
        row_names = {normalize_name(name): name for name in ROW_NAMES[parsed.scope]}
        suggestions = _nearest_names(parsed.name, row_names | names)
        if parsed.name in row_names or _is_known(parsed.name, names):
            return None
        return TemplateFault(
            placeholder.place,
            placeholder.text,
            "没有这个名称",
            tuple(f"{parsed.scope}.{name}" for name in suggestions),
        )
    texts = {normalize_name(name): name for name in TEXTS}
    if parsed.name in texts and (not parsed.scope or parsed.scope in places):
        return None
    if not _is_known(parsed.name, names):
        end = f".{parsed.scope}" if parsed.scope in places else f".{CITY}"
        suggestions = _nearest_names(parsed.name, names | texts)
        suggested = tuple(name if name in TEXTS else f"{name}{end}" for name in suggestions)
        return TemplateFault(placeholder.place, placeholder.text, "没有这个名称", suggested)
    if not parsed.scope:
        return TemplateFault(
            placeholder.place,
            placeholder.text,
            "没有写范围",
            (f"{_display_name(parsed.name, names)}.{CITY}",),
        )
    if parsed.scope not in places:
        nearest = _nearest_names(parsed.scope, {name: name for name in places})
        return TemplateFault(
            *(placeholder.place, placeholder.text, f"没有“{parsed.scope}”这个范围"),
            tuple(f"{_display_name(parsed.name, names)}.{place}" for place in nearest or (CITY,)),
        )
    return None


def _is_known(name: str, names: Collection[str]) -> bool:
    """Whether there is such a figure; the bare indicator (村委会成员女性) means its share."""
    return name in names or f"{name}{MEASURES['share'][0]}" in names


def _display_name(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name)


def _nearest_names(name: str, names_by_key: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names_by_key[match] for match in get_close_matches(name, names_by_key, n=2, cutoff=0.5))
