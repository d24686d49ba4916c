"""Put the demonstration into the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from guidance.accounts.models import User
from guidance.demonstration.accounts import make_accounts
from guidance.demonstration.places import TownshipPlan, build_places
from guidance.demonstration.problems import make_problems
from guidance.demonstration.returns import ReturnPlan, build_returns
from guidance.demonstration.schedules import make_schedules
from guidance.demonstration.telling import as_if, moment
from guidance.demonstration.visits import make_visits
from guidance.elections import tallies
from guidance.elections.models import VillageReturn
from guidance.places.models import ReportingUnit, Township, Village
from guidance.plans.models import Plan

PLACES_KEPT_AT = moment(1, 13, 10)
KEY_VILLAGES_NAMED_AT = moment(1, 18, 15)

Villages = dict[tuple[str, str], Village]  # by township code and name


@dataclass(frozen=True)
class Loaded:
    """How much there is now."""

    accounts: int
    townships: int
    villages: int
    returns: int
    schedules: int
    visits: int
    problems: int


def load_demonstration(plan: Plan, password: str) -> Loaded:
    """Add places, figures, papers and accounts to a database that holds the notice and no villages.

    The caller holds the transaction: all of it or nothing, and its password with it.
    """
    users = make_accounts(plan, password)
    plans = build_places()
    townships = _make_townships(plans, users["staff"])
    villages = _make_villages(plans, townships, users["staff"])
    _name_key_villages(plan, plans, villages, users["staff"])
    reporters = {unit.username: users[unit.username] for unit in {each.unit for each in plans}}
    by_township = {each.code: reporters[each.unit.username] for each in plans}
    returns = _make_returns(plan, build_returns(plans), villages, by_township)
    tallies.rebuild([plan.pk])
    schedules = make_schedules(plan, users)
    visits = make_visits(plan, users)
    problems = make_problems(plan, users, visits)
    return Loaded(
        accounts=len(users),
        townships=len(townships),
        villages=len(villages),
        returns=returns,
        schedules=len(schedules),
        visits=len(visits),
        problems=len(problems),
    )


def _make_townships(plans: Sequence[TownshipPlan], staff: User) -> dict[str, Township]:
    """The invented townships; the linked ones came with the notice."""
    units = {unit.short_name: unit for unit in ReportingUnit.objects.all()}
    invented = [
        Township(
            unit=units[each.unit.name],
            name=each.name,
            official_name=each.name,
            code=each.code,
            kind=each.kind,
        )
        for each in plans
        if each.name
    ]
    bulk_create_with_history(invented, Township, default_user=staff, default_date=PLACES_KEPT_AT)
    return {township.code: township for township in Township.objects.all()}


def _make_villages(plans: Sequence[TownshipPlan], townships: dict[str, Township], staff: User) -> Villages:
    villages = [
        Village(
            township=townships[each.code],
            name=village.name,
            former_names=village.former_names,
            committee_type=village.committee_type,
            sort_order=order,
        )
        for each in plans
        for order, village in enumerate(each.villages, 1)
    ]
    made = bulk_create_with_history(villages, Village, default_user=staff, default_date=PLACES_KEPT_AT)
    return {(village.township.code, village.name): village for village in made}


def _name_key_villages(plan: Plan, plans: Sequence[TownshipPlan], villages: Villages, staff: User) -> None:
    with as_if(staff, KEY_VILLAGES_NAMED_AT):
        for each in plans:
            for village in each.villages:
                if village.key_difficulty:
                    villages[each.code, village.name].key_difficulty_plans.add(plan)


def _make_returns(
    plan: Plan, returns: Sequence[ReturnPlan], villages: Villages, reporters: dict[str, User]
) -> int:
    """Write the figures; each has its unit's reporter and its own moment in the history."""
    rows = []
    for each in returns:
        fields = vars(each) | {"village": villages[each.township, each.village], "plan": plan}
        kept_at = timezone.make_aware(fields.pop("kept_at"))
        by = reporters[fields.pop("township")]
        row = VillageReturn(**fields, version=1, saved_by=by, saved_at=kept_at)
        # Where simple-history looks for them.
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = kept_at  # type: ignore[attr-defined]
        rows.append(row)
    return len(bulk_create_with_history(rows, VillageReturn))
