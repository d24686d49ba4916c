"""What schedules said when they were sent and accepted, for the steps taken before it was kept with them.

Read from the history as it stood at the step; a paper without history gives what it says now.
"""

from django.db import migrations

SENT = ("submitted", "accepted")
MEETINGS = ("party", "committee", "federation")


def cell(start, end, note, kind):
    days = [day.isoformat() if day else None for day in (start, end)]
    return [*days, note, kind, None, None]


def line(row):
    return {
        column: cell(*(getattr(row, f"{column}_{part}") for part in ("from", "to", "note", "kind")))
        for column in MEETINGS
    }


def lines_at(apps, paper_id, at):
    """The rows of a paper by township, as they stood at `at`."""
    states = apps.get_model("guidance", "HistoricalScheduleLine").objects
    latest = {}
    for state in states.filter(schedule_return_id=paper_id, history_date__lte=at).order_by(
        "history_date", "history_id"
    ):
        latest[state.id] = state
    rows = [state for state in latest.values() if state.history_type != "-"]
    if not latest:
        rows = apps.get_model("guidance", "ScheduleLine").objects.filter(schedule_return_id=paper_id)
    return {str(row.township_id): line(row) for row in rows}


def completion_at(apps, paper, at):
    """Column 6 as it stood at `at`."""
    states = apps.get_model("guidance", "HistoricalScheduleReturn").objects
    row = states.filter(id=paper.pk, history_date__lte=at).order_by("history_date", "history_id").last() or paper
    day = row.federations_done_on
    return cell(day, day, row.federations_done_note, row.federations_done_kind)


def keep_contents(apps, schema_editor):
    """Write the content of every step by which a schedule was sent or accepted."""
    types = apps.get_model("contenttypes", "ContentType").objects
    kind = types.filter(app_label="guidance", model="schedulereturn").first()
    if kind is None:
        return
    papers = apps.get_model("guidance", "ScheduleReturn").objects.in_bulk()
    steps = apps.get_model("guidance", "Transition").objects
    for step in steps.filter(content_type_id=kind.pk, to_status__in=SENT, content__isnull=True).iterator():
        paper = papers.get(step.object_id)
        if paper is not None:
            step.content = {
                "lines": lines_at(apps, paper.pk, step.at),
                "completion": completion_at(apps, paper, step.at),
            }
            step.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("guidance", "0003_schedules"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(keep_contents, migrations.RunPython.noop)]
