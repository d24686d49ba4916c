"""Measure pages at city size against their limits.

Milliseconds depend on the machine, so each page is also compared with an empty page of the same run.
"""

from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from bench.clients import count_queries, get, logged_in_client
from bench.figures import check_limit, median
from guidance.reference.places.models import Township, Village

WARM_UPS = 3
ROUNDS = 15


@dataclass(frozen=True)
class Limit:
    """What a page may cost."""

    queries: int
    milliseconds: int
    times_empty: int


# Times: about two and a half times what was measured on two idle cores, as room for noise.
DASHBOARD = Limit(queries=12, milliseconds=250, times_empty=80)
SCHEDULES = Limit(queries=16, milliseconds=150, times_empty=40)
TOWNSHIP = Limit(queries=12, milliseconds=500, times_empty=210)


def report() -> bool:
    """Print a line for each figure; return whether all are within their limits."""
    load_data()
    largest = Township.objects.annotate(size=Count("villages")).order_by("-size", "pk")[0]
    print(f"{Village.objects.count()} villages, {largest.size} in the largest township; medians of {ROUNDS}")
    client = logged_in_client("staff")
    empty = median(lambda: get(client, "/empty/"), ROUNDS, WARM_UPS)
    print(f"empty page milliseconds: {empty:.2f}")
    pages = [
        ("/dashboard/", "/dashboard/", DASHBOARD),
        ("/schedules/", "/schedules/", SCHEDULES),
        ("/returns/townships/<id>/", f"/returns/townships/{largest.pk}/", TOWNSHIP),
    ]
    results = [measure(client, *page, empty) for page in pages]
    return all(results)


def load_data() -> None:
    """Load the notice, the demonstration and the static files, as `serve` does."""
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
        call_command("loaddata", "notice_2021", verbosity=0)
        call_command("load_demo")
        call_command("collectstatic", interactive=False, verbosity=0)


def measure(client: Client, name: str, address: str, limit: Limit, empty: float) -> bool:
    """Print queries, milliseconds and ratio of a page; return whether all three are within limits."""
    milliseconds = median(lambda: get(client, address), ROUNDS, WARM_UPS)
    figures = [
        check_limit(f"{name} queries", count_queries(client, address), limit.queries),
        check_limit(f"{name} milliseconds", round(milliseconds, 1), limit.milliseconds),
        check_limit(f"{name} times the empty page", round(milliseconds / empty, 1), limit.times_empty),
    ]
    return all(figures)
