"""Candidates of the demonstration, as nominated by 24 January. Pure: the same every time.

Where a village has elected since, its candidates are those from whom it chose.
"""

from guidance.demonstration.committees import Committee, make_committee
from guidance.demonstration.places import NumberedVillage
from guidance.reference.places.choices import CommitteeType
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.rules import Counts

NEEDED_OF_HUNDRED = {CommitteeType.VILLAGERS: 30, CommitteeType.RESIDENTS: 50}


def nominated_counts(place: NumberedVillage, elected: Counts, *, few: bool) -> Counts:
    """Return the candidates of a village with the result `elected` (empty before the election).

    `few` makes fewer candidates than seats. A village that does not elect has no candidates.
    """
    number = place.number
    if elected.flag == Flag.NOT_APPLICABLE:
        return elected
    figures = (
        _candidates_before_election(place, elected, few=few)
        if elected.people is None
        else _candidates_of_elected(number, elected)
    )
    chair = elected.chair_in_two_committees
    return Counts(
        **figures.figures,
        chair_in_two_committees=_is_chair_nominated(number, figures.women) if chair is None else chair,
        flag=Flag.PROVISIONAL if number % 15 == 4 else Flag.CONFIRMED,
    )


def _candidates_of_elected(number: int, elected: Counts) -> Committee:
    """Add a woman to those elected, as long as the elected men are still among the candidates."""
    seats, people, women = (elected.seats or 0), (elected.people or 0), (elected.women or 0)
    candidates = _candidate_count(number, seats)
    women += number % 3 == 0 and candidates > people
    women_directors = elected.director_women or 0
    directors = 1 if number % 3 == 1 else 2
    women_directors += directors == 2 and number % 5 == 0 and women > women_directors
    return _make_candidates(seats, candidates, women, directors, women_directors)


def _candidates_before_election(place: NumberedVillage, elected: Counts, *, few: bool) -> Committee:
    """Make candidates: some villages have too few women among them, some none."""
    number, seats = place.number, make_committee(place.kind, place.number).seats
    needed = -(-seats * NEEDED_OF_HUNDRED[place.kind] // 100)
    women = max(1, needed - 1) if number % 6 == 2 else needed + (number % 4 == 0)
    if number % 13 == 6:
        women = 0
    directors = 1 if number % 3 == 1 else 2
    is_woman_among = number % 6 == 5 if place.kind == CommitteeType.VILLAGERS else number % 2 == 1
    women_directors = int(women > 0 and bool(elected.secretary_woman or is_woman_among))
    return _make_candidates(
        seats, seats - 1 if few else _candidate_count(number, seats), women, directors, women_directors
    )


def _candidate_count(number: int, seats: int) -> int:
    """One candidate more than seats; in a few villages only as many."""
    return seats + (number % 14 != 6)


def _make_candidates(seats: int, people: int, women: int, directors: int, women_directors: int) -> Committee:
    director_count = min(directors, women_directors + people - women)
    return Committee(seats, people, director_count, women, women_directors)


def _is_chair_nominated(number: int, women: int) -> bool | None:
    """Whether the chair in office is nominated for one of the two committees; unknown for a few."""
    if women == 0 or number % 17 == 3:
        return False
    return None if number % 23 == 8 else True
