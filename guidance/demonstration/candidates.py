"""Candidates of the demonstration, as nominated by 24 January. Pure: the same every time.

Where a village has elected since, its candidates are those from whom it chose.
"""

from guidance.demonstration.committees import Committee, seat
from guidance.demonstration.places import Place
from guidance.reference.places.choices import CommitteeType
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.rules import Counts

NEEDED_OF_HUNDRED = {CommitteeType.VILLAGERS: 30, CommitteeType.RESIDENTS: 50}


def nominated(place: Place, elected: Counts, *, few: bool) -> Counts:
    """The candidates of a village that has `elected` so, or that has still to elect; `few`: fewer than seats.

    A village that does not elect has no candidates either.
    """
    number = place.number
    if elected.flag == Flag.NOT_APPLICABLE:
        return elected
    figures = _to_elect(place, elected, few=few) if elected.people is None else _who_won(number, elected)
    chair = elected.chair_in_two_committees
    return Counts(
        **figures.figures,
        chair_in_two_committees=_chair(number, figures.women) if chair is None else chair,
        flag=Flag.PROVISIONAL if number % 15 == 4 else Flag.CONFIRMED,
    )


def _who_won(number: int, elected: Counts) -> Committee:
    """One more woman than was elected, as long as the men who were elected are among the candidates too."""
    seats, people, women = (elected.seats or 0), (elected.people or 0), (elected.women or 0)
    candidates = _number(number, seats)
    women += number % 3 == 0 and candidates > people
    women_directors = elected.director_women or 0
    directors = 1 if number % 3 == 1 else 2
    women_directors += directors == 2 and number % 5 == 0 and women > women_directors
    return _candidates(seats, candidates, women, directors, women_directors)


def _to_elect(place: Place, elected: Counts, *, few: bool) -> Committee:
    """Some have too few women among their candidates, some none at all."""
    number, seats = place.number, seat(place.kind, place.number).seats
    needed = -(-seats * NEEDED_OF_HUNDRED[place.kind] // 100)
    women = max(1, needed - 1) if number % 6 == 2 else needed + (number % 4 == 0)
    if number % 13 == 6:
        women = 0
    directors = 1 if number % 3 == 1 else 2
    one_of_them = number % 6 == 5 if place.kind == CommitteeType.VILLAGERS else number % 2 == 1
    women_directors = int(women > 0 and bool(elected.secretary_woman or one_of_them))
    return _candidates(seats, seats - 1 if few else _number(number, seats), women, directors, women_directors)


def _number(number: int, seats: int) -> int:
    """One more than seats; here and there only as many."""
    return seats + (number % 14 != 6)


def _candidates(seats: int, people: int, women: int, directors: int, women_directors: int) -> Committee:
    among_them = min(directors, women_directors + people - women)
    return Committee(seats, people, among_them, women, women_directors)


def _chair(number: int, women: int) -> bool | None:
    """Whether the sitting chair is nominated for one of the two committees; of a few it is not known."""
    if women == 0 or number % 17 == 3:
        return False
    return None if number % 23 == 8 else True
