"""The merged table of Attachment 3 over 5,000 rows against the one of 50: pages, filters, calendar.

Each has a database of its own, and one process asks both in turn, so that what else the machine does falls
on both.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection, connections
from django.test import Client

from bench import country, sheets
from bench.browsers import count_queries, get, logged_in
from bench.figures import judge, side_by_side
from guidance.reference.accounts.models import User
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.overview.queries import PAGE_SIZE, ROW_FILTERS

FEW, MANY = PAGE_SIZE, 5_000
ROUNDS, WARM_UPS = 41, 5
PAGES = MANY // PAGE_SIZE
TABLE = "/schedules/?round=2"
# What reads every row.
WHOLE = (
    *(f"{TABLE}&show={kind}" for kind in ROW_FILTERS),
    f"{TABLE}&moment=2021-01-15T17:00",
    "/schedules/moved/?round=2",
    "/meetings/",
    "/meetings/?view=list",
)


@dataclass(frozen=True)
class Side:
    """One of the two databases, with someone who looks at it."""

    alias: str
    staff: Client

    def get(self, address: str) -> None:
        """Ask for a page."""
        with reading(self.alias):
            get(self.staff, address)

    def queries(self, address: str) -> int:
        """The database queries of a page, without those that renew the session once a minute."""
        with reading(self.alias):
            get(self.staff, "/empty/")
            return count_queries(self.staff, address)


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    add_database("many")
    few, many = made("default", FEW), made("many", MANY)
    print(f"{FEW} and {MANY} linked townships on {connection.vendor}; medians of {ROUNDS}", flush=True)
    figures = [*of_pages(few, many), *(of_whole(few, many, address) for address in WHOLE)]
    return all(figures)


def of_pages(few: Side, many: Side) -> Iterator[bool]:
    """The first, the middle and the last page of many against the one page of few."""
    names = {"first": 1, "middle": PAGES // 2, "last": PAGES}
    addresses = {name: f"{TABLE}&page={number}" for name, number in names.items()}
    asked = [partial(few.get, TABLE), *(partial(many.get, address) for address in addresses.values())]
    alone, *among = side_by_side(asked, ROUNDS, WARM_UPS)
    each = ", ".join(f"{name} {taken:.1f}" for name, taken in zip(names, among, strict=True))
    print(f"milliseconds of the page of {FEW} rows: {alone:.1f}; of {MANY} rows: {each}")
    queries = few.queries(TABLE)
    for (name, address), taken in zip(addresses.items(), among, strict=True):
        what = f"/schedules/ {name} page of {MANY} rows"
        yield judge(f"{what} times the page of {FEW}", round(taken / alone, 2), 1.2)
        yield judge(f"{what} queries", many.queries(address), queries)


def of_whole(few: Side, many: Side, address: str) -> bool:
    """What reads every row: its seconds are told, its queries are judged."""
    alone = few.queries(address)
    start = time.perf_counter()
    among = many.queries(address)
    print(f"{address} of {MANY} rows: {time.perf_counter() - start:.1f} s", flush=True)
    return judge(f"{address} of {MANY} rows queries", among, alone)


def made(alias: str, rows: int) -> Side:
    """A database with the notice and `rows` linked townships in two rounds."""
    with reading(alias):
        country.prepare()
        staff = User.objects.get(username="staff")
        country.timed(f"{rows} rows made in", partial(sheets.make, Plan.objects.get(), rows, staff))
        country.gather_statistics()
        return Side(alias, logged_in("staff"))


def add_database(alias: str) -> None:
    """A second database beside the one that is configured: another file, or another one of the server."""
    name = str(settings.VAR_DIR / f"{alias}.sqlite3")
    if connection.vendor == "postgresql":
        name = alias
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    connections.settings[alias] = connections.settings["default"] | {"NAME": name}


@contextmanager
def reading(alias: str) -> Iterator[None]:
    """Let this database stand for the one that everything reads and writes."""
    kept = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = kept
