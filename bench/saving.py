"""Saving one village of a country: the action against the plain ORM save, history included."""

import random
from collections.abc import Iterator
from dataclasses import replace

from django.db import connection, transaction

from bench.figures import check_limit, measure_in_turn
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.actions import ReturnEntry, get_counts, save_returns
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts

ROUNDS, WARM_UPS = 40, 5


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    enable_fsync()
    plan, staff = Plan.objects.get(), User.objects.get(username="staff")
    rows = sample_returns(3 * (ROUNDS + WARM_UPS))

    def save_by_action() -> None:
        row, counts = change_seats(next(rows))
        entry = ReturnEntry(row.village, counts, row.version)
        save_returns(plan=plan, township=row.village.township, stage=Stage.ELECTED, entries=[entry], by=staff)

    def save_by_key() -> None:
        row, counts = change_seats(next(rows))
        VillageReturn.objects.update_or_create(
            plan=plan, village=row.village, stage=Stage.ELECTED, defaults=vars(counts)
        )

    def save_row() -> None:
        row, counts = change_seats(next(rows))
        row.seats = counts.seats
        with transaction.atomic():
            row.save()

    action, by_key, row_alone = measure_in_turn((save_by_action, save_by_key, save_row), ROUNDS, WARM_UPS)
    print(
        f"milliseconds: {action:.2f} the action, {by_key:.2f} update_or_create, {row_alone:.2f} a row in hand"
    )
    print(f"saving one village times update_or_create, which must find the row too: {action / by_key:.2f}")
    return check_limit("saving one village times the plain ORM save", round(action / row_alone, 2), 3)


def change_seats(row: VillageReturn) -> tuple[VillageReturn, Counts]:
    """The row with a seat more than is stored."""
    return row, replace(get_counts(row), seats=(row.seats or 0) + 1)


def enable_fsync() -> None:
    """Let the throw-away PostgreSQL wait for the disk, as a real one does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "synchronous_commit"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = on")
            cursor.execute("SELECT pg_reload_conf()")


def sample_returns(number: int) -> Iterator[VillageReturn]:
    """Elected returns from all over the country, read before the measurement begins."""
    keys = range(Village.objects.order_by("pk")[0].pk, Village.objects.order_by("-pk")[0].pk)
    chosen = random.Random(1).sample(keys, number * 4)  # noqa: S311 - about half have elected
    rows = VillageReturn.objects.filter(village__in=chosen, stage=Stage.ELECTED, seats__isnull=False)
    return iter(list(rows.select_related("village__township")[:number]))
