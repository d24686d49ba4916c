"""A country to measure on: units, townships and villages with made-up figures, the same on every run.

It is written straight into the tables, since 1.8 million saves would take too long. The figures satisfy
every constraint: the database checks them here as well.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from itertools import accumulate, islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS

BATCH = 20_000
HISTORIES = 4_000  # different villages of each kind; the country is made of these
DAY = date(2021, 1, 10)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Size:
    """How large a country."""

    units: int
    townships: int
    villages: int


NATION = Size(units=2_844, townships=38_600, villages=610_000)


def make_country(plan: Plan, size: Size, seed: int = 2021) -> None:
    """Fill empty tables with a country of this size, each village reporting its three stages."""
    random_source = random.Random(seed)  # noqa: S311 - figures, no secrets
    units = range(1_000_001, 1_000_001 + size.units)
    townships = list(
        zip(
            range(1_000_001, 1_000_001 + size.townships),
            _spread(units, size.townships, random_source),
            strict=True,
        )
    )
    keys = [key for key, _ in townships]
    villages = list(
        zip(
            range(1_000_001, 1_000_001 + size.villages),
            _spread(keys, size.villages, random_source),
            strict=True,
        )
    )
    kinds = random_source.choices(("villagers", "residents"), (5, 1), k=size.villages)
    with transaction.atomic():
        insert(ReportingUnit, UNIT, (_unit(key) for key in units))
        insert(Township, TOWNSHIP, (_township(key, unit) for key, unit in townships))
        insert(
            Village, VILLAGE, (_village(*value, kind) for value, kind in zip(villages, kinds, strict=True))
        )
        insert(VillageReturn, RETURN, _returns(plan.pk, [key for key, _ in villages], kinds, random_source))


def _spread(owners: Sequence[int], number: int, random_source: random.Random) -> list[int]:
    """The owner of each of `number` things: at least one each, some with five times as many as others."""
    weights = list(accumulate(random_source.lognormvariate(0, 0.45) for _ in owners))
    return sorted([*owners, *random_source.choices(owners, cum_weights=weights, k=number - len(owners))])


UNIT = (
    "id",
    "official_name",
    "short_name",
    "printed_name",
    "kind",
    "division_code",
    "group_order",
    "attachment_order",
)


def _unit(key: int) -> Row:
    number = key - 1_000_000
    return (
        key,
        f"示例{number}县妇女联合会",
        f"示例{number}县",
        f"示例{number}县",
        "county",
        f"{number:06}",
        0,
        100 + number,
    )


TOWNSHIP = ("id", "unit_id", "name", "official_name", "code", "kind")


def _township(key: int, unit: int) -> Row:
    number = key - 1_000_000
    return key, unit, f"示例{number}镇", f"示例{number}镇", f"{100_000_000 + number}", "town"


VILLAGE = ("id", "township_id", "name", "former_names", "committee_type", "sort_order")


def _village(key: int, township: int, kind: str) -> Row:
    number = key - 1_000_000
    return key, township, f"示例{number}{'村' if kind == 'villagers' else '社区'}", "[]", kind, number % 1000


RETURN = ("plan_id", "village_id", "stage", *COLUMNS, "version")


def _returns(
    plan: int, villages: Sequence[int], kinds: Sequence[str], random_source: random.Random
) -> Iterator[Row]:
    histories = {
        kind: [list(_village_history(kind, random_source)) for _ in range(HISTORIES)]
        for kind in ("villagers", "residents")
    }
    for village, kind in zip(villages, kinds, strict=True):
        for figures in random_source.choice(histories[kind]):
            yield plan, village, *figures, 1


def _village_history(kind: str, random_source: random.Random) -> Iterator[Row]:
    """The three returns of a village: the stage and the figures in the order of COLUMNS."""
    seats = random_source.choice((3, 5, 5, 5, 7) if kind == "villagers" else (5, 7, 7, 9))
    share = 0.27 if kind == "villagers" else 0.48
    elected_on = DAY + timedelta(random_source.randrange(60))
    has_elected = elected_on < date(2021, 2, 5)
    yield ("previous", *_figures(seats, seats, share - 0.04, DAY.replace(year=2018), random_source))
    candidates = seats + random_source.choice((1, 1, 2))
    yield ("nominated", *_candidates(seats, candidates, share, random_source))
    if has_elected:
        people = seats - random_source.choice((0, 0, 0, 0, 1))
        yield ("elected", *_figures(seats, people, share + 0.02, elected_on, random_source))
    else:
        yield ("elected", *_only_the_party(random_source))


def _women(people: int, share: float, random_source: random.Random) -> int:
    return sum(random_source.random() < share for _ in range(people))


def _women_directors(
    people: int, women: int, directors: int, share: float, random_source: random.Random
) -> int:
    """No more than there are women, and no man among nobody but women."""
    return directors if women == people else min(women, _women(directors, share / 2, random_source))


def _is_drawn(share: float, random_source: random.Random) -> bool:
    return random_source.random() < share


def _figures(seats: int, people: int, share: float, held_on: date, random_source: random.Random) -> Row:
    women = _women(people, share, random_source)
    directors = 1 if _is_drawn(0.97, random_source) else 0
    women_directors = _women_directors(people, women, directors, share, random_source)
    has_chair = _is_drawn(0.8, random_source)
    chair_in, subsidy = (
        (_is_drawn(0.9, random_source), _is_drawn(0.6, random_source)) if has_chair else (None, None)
    )
    federation_held_on = held_on + timedelta(10) if has_chair else None
    return (
        *(
            seats,
            people,
            women,
            directors,
            women_directors,
            _is_drawn(0.12, random_source),
            _is_drawn(0.9, random_source),
        ),
        *(5, _women(5, 0.2, random_source), chair_in, subsidy),
        *(held_on - timedelta(20), held_on, federation_held_on),
        *(
            "self_reported",
            random_source.choices(("confirmed", "provisional", "not_applicable"), (90, 9, 1))[0],
        ),
    )


def _candidates(seats: int, people: int, share: float, random_source: random.Random) -> Row:
    women = _women(people, share, random_source)
    directors = random_source.choice((1, 1, 2))
    women_directors = _women_directors(people, women, directors, share, random_source)
    return (
        *(seats, people, women, directors, women_directors, None, None),
        *(None, None, _is_drawn(0.85, random_source), None),
        *(None, None, None, "self_reported", "confirmed"),
    )


def _only_the_party(random_source: random.Random) -> Row:
    """A village whose Party branch has elected, and whose committee has not."""
    return (
        *(None, None, None, None, None, _is_drawn(0.12, random_source), _is_drawn(0.9, random_source)),
        *(5, _women(5, 0.2, random_source), None, None),
        *(DAY, None, None, "self_reported", "confirmed"),
    )


def insert(model: Any, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows in the quickest way that the database has; Django's defaults do not apply."""
    table, names = model._meta.db_table, ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, BATCH)):
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _lines(batch))
            else:
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _lines(rows: Iterable[Row]) -> StringIO:
    """As COPY reads them; none of our texts holds a tab or a backslash."""
    return StringIO(
        "".join("\t".join(r"\N" if value is None else str(value) for value in row) + "\n" for row in rows)
    )
