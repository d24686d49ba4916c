"""The sums of the tallies, calculated from the village rows in plain SQL, for comparison."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from guidance.oversight.dashboard.queries import PlaceSums
from guidance.reference.plans.indicators import MEMBERS_INDICATOR
from guidance.reference.plans.models import Plan, Target
from guidance.reporting.returns import tallies

Key = tuple[int, str, str]
Sums = dict[Key, tuple[int, ...]]
Columns = Mapping[str, Sequence[str]]  # by stage

FIVE_COLUMNS = ("reported", "people", "women", "director_people", "director_women")
# These count villages without figures, which have no rows here.
ROWLESS_COLUMNS = ("villages", "not_applicable")


def get_columns(subplaces: Iterable[PlaceSums]) -> dict[str, list[str]]:
    """The sums that a page has read, by stage."""
    read = next(iter(subplaces)).sums.positions
    return {stage: sorted(set(columns) - set(ROWLESS_COLUMNS)) for stage, columns in read.items()}


def read(plan: Plan, columns: Iterable[str]) -> Sums:
    """These sums of every unit by stage and committee type."""
    sums = [_expression(plan, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(f"""
        SELECT t.unit_id, r.stage, v.committee_type, {", ".join(sums)}
        FROM guidance_village v
        JOIN guidance_township t ON t.id = v.township_id
        JOIN guidance_villagereturn r ON r.village_id = v.id
        {ELECTED if any("e." in expression for expression in sums) else ""}
        WHERE r.plan_id = {plan.pk} AND r.flag <> 'not_applicable'
        GROUP BY t.unit_id, r.stage, v.committee_type
        """)  # noqa: S608 - texts of our own and a key
        return {row[:3]: row[3:] for row in cursor.fetchall()}


# Who is still in post, and where candidates lead, depends on whether the village has elected.
ELECTED = """
    LEFT JOIN guidance_villagereturn e ON e.plan_id = r.plan_id AND e.village_id = r.village_id
        AND e.stage = 'elected' AND e.people IS NOT NULL AND e.flag <> 'not_applicable'
"""


def _expression(plan: Plan, column: str) -> str:
    """The sum of `tallies.COLUMNS`, for rows that exist and a plan without targets of single units."""
    return tallies.COLUMNS[column].replace("s.stage", "r.stage").replace(tallies.WANTED, _wanted(plan))


def _wanted(plan: Plan) -> str:
    values = dict(Target.objects.filter(plan=plan).values_list("indicator", "value_bp"))
    whens = " ".join(f"WHEN '{kind}' THEN {values[code]}" for kind, code in MEMBERS_INDICATOR.items())
    return f"(CASE v.committee_type {whens} END)"


def check_sums(subplaces: Iterable[PlaceSums], rows: Sums, columns: Columns) -> None:
    """Stop where the two sums differ, since a wrong figure may be fast."""
    names = all_columns(columns)
    tallied = {subplace.key: subplace.sums for subplace in subplaces}
    differing = [
        (unit, stage, kind)
        for (unit, stage, kind), values in rows.items()
        for name, value in zip(names, values, strict=True)
        if name in columns[stage] and tallied[unit].of(name, stage, [kind]) != value
    ]
    if differing or not rows:
        raise SystemExit(f"{len(differing)} of {len(rows)} sums differ, such as {differing[:1]}")


def all_columns(columns: Columns) -> list[str]:
    """The columns that are read for any stage."""
    return sorted({name for names in columns.values() for name in names})
