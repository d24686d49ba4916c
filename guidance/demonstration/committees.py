"""Committees of the demonstration, whose sums come out as wanted. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from guidance.demonstration.places import Place
from guidance.demonstration.units import Goals
from guidance.reference.places.choices import CommitteeType

# By law 3 to 7 members in a villagers' committee and 5 to 9 in a residents' committee.
SEATS = {
    CommitteeType.VILLAGERS: (5, 3, 4, 5, 4, 3, 5, 4, 7, 3, 4, 5),
    CommitteeType.RESIDENTS: (5, 7, 5, 6, 5, 9, 5, 6),
}


@dataclass
class Committee:
    """Seats, members in post, women among them; the director, who is one of the members."""

    seats: int
    people: int
    directors: int
    women: int = 0
    women_directors: int = 0

    @property
    def figures(self) -> dict[str, Any]:
        """As a return has them."""
        return {
            "seats": self.seats,
            "people": self.people,
            "women": self.women,
            "director_people": self.directors,
            "director_women": self.women_directors,
        }


def fill(
    places: Sequence[Place], goals: Goals, *, shift: int = 0, rounded: bool = False
) -> dict[int, Committee]:
    """A committee for each place, by its number, in the order of `places`; the sums meet the goals.

    `rounded` leaves the women of the villages just under what rounding would make of them.
    """
    shares = {
        CommitteeType.VILLAGERS: (goals.village_members, goals.village_directors),
        CommitteeType.RESIDENTS: (goals.community_members, goals.community_directors),
    }
    made = {place.number: seat(place.kind, place.number + shift) for place in places}
    for kind, (members, directors) in shares.items():
        committees = [made[place.number] for place in places if place.kind == kind]
        if committees:
            _meet(committees, members, directors, rounded=rounded and kind == CommitteeType.VILLAGERS)
    return made


def _meet(committees: list[Committee], members: int, directors: int, *, rounded: bool) -> None:
    if rounded:
        _leave_seven_over(committees)
    people = sum(committee.people for committee in committees)
    posts = sum(committee.directors for committee in committees)
    women = people * members // 1000 if rounded else _nearest(people * members)
    set_women(committees, members=women, directors=_nearest(posts * directors))


def _leave_seven_over(committees: list[Committee]) -> None:
    """Vacate seats until the members end in 7: a tenth of a woman is then lacking at 30 %, as of 507."""
    for committee in committees:
        if sum(each.people for each in committees) % 10 == 7:
            return
        if committee.people == committee.seats > 4:
            committee.people -= 1


def _nearest(thousandths: int) -> int:
    return (thousandths + 500) // 1000


def seat(kind: CommitteeType, number: int) -> Committee:
    """The `number`-th committee; a few lack a member, and of these a few the director."""
    seats = SEATS[kind][number % len(SEATS[kind])]
    no_director = number % 61 == 17
    lacks_one = no_director or (number % 37 == 5 and seats > 3)
    return Committee(seats, seats - lacks_one, 0 if no_director else 1)


def set_women(committees: Sequence[Committee], *, members: int, directors: int) -> None:
    """Give the committees `members` women in all, `directors` of them as directors."""
    people = sum(committee.people for committee in committees)
    for committee in committees:
        committee.women = members * committee.people // people
    _add_the_rest(committees, members, people)
    _make_uneven(committees)
    _choose_directors(committees, directors)


def _add_the_rest(committees: Sequence[Committee], members: int, people: int) -> None:
    """One woman more where rounding down cost most, until the sum is right."""
    missing = members - sum(committee.women for committee in committees)
    order = sorted(
        range(len(committees)),
        # Among equals, every seventh comes first: neighbours should differ.
        key=lambda i: (-(members * committees[i].people % people), 7 * i % len(committees), i),
    )
    for i in order[:missing]:
        committees[i].women += 1


def _make_uneven(committees: Sequence[Committee]) -> None:
    """Move a woman to the neighbour here and there; one committee in thirty may end without one."""
    for i, (giver, taker) in enumerate(pairwise(committees)):
        if taker.people - taker.women < 2:
            continue
        if (giver.women > 1 and i % 6 == 1) or (giver.women == 1 and i % 30 == 8):
            giver.women -= 1
            taker.women += 1


def _choose_directors(committees: Sequence[Committee], wanted: int) -> None:
    able = [committee for committee in committees if committee.directors and committee.women]
    for i in range(min(wanted, len(able))):
        able[i * len(able) // wanted].women_directors = 1
