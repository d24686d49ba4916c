"""The pages of the dashboard over a country: what they ask of the database."""

import statistics
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client

from bench import raw
from bench.browsers import count_queries, get, logged_in
from bench.figures import judge, milliseconds, side_by_side
from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.queries import PlaceSums
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.models import Plan

ROUNDS = 5
REPLAYS = 31
Statement = tuple[str, Any]


def report() -> bool:
    """Print the figures; answer whether all are within their limits."""
    browser = logged_in("staff")
    unit = ReportingUnit.objects.annotate(size=Count("townships")).order_by("-size", "pk")[0]
    township = Township.objects.annotate(size=Count("villages")).order_by("-size", "pk")[0]
    print(f"{unit.size} townships in the largest unit, {township.size} villages in the largest township")
    within = of_the_city()
    get(browser, "/dashboard/")  # the first page in a minute renews the session
    figures = [
        within,
        judge("/dashboard/ queries", count_queries(browser, "/dashboard/"), 12),
        of_a_page(browser, "/dashboard/units/<id>/", f"/dashboard/units/{unit.pk}/"),
        of_a_page(browser, "/dashboard/townships/<id>/", f"/dashboard/townships/{township.pk}/"),
    ]
    return all(figures)


def of_the_city() -> bool:
    """The data of /dashboard/ against the same sums over the village rows, and against five of them."""
    user, plan = User.objects.get(username="staff"), Plan.objects.get()
    parts = data(user, plan)
    columns = raw.columns_of(parts)
    same_sums = raw.every(columns)
    raw.compare(parts, raw.read(plan, same_sums), columns)
    read = (lambda: data(user, plan), lambda: raw.read(plan, same_sums), lambda: raw.read(plan, raw.FIVE))
    tallied, same, plain = side_by_side(read, ROUNDS)
    print(f"milliseconds: {tallied:.0f} from tallies; from village rows {same:.0f}, five sums {plain:.0f}")
    print(f"/dashboard/ data times no more than five sums a stage by raw GROUP BY: {tallied / plain:.3f}")
    return judge("/dashboard/ data times the same sums by raw GROUP BY", round(tallied / same, 3), 0.15)


def data(user: User, plan: Plan) -> list[PlaceSums]:
    """What the page of the city reads: the targets, and the sums of every unit at all three stages."""
    return queries.sum_by_unit(queries.get_live_source(user, plan))


def of_a_page(browser: Client, name: str, address: str) -> bool:
    """The database's time for one page; what it asked is told where that is too long."""
    statements = asked(browser, address)
    taken = [[milliseconds(partial(replay, one)) for one in statements] for _ in range(REPLAYS)]
    total = statistics.median(sum(times) for times in taken)
    within = judge(f"{name} database milliseconds ({len(statements)} queries)", round(total, 2), 5)
    if not within:
        each = [statistics.median(times) for times in zip(*taken, strict=True)]
        for time, (sql, _) in sorted(zip(each, statements, strict=True), reverse=True)[:3]:
            print(f"  {time:.2f} ms: {sql[:2000]}")
    return within


def asked(browser: Client, address: str) -> list[Statement]:
    """The statements of one request."""
    seen: list[Statement] = []

    def remember(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    get(browser, address)
    with connection.execute_wrapper(remember):
        get(browser, address)
    return seen


def replay(statement: Statement) -> None:
    """Ask again and take every row: SQLite does its work while they are taken."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        if cursor.description:
            cursor.fetchall()
