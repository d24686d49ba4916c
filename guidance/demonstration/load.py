"""Put the demonstration into the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from simple_history.utils import bulk_create_with_history

from guidance.demonstration.accounts import make_accounts
from guidance.demonstration.duties import make_unit_tasks
from guidance.demonstration.entering import Desk, Villages, correct_frozen, freeze_round_1
from guidance.demonstration.observers import make_observers
from guidance.demonstration.places import TownshipPlan, build_places
from guidance.demonstration.problems import make_problems
from guidance.demonstration.remedies import make_remedies
from guidance.demonstration.returns import build_returns
from guidance.demonstration.schedules import make_schedules
from guidance.demonstration.telling import as_if, moment
from guidance.demonstration.visits import make_visits
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage

PLACES_KEPT_AT = moment(1, 13, 10)
KEY_VILLAGES_NAMED_AT = moment(1, 18, 15)


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
    remedies: int


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
    desk = Desk(plan, villages, by_township)
    returns = build_returns(plans)
    entered = desk.enter(one for one in returns if one.stage == Stage.PREVIOUS)
    freeze_round_1(plan, users["staff"])
    entered += desk.enter(one for one in returns if one.stage != Stage.PREVIOUS)
    correct_frozen(plan, users)
    remedies = make_remedies(plan, users)
    schedules = make_schedules(plan, users)
    visits = make_visits(plan, users)
    make_observers(plan, users)
    make_unit_tasks(plan, users, visits)
    problems = make_problems(plan, users, visits)
    return Loaded(
        accounts=len(users),
        townships=len(townships),
        villages=Village.objects.current().count(),
        returns=entered,
        schedules=len(schedules),
        visits=len(visits),
        problems=len(problems),
        remedies=len(remedies),
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
    """The villages of today, then those that merged into one of them."""
    made: Villages = {}
    for merged in (False, True):
        villages = [
            Village(
                township=townships[each.code],
                name=village.name,
                former_names=village.former_names,
                committee_type=village.committee_type,
                sort_order=order,
                merged_into=made[each.code, village.merged_into] if merged else None,
            )
            for each in plans
            for order, village in enumerate(each.villages, 1)
            if bool(village.merged_into) == merged
        ]
        bulk_create_with_history(villages, Village, default_user=staff, default_date=PLACES_KEPT_AT)
        made |= {(village.township.code, village.name): village for village in villages}
    return made


def _name_key_villages(plan: Plan, plans: Sequence[TownshipPlan], villages: Villages, staff: User) -> None:
    with as_if(staff, KEY_VILLAGES_NAMED_AT):
        for each in plans:
            for village in each.villages:
                if village.key_difficulty:
                    villages[each.code, village.name].key_difficulty_plans.add(plan)
