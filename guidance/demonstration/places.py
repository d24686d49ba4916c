"""Townships, villages and communities of the demonstration. Pure: the same every time."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from guidance.demonstration.units import LINKED, UNITS, DemoUnit, get_linked_unit
from guidance.reference.places.choices import CommitteeType, TownshipKind

NUMERALS = "一二三四五六七八九十"

# Weights by which villages and communities are shared out: towns are mixed, 乡 rural, 街道 urban.
VILLAGE_WEIGHT = {TownshipKind.TOWN: 10, TownshipKind.TOWNSHIP: 8, TownshipKind.SUBDISTRICT: 1}
COMMUNITY_WEIGHT = {TownshipKind.TOWN: 3, TownshipKind.TOWNSHIP: 0, TownshipKind.SUBDISTRICT: 4}

# Real townships have low numbers in their block (街道 001-099, 镇 100-199, 乡 200-399).
FIRST_INVENTED = {TownshipKind.SUBDISTRICT: 81, TownshipKind.TOWN: 181, TownshipKind.TOWNSHIP: 281}

WORDS = (
    *("青松", "翠竹", "桃源", "金桂", "木棉", "紫荆", "清泉", "石桥", "新塘", "东岭"),
    *("南坡", "西湾", "北屯", "大榕", "小溪", "云峰", "长冲", "平田", "龙潭", "凤山"),
    *("上坪", "中寨", "下洞", "古渡", "红枫", "白鹭", "和顺", "永康", "安乐", "同心"),
    *("向阳", "朝阳", "望江", "临水", "松林", "茶园", "果岭", "稻香", "莲塘", "杉木"),
)

LONG_NAMES = {
    ("融水县", 5): "示例易地扶贫搬迁集中安置点民族团结进步联合村",
    ("柳北区", 40): "示例老工业片区棚户区改造回迁安置小区第一社区",
}

# What became of villages since the last term, by unit and number of the village in it: one took in two
# neighbours, one was made of two and has no figures of its own from then.
MERGERS = {
    ("柳江区", 30): ("示例老街村", "示例新屋村"),
    ("鹿寨县", 50): ("示例上渡村", "示例下渡村"),
}
MADE_BY_MERGER = ("鹿寨县", 50)
# One has a new name; of the other a residents' committee took the villagers' place (村改居).
FORMER_NAMES = {("柳城县", 15): ["示例老屋村"], ("柳南区", 20): ["示例旧圩村"]}


@dataclass
class DemoVillage:
    """A village or community. One that merged since the last term names its successor."""

    name: str
    committee_type: CommitteeType
    former_names: list[str] = field(default_factory=list)
    key_difficulty: bool = False
    merged_into: str = ""  # in the same township
    made_by_merger: bool = False


@dataclass
class DemoTownship:
    """A township; a linked one has no name here, since the notice holds it."""

    unit: DemoUnit
    code: str
    name: str = ""
    villages: list[DemoVillage] = field(default_factory=list)

    @property
    def kind(self) -> TownshipKind:
        """街道, 镇 or 乡 by the seventh to ninth digit."""
        return get_kind(self.code)


@dataclass(frozen=True)
class NumberedVillage:
    """A village with the code of its township and its running number in the city."""

    number: int
    township: str
    village: DemoVillage

    @property
    def kind(self) -> CommitteeType:
        """The type of its committee."""
        return self.village.committee_type


def get_kind(code: str) -> TownshipKind:
    """街道, 镇 or 乡 by the seventh to ninth digit of the code."""
    number = int(code[6:])
    if number < 100:
        return TownshipKind.SUBDISTRICT
    return TownshipKind.TOWN if number < 200 else TownshipKind.TOWNSHIP


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` into integers by weight; the parts with the largest remainders get the rest."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def build_places() -> list[DemoTownship]:
    """Build all townships with their villages, unit by unit, in the order of their codes."""
    return [township for unit in UNITS for township in _make_townships(unit)]


def number_villages(townships: Sequence[DemoTownship]) -> dict[str, list[NumberedVillage]]:
    """Number the villages of each unit. Those that merged since the last term have numbers of their own,
    so that they do not change the figures of other villages."""
    by_unit: dict[str, list[NumberedVillage]] = {unit.name: [] for unit in UNITS}
    current, merged = itertools.count(), itertools.count(10_000)
    for township in townships:
        for village in township.villages:
            number = next(merged if village.merged_into else current)
            by_unit[township.unit.name].append(NumberedVillage(number, township.code, village))
    return by_unit


def _make_townships(unit: DemoUnit) -> list[DemoTownship]:
    linked = [DemoTownship(unit, code) for code in LINKED if get_linked_unit(code) == unit.name]
    townships = sorted([*linked, *_invented_townships(unit)], key=lambda township: township.code)
    known = {township.code: LINKED.get(township.code) for township in townships}
    villages = _village_counts(townships, known, 0, unit.villages, VILLAGE_WEIGHT)
    communities = _village_counts(townships, known, 1, unit.communities, COMMUNITY_WEIGHT)
    for number, township in enumerate(townships):
        names = _village_words(offset=number * 11)
        for kind, count in (
            (CommitteeType.VILLAGERS, villages[number]),
            (CommitteeType.RESIDENTS, communities[number]),
        ):
            township.villages += [DemoVillage(_village_name(next(names), kind), kind) for _ in range(count)]
    _add_oddities(unit, [village for township in townships for village in township.villages])
    _add_changes(unit, townships)
    return townships


def _invented_townships(unit: DemoUnit) -> Iterator[DemoTownship]:
    counts = {
        TownshipKind.SUBDISTRICT: unit.subdistricts,
        TownshipKind.TOWN: unit.towns,
        TownshipKind.TOWNSHIP: unit.rural,
    }
    for kind, count in counts.items():
        for number in range(count):
            code = f"{unit.code}{FIRST_INVENTED[kind] + number:03d}"
            yield DemoTownship(unit, code, f"示例{_chinese_numeral(number + 1)}{kind.label}")


def _chinese_numeral(number: int) -> str:
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def _village_counts(
    townships: list[DemoTownship],
    known: dict[str, tuple[int, int] | None],
    column: int,
    total: int,
    weights: dict[TownshipKind, int],
) -> list[int]:
    """The number of villages (column 0) or communities (1) of each township: known, or shared out."""
    fixed = [counts[column] if (counts := known[township.code]) else None for township in townships]
    open_places = [i for i, count in enumerate(fixed) if count is None]
    rest = total - sum(count for count in fixed if count is not None)
    # Neighbours differ in size: 8 to 14 parts each.
    parts = (
        share_out(rest, [weights[townships[i].kind] * (8 + 5 * i % 7) for i in open_places]) if rest else []
    )
    return [
        count if count is not None else parts[open_places.index(i)] if parts else 0
        for i, count in enumerate(fixed)
    ]


def _village_words(offset: int) -> Iterator[str]:
    for i in range(len(WORDS)):
        yield WORDS[(offset + i) % len(WORDS)]


def _village_name(word: str, kind: CommitteeType) -> str:
    return f"示例{word}{'村' if kind == CommitteeType.VILLAGERS else '社区'}"


def _add_oddities(unit: DemoUnit, villages: list[DemoVillage]) -> None:
    """Add what real lists have too: long names, former names, a 社区 with a villagers' committee."""
    for number, village in enumerate(villages):
        village.key_difficulty = number % 8 == 3
        if number % 45 == 20 and village.committee_type == CommitteeType.VILLAGERS:
            former = village.name
            village.name = former.removesuffix("村") + "社区"
            village.former_names = [former]
        village.name = LONG_NAMES.get((unit.name, number), village.name)


def _add_changes(unit: DemoUnit, townships: Sequence[DemoTownship]) -> None:
    """Add changes since the last term: mergers, a new name, a village that became a community."""
    number = 0
    for township in townships:
        for village in tuple(township.villages):
            key = (unit.name, number)
            village.made_by_merger = key == MADE_BY_MERGER
            village.former_names += FORMER_NAMES.get(key, [])
            township.villages += [
                DemoVillage(name, village.committee_type, merged_into=village.name)
                for name in MERGERS.get(key, ())
            ]
            number += 1
