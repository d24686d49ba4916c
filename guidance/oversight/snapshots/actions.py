"""定格: copy the tallies of one moment, so that a printed figure can be found again."""

from datetime import datetime
from functools import cache

from django.db import connection, transaction
from django.db.models import Max

from guidance.core import clock
from guidance.core.access import User
from guidance.oversight.snapshots.models import Snapshot
from guidance.oversight.snapshots.queries import get_targets_to_freeze
from guidance.oversight.snapshots.rules import round_title, targets_to_json
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.returns import tallies


@transaction.atomic
def freeze_figures(
    *,
    plan: Plan,
    by: User | None,
    title: str = "",
    round: ReportingRound | None = None,
    number: int | None = None,
) -> Snapshot:
    """Freeze the figures of this moment under the next number; a round is frozen once.

    `number` is the one that the form showed as the next: the same form sent again by the same person
    finds the snapshot it made. Without a `title` a round's snapshot is named after it.
    The caller checks that `by` may freeze and that the round has passed.
    """
    # The plan's lock makes the numbers unique. The townships' locks wait for returns that are being saved,
    # so that none is missing from the sums.
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    existing = _get_existing_snapshot(plan, by, title, round, number)
    if existing:
        return existing
    tallies.lock_townships(Township.objects.values_list("pk", flat=True))
    moment = clock.now()
    snapshot = Snapshot.objects.create(
        plan=plan,
        number=get_next_number(plan),
        title=title or _get_title(round, moment),
        round=round,
        taken_at=moment,
        taken_by=by,
        targets=targets_to_json(get_targets_to_freeze(plan)),
    )
    _copy_tallies(snapshot)
    plan.frozen_at = moment
    plan._history_user = by  # type: ignore[attr-defined]
    plan._change_reason = f"数据定格{snapshot}"[:100]  # type: ignore[attr-defined]
    plan.save()
    return snapshot


def get_next_number(plan: Plan) -> int:
    """The number of the plan's next snapshot."""
    last: int | None = Snapshot.objects.filter(plan=plan).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _get_existing_snapshot(
    plan: Plan, by: User | None, title: str, round: ReportingRound | None, number: int | None
) -> Snapshot | None:
    snapshots = Snapshot.objects.filter(plan=plan)
    if round:
        return snapshots.filter(round=round).first()
    return snapshots.filter(number=number, title=title, taken_by=by).first() if number else None


def _get_title(round: ReportingRound | None, moment: datetime) -> str:
    return round_title(round.number, round.due_on, moment) if round else "数据定格"


def _copy_tallies(snapshot: Snapshot) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_get_copy_statement(), [snapshot.pk, snapshot.plan_id])


@cache
def _get_copy_statement() -> str:
    """INSERT ... SELECT, because the database copies hundreds of thousands of rows in seconds."""
    columns = ", ".join(("township_id", "committee_type", "stage", *tallies.COLUMNS))
    return f"""
    INSERT INTO guidance_snapshottally (snapshot_id, unit_id, {columns})
    SELECT %s, place.unit_id, {columns}
    FROM guidance_tally JOIN guidance_township place ON place.id = township_id
    WHERE plan_id = %s
    """  # noqa: S608 - only names of our own
