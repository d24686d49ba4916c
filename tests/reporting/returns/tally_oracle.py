"""The tallies recounted in plain Python from their definitions, village by village, figure by figure.

It is slow and simple on purpose and uses nothing of `guidance.reporting.returns.tallies` or its SQL.
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


def stored_tallies() -> Sums:
    """The stored tallies; sums of zero are left out."""
    places: list[tuple[tuple[str, int], Any]] = []
    places += [(("township", tally.township_id), tally) for tally in Tally.objects.all()]
    places += [(("unit", tally.unit_id), tally) for tally in UnitTally.objects.all()]
    tallies = {
        (tally.plan_id, *place, tally.committee_type, tally.stage): {
            name: getattr(tally, name) for name in COLUMNS if getattr(tally, name)
        }
        for place, tally in places
    }
    return {key: columns for key, columns in tallies.items() if columns}


def recounted_tallies() -> Sums:
    """The tallies as they should be, counted from the returns; sums of zero are left out."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    villages = list(Village.objects.select_related("township", "merged_into"))
    for plan in Plan.objects.all():
        plan_returns = PlanReturns(plan, villages)
        for village in villages:
            for stage in ("previous", "nominated", "elected"):
                places = (("township", village.township_id), ("unit", village.township.unit_id))
                for name, number in plan_returns.get_counts(village, stage).items():
                    for place in places:
                        sums[plan.pk, *place, village.committee_type, stage][name] += int(number)
    tallies = {key: {name: n for name, n in columns.items() if n} for key, columns in sums.items()}
    assert all(set(columns) <= set(COLUMNS) for columns in tallies.values())
    return {key: columns for key, columns in tallies.items() if columns}


class PlanReturns:
    """All returns of one plan, with its targets."""

    def __init__(self, plan: Plan, villages: list[Village]) -> None:
        self.returns = {(r.village_id, r.stage): r for r in VillageReturn.objects.filter(plan=plan)}
        self.merged = Counter(village.merged_into_id for village in villages if village.merged_into_id)
        targets = Target.objects.filter(plan=plan, indicator__in=MEMBERS_TARGET.values())
        self.target_values = {target.indicator: target.value_bp for target in targets}
        unit_targets = UnitTarget.objects.filter(target__in=targets).select_related("target")
        self.unit_target_values = {
            (unit_target.target.indicator, unit_target.unit_id): unit_target.value_bp
            for unit_target in unit_targets
        }

    def required_share(self, village: Village) -> int | None:
        """The share of women that its committee requires, in basis points: the unit's own or the plan's."""
        indicator = MEMBERS_TARGET[village.committee_type]
        key = (indicator, village.township.unit_id)
        return (
            self.unit_target_values[key]
            if key in self.unit_target_values
            else self.target_values.get(indicator)
        )

    def has_elected(self, village: Village) -> bool:
        """Whether its committee, or that of the village it merged into, is known to be elected."""
        row = self.returns.get((village.merged_into_id or village.pk, "elected"))
        return row is not None and row.flag != "not_applicable" and row.people is not None

    def get_counts(self, village: Village, stage: str) -> dict[str, int]:
        """The counts that one village adds to the sums of a stage."""
        if village.merged_into_id and stage != "previous":
            return {}  # the village no longer exists
        row = self.returns.get((village.pk, stage))
        if row is not None and row.flag == "not_applicable":
            return {"not_applicable": 1}  # and no other count
        created_by_merger = stage == "previous" and self.merged[village.pk] and row is None
        counts = {"villages": 0 if created_by_merger else 1}
        if row is None:
            return counts
        elected, required = self.has_elected(village), self.required_share(village)
        counts |= committee_counts(row) | party_counts(row) | federation_counts(row, elected)
        if row.people is not None:
            counts |= women_counts(row, required, elected)
        if stage == "previous" and not elected:
            counts |= staying_counts(row)
        if stage == "nominated" and not elected:
            counts |= outlook_counts(row)
        return counts


def committee_counts(row: Row) -> dict[str, int]:
    """Counts of seats, members and director."""
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


def party_counts(row: Row) -> dict[str, int]:
    """Counts of the Party organisation; its secretary foretells the director (一肩挑)."""
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


def federation_counts(row: Row, elected: bool) -> dict[str, int]:
    """Counts of the chair; that she is not nominated matters only until the village has elected."""
    settled = row.stage == "nominated" and elected
    return {
        "chair_known": row.chair_in_two_committees is not None,
        "chair_in": row.chair_in_two_committees is True,
        "chair_outside": row.chair_in_two_committees is False and not settled,
        "subsidy_known": row.chair_full_subsidy is not None,
        "subsidy_yes": row.chair_full_subsidy is True,
        "federations_done": row.chair_in_two_committees is not None or row.federation_held_on is not None,
    }


def women_counts(row: Row, required: int | None, elected: bool) -> dict[str, int]:
    """Counts of whether there is a woman, and of how many more the target needs."""
    settled = row.stage == "nominated" and elected
    if row.women == 0:
        return {"no_woman": row.people >= 1 and not settled}
    if required is None:
        return {}
    missing = women_needed(row.people, required) - row.women
    electable = row.people if row.seats is None else min(row.seats, row.people)
    too_few = row.women < women_needed(electable, required)
    return {
        "one_short": missing == 1,
        "more_short": missing > 1,
        "too_few_candidates": row.stage == "nominated" and not elected and too_few,
    }


def women_needed(people: int, required: int) -> int:
    """The least number of women whose share is not below `required` basis points."""
    return next(women for women in range(people + 1) if women * 10_000 >= people * required)


def staying_counts(row: Row) -> dict[str, int]:
    """Counts of the previous committee, which stays in post until its successor is elected."""
    if row.people is None:
        return {}
    return {
        "staying_villages": 1,
        "staying_people": row.people,
        "staying_women": row.women,
        "staying_director_people": row.director_people or 0,
        "staying_director_women": row.director_women or 0,
    }


def outlook_counts(row: Row) -> dict[str, int]:
    """Counts of the women whom the candidates lead to: least, likely (in thousandths) and most."""
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
