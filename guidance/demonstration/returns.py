"""Village returns of the demonstration, as reported on its reference day. Pure: the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guidance.demonstration import parties
from guidance.demonstration.candidates import nominated
from guidance.demonstration.committees import fill
from guidance.demonstration.places import Place, TownshipPlan, numbered
from guidance.demonstration.results import Told, results_of
from guidance.demonstration.units import FEW_CANDIDATES, UNITS, Goals, Unit
from guidance.reporting.returns.choices import DataSource, Stage
from guidance.reporting.returns.rules import Counts

PREVIOUS_AT = datetime(2021, 1, 14, 15, 30)  # noqa: DTZ001 - the writer adds the zone
LAST_NOMINATION, NOMINATED_AT = date(2021, 1, 23), time(11, 0)


@dataclass(frozen=True)
class ReturnPlan:
    """What is told of one village at one stage."""

    township: str
    village: str
    stage: Stage
    told: Told


def build_returns(townships: Sequence[TownshipPlan]) -> list[ReturnPlan]:
    """All returns: `previous` of every village that was, `elected` and `nominated` of those that reported."""
    places = numbered(townships)
    return [one for unit in UNITS for one in _of_unit(unit, places[unit.name])]


def _of_unit(unit: Unit, places: list[Place]) -> Iterator[ReturnPlan]:
    current = [place for place in places if not place.village.merged_into]
    yield from _previous(unit, [place for place in places if not place.village.made_by_merger])
    results = results_of(unit, current)
    if unit.nominated:
        few = current[-1] if unit.name in FEW_CANDIDATES else None
        for place in current:
            yield _nomination(place, results.get(place.number), few=place is few)
    for place in current:
        if place.number in results:
            yield _plan(place, Stage.ELECTED, results[place.number])


def _previous(unit: Unit, places: list[Place]) -> Iterator[ReturnPlan]:
    """Five years earlier: 22-27 % women in villages, 50-60 % in communities."""
    i = UNITS.index(unit)
    goals = Goals(228 + 7 * i % 36, 84 + 5 * i % 22, 515 + 11 * i % 60, 440 + 13 * i % 70)
    committees = fill(places, goals, shift=5)
    for place in places:
        committee = committees[place.number]
        counts = Counts(
            **committee.figures,
            **parties.before(place, committee),
            chair_in_two_committees=place.number % 9 != 4,
            chair_full_subsidy=place.number % 5 != 2,
            data_source=DataSource.CIVIL_AFFAIRS,
        )
        yield _plan(place, Stage.PREVIOUS, Told(counts, PREVIOUS_AT))


def _nomination(place: Place, result: Told | None, *, few: bool) -> ReturnPlan:
    """The candidates, entered by 23 January and before the village elected."""
    elected = result.counts if result else Counts()
    day = LAST_NOMINATION
    if elected.held_on:
        day = min(day, elected.held_on - timedelta(days=1))
    told = Told(nominated(place, elected, few=few), datetime.combine(day, NOMINATED_AT))
    return _plan(place, Stage.NOMINATED, told)


def _plan(place: Place, stage: Stage, told: Told) -> ReturnPlan:
    return ReturnPlan(place.township, place.village.name, stage, told)
