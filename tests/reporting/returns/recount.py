"""The tallies once more, in plain Python and from their definitions: village by village, figure by figure.

Slow and simple on purpose; nothing of `guidance.reporting.returns.tallies` or of its SQL is used.
"""

from collections import Counter, defaultdict
from typing import Any

from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns.models import Tally, TallyColumns, UnitTally, VillageReturn

COLUMNS = [
    field.name for field in TallyColumns._meta.get_fields() if field.name not in ("committee_type", "stage")
]
MEMBERS_TARGET = {"villagers": "village_women_members", "residents": "community_women_members"}

Row = Any  # a return whose figures do not contradict each other
Sums = dict[tuple[Any, ...], dict[str, int]]  # by plan, place, committee type and stage


def stored() -> Sums:
    """What the tallies say; a sum of nothing is left out."""
    places: list[tuple[tuple[str, int], Any]] = []
    places += [(("township", one.township_id), one) for one in Tally.objects.all()]
    places += [(("unit", one.unit_id), one) for one in UnitTally.objects.all()]
    found = {
        (one.plan_id, *place, one.committee_type, one.stage): {
            name: getattr(one, name) for name in COLUMNS if getattr(one, name)
        }
        for place, one in places
    }
    return {key: columns for key, columns in found.items() if columns}


