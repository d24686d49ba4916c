"""What the charts draw, as plain values for `charts/draw.js`. Pure: no request, no database.

A figure is drawn at its exact share and labelled with the text of `format_percent`, so that a chart never
says another number than the table beside it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from guidance.oversight.dashboard.progress.rules import DatedShare, Mark, PlannedTownship, ProgressDay
from guidance.oversight.dashboard.rules import Figure, Share, TargetValue, format_percent
from guidance.oversight.dashboard.sums import Target

Chart = dict[str, Any]


def get_target_key(target: Target) -> str:
    """A target in an address: its indicator, and the committee where that alone does not tell."""
    is_split = target.committee_type and len(target.indicator.committee_types) > 1
    return f"{target.code}.{target.committee_type}" if is_split else target.code


def _chart_value(share: Share) -> float | None:
    """A share in per cent as a chart places it; None without data, so that nothing is _chart_value."""
    return round(100 * share.part / share.whole, 4) if share.whole else None


def _chart_target(target_value: TargetValue) -> float | None:
    return None if target_value.value_bp is None else target_value.value_bp / 100


def compare(places: Iterable[tuple[str, Figure]], target_value: TargetValue) -> Chart:
    """Bars of one indicator, one place each in the order given; `target_value` is that of the whole.

    A place that is asked for something else carries its own target.
    """
    bars = [_bar(name, figure, target_value) for name, figure in places]
    return {"kind": "compare", "target": _chart_target(target_value), "bars": bars}


def _bar(name: str, figure: Figure, target_value: TargetValue) -> Chart:
    own = figure.target_value.value_bp != target_value.value_bp
    return {
        "name": name,
        "value": _chart_value(figure.share),
        "shown": f"{figure.percent}%" if figure.share.whole else "—",
        "standing": figure.standing.value,
        "word": figure.standing.label,
        "count": f"{figure.share.part}/{figure.share.whole} {figure.counted_in}",
        "own_target": _chart_target(figure.target_value) if own else None,
    }


def slope(figure: Figure) -> Chart:
    """One indicator through the three stages: 上届, 提名 (women among the candidates), 当选."""
    stages = (("上届", figure.previous), ("提名", figure.candidates), ("当选", figure.share))
    return {
        "kind": "slope",
        "target": _chart_target(figure.target_value),
        "standing": figure.standing.value,
        "points": [
            {"name": name, "value": _chart_value(share), "shown": _format_share(share, figure.target_value)}
            for name, share in stages
        ],
    }


def _format_share(share: Share, target_value: TargetValue) -> str:
    return f"{format_percent(share, target_value)}%" if share.whole else ""


def progress(days: Sequence[ProgressDay], villages: int, today: date) -> Chart:
    """Elections held on each day and in all, out of `villages`."""
    so_far = [day for day in days if day.total is not None]
    return _by_day("progress", villages, days, today) | {
        "days": [[day.day.isoformat(), day.held] for day in so_far if day.held],
        "total": [[day.day.isoformat(), day.total] for day in so_far],
    }


def schedule(days: Sequence[ProgressDay], planned: Sequence[PlannedTownship], today: date) -> Chart:
    """What the schedule of the linked townships has planned, and what was held in the same ones."""
    so_far = [day for day in days if day.held_in_planned is not None]
    return _by_day("schedule", sum(township.villages for township in planned), days, today) | {
        "planned": [[day.day.isoformat(), day.planned] for day in days if day.planned is not None],
        "held": [[day.day.isoformat(), day.held_in_planned] for day in so_far],
    }


def _by_day(kind: str, villages: int, days: Sequence[ProgressDay], today: date) -> Chart:
    marks = [_mark(day.day, day.marks) for day in days if day.marks]
    return {"kind": kind, "all": villages, "today": today.isoformat(), "marks": marks}


def _mark(day: date, marks: Iterable[Mark]) -> Chart:
    """The names of what falls on a day, as one label."""
    return {"day": day.isoformat(), "name": "；".join(mark.name for mark in marks)}


def by_date(held: Sequence[DatedShare], known: Sequence[DatedShare], target_value: TargetValue) -> Chart:
    """An indicator by the day of the election and, where asked for, as it was known on each day."""
    return {
        "kind": "by_date",
        "target": _chart_target(target_value),
        "held": [_point(point, target_value) for point in held],
        "known": [_point(point, target_value) for point in known],
    }


def _point(point: DatedShare, target_value: TargetValue) -> list[Any]:
    share = point.share
    return [
        point.day.isoformat(),
        _chart_value(share),
        f"{_format_share(share, target_value)} {share.part}/{share.whole}".strip(),
    ]
