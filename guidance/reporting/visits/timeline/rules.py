"""Reports in chronological order with the plan's milestones between them. Pure: no request, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_LINE_LENGTH = 80  # characters of the first line of a section


@dataclass(frozen=True)
class TimelineEntry:
    """A report and the milestones that passed between the report before it and this one."""

    milestones: list[Any]
    report: Any


def make_timeline(
    reports: Sequence[Any], milestones: Iterable[Any], *, since: date | None = None
) -> list[TimelineEntry]:
    """Each report, by its last day, with the milestones before it. A milestone passes at the end of its day.

    `since` is the last day of the last report on the previous page.
    """
    in_order = sorted(milestones, key=lambda milestone: milestone.due_on)
    upcoming = [milestone for milestone in in_order if not since or milestone.due_on >= since]
    entries = []
    for report in reports:
        passed = [milestone for milestone in upcoming if milestone.due_on < report.ended_on]
        upcoming = upcoming[len(passed) :]
        entries.append(TimelineEntry(passed, report))
    return entries


def get_upcoming(milestones: Iterable[Any], last_day: date | None) -> list[Any]:
    """The milestones from `last_day`, the last report's last day, on; without reports all of them."""
    in_order = sorted(milestones, key=lambda milestone: milestone.due_on)
    return [milestone for milestone in in_order if last_day is None or milestone.due_on >= last_day]


def first_line(text: str) -> str:
    """The first line that is not blank, cut after MAX_LINE_LENGTH characters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= MAX_LINE_LENGTH else f"{line[:MAX_LINE_LENGTH]}…"
