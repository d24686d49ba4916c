"""The pages of the dashboard over a country: what they ask of the database."""

import statistics
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client

from bench import raw
from bench.clients import count_queries, get, logged_in_client
from bench.figures import check_limit, measure_in_turn, milliseconds
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
    client = logged_in_client("staff")
    unit = ReportingUnit.objects.annotate(size=Count("townships")).order_by("-size", "pk")[0]
    township = Township.objects.annotate(size=Count("villages")).order_by("-size", "pk")[0]
    print(f"{unit.size} townships in the largest unit, {township.size} villages in the largest township")
    within = check_city_data()
    get(client, "/dashboard/")  # the first page in a minute renews the session
    figures = [
        within,
        check_limit("/dashboard/ queries", count_queries(client, "/dashboard/"), 12),
        check_page(client, "/dashboard/units/<id>/", f"/dashboard/units/{unit.pk}/"),
        check_page(client, "/dashboard/townships/<id>/", f"/dashboard/townships/{township.pk}/"),
    ]
    return all(figures)


def check_city_data() -> bool:
    """The data of /dashboard/ against the same sums over the village rows, and against five of them."""
    user, plan = User.objects.get(username="staff"), Plan.objects.get()
    subplaces = read_city_subplaces(user, plan)
    columns = raw.get_columns(subplaces)
    column_names = raw.all_columns(columns)
    raw.check_sums(subplaces, raw.read(plan, column_names), columns)
    readers = (
        lambda: read_city_subplaces(user, plan),
        lambda: raw.read(plan, column_names),
        lambda: raw.read(plan, raw.FIVE_COLUMNS),
    )
    tallied, same, plain = measure_in_turn(readers, ROUNDS)
    print(f"milliseconds: {tallied:.0f} from tallies; from village rows {same:.0f}, five sums {plain:.0f}")
    print(f"/dashboard/ data times no more than five sums a stage by raw GROUP BY: {tallied / plain:.3f}")
    return check_limit("/dashboard/ data times the same sums by raw GROUP BY", round(tallied / same, 3), 0.15)


def read_city_subplaces(user: User, plan: Plan) -> list[PlaceSums]:
    """What the page of the city reads: the targets, and the sums of every unit at all three stages."""
    return queries.sum_by_unit(queries.get_live_source(user, plan))


def check_page(client: Client, name: str, address: str) -> bool:
    """The database's time for one page; print its slowest statements where that is too long."""
    statements = record_statements(client, address)
    times_by_replay = [
        [milliseconds(partial(replay, statement)) for statement in statements] for _ in range(REPLAYS)
    ]
    total = statistics.median(sum(times) for times in times_by_replay)
    within = check_limit(f"{name} database milliseconds ({len(statements)} queries)", round(total, 2), 5)
    if not within:
        medians = [statistics.median(times) for times in zip(*times_by_replay, strict=True)]
        for time, (sql, _) in sorted(zip(medians, statements, strict=True), reverse=True)[:3]:
            print(f"  {time:.2f} ms: {sql[:2000]}")
    return within


def record_statements(client: Client, address: str) -> list[Statement]:
    """The statements of one request."""
    statements: list[Statement] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    get(client, address)
    with connection.execute_wrapper(record):
        get(client, address)
    return statements


def replay(statement: Statement) -> None:
    """Run a statement again and fetch every row: SQLite does its work while they are fetched."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        if cursor.description:
            cursor.fetchall()
