"""Medians, and figures held against their limits."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# Where the steps, each a process of its own, leave their figures for the table at the end.
KEPT_IN = "BENCH_FIGURES"


def judge(name: str, value: float, limit: float, *, at_least: bool = False) -> bool:
    """Print one figure and keep it; answer whether it is within its limit."""
    within = value >= limit if at_least else value <= limit
    line = f"{name}: {value} ({'at least ' if at_least else ''}{limit}) {'ok' if within else 'short'}"
    print(line, flush=True)
    if kept := os.environ.get(KEPT_IN):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return within


def milliseconds(do: Callable[[], Any]) -> float:
    """What it takes once."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def median(do: Callable[[], Any], rounds: int, warm_ups: int = 1) -> float:
    """The median milliseconds over `rounds`, after some that do not count."""
    taken = [milliseconds(do) for _ in range(warm_ups + rounds)]
    return statistics.median(taken[warm_ups:])


def side_by_side(things: Sequence[Callable[[], Any]], rounds: int, warm_ups: int = 1) -> list[float]:
    """The medians of some things in turn, so that what else the machine does falls on all of them."""
    taken = [[milliseconds(do) for do in things] for _ in range(warm_ups + rounds)][warm_ups:]
    return [statistics.median(times) for times in zip(*taken, strict=True)]
