"""Village returns of the demonstration, as reported on its reference day. Pure: the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guidance.demonstration import parties
from guidance.demonstration.candidates import nominated_counts
from guidance.demonstration.committees import make_committees
from guidance.demonstration.places import DemoTownship, NumberedVillage, number_villages
from guidance.demonstration.results import EnteredCounts, elected_results
from guidance.demonstration.units import FEW_CANDIDATES, UNITS, DemoUnit, WomenShares
from guidance.reporting.returns.choices import DataSource, Stage
from guidance.reporting.returns.rules import Counts

PREVIOUS_AT = datetime(2021, 1, 14, 15, 30)  # noqa: DTZ001 - the writer adds the zone
LAST_NOMINATION, NOMINATED_AT = date(2021, 1, 23), time(11, 0)


@dataclass(frozen=True)
class DemoReturn:
    """The return of a village at a stage."""

    township: str
    village: str
    stage: Stage
    entered: EnteredCounts


def build_returns(townships: Sequence[DemoTownship]) -> list[DemoReturn]:
    """Build all returns: `previous` of every former village, the other stages of those that reported."""
    places = number_villages(townships)
    return [demo_return for unit in UNITS for demo_return in _returns_of_unit(unit, places[unit.name])]


def _returns_of_unit(unit: DemoUnit, places: list[NumberedVillage]) -> Iterator[DemoReturn]:
    current = [place for place in places if not place.village.merged_into]
    yield from _previous_returns(unit, [place for place in places if not place.village.made_by_merger])
    results = elected_results(unit, current)
    if unit.nominated:
        few = current[-1] if unit.name in FEW_CANDIDATES else None
        for place in current:
            yield _nomination_return(place, results.get(place.number), few=place is few)
    for place in current:
        if place.number in results:
            yield _make_return(place, Stage.ELECTED, results[place.number])


def _previous_returns(unit: DemoUnit, places: list[NumberedVillage]) -> Iterator[DemoReturn]:
    """The previous term, five years earlier: 22-27 % women in villages, 50-60 % in communities."""
    i = UNITS.index(unit)
    women_shares = WomenShares(228 + 7 * i % 36, 84 + 5 * i % 22, 515 + 11 * i % 60, 440 + 13 * i % 70)
    committees = make_committees(places, women_shares, shift=5)
    for place in places:
        committee = committees[place.number]
        counts = Counts(
            **committee.figures,
            **parties.previous_figures(place, committee),
            chair_in_two_committees=place.number % 9 != 4,
            chair_full_subsidy=place.number % 5 != 2,
            data_source=DataSource.CIVIL_AFFAIRS,
        )
        yield _make_return(place, Stage.PREVIOUS, EnteredCounts(counts, PREVIOUS_AT))


def _nomination_return(place: NumberedVillage, result: EnteredCounts | None, *, few: bool) -> DemoReturn:
    """The candidates, entered by 23 January and before the village's election."""
    elected = result.counts if result else Counts()
    day = LAST_NOMINATION
    if elected.held_on:
        day = min(day, elected.held_on - timedelta(days=1))
    entered = EnteredCounts(nominated_counts(place, elected, few=few), datetime.combine(day, NOMINATED_AT))
    return _make_return(place, Stage.NOMINATED, entered)


def _make_return(place: NumberedVillage, stage: Stage, entered: EnteredCounts) -> DemoReturn:
    return DemoReturn(place.township, place.village.name, stage, entered)
