"""Committees of the demonstration whose sums match given shares of women. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from guidance.demonstration.places import NumberedVillage
from guidance.demonstration.units import WomenShares
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
        """The figures as fields of a return."""
        return {
            "seats": self.seats,
            "people": self.people,
            "women": self.women,
            "director_people": self.directors,
            "director_women": self.women_directors,
        }


def make_committees(
    places: Sequence[NumberedVillage], women_shares: WomenShares, *, shift: int = 0, round_down: bool = False
) -> dict[int, Committee]:
    """Make a committee for each place, by its number; the sums match the shares of women.

    `round_down` keeps the women of the villages just below the share, which only rounding would reach.
    """
    share_pairs = {
        CommitteeType.VILLAGERS: (women_shares.village_members, women_shares.village_directors),
        CommitteeType.RESIDENTS: (women_shares.community_members, women_shares.community_directors),
    }
    by_number = {place.number: make_committee(place.kind, place.number + shift) for place in places}
    for kind, (members, directors) in share_pairs.items():
        committees = [by_number[place.number] for place in places if place.kind == kind]
        if committees:
            _match_shares(
                committees, members, directors, round_down=round_down and kind == CommitteeType.VILLAGERS
            )
    return by_number


def _match_shares(committees: list[Committee], members: int, directors: int, *, round_down: bool) -> None:
    if round_down:
        _vacate_until_seven(committees)
    people = sum(committee.people for committee in committees)
    posts = sum(committee.directors for committee in committees)
    women = people * members // 1000 if round_down else _round_thousandths(people * members)
    set_women(committees, members=women, directors=_round_thousandths(posts * directors))


def _vacate_until_seven(committees: list[Committee]) -> None:
    """Vacate seats until the sum of members ends in 7: 30 % of 507 is 152.1, so 152 women are too few."""
    for committee in committees:
        if sum(committee.people for committee in committees) % 10 == 7:
            return
        if committee.people == committee.seats > 4:
            committee.people -= 1


def _round_thousandths(thousandths: int) -> int:
    return (thousandths + 500) // 1000


def make_committee(kind: CommitteeType, number: int) -> Committee:
    """Make the `number`-th committee; a few lack a member, and some of these the director."""
    seats = SEATS[kind][number % len(SEATS[kind])]
    no_director = number % 61 == 17
    lacks_one = no_director or (number % 37 == 5 and seats > 3)
    return Committee(seats, seats - lacks_one, 0 if no_director else 1)


def set_women(committees: Sequence[Committee], *, members: int, directors: int) -> None:
    """Give the committees `members` women in total, `directors` of them as directors."""
    people = sum(committee.people for committee in committees)
    for committee in committees:
        committee.women = members * committee.people // people
    _distribute_remainder(committees, members, people)
    _make_uneven(committees)
    _choose_directors(committees, directors)


def _distribute_remainder(committees: Sequence[Committee], members: int, people: int) -> None:
    """Add one woman where rounding down cost most, until the sum is right."""
    missing = members - sum(committee.women for committee in committees)
    order = sorted(
        range(len(committees)),
        # Among equals every seventh comes first, so that neighbours differ.
        key=lambda i: (-(members * committees[i].people % people), 7 * i % len(committees), i),
    )
    for i in order[:missing]:
        committees[i].women += 1


def _make_uneven(committees: Sequence[Committee]) -> None:
    """Move a woman to the neighbour here and there; up to one committee in thirty ends without women."""
    for i, (giver, taker) in enumerate(pairwise(committees)):
        if taker.people - taker.women < 2:
            continue
        if (giver.women > 1 and i % 6 == 1) or (giver.women == 1 and i % 30 == 8):
            giver.women -= 1
            taker.women += 1


def _choose_directors(committees: Sequence[Committee], wanted: int) -> None:
    eligible = [committee for committee in committees if committee.directors and committee.women]
    for i in range(min(wanted, len(eligible))):
        eligible[i * len(eligible) // wanted].women_directors = 1
