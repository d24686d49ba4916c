"""Load the demonstration into the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from simple_history.utils import bulk_create_with_history

from guidance.demonstration.accounts import make_accounts
from guidance.demonstration.duties import make_unit_tasks
from guidance.demonstration.observers import make_observers
from guidance.demonstration.places import DemoTownship, build_places
from guidance.demonstration.problems import make_problems
from guidance.demonstration.remedies import make_remedies
from guidance.demonstration.returns import build_returns
from guidance.demonstration.schedules import make_schedules
from guidance.demonstration.store_returns import ReturnWriter, Villages, correct_frozen, freeze_round_1
from guidance.demonstration.time_travel import acting_as, moment
from guidance.demonstration.visits import make_visits
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage

PLACES_MADE_AT = moment(1, 13, 10)
KEY_VILLAGES_MARKED_AT = moment(1, 18, 15)


@dataclass(frozen=True)
class LoadedCounts:
    """How many rows were loaded."""

    accounts: int
    townships: int
    villages: int
    returns: int
    schedules: int
    visits: int
    problems: int
    remedies: int


def load_demonstration(plan: Plan, password: str) -> LoadedCounts:
    """Add places, figures, papers and accounts to a database that holds the notice and no villages.

    The caller opens the transaction, so that the data and the stored password are both there or neither.
    """
    users = make_accounts(plan, password)
    demo_townships = build_places()
    townships = _make_townships(demo_townships, users["staff"])
    villages = _make_villages(demo_townships, townships, users["staff"])
    _mark_key_villages(plan, demo_townships, villages, users["staff"])
    reporters = {
        unit.username: users[unit.username]
        for unit in {demo_township.unit for demo_township in demo_townships}
    }
    reporters_by_township = {
        demo_township.code: reporters[demo_township.unit.username] for demo_township in demo_townships
    }
    writer = ReturnWriter(plan, villages, reporters_by_township)
    returns = build_returns(demo_townships)
    written = writer.write(row for row in returns if row.stage == Stage.PREVIOUS)
    freeze_round_1(plan, users["staff"])
    written += writer.write(row for row in returns if row.stage != Stage.PREVIOUS)
    correct_frozen(plan, users)
    remedies = make_remedies(plan, users)
    schedules = make_schedules(plan, users)
    visits = make_visits(plan, users)
    make_observers(plan, users)
    make_unit_tasks(plan, users, visits)
    problems = make_problems(plan, users, visits)
    return LoadedCounts(
        accounts=len(users),
        townships=len(townships),
        villages=Village.objects.current().count(),
        returns=written,
        schedules=len(schedules),
        visits=len(visits),
        problems=len(problems),
        remedies=len(remedies),
    )


def _make_townships(demo_townships: Sequence[DemoTownship], staff: User) -> dict[str, Township]:
    """Store the invented townships; the linked ones came with the notice."""
    units = {unit.short_name: unit for unit in ReportingUnit.objects.all()}
    invented = [
        Township(
            unit=units[demo_township.unit.name],
            name=demo_township.name,
            official_name=demo_township.name,
            code=demo_township.code,
            kind=demo_township.kind,
        )
        for demo_township in demo_townships
        if demo_township.name
    ]
    bulk_create_with_history(invented, Township, default_user=staff, default_date=PLACES_MADE_AT)
    return {township.code: township for township in Township.objects.all()}


def _make_villages(
    demo_townships: Sequence[DemoTownship], townships: dict[str, Township], staff: User
) -> Villages:
    """Store the current villages first, then those that merged into one of them."""
    villages_by_name: Villages = {}
    for merged in (False, True):
        new_villages = [
            Village(
                township=townships[demo_township.code],
                name=village.name,
                former_names=village.former_names,
                committee_type=village.committee_type,
                sort_order=order,
                merged_into=villages_by_name[demo_township.code, village.merged_into] if merged else None,
            )
            for demo_township in demo_townships
            for order, village in enumerate(demo_township.villages, 1)
            if bool(village.merged_into) == merged
        ]
        bulk_create_with_history(new_villages, Village, default_user=staff, default_date=PLACES_MADE_AT)
        villages_by_name |= {(village.township.code, village.name): village for village in new_villages}
    return villages_by_name


def _mark_key_villages(
    plan: Plan, demo_townships: Sequence[DemoTownship], villages: Villages, staff: User
) -> None:
    with acting_as(staff, KEY_VILLAGES_MARKED_AT):
        for demo_township in demo_townships:
            for village in demo_township.villages:
                if village.key_difficulty:
                    villages[demo_township.code, village.name].key_difficulty_plans.add(plan)
