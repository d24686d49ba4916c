"""Saving one village of a country: the action against the plain save of the row."""

import random
from collections.abc import Iterator
from dataclasses import replace

from django.db import connection, transaction

from bench.figures import judge, side_by_side
from guidance.accounts.models import User
from guidance.elections.actions import Entry, counts_of, save_returns
from guidance.elections.models import Stage, VillageReturn
from guidance.places.models import Village
from guidance.plans.models import Plan

ROUNDS, WARM_UPS = 40, 5


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    keep_what_is_saved()
    plan, staff = Plan.objects.get(), User.objects.get(username="staff")
    rows = some_returns(2 * (ROUNDS + WARM_UPS))

    def act() -> None:
        row = next(rows)
        counts = replace(counts_of(row), seats=(row.seats or 0) + 1)
        entry = Entry(row.village, counts, row.version)
        save_returns(plan=plan, township=row.village.township, stage=Stage.ELECTED, entries=[entry], by=staff)

    def save_plainly() -> None:
        row = next(rows)
        row.seats = (row.seats or 0) + 1
        with transaction.atomic():
            row.save()

    action, plain = side_by_side(act, save_plainly, ROUNDS, WARM_UPS)
    print(f"milliseconds: {action:.2f} the action, {plain:.2f} the plain save with its history")
    return judge("saving one village times the plain save", round(action / plain, 2), 3)


def keep_what_is_saved() -> None:
    """The throw-away PostgreSQL was told not to wait for the disk; who saves a figure wants it kept."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "synchronous_commit"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = on")
            cursor.execute("SELECT pg_reload_conf()")


def some_returns(number: int) -> Iterator[VillageReturn]:
    """Elected returns from all over the country, read before anyone looks at the clock."""
    keys = range(Village.objects.order_by("pk")[0].pk, Village.objects.order_by("-pk")[0].pk)
    chosen = random.Random(1).sample(keys, number * 4)  # noqa: S311 - about half have elected
    found = VillageReturn.objects.filter(village__in=chosen, stage=Stage.ELECTED, seats__isnull=False)
    return iter(list(found.select_related("village__township")[:number]))
