"""The duties of 2,000 linked townships against those of 18: as many queries, and a page soon there.

Every page tells the sums of all, so it reads every report, whatever it shows.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from uuid import uuid4

from django.db import connection

from bench import country, schedules, sheets
from bench.browsers import logged_in
from bench.figures import judge, side_by_side
from guidance.core.workflow.choices import Status
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

FEW, MANY = 18, 2_000
ROUNDS, WARM_UPS = 9, 2
SHARE = 0.5  # of the growth in townships that the page may grow: what every page costs is not paid again
PAGES = ("/duties/", "/duties/?state=overdue&page=3", "/duties/export.csv")

# What was done in a township, as these come round: the methods, the day, what became of the report.
STORIES = (
    (["hearing"], 15, Status.ACCEPTED),
    (["hearing", "field_visit"], 22, Status.SUBMITTED),
    (["field_visit"], 25, Status.RETURNED),
    (["official_call"], 26, Status.ACCEPTED),
    (["observation"], 29, Status.SUBMITTED),
    (["seminar"], 31, Status.DRAFT),
    (["hearing"], 32, Status.SUBMITTED),
)
OF_EACH = 4  # reports


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    schedules.add_database("many")
    few, many = made("default", FEW), made("many", MANY)
    print(f"duties of {FEW} and {MANY} townships on {connection.vendor}; medians of {ROUNDS}", flush=True)
    return all([*of_pages(few, many)])


def of_pages(few: schedules.Side, many: schedules.Side) -> Iterator[bool]:
    """The queries of each page, and how much longer the first one takes."""
    for address in PAGES:
        yield judge(f"{address} of {MANY} townships queries", many.queries(address), few.queries(address))
    asked = [partial(side.get, PAGES[0]) for side in (few, many)]
    alone, among = side_by_side(asked, ROUNDS, WARM_UPS)
    print(f"milliseconds of {FEW} townships: {alone:.0f}; of {MANY}: {among:.0f}")
    yield judge(
        f"{PAGES[0]} of {MANY} townships / {FEW} townships", round(among / alone, 1), SHARE * MANY / FEW
    )


def made(alias: str, rows: int) -> schedules.Side:
    """A database with `rows` linked townships, their sheets and their reports."""
    with schedules.reading(alias):
        country.prepare()
        staff, start = User.objects.get(username="staff"), time.perf_counter()
        make(Plan.objects.get(), rows, staff)
        print(f"{rows} townships made in {time.perf_counter() - start:.1f} s", flush=True)
        country.gather_statistics()
        return schedules.Side(alias, logged_in("staff"))


def make(plan: Plan, rows: int, by: User) -> None:
    """`rows` linked townships in place of the notice's, with OF_EACH reports on each."""
    sheets.make(plan, rows, by)
    links = Link.objects.in_plan(plan).select_related("township__unit")
    reports = [one for link in links for one in islice(_reports(plan, link, by), OF_EACH)]
    VisitReport.objects.bulk_create(reports, sheets.BATCH)


def _reports(plan: Plan, link: Link, by: User) -> Iterator[VisitReport]:
    """Those of one township, beginning elsewhere in STORIES than its neighbours."""
    first = link.order % len(STORIES)
    for number, (methods, day, status) in enumerate(STORIES[first:] + STORIES[:first]):
        on = date(2021, 1, 1) + timedelta(day - 1)
        yield VisitReport(
            plan=plan,
            leader=link.leader,
            township=link.township,
            started_on=on,
            ended_on=on,
            methods=methods,
            visited_officials=["deputy_secretary"] if "official_call" in methods else [],
            discipline_items=["education", "risks"] if number == 0 else [],
            status=status,
            creation_key=uuid4(),
            author=by,
        )
