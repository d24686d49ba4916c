"""The sums of every township, recounted by SQL in the transaction that changes a return.

The database adds up hundreds of thousands of rows without moving them to Python. The same statement counts
one township after a save, a unit after an import and the whole country in a rebuild.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, transaction
from django.db.models import Q

from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.indicators import MEMBERS_INDICATOR
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.models import Tally, UnitTally

# Townships in one statement; with several hundred PostgreSQL would scan all returns.
BATCH_SIZE = 100
MAX_PREPARED_KEYS = 3
_PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()  # names by connection and statement


def _count(condition: str) -> str:
    return f"COUNT(CASE WHEN {condition} THEN 1 END)"


def _sum(expression: str, condition: str = "") -> str:
    inner = f"CASE WHEN {condition} THEN {expression} END" if condition else expression
    return f"COALESCE(SUM({inner}), 0)"


PREVIOUS = "s.stage = 'previous'"
# A village made by a merger has no previous figures of its own: those of its predecessors count.
EXPECTED = (
    "na.id IS NULL AND (s.stage <> 'previous' OR r.id IS NOT NULL"
    " OR v.merged_into_id IS NOT NULL"
    " OR NOT EXISTS (SELECT 1 FROM guidance_village x WHERE x.merged_into_id = v.id))"
)
STAYING = f"{PREVIOUS} AND e.id IS NULL AND r.people IS NOT NULL"
OPEN = "(s.stage <> 'nominated' OR e.id IS NULL)"
ELECTABLE = "s.stage = 'nominated' AND e.id IS NULL AND r.seats > 0 AND r.people > 0"
TO_ELECT = "(CASE WHEN r.seats < r.people THEN r.seats ELSE r.people END)"
MEN = "(r.people - r.women)"
HAVE, HAVE_AND_ONE = "r.women * 10000", "(r.women + 1) * 10000"
# The share of women that the plan, or the unit for itself, asks of a committee's members. Integer, since
# PostgreSQL multiplies small integers as such: 7 people x 5000 basis points would be out of range.
WANTED = "CAST(CASE WHEN o.id IS NULL THEN g.value_bp ELSE o.value_bp END AS integer)"
NEEDED = f"r.people * {WANTED}"
MEMBERS_OF_TYPE = " ".join(f"WHEN '{kind}' THEN '{code}'" for kind, code in MEMBERS_INDICATOR.items())
DIRECTORS_ELECTABLE = "s.stage = 'nominated' AND e.id IS NULL AND r.director_people > 0"
FORETOLD = (
    "r.director_people IS NULL AND r.secretary_woman IS NOT NULL"
    " AND (r.one_shoulder IS NULL OR r.one_shoulder)"
)

COLUMNS = {
    "villages": _count(EXPECTED),
    "reported": "COUNT(r.people)",
    "not_applicable": "COUNT(na.id)",
    "provisional": _count("r.flag = 'provisional' AND r.people IS NOT NULL"),
    "corrected": _count("r.flag = 'corrected' AND r.people IS NOT NULL"),
    "seats": _sum("r.seats", "r.people IS NOT NULL"),
    "vacancies": _sum("r.seats - r.people", "r.seats > r.people"),
    "people": _sum("r.people"),
    "women": _sum("r.women"),
    "director_people": _sum("r.director_people"),
    "director_women": _sum("r.director_women"),
    "seated": _count("r.people > 0"),
    "with_woman": _count("r.women > 0"),
    "secretary_known": "COUNT(r.secretary_woman)",
    "secretary_women": _count("r.secretary_woman"),
    "one_shoulder_known": "COUNT(r.one_shoulder)",
    "one_shoulder_yes": _count("r.one_shoulder"),
    "party_reported": "COUNT(r.party_people)",
    "party_people": _sum("r.party_people"),
    "party_women": _sum("r.party_women"),
    "chair_known": "COUNT(r.chair_in_two_committees)",
    "chair_in": _count("r.chair_in_two_committees"),
    "subsidy_known": "COUNT(r.chair_full_subsidy)",
    "subsidy_yes": _count("r.chair_full_subsidy"),
    "federations_done": _count("r.chair_in_two_committees IS NOT NULL OR r.federation_held_on IS NOT NULL"),
    "no_woman": _count(f"r.people > 0 AND r.women = 0 AND {OPEN}"),
    "one_short": _count(f"r.women > 0 AND {HAVE} < {NEEDED} AND {HAVE_AND_ONE} >= {NEEDED}"),
    "more_short": _count(f"r.women > 0 AND {HAVE_AND_ONE} < {NEEDED}"),
    "too_few_candidates": _count(
        f"s.stage = 'nominated' AND e.id IS NULL AND r.women > 0 AND {HAVE} < {TO_ELECT} * {WANTED}"
    ),
    "chair_outside": _count(f"NOT r.chair_in_two_committees AND {OPEN}"),
    "director_vacant": _count("r.people > 0 AND r.director_people = 0"),
    "staying_villages": _count(STAYING),
    "staying_people": _sum("r.people", STAYING),
    "staying_women": _sum("r.women", STAYING),
    "staying_director_people": _sum("r.director_people", STAYING),
    "staying_director_women": _sum("r.director_women", STAYING),
    "electable_villages": _count(ELECTABLE),
    "electable_people": _sum(TO_ELECT, ELECTABLE),
    "least_women": _sum(f"{TO_ELECT} - {MEN}", f"{ELECTABLE} AND {TO_ELECT} > {MEN}"),
    "likely_women": _sum(f"1000 * {TO_ELECT} * r.women / r.people", ELECTABLE),
    "most_women": _sum(f"CASE WHEN r.women < {TO_ELECT} THEN r.women ELSE {TO_ELECT} END", ELECTABLE),
    "electable_directors": _count(DIRECTORS_ELECTABLE),
    "least_director_women": _count(f"{DIRECTORS_ELECTABLE} AND r.director_women = r.director_people"),
    "likely_director_women": _sum("1000 * r.director_women / r.director_people", DIRECTORS_ELECTABLE),
    "most_director_women": _count(f"{DIRECTORS_ELECTABLE} AND r.director_women > 0"),
    "foretold_directors": _count(FORETOLD),
    "foretold_director_women": _count(f"{FORETOLD} AND r.secretary_woman"),
}


# The update of an existing row by the new count.
_UPDATES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)


@cache
def _count_sql(townships: int, plans: int) -> str:
    """SQL that writes the tallies of so many townships in so many plans; the keys are parameters."""
    return f"""
    INSERT INTO guidance_tally (plan_id, township_id, committee_type, stage, {", ".join(COLUMNS)})
    SELECT p.id, v.township_id, v.committee_type, s.stage, {", ".join(COLUMNS.values())}
    FROM guidance_village v
    JOIN guidance_township t ON t.id = v.township_id
    CROSS JOIN guidance_plan p
    JOIN (SELECT 'previous' AS stage UNION ALL SELECT 'nominated' UNION ALL SELECT 'elected') s
        ON s.stage = 'previous' OR v.merged_into_id IS NULL
    LEFT JOIN guidance_villagereturn r ON r.plan_id = p.id AND r.village_id = v.id AND r.stage = s.stage
        AND r.flag <> 'not_applicable'
    LEFT JOIN guidance_villagereturn na ON na.plan_id = p.id AND na.village_id = v.id AND na.stage = s.stage
        AND na.flag = 'not_applicable'
    LEFT JOIN guidance_villagereturn e ON e.plan_id = p.id AND e.village_id = COALESCE(v.merged_into_id, v.id)
        AND e.stage = 'elected' AND e.people IS NOT NULL AND e.flag <> 'not_applicable'
    LEFT JOIN guidance_target g ON g.plan_id = p.id AND g.committee_type = v.committee_type
        AND g.indicator = CASE v.committee_type {MEMBERS_OF_TYPE} END
    LEFT JOIN guidance_unittarget o ON o.target_id = g.id AND o.unit_id = t.unit_id
    WHERE v.township_id IN ({_placeholders(townships)}) AND p.id IN ({_placeholders(plans)})
    GROUP BY p.id, v.township_id, v.committee_type, s.stage
    ON CONFLICT (township_id, plan_id, stage, committee_type) DO UPDATE SET {_UPDATES}
    """  # noqa: S608 - only our own names and placeholders


@cache
def _add_up_sql(units: str, plans: int) -> str:
    """SQL that writes the tallies of the units in `units`, an SQL list, in so many plans."""
    return f"""
    INSERT INTO guidance_unittally (plan_id, unit_id, committee_type, stage, {", ".join(COLUMNS)})
    SELECT y.plan_id, t.unit_id, y.committee_type, y.stage, {", ".join(f"SUM(y.{name})" for name in COLUMNS)}
    FROM guidance_township t JOIN guidance_tally y ON y.township_id = t.id
    WHERE t.unit_id IN ({units}) AND y.plan_id IN ({_placeholders(plans)})
    GROUP BY y.plan_id, t.unit_id, y.committee_type, y.stage
    ON CONFLICT (plan_id, unit_id, stage, committee_type) DO UPDATE SET {_UPDATES}
    """  # noqa: S608 - only our own names and placeholders


@cache
def _units_sql(townships: int) -> str:
    return f"SELECT unit_id FROM guidance_township WHERE id IN ({_placeholders(townships)})"  # noqa: S608


@cache
def _lock_sql(townships: int) -> str:
    """SQL that locks so many townships, each after its unit, and returns those still in the locked unit."""
    return f"""
    SELECT t.id FROM guidance_reportingunit u JOIN guidance_township t ON t.unit_id = u.id
    WHERE t.id IN ({_placeholders(townships)}) ORDER BY u.id, t.id FOR NO KEY UPDATE OF u, t
    """  # noqa: S608


def _placeholders(number: int) -> str:
    return ", ".join(["%s"] * number)


def lock_townships(townships: Iterable[int]) -> None:
    """Lock the townships and their units until the end of the transaction, so that one writer updates sums.

    Tallies that do not exist yet cannot be locked themselves. Units are locked before their townships, always
    in the same order, to avoid deadlocks. The database leaves out a township that moved to another unit while
    its old one was waited for, so the statement is repeated. SQLite has only one writer anyway.
    """
    keys = list(townships)
    if not (keys and connection.features.has_select_for_update):
        return
    before = -1
    with connection.cursor() as cursor:
        while True:
            _execute(cursor, _lock_sql(len(keys)), keys)
            locked = len(cursor.fetchall())
            if locked in (before, len(keys)):  # fewer if a township has been deleted
                return
            before = locked


def lock_units(units: Iterable[int]) -> None:
    """Lock the units, and with them their sums, until the end of the transaction."""
    rows = ReportingUnit.objects.filter(pk__in=units).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def recount_townships(townships: Sequence[int], plans: Sequence[int] | None = None) -> None:
    """Recount these townships and their units in `plans`, or in all plans.

    The caller holds their locks in a transaction. Sums of a committee type that no village has any more are
    not updated: callers that change villages delete them first.
    """
    plans = list(Plan.objects.values_list("pk", flat=True)) if plans is None else plans
    if not (townships and plans):
        return
    with connection.cursor() as cursor:
        for start in range(0, len(townships), BATCH_SIZE):
            batch = townships[start : start + BATCH_SIZE]
            _execute(cursor, _count_sql(len(batch), len(plans)), [*batch, *plans])
        units = _units_sql(len(townships))
        _execute(cursor, _add_up_sql(units, len(plans)), [*townships, *plans])


def delete_sums(townships: Sequence[int], units: Sequence[int] = ()) -> None:
    """Delete the sums of these townships and their units, and of `units`, in every plan.

    The caller holds their locks in a transaction and recounts them.
    """
    Tally.objects.filter(township__in=townships).delete()
    UnitTally.objects.filter(Q(unit__townships__in=townships) | Q(unit__in=units)).delete()


def _execute(cursor: Any, statement: str, keys: Sequence[int]) -> None:
    """Execute a statement, prepared on PostgreSQL, where planning fifty sums takes longer than counting.

    Behind a pooler, which DISABLE_SERVER_SIDE_CURSORS indicates, connections change and it is not prepared.
    """
    pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if connection.vendor != "postgresql" or pooled or len(keys) > MAX_PREPARED_KEYS:
        cursor.execute(statement, keys)
        return
    prepared = _PREPARED.setdefault(connection.connection, {})
    name = prepared.get(statement)
    if name is None:
        name = f"tallies_{len(prepared)}"
        cursor.execute(f"PREPARE {name} AS {statement}" % tuple(f"${n}" for n, _ in enumerate(keys, 1)))
        prepared[statement] = name
    cursor.execute(f"EXECUTE {name} ({_placeholders(len(keys))})", keys)


def add_up_units(units: Sequence[int], plans: Sequence[int]) -> None:
    """Add up the townships of these units, whose locks the caller holds."""
    with connection.cursor() as cursor:
        cursor.execute(_add_up_sql(_placeholders(len(units)), len(plans)), [*units, *plans])


def rebuild_tallies(plans: Sequence[int] | None = None) -> int:
    """Recount every township in batches; return their number.

    Without `plans`, sums that are no longer counted are deleted as well.
    """
    townships = list(Township.objects.order_by("unit_id", "pk").values_list("pk", flat=True))
    for start in range(0, len(townships), BATCH_SIZE):
        batch = townships[start : start + BATCH_SIZE]
        with transaction.atomic():
            lock_townships(batch)
            if plans is None:
                delete_sums(batch)
            recount_townships(batch, plans)
    return len(townships)
