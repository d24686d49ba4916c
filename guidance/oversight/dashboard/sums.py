"""Figures of the plan's indicators, divided from the sums of a place. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from guidance.oversight.dashboard.rules import (
    EMPTY_SHARE,
    Figure,
    Outlook,
    Reading,
    Share,
    Standing,
    TargetValue,
    format_percent,
    get_standing,
)
from guidance.reference.places.choices import CommitteeType
from guidance.reference.plans.indicators import DIRECTORS_INDICATOR, INDICATORS_BY_CODE, Indicator

TYPES = tuple(CommitteeType)
STAGES = PREVIOUS, NOMINATED, ELECTED = "previous", "nominated", "elected"


@dataclass
class Sums:
    """The tallies of a place: of each stage and committee type the sums that are read of that stage.

    The sums are bare sequences, because a country has 17,000 and naming each took longer than reading it.
    """

    positions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by stage and column
    by_stage_and_type: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)

    def merge(self, other: "Sums") -> None:
        """Add another place's sums, read in the same way."""
        self.positions = other.positions
        for key, sums in other.by_stage_and_type.items():
            known = self.by_stage_and_type.get(key)
            self.by_stage_and_type[key] = sums if known is None else list(map(add, known, sums))

    def of(self, column: str, stage: str = ELECTED, committee_types: Collection[str] = ()) -> int:
        """The sum of a column over the committee types, or over all."""
        keys = [(stage, kind) for kind in committee_types or TYPES if (stage, kind) in self.by_stage_and_type]
        return sum(self.by_stage_and_type[key][self.positions[stage][column]] for key in keys)


@dataclass(frozen=True)
class Target:
    """A target of the plan: its indicator, the committees that count, and its values."""

    code: str
    committee_type: str
    value: TargetValue
    unit_values: Mapping[int, TargetValue] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator:
        """The indicator that the target measures."""
        return INDICATORS_BY_CODE[self.code]

    @property
    def committee_types(self) -> tuple[str, ...]:
        """The committee types that count."""
        own = self.indicator.committee_types
        return (self.committee_type,) if self.committee_type else own

    @property
    def label(self) -> str:
        """What is measured; with the committee where the plan looks at one kind of an indicator of both."""
        if self.committee_type and len(self.indicator.committee_types) > 1:
            return f"{self.indicator.label}（{CommitteeType(self.committee_type).label}）"
        return self.indicator.label

    def value_for(self, unit: int | None) -> TargetValue:
        """The value for a unit; for the whole where `unit` is None."""
        return self.unit_values.get(unit, self.value) if unit is not None else self.value


def add_up(sums: Iterable[Sums]) -> Sums:
    """The sum over places, so that a total and its parts come from one reading."""
    total = Sums()
    for place_sums in sums:
        total.merge(place_sums)
    return total


def make_figures(
    sums: Sums, targets: Iterable[Target], reading: Reading = Reading.ELECTED, unit: int | None = None
) -> list[Figure]:
    """A figure for each target, in the reading asked for; each carries the other reading."""
    return [_make_figure_pair(sums, target, reading, unit) for target in targets]


def _make_figure_pair(sums: Sums, target: Target, reading: Reading, unit: int | None) -> Figure:
    target_value, indicator = target.value_for(unit), target.indicator
    previous = _get_share(sums, target, PREVIOUS)
    outlook = _get_outlook(sums, target)
    candidates = _get_share(sums, target, NOMINATED) if indicator.forecast else EMPTY_SHARE

    def make_figure(reading: Reading, other: Figure | None = None) -> Figure:
        share, reported = _get_share_and_reported(sums, target, reading)
        return Figure(
            code=target.code,
            label=target.label,
            short_label=indicator.short_label,
            counted_in=indicator.counted_in,
            share=share,
            target_value=target_value,
            standing=get_standing(share, target_value, previous) if reported else Standing.NO_DATA,
            reported=reported,
            expected=sums.of("villages", ELECTED, target.committee_types),
            reading=reading,
            other=other,
            previous=previous,
            candidates=candidates,
            outlook=outlook,
            gap=indicator.gap,
            part=indicator.part,
            whole="villages" if reading is Reading.ALL else indicator.whole,
            committee_types=target.committee_types,
        )

    (other_reading,) = set(Reading) - {reading}
    return make_figure(reading, make_figure(other_reading))


def _get_share(sums: Sums, target: Target, stage: str) -> Share:
    indicator = target.indicator
    return Share(
        sums.of(indicator.part, stage, target.committee_types),
        sums.of(indicator.whole, stage, target.committee_types),
    )


def _get_share_and_reported(sums: Sums, target: Target, reading: Reading) -> tuple[Share, int]:
    """The share in one reading, and how many villages it counts."""
    indicator, types = target.indicator, target.committee_types
    share, reported = _get_share(sums, target, ELECTED), sums.of(indicator.reported, ELECTED, types)
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


def _get_outlook(sums: Sums, target: Target) -> Outlook | None:
    """Add the candidates of the villages that have not elected yet to those elected so far."""
    forecast = target.indicator.forecast
    if forecast is None:
        return None
    share = _get_share(sums, target, ELECTED)
    whole = share.whole + sums.of(forecast.whole, NOMINATED, target.committee_types)
    least, likely, most = (
        sums.of(column, NOMINATED, target.committee_types)
        for column in (forecast.least, forecast.likely, forecast.most)
    )
    return Outlook(
        least=Share(share.part + least, whole),
        # In thousandths on both sides: a likely woman is no whole person.
        likely=Share(share.part * 1000 + likely, whole * 1000),
        most=Share(share.part + most, whole),
        reported=sums.of(target.indicator.reported, ELECTED, target.committee_types)
        + sums.of(forecast.reported, NOMINATED, target.committee_types),
        expected=sums.of("villages", ELECTED, target.committee_types),
    )


@dataclass(frozen=True)
class ForetoldDirectors:
    """The share of women directors if every secretary becomes director (一肩挑): those elected so far, and
    the open posts of villages whose secretary is known."""

    code: str
    label: str
    committee_type: str
    share: Share
    target_value: TargetValue
    standing: Standing
    open_posts: int  # of the whole, not yet elected

    @property
    def percent(self) -> str:
        """The share in per cent, without the sign."""
        return format_percent(self.share, self.target_value)


def get_foretold_directors(
    sums: Sums, targets: Iterable[Target], unit: int | None = None
) -> list[ForetoldDirectors]:
    """One entry for each target of directors that has open posts with a known secretary."""
    forecasts = []
    for target in targets:
        if target.code not in DIRECTORS_INDICATOR.values():
            continue
        elected, target_value = _get_share(sums, target, ELECTED), target.value_for(unit)
        open_posts = sums.of("foretold_directors", ELECTED, target.committee_types)
        if open_posts:
            women = elected.part + sums.of("foretold_director_women", ELECTED, target.committee_types)
            share = Share(women, elected.whole + open_posts)
            standing = get_standing(share, target_value, _get_share(sums, target, PREVIOUS))
            (committee_type,) = target.committee_types
            forecasts.append(
                ForetoldDirectors(
                    target.code,
                    target.indicator.label,
                    committee_type,
                    share,
                    target_value,
                    standing,
                    open_posts,
                )
            )
    return forecasts