def recounted() -> Sums:
    """What they should say."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    villages = list(Village.objects.select_related("township", "merged_into"))
    for plan in Plan.objects.all():
        book = Book(plan, villages)
        for village in villages:
            for stage in ("previous", "nominated", "elected"):
                places = (("township", village.township_id), ("unit", village.township.unit_id))
                for name, number in book.get_counts(village, stage).items():
                    for place in places:
                        sums[plan.pk, *place, village.committee_type, stage][name] += int(number)
    found = {key: {name: n for name, n in columns.items() if n} for key, columns in sums.items()}
    assert all(set(columns) <= set(COLUMNS) for columns in found.values())
    return {key: columns for key, columns in found.items() if columns}


class Book:
    """Everything that was reported in one plan, and what the plan asks."""

    def __init__(self, plan: Plan, villages: list[Village]) -> None:
        self.returns = {(r.village_id, r.stage): r for r in VillageReturn.objects.filter(plan=plan)}
        self.merged = Counter(village.merged_into_id for village in villages if village.merged_into_id)
        targets = Target.objects.filter(plan=plan, indicator__in=MEMBERS_TARGET.values())
        self.asked = {target.indicator: target.value_bp for target in targets}
        own = UnitTarget.objects.filter(target__in=targets).select_related("target")
        self.asked_of_units = {(one.target.indicator, one.unit_id): one.value_bp for one in own}

    def wanted(self, village: Village) -> int | None:
        """The share of women asked of its committee, in basis points: the unit's own or the plan's."""
        indicator = MEMBERS_TARGET[village.committee_type]
        key = (indicator, village.township.unit_id)
        return self.asked_of_units[key] if key in self.asked_of_units else self.asked.get(indicator)

    def has_elected(self, village: Village) -> bool:
        """Whether its committee, or that of the village it merged into, is known to be elected."""
        row = self.returns.get((village.merged_into_id or village.pk, "elected"))
        return row is not None and row.flag != "not_applicable" and row.people is not None

    def get_counts(self, village: Village, stage: str) -> dict[str, int]:
        """What one village adds to the sums of a stage."""
        if village.merged_into_id and stage != "previous":
            return {}  # it is no more
        row = self.returns.get((village.pk, stage))
        if row is not None and row.flag == "not_applicable":
            return {"not_applicable": 1}  # and nothing else
        made_by_a_merger = stage == "previous" and self.merged[village.pk] and row is None
        counts = {"villages": 0 if made_by_a_merger else 1}
        if row is None:
            return counts
        elected, wanted = self.has_elected(village), self.wanted(village)
        counts |= of_committee(row) | of_party(row) | of_federation(row, elected)
        if row.people is not None:
            counts |= of_women(row, wanted, elected)
        if stage == "previous" and not elected:
            counts |= still_in_post(row)
        if stage == "nominated" and not elected:
            counts |= outlook(row)
        return counts


def of_committee(row: Row) -> dict[str, int]:
    """Seats, members, director."""
    if row.people is None:
        return {}
    return {
        "reported": 1,
        "provisional": row.flag == "provisional",
        "corrected": row.flag == "corrected",
        "seats": row.seats or 0,
        "vacancies": max(0, (row.seats or 0) - row.people),
        "people": row.people,
        "women": row.women,
        "director_people": row.director_people or 0,
        "director_women": row.director_women or 0,
        "seated": row.people >= 1,
        "with_woman": row.women >= 1,
        "director_vacant": row.people >= 1 and row.director_people == 0,
    }


def of_party(row: Row) -> dict[str, int]:
    """Secretary and members of the Party organisation; a secretary foretells the director (一肩挑)."""
    foretells = (
        row.director_people is None and row.secretary_woman is not None and row.one_shoulder is not False
    )
    return {
        "secretary_known": row.secretary_woman is not None,
        "secretary_women": row.secretary_woman is True,
        "one_shoulder_known": row.one_shoulder is not None,
        "one_shoulder_yes": row.one_shoulder is True,
        "party_reported": row.party_people is not None,
        "party_people": row.party_people or 0,
        "party_women": row.party_women or 0,
        "foretold_directors": foretells,
        "foretold_director_women": foretells and row.secretary_woman is True,
    }


def of_federation(row: Row, elected: bool) -> dict[str, int]:
    """The chair. That she was not nominated matters only until the village has elected."""
    settled = row.stage == "nominated" and elected
    return {
        "chair_known": row.chair_in_two_committees is not None,
        "chair_in": row.chair_in_two_committees is True,
        "chair_outside": row.chair_in_two_committees is False and not settled,
        "subsidy_known": row.chair_full_subsidy is not None,
        "subsidy_yes": row.chair_full_subsidy is True,
        "federations_done": row.chair_in_two_committees is not None or row.federation_held_on is not None,
    }


def of_women(row: Row, wanted: int | None, elected: bool) -> dict[str, int]:
    """Whether there is a woman, and how many more the target would need."""
    settled = row.stage == "nominated" and elected
    if row.women == 0:
        return {"no_woman": row.people >= 1 and not settled}
    if wanted is None:
        return {}
    missing = women_needed(row.people, wanted) - row.women
    electable = row.people if row.seats is None else min(row.seats, row.people)
    too_few = row.women < women_needed(electable, wanted)
    return {
        "one_short": missing == 1,
        "more_short": missing > 1,
        "too_few_candidates": row.stage == "nominated" and not elected and too_few,
    }


def women_needed(people: int, wanted: int) -> int:
    """The least number of women whose share is not below `wanted` basis points."""
    return next(women for women in range(people + 1) if women * 10_000 >= people * wanted)


def still_in_post(row: Row) -> dict[str, int]:
    """The committee of the previous term until its successor is elected."""
    if row.people is None:
        return {}
    return {
        "staying_villages": 1,
        "staying_people": row.people,
        "staying_women": row.women,
        "staying_director_people": row.director_people or 0,
        "staying_director_women": row.director_women or 0,
    }


def outlook(row: Row) -> dict[str, int]:
    """Where the candidates would lead: least, likely and most women, likely ones in thousandths."""
    counts: dict[str, int] = {}
    if row.seats and row.people:
        elected = min(row.seats, row.people)
        men = row.people - row.women
        counts |= {
            "electable_villages": 1,
            "electable_people": elected,
            "least_women": max(0, elected - men),
            "likely_women": 1000 * elected * row.women // row.people,
            "most_women": min(elected, row.women),
        }
    if row.director_people:
        women = row.director_women
        counts |= {
            "electable_directors": 1,
            "least_director_women": women == row.director_people,
            "likely_director_women": 1000 * women // row.director_people,
            "most_director_women": women >= 1,
        }
    return counts
