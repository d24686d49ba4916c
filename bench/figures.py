"""Medians, and figures held against their limits."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# Names the file in which the steps, each a process of its own, collect their figures for the summary.
FIGURES_FILE_VARIABLE = "BENCH_FIGURES"


def check_limit(name: str, value: float, limit: float, *, at_least: bool = False) -> bool:
    """Print a figure and store it; return whether it is within its limit."""
    within = value >= limit if at_least else value <= limit
    line = f"{name}: {value} ({'at least ' if at_least else ''}{limit}) {'ok' if within else 'short'}"
    print(line, flush=True)
    if figures_file := os.environ.get(FIGURES_FILE_VARIABLE):
        with Path(figures_file).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return within


def milliseconds(action: Callable[[], Any]) -> float:
    """The milliseconds that one call takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def median(action: Callable[[], Any], rounds: int, warm_ups: int = 1) -> float:
    """The median milliseconds over `rounds`, after some that do not count."""
    times = [milliseconds(action) for _ in range(warm_ups + rounds)]
    return statistics.median(times[warm_ups:])


def measure_in_turn(actions: Sequence[Callable[[], Any]], rounds: int, warm_ups: int = 1) -> list[float]:
    """The median milliseconds of actions called in turn, so that other load on the machine affects all."""
    rows = [[milliseconds(action) for action in actions] for _ in range(warm_ups + rounds)][warm_ups:]
    return [statistics.median(times) for times in zip(*rows, strict=True)]
