"""From sums to figures: the indicators of the plan over the tallies of a place. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from guidance.oversight.dashboard.rules import (
    NOTHING,
    Aim,
    Figure,
    Outlook,
    Reading,
    Share,
    Standing,
    percent,
    stand,
)
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.indicators import BY_CODE, DIRECTORS_INDICATOR, Indicator

TYPES = tuple(CommitteeType)
STAGES = PREVIOUS, NOMINATED, ELECTED = "previous", "nominated", "elected"


@dataclass
class Sums:
    """The tallies of a place: of each stage and committee type the sums that are read of that stage.

    Bare sequences: a country has seventeen thousand, and naming every sum took longer than reading it.
    """

    positions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by stage and column
    parts: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)

    def merge(self, other: "Sums") -> None:
        """Add another place's sums, read in the same way."""
        self.positions = other.positions
        for key, sums in other.parts.items():
            known = self.parts.get(key)
            self.parts[key] = sums if known is None else list(map(add, known, sums))

    def of(self, column: str, stage: str = ELECTED, types: Collection[str] = ()) -> int:
        """The sum of a column over `types`, or over all."""
        parts = [self.parts[stage, kind] for kind in types or TYPES if (stage, kind) in self.parts]
        return sum(part[self.positions[stage][column]] for part in parts)


@dataclass(frozen=True)
class Goal:
    """A target of the plan: what is measured, over which committees, and what is asked of whom."""

    code: str
    committee_type: str
    aim: Aim
    of_units: Mapping[int, Aim] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator:
        """What is divided by what."""
        return BY_CODE[self.code]

    @property
    def types(self) -> tuple[str, ...]:
        """The committee types that count."""
        own = self.indicator.committee_types
        return (self.committee_type,) if self.committee_type else own

    @property
    def label(self) -> str:
        """What is measured; with the committee where the plan looks at one kind of an indicator of both."""
        if self.committee_type and len(self.indicator.committee_types) > 1:
            return f"{self.indicator.label}（{CommitteeType(self.committee_type).label}）"
        return self.indicator.label

    def aim_of(self, unit: int | None) -> Aim:
        """What is asked of a unit; of the whole where `unit` is None."""
        return self.of_units.get(unit, self.aim) if unit is not None else self.aim


def total_of(parts: Iterable[Sums]) -> Sums:
    """The sum over places, so that a total and its parts come from one reading."""
    total = Sums()
    for part in parts:
        total.merge(part)
    return total


def figures_of(
    sums: Sums, goals: Iterable[Goal], reading: Reading = Reading.ELECTED, unit: int | None = None
) -> list[Figure]:
    """A figure for each goal, in the reading asked for; each carries the other reading."""
    return [_figure(sums, goal, reading, unit) for goal in goals]


def _figure(sums: Sums, goal: Goal, reading: Reading, unit: int | None) -> Figure:
    aim, indicator = goal.aim_of(unit), goal.indicator
    previous = _share(sums, goal, PREVIOUS)
    outlook = _outlook(sums, goal)
    candidates = _share(sums, goal, NOMINATED) if indicator.forecast else NOTHING

    def read(one: Reading, other: Figure | None = None) -> Figure:
        share, reported = _read(sums, goal, one)
        return Figure(
            code=goal.code,
            label=goal.label,
            short_label=indicator.short_label,
            counted_in=indicator.counted_in,
            share=share,
            aim=aim,
            standing=stand(share, aim, previous) if reported else Standing.NO_DATA,
            reported=reported,
            expected=sums.of("villages", ELECTED, goal.types),
            reading=one,
            other=other,
            previous=previous,
            candidates=candidates,
            outlook=outlook,
            gap=indicator.gap,
            part=indicator.part,
            whole="villages" if one is Reading.ALL else indicator.whole,
            types=goal.types,
        )

    (second,) = (one for one in Reading if one is not reading)
    return read(reading, read(second))


def _share(sums: Sums, goal: Goal, stage: str) -> Share:
    indicator = goal.indicator
    return Share(sums.of(indicator.part, stage, goal.types), sums.of(indicator.whole, stage, goal.types))


def _read(sums: Sums, goal: Goal, reading: Reading) -> tuple[Share, int]:
    """The share in one reading, and how many villages stand behind it."""
    indicator, types = goal.indicator, goal.types
    share, reported = _share(sums, goal, ELECTED), sums.of(indicator.reported, ELECTED, types)
    if reading is Reading.ELECTED:
        return share, reported
    if indicator.of_all_villages:
        return Share(share.part, sums.of("villages", ELECTED, types)), reported
    if not indicator.staying_whole:
        return share, reported
    staying = Share(
        sums.of(indicator.staying_part, PREVIOUS, types), sums.of(indicator.staying_whole, PREVIOUS, types)
    )
    reported += sums.of("staying_villages", PREVIOUS, types)
    return Share(share.part + staying.part, share.whole + staying.whole), reported


def _outlook(sums: Sums, goal: Goal) -> Outlook | None:
    """Elected so far, and the candidates of the rest."""
    forecast = goal.indicator.forecast
    if forecast is None:
        return None
    share = _share(sums, goal, ELECTED)
    whole = share.whole + sums.of(forecast.whole, NOMINATED, goal.types)
    least, likely, most = (
        sums.of(column, NOMINATED, goal.types) for column in (forecast.least, forecast.likely, forecast.most)
    )
    return Outlook(
        least=Share(share.part + least, whole),
        # In thousandths on both sides: a likely woman is no whole person.
        likely=Share(share.part * 1000 + likely, whole * 1000),
        most=Share(share.part + most, whole),
        reported=sums.of(goal.indicator.reported, ELECTED, goal.types)
        + sums.of(forecast.reported, NOMINATED, goal.types),
        expected=sums.of("villages", ELECTED, goal.types),
    )


@dataclass(frozen=True)
class Foretold:
    """What the women Party secretaries foretell for the directors (一肩挑): the share of women so far and
    of the posts still open, where the secretary is known."""

    code: str
    label: str
    committee_type: str
    share: Share
    aim: Aim
    standing: Standing
    open_posts: int  # of the whole, not yet elected

    @property
    def percent(self) -> str:
        """The share in words."""
        return percent(self.share, self.aim)


def foretold_of(sums: Sums, goals: Iterable[Goal], unit: int | None = None) -> list[Foretold]:
    """For each director target with posts still open whose secretary is known."""
    found = []
    for goal in goals:
        if goal.code not in DIRECTORS_INDICATOR.values():
            continue
        elected, aim = _share(sums, goal, ELECTED), goal.aim_of(unit)
        open_posts = sums.of("foretold_directors", ELECTED, goal.types)
        if open_posts:
            women = elected.part + sums.of("foretold_director_women", ELECTED, goal.types)
            share = Share(women, elected.whole + open_posts)
            standing = stand(share, aim, _share(sums, goal, PREVIOUS))
            (kind,) = goal.types
            found.append(Foretold(goal.code, goal.indicator.label, kind, share, aim, standing, open_posts))
    return found
