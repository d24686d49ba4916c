"""Party organisations of the demonstration: secretary, members, 一肩挑. Pure: the same every time.

A committee's Party organisation elects first; where one person is to be both, its secretary foretells
the director.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from guidance.demonstration.committees import Committee
from guidance.demonstration.places import NumberedVillage
from guidance.reference.places.choices import CommitteeType

FIRST_ELECTION, LAST_ELECTION = date(2021, 1, 18), date(2021, 1, 30)


def previous_figures(place: NumberedVillage, committee: Committee) -> dict[str, Any]:
    """Return the Party figures of the previous term: few secretaries are directors, one in eight a woman."""
    number = place.number
    is_woman = number % 8 == 3
    is_one_person = (
        bool(committee.directors) and number % 6 == 1 and is_woman == bool(committee.women_directors)
    )
    members = _members(place, is_woman, women=int(number % 5 < 3))
    return {"secretary_woman": is_woman, "one_shoulder": is_one_person} | members


def figures_with_director(place: NumberedVillage, committee: Committee, held_on: date) -> dict[str, Any]:
    """Return the Party's figures of a village that elected on `held_on`: most secretaries are directors."""
    number = place.number
    is_one_person = bool(committee.directors) and number % 31 != 4
    is_woman = bool(committee.women_directors) if is_one_person else number % 7 == 2
    members = _members(place, is_woman, women=int(number % 6 < 5))
    party_held_on = held_on - timedelta(days=3 + number % 4)
    clamped_day = min(max(party_held_on, FIRST_ELECTION), LAST_ELECTION)
    return {
        "secretary_woman": is_woman,
        "one_shoulder": is_one_person,
        "party_held_on": clamped_day,
    } | members


def figures_awaiting_director(places: Sequence[NumberedVillage], women: int) -> dict[int, dict[str, Any]]:
    """Return the Party's figures of villages that have still to elect, by number.

    `women` per thousand of the secretaries who will be directors too are women. In a few villages secretary
    and director will be different persons.
    """
    deciding = [place.number for place in places if place.number % 19 != 3]
    wanted = (len(deciding) * women + 500) // 1000
    chosen = {deciding[i * len(deciding) // wanted] for i in range(wanted)}
    return {
        place.number: {
            "secretary_woman": place.number in chosen,
            "one_shoulder": None if place.number in deciding else False,
            "party_held_on": FIRST_ELECTION + timedelta(days=6 + place.number % 7),
        }
        | _members(place, place.number in chosen, women=int(place.number % 6 < 5))
        for place in places
    }


def _members(place: NumberedVillage, secretary_woman: bool, *, women: int) -> dict[str, int]:
    """Three to seven members; a woman who is secretary is among the women."""
    larger = place.number % 3 == 0
    people = (3 if place.kind == CommitteeType.VILLAGERS else 5) + 2 * larger
    of_larger = int(people > 3 and place.number % 2 == 0)
    return {"party_people": people, "party_women": max(women + of_larger, int(secretary_woman))}
