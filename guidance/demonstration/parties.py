"""Party organisations of the demonstration: secretary, members, 一肩挑. Pure: the same every time.

A committee's Party organisation elects first; where one person is to be both, its secretary foretells
the director.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from guidance.demonstration.committees import Committee
from guidance.demonstration.places import Place
from guidance.reference.places.choices import CommitteeType

FIRST_ELECTION, LAST_ELECTION = date(2021, 1, 18), date(2021, 1, 30)


def before(place: Place, committee: Committee) -> dict[str, Any]:
    """The Party's figures of the previous term: few secretaries were directors, one in eight a woman."""
    number = place.number
    woman = number % 8 == 3
    one_person = bool(committee.directors) and number % 6 == 1 and woman == bool(committee.women_directors)
    members = _members(place, woman, women=int(number % 5 < 3))
    return {"secretary_woman": woman, "one_shoulder": one_person} | members


def with_director(place: Place, committee: Committee, held_on: date) -> dict[str, Any]:
    """The Party's figures where the committee elected on `held_on`: nearly every secretary is director."""
    number = place.number
    one_person = bool(committee.directors) and number % 31 != 4
    woman = bool(committee.women_directors) if one_person else number % 7 == 2
    members = _members(place, woman, women=int(number % 6 < 5))
    party_held_on = held_on - timedelta(days=3 + number % 4)
    within = min(max(party_held_on, FIRST_ELECTION), LAST_ELECTION)
    return {"secretary_woman": woman, "one_shoulder": one_person, "party_held_on": within} | members


def awaiting_director(places: Sequence[Place], women: int) -> dict[int, dict[str, Any]]:
    """The Party's figures of villages that still elect, by number: `women` per thousand of the secretaries
    foretell a woman director. Of a few it is known that the two will be different persons."""
    foretelling = [place.number for place in places if place.number % 19 != 3]
    wanted = (len(foretelling) * women + 500) // 1000
    chosen = {foretelling[i * len(foretelling) // wanted] for i in range(wanted)}
    return {
        place.number: {
            "secretary_woman": place.number in chosen,
            "one_shoulder": None if place.number in foretelling else False,
            "party_held_on": FIRST_ELECTION + timedelta(days=6 + place.number % 7),
        }
        | _members(place, place.number in chosen, women=int(place.number % 6 < 5))
        for place in places
    }


def _members(place: Place, secretary_woman: bool, *, women: int) -> dict[str, int]:
    """Three to seven members; a woman secretary is one of them."""
    larger = place.number % 3 == 0
    people = (3 if place.kind == CommitteeType.VILLAGERS else 5) + 2 * larger
    of_larger = int(people > 3 and place.number % 2 == 0)
    return {"party_people": people, "party_women": max(women + of_larger, int(secretary_woman))}
