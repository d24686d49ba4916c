"""The duties of 2,000 linked townships against those of 18: equally many queries, and little more time.

Every page shows sums over all townships, so it reads every report.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from uuid import uuid4

from django.db import connection

from bench import country, schedules, sheets
from bench.clients import logged_in_client
from bench.figures import check_limit, measure_in_turn
from guidance.core.workflow.choices import Status
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

FEW, MANY = 18, 2_000
ROUNDS, WARM_UPS = 9, 2
GROWTH_SHARE = (
    0.5  # of the growth in townships that the page may grow: what every page costs is not paid again
)
PAGES = ("/duties/", "/duties/?state=overdue&page=3", "/duties/export.csv")

# Reports of a township in turn: the methods, the day of the year, the status.
REPORT_PATTERNS = (
    (["hearing"], 15, Status.ACCEPTED),
    (["hearing", "field_visit"], 22, Status.SUBMITTED),
    (["field_visit"], 25, Status.RETURNED),
    (["official_call"], 26, Status.ACCEPTED),
    (["observation"], 29, Status.SUBMITTED),
    (["seminar"], 31, Status.DRAFT),
    (["hearing"], 32, Status.SUBMITTED),
)
REPORTS_A_TOWNSHIP = 4


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    schedules.add_database("many")
    small, large = make_database("default", FEW), make_database("many", MANY)
    print(f"duties of {FEW} and {MANY} townships on {connection.vendor}; medians of {ROUNDS}", flush=True)
    return all([*check_pages(small, large)])


def check_pages(small: schedules.BenchDatabase, large: schedules.BenchDatabase) -> Iterator[bool]:
    """The queries of each page, and how much longer the first one takes."""
    for address in PAGES:
        yield check_limit(
            f"{address} of {MANY} townships queries",
            large.count_queries(address),
            small.count_queries(address),
        )
    requests = [partial(database.get, PAGES[0]) for database in (small, large)]
    small_time, large_time = measure_in_turn(requests, ROUNDS, WARM_UPS)
    print(f"milliseconds of {FEW} townships: {small_time:.0f}; of {MANY}: {large_time:.0f}")
    yield check_limit(
        f"{PAGES[0]} of {MANY} townships / {FEW} townships",
        round(large_time / small_time, 1),
        GROWTH_SHARE * MANY / FEW,
    )


def make_database(alias: str, rows: int) -> schedules.BenchDatabase:
    """A database with `rows` linked townships, their sheets and their reports."""
    with schedules.use_database(alias):
        country.prepare()
        staff, start = User.objects.get(username="staff"), time.perf_counter()
        make_duties(Plan.objects.get(), rows, staff)
        print(f"{rows} townships made in {time.perf_counter() - start:.1f} s", flush=True)
        country.gather_statistics()
        return schedules.BenchDatabase(alias, logged_in_client("staff"))


def make_duties(plan: Plan, rows: int, by: User) -> None:
    """`rows` linked townships in place of the notice's, with REPORTS_A_TOWNSHIP reports on each."""
    sheets.make_sheets(plan, rows, by)
    links = Link.objects.in_plan(plan).select_related("township__unit")
    reports = [report for link in links for report in islice(_reports(plan, link, by), REPORTS_A_TOWNSHIP)]
    VisitReport.objects.bulk_create(reports, sheets.BATCH)


def _reports(plan: Plan, link: Link, by: User) -> Iterator[VisitReport]:
    """The reports of a township; it begins elsewhere in REPORT_PATTERNS than its neighbours."""
    first = link.order % len(REPORT_PATTERNS)
    for number, (methods, day, status) in enumerate(REPORT_PATTERNS[first:] + REPORT_PATTERNS[:first]):
        day_of_visit = date(2021, 1, 1) + timedelta(day - 1)
        yield VisitReport(
            plan=plan,
            leader=link.leader,
            township=link.township,
            started_on=day_of_visit,
            ended_on=day_of_visit,
            methods=methods,
            visited_officials=["deputy_secretary"] if "official_call" in methods else [],
            discipline_items=["education", "risks"] if number == 0 else [],
            status=status,
            creation_key=uuid4(),
            author=by,
        )
