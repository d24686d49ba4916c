"""Reports in the order of time, with the plan's milestones between them. Pure: no request, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_LETTERS = 80  # of the first line of a section


@dataclass(frozen=True)
class Entry:
    """One report, after the milestones that had passed by then and not yet by the report before it."""

    passed: list[Any]
    report: Any


def entries(reports: Sequence[Any], milestones: Iterable[Any], *, since: date | None = None) -> list[Entry]:
    """Each report with the milestones before it. The whole day of a milestone belongs to what stands before.

    `since` is the day on which the last report of the page before ended.
    """
    ahead = [
        one for one in sorted(milestones, key=lambda one: one.due_on) if not since or one.due_on >= since
    ]
    found = []
    for report in reports:
        passed = [one for one in ahead if one.due_on < report.ended_on]
        ahead = ahead[len(passed) :]
        found.append(Entry(passed, report))
    return found


def still_ahead(milestones: Iterable[Any], last_ended_on: date | None) -> list[Any]:
    """The milestones after the last report, or all of them where there is none."""
    in_order = sorted(milestones, key=lambda one: one.due_on)
    return [one for one in in_order if last_ended_on is None or one.due_on >= last_ended_on]


def first_line(text: str) -> str:
    """The first line that says something, cut where it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…"
