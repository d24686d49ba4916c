"""Village returns of the demonstration, as reported on its reference day. Pure: the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guidance.demonstration.committees import Committee, seat, set_women
from guidance.demonstration.places import TownshipPlan, VillagePlan
from guidance.demonstration.units import NO_COMMUNITIES, ROUNDED, UNITS, Goals, Unit
from guidance.elections.models import DataSource, Flag, Stage
from guidance.terms import CommitteeType

FIRST_ELECTION = date(2021, 1, 18)
ELECTION_DAYS = 18  # the last village votes on 4 February; its result is in the same evening
REPORTED_AT = time(20, 15)
PREVIOUS_KEPT_AT = datetime(2021, 1, 14, 15, 30)  # noqa: DTZ001 - the writer adds the zone
NOMINATED_KEPT_AT = datetime(2021, 1, 23, 11, 0)  # noqa: DTZ001


@dataclass(frozen=True)
class ReturnPlan:
    """The figures of one village at one stage, and the moment at which its unit entered them."""

    township: str
    village: str
    stage: Stage
    kept_at: datetime
    seats: int
    people: int
    women: int
    director_people: int
    director_women: int
    secretary_woman: bool | None = None
    chair_in_two_committees: bool | None = None
    chair_full_subsidy: bool | None = None
    held_on: date | None = None
    data_source: DataSource = DataSource.SELF_REPORTED
    flag: Flag = Flag.CONFIRMED


@dataclass(frozen=True)
class Place:
    """A village with its township and its running number in the city."""

    number: int
    township: str
    village: VillagePlan


def build_returns(townships: Sequence[TownshipPlan]) -> list[ReturnPlan]:
    """All returns: `previous` of every village, `elected` and `nominated` of those that reported them."""
    by_unit: dict[str, list[Place]] = {unit.name: [] for unit in UNITS}
    number = 0
    for township in townships:
        for village in township.villages:
            by_unit[township.unit.name].append(Place(number, township.code, village))
            number += 1
    found: list[ReturnPlan] = []
    for unit in UNITS:
        places = by_unit[unit.name]
        found += _previous(unit, places)
        found += _nominated(unit, places) if unit.nominated else []
        found += _elected(unit, places)
    return found


def _previous(unit: Unit, places: list[Place]) -> Iterator[ReturnPlan]:
    """Five years earlier: 22-27 % women in villages, 50-60 % in communities."""
    i = UNITS.index(unit)
    goals = Goals(228 + 7 * i % 36, 84 + 5 * i % 22, 515 + 11 * i % 60, 440 + 13 * i % 70)
    for place, committee in _filled(places, goals, shift=5):
        yield _plan(
            place,
            committee,
            Stage.PREVIOUS,
            PREVIOUS_KEPT_AT,
            secretary_woman=bool(committee.women_directors) or place.number % 41 == 7,
            chair_in_two_committees=place.number % 9 != 4,
            chair_full_subsidy=place.number % 5 != 2,
            data_source=DataSource.CIVIL_AFFAIRS,
        )


def _nominated(unit: Unit, places: list[Place]) -> Iterator[ReturnPlan]:
    """Candidates: one more than seats; a few more women are put forward than will be elected."""
    goals = Goals(*(goal + 25 for goal in vars(unit.goals).values()))
    for place, committee in _filled(places, goals, shift=0, candidates=True):
        yield _plan(place, committee, Stage.NOMINATED, NOMINATED_KEPT_AT, flag=Flag.PROVISIONAL)


def _elected(unit: Unit, places: list[Place]) -> Iterator[ReturnPlan]:
    reported = [place for rank, place in enumerate(places) if _has_reported(unit, place, rank, len(places))]
    order = 0
    for place, committee in _filled(reported, unit.goals, shift=0, rounded=unit.name == ROUNDED):
        held_on = FIRST_ELECTION + timedelta(days=5 * place.number % ELECTION_DAYS)
        chair, subsidy = None, None
        if held_on <= unit.chairs_until:
            chair, subsidy = _chair(unit, order)
            order += 1
        yield _plan(
            place,
            committee,
            Stage.ELECTED,
            datetime.combine(held_on, REPORTED_AT),
            secretary_woman=bool(committee.women_directors) or place.number % 53 == 9,
            chair_in_two_committees=chair,
            chair_full_subsidy=subsidy,
            held_on=held_on,
            data_source=_source(place.number),
            flag=_flag(place.number),
        )


def _has_reported(unit: Unit, place: Place, rank: int, size: int) -> bool:
    """Units report township by township; behind the ones that are through, single villages lag."""
    if unit.name == NO_COMMUNITIES and place.village.committee_type == CommitteeType.RESIDENTS:
        return False
    if unit.reported == 100:
        return True
    return rank * 100 < unit.reported * size and place.number % 29 != 13


def _filled(
    places: Sequence[Place], goals: Goals, *, shift: int, candidates: bool = False, rounded: bool = False
) -> Iterator[tuple[Place, Committee]]:
    """Each place with its committee; the sums of either kind meet the goals."""
    shares = {
        CommitteeType.VILLAGERS: (goals.village_members, goals.village_directors),
        CommitteeType.RESIDENTS: (goals.community_members, goals.community_directors),
    }
    made: dict[int, Committee] = {}
    for kind, (members, directors) in shares.items():
        here = [place for place in places if place.village.committee_type == kind]
        committees = [seat(kind, place.number + shift, vacancies=not candidates) for place in here]
        if candidates:
            for committee in committees:
                committee.people += 1
        _set_women(committees, members, directors, rounded=rounded and kind == CommitteeType.VILLAGERS)
        made |= {place.number: committee for place, committee in zip(here, committees, strict=True)}
    for place in places:
        yield place, made[place.number]


def _set_women(committees: list[Committee], members: int, directors: int, *, rounded: bool) -> None:
    if not committees:
        return
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


def _chair(unit: Unit, order: int) -> tuple[bool, bool | None]:
    """Whether the chair is in one of the two committees, and has the full subsidy (unknown of a few)."""
    if unit.chair_outside_every and order % unit.chair_outside_every == 7:
        return False, False
    if order % 25 == 3:
        return True, None
    return True, order % 11 != 6


def _source(number: int) -> DataSource:
    if number % 10 < 6:
        return DataSource.SELF_REPORTED
    return DataSource.CIVIL_AFFAIRS if number % 10 < 8 else DataSource.ORGANIZATION_DEPARTMENT


def _flag(number: int) -> Flag:
    if number % 23 == 2:
        return Flag.PROVISIONAL
    return Flag.CORRECTED if number % 41 == 11 else Flag.CONFIRMED


def _plan(place: Place, committee: Committee, stage: Stage, kept_at: datetime, **known: object) -> ReturnPlan:
    return ReturnPlan(
        township=place.township,
        village=place.village.name,
        stage=stage,
        kept_at=kept_at,
        seats=committee.seats,
        people=committee.people,
        women=committee.women,
        director_people=committee.directors,
        director_women=committee.women_directors,
        **known,  # type: ignore[arg-type]
    )
