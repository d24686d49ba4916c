"""Which township or village a written name means. Pure: no request, no database.

Names of villages recur, so a village is looked for in its township only.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

MAX_NAME_LENGTH = 60  # a longer text is no name
MAX_SUGGESTIONS = 5
MIN_SIMILARITY = 0.45  # below, two names have nothing in common (tried with names of three characters)

_COMMITTEE = re.compile(r"(村民|社区居民|居民|社区居|村|居)委员?会$")
_KIND = re.compile(r"(.+?)(社区|村)$")


_MARKS = re.compile(r"[\s“”\"'‘’「」《》:：*＊]")


@lru_cache(maxsize=10_000, typed=True)
def normalize(text: Any) -> str:
    """Text of a head or a name without blanks, line breaks and quotation marks, in half-width characters."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", "" if text is None else str(text)))


@dataclass(frozen=True)
class TownshipName:
    """A township as people may write it; `is_own` says whether the user may report for it."""

    pk: int
    name: str
    official_name: str
    unit: int
    unit_names: tuple[str, ...]
    is_own: bool

    @property
    def printed(self) -> str:
        """Its name with that of its unit before it."""
        return f"{self.unit_names[0]}{self.name}"


@dataclass(frozen=True)
class VillageName:
    """A village as people may write it. A merged one has figures of the previous term only."""

    pk: int
    township_id: int
    name: str
    committee_type: str
    former_names: tuple[str, ...] = ()
    merged_into: str = ""  # the name of the village into which it was merged

    @property
    def label(self) -> str:
        """The name that our workbook writes: a merged village may bear that of another, so it says more."""
        return f"{self.name}（已并入{self.merged_into}）" if self.merged_into else self.name


def without_committee(name: str) -> str:
    """大塘村民委员会, 大塘村委会 as 大塘村; 河西社区居委会 as 河西社区."""
    match = _COMMITTEE.search(name)
    if not match or match.start() == 0:
        return name
    kind = {"村民": "村", "村": "村", "社区居民": "社区", "社区居": "社区"}.get(match[1], "")
    before = name[: match.start()]
    return before if before.endswith(kind) else before + kind


def core_name(name: str) -> str:
    """The name without what kind of place it is: 大塘 of 大塘村."""
    match = _KIND.fullmatch(without_committee(name))
    return match[1] if match else without_committee(name)


@dataclass
class VillageIndex:
    """The villages of one township by all their names; a name that two of them bear means neither."""

    villages: list[VillageName]
    aliases: dict[str, int]  # remembered spellings
    _exact: dict[str, int | None] = field(init=False)
    _loose: dict[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        self._exact = {}
        for village in self.villages:
            _index_names(self._exact, [normalize(village.label)], village.pk)
        current = [village for village in self.villages if not village.merged_into]
        merged = [village for village in self.villages if village.merged_into]
        layers = [
            [(village.pk, [village.name]) for village in merged],
            [(pk, [spelling]) for spelling, pk in self.aliases.items()],
            [(village.pk, list(village.former_names)) for village in current],
        ]
        for layer in layers:  # an earlier layer names a village more surely than a later one
            index: dict[str, int | None] = {}
            for pk, names in layer:
                _index_names(index, [normalize(name) for name in names], pk)
            self._exact = index | self._exact
        self._loose = {}
        for village in current:
            cores = {core_name(normalize(name)) for name in (village.name, *village.former_names)}
            _index_names(self._loose, cores, village.pk)

    def find(self, written: str, township: TownshipName | None = None) -> int | None:
        """Key of the village that `written` surely means, else None."""
        for name in _spellings(normalize(written), township):
            for known in (name, without_committee(name)):
                if known in self._exact:
                    return self._exact[known]
            if core_name(name) in self._loose:
                return self._loose[core_name(name)]
        return None

    def similar(self, written: str) -> list[int]:
        """Keys of villages with a name like `written`, the most similar first."""
        by_name = {
            normalize(name): village.pk
            for village in self.villages
            for name in (*village.former_names, village.name)
        }
        matches = get_close_matches(
            normalize(written)[:MAX_NAME_LENGTH], by_name, n=MAX_SUGGESTIONS, cutoff=MIN_SIMILARITY
        )
        return list(dict.fromkeys(by_name[name] for name in matches))


def _index_names(index: dict[str, int | None], names: Iterable[str], pk: int) -> None:
    for name in names:
        index[name] = pk if index.get(name, pk) == pk else None


def _spellings(name: str, township: TownshipName | None) -> Iterable[str]:
    """The name as written, and without the township before it."""
    yield name
    for prefix in _prefixes(township) if township else ():
        if name.startswith(prefix) and name != prefix:
            yield name[len(prefix) :]


def _prefixes(township: TownshipName) -> Iterable[str]:
    own = (normalize(township.name), normalize(township.official_name))
    yield from (f"{normalize(unit)}{name}" for unit in township.unit_names for name in own)
    yield from own


@dataclass
class TownshipIndex:
    """All townships by their names, with and without that of the unit."""

    townships: list[TownshipName]
    _index: dict[str, list[TownshipName]] = field(init=False)

    def __post_init__(self) -> None:
        self._index = {}
        for township in self.townships:
            for name in {normalize(township.name), normalize(township.official_name), *_prefixes(township)}:
                self._index.setdefault(name, []).append(township)

    def find(self, written: str, unit: str = "") -> list[TownshipName]:
        """The townships that `written` may mean: the user's own before others, those of `unit` before all."""
        candidates = self._index.get(normalize(written), [])
        wanted = normalize(unit)
        in_unit = [
            township
            for township in candidates
            if any(normalize(name) in wanted for name in township.unit_names)
        ]
        own = [township for township in candidates if township.is_own]
        return (in_unit if wanted else []) or own or candidates

    def similar(self, written: str) -> list[str]:
        """Names of own townships like `written`."""
        own = {normalize(township.name): township.name for township in self.townships if township.is_own}
        return [
            own[name]
            for name in get_close_matches(normalize(written)[:MAX_NAME_LENGTH], own, n=3, cutoff=0.5)
        ]
