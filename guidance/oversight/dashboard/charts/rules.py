"""What the charts draw, as plain values for `charts/draw.js`. Pure: no request, no database.

A figure is drawn at its exact share and labelled with the words of `rules.percent`, so that a chart
never says another number than the table beside it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from guidance.oversight.dashboard.progress.rules import Day, Mark, Planned, Point
from guidance.oversight.dashboard.rules import Aim, Figure, Share, percent
from guidance.oversight.dashboard.sums import Goal

Chart = dict[str, Any]


def key_of(goal: Goal) -> str:
    """A target in an address: its indicator, and the committee where that alone does not tell."""
    is_split = goal.committee_type and len(goal.indicator.committee_types) > 1
    return f"{goal.code}.{goal.committee_type}" if is_split else goal.code


def drawn(share: Share) -> float | None:
    """A share in per cent as a chart places it; None without data, so that nothing is drawn."""
    return round(100 * share.part / share.whole, 4) if share.whole else None


def _drawn_aim(aim: Aim) -> float | None:
    return None if aim.value_bp is None else aim.value_bp / 100


def compare(places: Iterable[tuple[str, Figure]], aim: Aim) -> Chart:
    """Bars of one indicator, a place each in the order given; `aim` is that of the whole.

    A place that is asked for something else carries its own target.
    """
    bars = [_bar(name, figure, aim) for name, figure in places]
    return {"kind": "compare", "target": _drawn_aim(aim), "bars": bars}


def _bar(name: str, figure: Figure, aim: Aim) -> Chart:
    own = figure.aim.value_bp != aim.value_bp
    return {
        "name": name,
        "value": drawn(figure.share),
        "shown": f"{figure.percent}%" if figure.share.whole else "—",
        "standing": figure.standing.value,
        "word": figure.standing.label,
        "count": f"{figure.share.part}/{figure.share.whole} {figure.counted_in}",
        "own_target": _drawn_aim(figure.aim) if own else None,
    }


def slope(figure: Figure) -> Chart:
    """One indicator through the three stages: 上届, 提名 (women among the candidates), 当选."""
    stages = (("上届", figure.previous), ("提名", figure.candidates), ("当选", figure.share))
    return {
        "kind": "slope",
        "target": _drawn_aim(figure.aim),
        "standing": figure.standing.value,
        "points": [
            {"name": name, "value": drawn(share), "shown": _shown(share, figure.aim)}
            for name, share in stages
        ],
    }


def _shown(share: Share, aim: Aim) -> str:
    return f"{percent(share, aim)}%" if share.whole else ""


def progress(days: Sequence[Day], villages: int, today: date) -> Chart:
    """Elections held on each day and in all, out of `villages`."""
    so_far = [day for day in days if day.total is not None]
    return _by_day("progress", villages, days, today) | {
        "days": [[day.day.isoformat(), day.held] for day in so_far if day.held],
        "total": [[day.day.isoformat(), day.total] for day in so_far],
    }


def schedule(days: Sequence[Day], planned: Sequence[Planned], today: date) -> Chart:
    """What the schedule of the linked townships has planned, and what was held in the same ones."""
    so_far = [day for day in days if day.held_there is not None]
    return _by_day("schedule", sum(one.villages for one in planned), days, today) | {
        "planned": [[day.day.isoformat(), day.planned] for day in days if day.planned is not None],
        "held": [[day.day.isoformat(), day.held_there] for day in so_far],
    }


def _by_day(kind: str, villages: int, days: Sequence[Day], today: date) -> Chart:
    marks = [_mark(day.day, day.marks) for day in days if day.marks]
    return {"kind": kind, "all": villages, "today": today.isoformat(), "marks": marks}


def _mark(day: date, marks: Iterable[Mark]) -> Chart:
    """The names of what falls on a day, as one label."""
    return {"day": day.isoformat(), "name": "；".join(mark.name for mark in marks)}


def by_date(held: Sequence[Point], known: Sequence[Point], aim: Aim) -> Chart:
    """An indicator by the day of the election and, where asked for, as it was known on each day."""
    return {
        "kind": "by_date",
        "target": _drawn_aim(aim),
        "held": [_point(point, aim) for point in held],
        "known": [_point(point, aim) for point in known],
    }


def _point(point: Point, aim: Aim) -> list[Any]:
    share = point.share
    return [point.day.isoformat(), drawn(share), f"{_shown(share, aim)} {share.part}/{share.whole}".strip()]
