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

from bench.browsers import get
from bench.export import peak
from bench.figures import judge
from bench.schedules import Side, add_database, made, reading

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
    few, many = made("default", ROWS_OF_UNITS), made("many", MANY)
    print(f"{ROWS_OF_UNITS} and {MANY} linked townships on {connection.vendor}", flush=True)
    figures = [_of_zip(few)]
    for address in FORMS.values():
        _content(few, address)
    before = peak()
    figures += [figure for name in FORMS for figure in _of_table(many, name, before)]
    return all(figures)


def _of_zip(side: Side) -> bool:
    content, seconds = _timed(lambda: _content(side, f"{TABLE}.zip"))
    with ZipFile(BytesIO(content)) as packed:
        count = len(packed.namelist())
    if count != UNITS:
        raise SystemExit(f"{count} papers in the zip for {UNITS} units")
    return judge(f"attachment3.zip of {UNITS} units seconds", round(seconds, 2), ZIP_SECONDS)


def _of_table(side: Side, name: str, before: float) -> Iterator[bool]:
    taken = [_timed(lambda: _content(side, FORMS[name])) for _ in range(ROUNDS)]
    seconds = [seconds for _, seconds in taken]
    each = ", ".join(f"{one:.2f}" for one in seconds)
    print(f"{name} of {MANY} rows: {len(taken[0][0]) / 1e6:.1f} MB in {each} s", flush=True)
    yield judge(f"attachment3 {name} of {MANY} rows, median seconds", round(median(seconds), 2), SECONDS)
    yield judge(f"attachment3 {name} of {MANY} rows MB of growth", round(peak() - before), MEGABYTES)


def _content(side: Side, address: str) -> bytes:
    with reading(side.alias):
        response = get(side.staff, address)
        return b"".join(response.streaming_content) if response.streaming else response.content


def _timed(do: Callable[[], bytes]) -> tuple[bytes, float]:
    start = time.perf_counter()
    content = do()
    return content, time.perf_counter() - start
