"""Results of the demonstration: committees that have elected, and Party organisations that elect first.

Pure: the same every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from guidance.demonstration import parties
from guidance.demonstration.committees import Committee, make_committees
from guidance.demonstration.places import NumberedVillage
from guidance.demonstration.units import NO_COMMUNITIES, NOT_APPLICABLE, ROUNDED, DemoUnit
from guidance.reference.places.choices import CommitteeType
from guidance.reporting.returns.choices import DataSource, Flag
from guidance.reporting.returns.rules import Counts

FIRST_ELECTION, LAST_ELECTION = date(2021, 1, 18), date(2021, 2, 4)
ELECTION_DAYS = 18
REPORTED_AT = time(20, 15)  # results are entered the same evening
CORRECTED_AT = time(21, 30)
CLEARED_AT = datetime(2021, 1, 22, 10, 0)  # noqa: DTZ001 - the writer adds the zone


@dataclass(frozen=True)
class EnteredCounts:
    """Figures of a village and when they were entered; if they were corrected, also the `first` entry."""

    counts: Counts
    at: datetime
    first: Counts | None = None
    first_at: datetime | None = None


def elected_results(unit: DemoUnit, places: Sequence[NumberedVillage]) -> dict[int, EnteredCounts]:
    """Return the results of the unit that are known, by the number of the village."""
    reported = [place for rank, place in enumerate(places) if _has_reported(unit, place, rank, len(places))]
    numbers = {place.number for place in reported}
    waiting = [place for place in places if place.number not in numbers]
    results = {}
    if unit.name in NOT_APPLICABLE:
        results[waiting.pop().number] = EnteredCounts(Counts(flag=Flag.NOT_APPLICABLE), CLEARED_AT)
    committees = make_committees(reported, unit.women_shares, round_down=unit.name == ROUNDED)
    order = 0
    for place in reported:
        held_on = FIRST_ELECTION + timedelta(days=5 * place.number % ELECTION_DAYS)
        federation: dict[str, Any] = {}
        if held_on <= unit.chairs_until:
            federation = _federation(unit, place.number, order, held_on)
            order += 1
        results[place.number] = _village_result(place, committees[place.number], held_on, federation)
    return results | _party_results(unit, waiting)


def _has_reported(unit: DemoUnit, place: NumberedVillage, rank: int, size: int) -> bool:
    """Whether the village has reported: units report by township, and in these a few villages lag behind."""
    if unit.name == NO_COMMUNITIES and place.kind == CommitteeType.RESIDENTS:
        return False
    if unit.reported == 100:
        return True
    return rank * 100 < unit.reported * size and place.number % 29 != 13


def _village_result(
    place: NumberedVillage, committee: Committee, held_on: date, federation: dict[str, Any]
) -> EnteredCounts:
    """The result of a village whose committee elected on `held_on`, perhaps with its federation."""
    counts = Counts(
        **committee.figures,
        **parties.figures_with_director(place, committee, held_on),
        **federation,
        held_on=held_on,
        data_source=_source(place.number),
        flag=_flag(place.number),
    )
    day = federation.get("federation_held_on", held_on)
    reported_at, corrected_at = datetime.combine(day, REPORTED_AT), datetime.combine(day, CORRECTED_AT)
    if counts.flag != Flag.CORRECTED:
        return EnteredCounts(counts, reported_at)
    return EnteredCounts(counts, corrected_at, _counts_with_mistake(counts), reported_at)


def _counts_with_mistake(counts: Counts) -> Counts:
    """The counts as first entered by mistake: one woman too few, or a day too early."""
    as_entered = replace(counts, flag=Flag.CONFIRMED)
    women = counts.women or 0
    if women > (counts.director_women or 0):
        return replace(as_entered, women=women - 1)
    return replace(as_entered, held_on=counts.held_on and counts.held_on - timedelta(days=1))


def _federation(unit: DemoUnit, number: int, order: int, held_on: date) -> dict[str, Any]:
    """The federation's election day, and whether its chair is in one of the two committees and has the
    full subsidy (unknown for a few)."""
    outside = bool(unit.chair_outside_every) and order % unit.chair_outside_every == 7
    subsidy = None if order % 25 == 3 else order % 11 != 6
    return {
        "federation_held_on": min(held_on + timedelta(days=2 + number % 4), LAST_ELECTION),
        "chair_in_two_committees": not outside,
        "chair_full_subsidy": False if outside else subsidy,
    }


def _party_results(unit: DemoUnit, waiting: Sequence[NumberedVillage]) -> dict[int, EnteredCounts]:
    """Results of the Party organisation only; for one village in nine even these are unknown."""
    results = {}
    for kind, women in zip(CommitteeType, unit.awaited_secretaries, strict=True):
        if kind == CommitteeType.RESIDENTS and unit.name == NO_COMMUNITIES:
            continue
        places_of_kind = [place for place in waiting if place.kind == kind and place.number % 9 != 4]
        for number, figures in parties.figures_awaiting_director(places_of_kind, women).items():
            counts = Counts(**figures, data_source=DataSource.ORGANIZATION_DEPARTMENT)
            results[number] = EnteredCounts(counts, datetime.combine(figures["party_held_on"], REPORTED_AT))
    return results


def _source(number: int) -> DataSource:
    if number % 10 < 6:
        return DataSource.SELF_REPORTED
    return DataSource.CIVIL_AFFAIRS if number % 10 < 8 else DataSource.ORGANIZATION_DEPARTMENT


def _flag(number: int) -> Flag:
    if number % 23 == 2:
        return Flag.PROVISIONAL
    return Flag.CORRECTED if number % 41 == 11 else Flag.CONFIRMED
