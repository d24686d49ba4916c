"""The pages that are measured, and what each may cost.

Milliseconds depend on the machine, so beside each stands how many times an empty page of the same run
it costs.
"""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.accounts.models import User
from guidance.places.models import Township, Village

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
SCHEDULES = Limit(queries=12, milliseconds=150, times_empty=40)
TOWNSHIP = Limit(queries=12, milliseconds=500, times_empty=210)


def report() -> bool:
    """Print a line a figure; answer whether all are within their limits."""
    largest = Township.objects.annotate(size=Count("villages")).order_by("-size", "pk")[0]
    print(f"{Village.objects.count()} villages, {largest.size} in the largest township; medians of {ROUNDS}")
    browser = logged_in("staff")
    empty = median_milliseconds(browser, "/empty/")
    print(f"empty page milliseconds: {empty:.2f}")
    pages = [
        ("/dashboard/", "/dashboard/", DASHBOARD),
        ("/schedules/", "/schedules/", SCHEDULES),
        ("/returns/townships/<id>/", f"/returns/townships/{largest.pk}/", TOWNSHIP),
    ]
    within = [measure(browser, *page, empty) for page in pages]
    return all(within)


def logged_in(username: str) -> Client:
    """A client of one of the demonstration's accounts."""
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return browser


def measure(browser: Client, name: str, address: str, limit: Limit, empty: float) -> bool:
    """Print queries, milliseconds and ratio of one page; answer whether all three are within limits."""
    milliseconds = median_milliseconds(browser, address)
    figures = [
        judge(f"{name} queries", count_queries(browser, address), limit.queries),
        judge(f"{name} milliseconds", round(milliseconds, 1), limit.milliseconds),
        judge(f"{name} times the empty page", round(milliseconds / empty, 1), limit.times_empty),
    ]
    return all(figures)


def judge(name: str, value: float, limit: float) -> bool:
    """Print one figure; answer whether it is within its limit."""
    within = value <= limit
    print(f"{name}: {value} ({limit}) {'ok' if within else 'short'}", flush=True)
    return within


def count_queries(browser: Client, address: str) -> int:
    """The database queries of one request."""
    with CaptureQueriesContext(connection) as queries:
        get(browser, address)
    return len(queries)


def median_milliseconds(browser: Client, address: str) -> float:
    """The median over ROUNDS requests, after WARM_UPS."""
    taken = [timed(browser, address) for _ in range(WARM_UPS + ROUNDS)]
    return statistics.median(taken[WARM_UPS:])


def timed(browser: Client, address: str) -> float:
    """The milliseconds of one request."""
    start = time.perf_counter()
    get(browser, address)
    return (time.perf_counter() - start) * 1000


def get(browser: Client, address: str) -> None:
    """Ask for a page; anything but the page itself would measure the wrong thing."""
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
