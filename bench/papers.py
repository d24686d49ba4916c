"""Attachment 3 of 118 units as one zip, and merged of 2,000 rows as Word, Excel and a page to print.

Each has a database of its own. The memory is the most that this process has had: what the papers of 2,000
rows add to it, after those of 236 rows have been made.
"""

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from statistics import median
from zipfile import ZipFile

from django.db import connection

from bench.clients import get
from bench.export import peak
from bench.figures import check_limit
from bench.schedules import BenchDatabase, add_database, make_database, use_database

UNITS, ROWS_OF_UNITS = 118, 236  # two linked townships of a unit, on an average
MANY = 2_000
TABLE = "/schedules/2/attachment3"
FORMS = {"docx": f"{TABLE}.docx", "xlsx": f"{TABLE}.xlsx", "print": "/schedules/2/print/"}
ROUNDS = 5
SECONDS, ZIP_SECONDS = 3, 10
MEGABYTES = 100


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    add_database("many")
    small, large = make_database("default", ROWS_OF_UNITS), make_database("many", MANY)
    print(f"{ROWS_OF_UNITS} and {MANY} linked townships on {connection.vendor}", flush=True)
    figures = [_check_zip(small)]
    for address in FORMS.values():
        _get_content(small, address)
    before = peak()
    figures += [figure for name in FORMS for figure in _check_table(large, name, before)]
    return all(figures)


def _check_zip(database: BenchDatabase) -> bool:
    content, seconds = _measure(lambda: _get_content(database, f"{TABLE}.zip"))
    with ZipFile(BytesIO(content)) as archive:
        count = len(archive.namelist())
    if count != UNITS:
        raise SystemExit(f"{count} papers in the zip for {UNITS} units")
    return check_limit(f"attachment3.zip of {UNITS} units seconds", round(seconds, 2), ZIP_SECONDS)


def _check_table(database: BenchDatabase, name: str, before: float) -> Iterator[bool]:
    results = [_measure(lambda: _get_content(database, FORMS[name])) for _ in range(ROUNDS)]
    seconds = [seconds for _, seconds in results]
    each = ", ".join(f"{value:.2f}" for value in seconds)
    print(f"{name} of {MANY} rows: {len(results[0][0]) / 1e6:.1f} MB in {each} s", flush=True)
    yield check_limit(
        f"attachment3 {name} of {MANY} rows, median seconds", round(median(seconds), 2), SECONDS
    )
    yield check_limit(f"attachment3 {name} of {MANY} rows MB of growth", round(peak() - before), MEGABYTES)


def _get_content(database: BenchDatabase, address: str) -> bytes:
    with use_database(database.alias):
        response = get(database.staff, address)
        return b"".join(response.streaming_content) if response.streaming else response.content


def _measure(action: Callable[[], bytes]) -> tuple[bytes, float]:
    start = time.perf_counter()
    content = action()
    return content, time.perf_counter() - start
