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

LONGEST = 60  # a longer text is no name
MOST_SUGGESTIONS = 5
LIKENESS = 0.45  # below, two names have nothing to do with each other (seen with names of three characters)

_COMMITTEE = re.compile(r"(村民|社区居民|居民|社区居|村|居)委员?会$")
_KIND = re.compile(r"(.+?)(社区|村)$")


_MARKS = re.compile(r"[\s“”\"'‘’「」《》:：*＊]")


@lru_cache(maxsize=10_000, typed=True)
def normal(text: Any) -> str:
    """A head or a name without blanks, line breaks and quotation marks, in half-width characters."""
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
        """With its unit before it."""
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
        """As our workbook writes it: a merged village may bear the name of another."""
        return f"{self.name}（已并入{self.merged_into}）" if self.merged_into else self.name


def without_committee(name: str) -> str:
    """大塘村民委员会, 大塘村委会 as 大塘村; 河西社区居委会 as 河西社区."""
    match = _COMMITTEE.search(name)
    if not match or match.start() == 0:
        return name
    kind = {"村民": "村", "村": "村", "社区居民": "社区", "社区居": "社区"}.get(match[1], "")
    before = name[: match.start()]
    return before if before.endswith(kind) else before + kind


def core_of(name: str) -> str:
    """The name without what kind of place it is: 大塘 of 大塘村."""
    match = _KIND.fullmatch(without_committee(name))
    return match[1] if match else without_committee(name)


@dataclass
class Villages:
    """The villages of one township by everything they are called; what two are called names none."""

    villages: list[VillageName]
    aliases: dict[str, int]  # remembered spellings
    _exact: dict[str, int | None] = field(init=False)
    _loose: dict[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        self._exact = {}
        for one in self.villages:
            _put(self._exact, [normal(one.label)], one.pk)
        current = [one for one in self.villages if not one.merged_into]
        merged = [one for one in self.villages if one.merged_into]
        layers = [
            [(one.pk, [one.name]) for one in merged],
            [(pk, [spelling]) for spelling, pk in self.aliases.items()],
            [(one.pk, list(one.former_names)) for one in current],
        ]
        for layer in layers:  # an earlier layer names a village more surely than a later one
            found: dict[str, int | None] = {}
            for pk, written in layer:
                _put(found, [normal(name) for name in written], pk)
            self._exact = found | self._exact
        self._loose = {}
        for one in current:
            _put(self._loose, {core_of(normal(name)) for name in (one.name, *one.former_names)}, one.pk)

    def find(self, written: str, township: TownshipName | None = None) -> int | None:
        """The key of the village that `written` surely means, else None."""
        for name in _ways(normal(written), township):
            for known in (name, without_committee(name)):
                if known in self._exact:
                    return self._exact[known]
            if core_of(name) in self._loose:
                return self._loose[core_of(name)]
        return None

    def similar(self, written: str) -> list[int]:
        """The keys of villages with a name like `written`, the likest first."""
        by_name = {normal(name): one.pk for one in self.villages for name in (*one.former_names, one.name)}
        found = get_close_matches(normal(written)[:LONGEST], by_name, n=MOST_SUGGESTIONS, cutoff=LIKENESS)
        return list(dict.fromkeys(by_name[name] for name in found))


def _put(index: dict[str, int | None], names: Iterable[str], pk: int) -> None:
    for name in names:
        index[name] = pk if index.get(name, pk) == pk else None


def _ways(name: str, township: TownshipName | None) -> Iterable[str]:
    """The name as written, and without the township before it."""
    yield name
    for prefix in _prefixes(township) if township else ():
        if name.startswith(prefix) and name != prefix:
            yield name[len(prefix) :]


def _prefixes(township: TownshipName) -> Iterable[str]:
    own = (normal(township.name), normal(township.official_name))
    yield from (f"{normal(unit)}{name}" for unit in township.unit_names for name in own)
    yield from own


@dataclass
class Townships:
    """All townships by what they are called."""

    townships: list[TownshipName]
    _index: dict[str, list[TownshipName]] = field(init=False)

    def __post_init__(self) -> None:
        self._index = {}
        for one in self.townships:
            for name in {normal(one.name), normal(one.official_name), *_prefixes(one)}:
                self._index.setdefault(name, []).append(one)

    def find(self, written: str, unit: str = "") -> list[TownshipName]:
        """The townships that `written` may mean: the user's own before others, those of `unit` before all."""
        found = self._index.get(normal(written), [])
        wanted = normal(unit)
        of_unit = (
            [one for one in found if any(normal(name) in wanted for name in one.unit_names)] if wanted else []
        )
        return of_unit or [one for one in found if one.is_own] or found

    def similar(self, written: str) -> list[str]:
        """Names of own townships like `written`."""
        own = {normal(one.name): one.name for one in self.townships if one.is_own}
        return [own[name] for name in get_close_matches(normal(written)[:LONGEST], own, n=3, cutoff=0.5)]
