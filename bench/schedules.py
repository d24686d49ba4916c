"""The merged table of Attachment 3 with 5,000 rows against one with 50: pages, filters, calendar.

Each has its own database, and one process requests both in turn, so that other load on the machine affects
both.
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
from bench.clients import count_queries, get, logged_in_client
from bench.figures import check_limit, measure_in_turn
from guidance.reference.accounts.models import User
from guidance.reference.plans.models import Plan
from guidance.reporting.schedules.overview.queries import PAGE_SIZE, ROW_FILTERS

FEW, MANY = PAGE_SIZE, 5_000
ROUNDS, WARM_UPS = 41, 5
PAGES = MANY // PAGE_SIZE
TABLE = "/schedules/?round=2"
WHOLE_TABLE_PAGES = (  # pages that read every row
    *(f"{TABLE}&show={kind}" for kind in ROW_FILTERS),
    f"{TABLE}&moment=2021-01-15T17:00",
    "/schedules/moved/?round=2",
    "/meetings/",
    "/meetings/?view=list",
)


@dataclass(frozen=True)
class BenchDatabase:
    """One of the two databases, with a client who is logged in."""

    alias: str
    staff: Client

    def get(self, address: str) -> None:
        """Ask for a page."""
        with use_database(self.alias):
            get(self.staff, address)

    def count_queries(self, address: str) -> int:
        """The database queries of a page, without those that renew the session once a minute."""
        with use_database(self.alias):
            get(self.staff, "/empty/")
            return count_queries(self.staff, address)


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    add_database("many")
    small, large = make_database("default", FEW), make_database("many", MANY)
    print(f"{FEW} and {MANY} linked townships on {connection.vendor}; medians of {ROUNDS}", flush=True)
    figures = [
        *check_pages(small, large),
        *(check_whole_table(small, large, address) for address in WHOLE_TABLE_PAGES),
    ]
    return all(figures)


def check_pages(small: BenchDatabase, large: BenchDatabase) -> Iterator[bool]:
    """The first, the middle and the last page of many against the one page of few."""
    names = {"first": 1, "middle": PAGES // 2, "last": PAGES}
    addresses = {name: f"{TABLE}&page={number}" for name, number in names.items()}
    requests = [partial(small.get, TABLE), *(partial(large.get, address) for address in addresses.values())]
    small_time, *large_times = measure_in_turn(requests, ROUNDS, WARM_UPS)
    each = ", ".join(f"{name} {large_time:.1f}" for name, large_time in zip(names, large_times, strict=True))
    print(f"milliseconds of the page of {FEW} rows: {small_time:.1f}; of {MANY} rows: {each}")
    small_count = small.count_queries(TABLE)
    for (name, address), large_time in zip(addresses.items(), large_times, strict=True):
        page_name = f"/schedules/ {name} page of {MANY} rows"
        yield check_limit(f"{page_name} times the page of {FEW}", round(large_time / small_time, 2), 1.2)
        yield check_limit(f"{page_name} queries", large.count_queries(address), small_count)


def check_whole_table(small: BenchDatabase, large: BenchDatabase, address: str) -> bool:
    """A page that reads every row: print its seconds, hold its queries against the limit."""
    small_count = small.count_queries(address)
    start = time.perf_counter()
    large_count = large.count_queries(address)
    print(f"{address} of {MANY} rows: {time.perf_counter() - start:.1f} s", flush=True)
    return check_limit(f"{address} of {MANY} rows queries", large_count, small_count)


def make_database(alias: str, rows: int) -> BenchDatabase:
    """A database with the notice and `rows` linked townships in two rounds."""
    with use_database(alias):
        country.prepare()
        staff = User.objects.get(username="staff")
        country.print_seconds(
            f"{rows} rows made in", partial(sheets.make_sheets, Plan.objects.get(), rows, staff)
        )
        country.gather_statistics()
        return BenchDatabase(alias, logged_in_client("staff"))


def add_database(alias: str) -> None:
    """Add a second database beside the configured one: another file, or another one of the server."""
    name = str(settings.VAR_DIR / f"{alias}.sqlite3")
    if connection.vendor == "postgresql":
        name = alias
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    connections.settings[alias] = connections.settings["default"] | {"NAME": name}


@contextmanager
def use_database(alias: str) -> Iterator[None]:
    """Make this database the default inside the block."""
    default = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = default
