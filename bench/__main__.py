"""Measure: python -m bench [city] [national] [schedules] [duties] [papers]; exit 1 beyond a limit.

Everything runs on throw-away data. `city` is the demonstration on SQLite. `national` is a made-up country
on SQLite and on PostgreSQL, `schedules` the schedules of 5,000 townships on both, `duties` the duties
of 2,000. `papers` are files of 2,000 townships, on SQLite alone: the database is not what they cost.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import FIGURES_FILE_VARIABLE
from bench.steps import CITY, DUTIES, NATIONAL, PAPERS, SCHEDULES

STEPS = [sys.executable, "-m", "bench.steps"]
WITH_POSTGRES = [sys.executable, "scripts/with_postgres.py"]
RUNS = {
    "city": [("A city on SQLite", [*STEPS, *CITY])],
    "national": [
        ("A country on SQLite", [*STEPS, *NATIONAL]),
        ("A country on PostgreSQL", [*WITH_POSTGRES, *STEPS, *NATIONAL]),
    ],
    "schedules": [
        ("Schedules on SQLite", [*STEPS, *SCHEDULES]),
        ("Schedules on PostgreSQL", [*WITH_POSTGRES, *STEPS, *SCHEDULES]),
    ],
    "duties": [
        ("Duties on SQLite", [*STEPS, *DUTIES]),
        ("Duties on PostgreSQL", [*WITH_POSTGRES, *STEPS, *DUTIES]),
    ],
    "papers": [("Papers on SQLite", [*STEPS, *PAPERS])],
}


def main(names: list[str]) -> int:
    """0 when every figure is within its limit."""
    if not set(names) <= set(RUNS):
        print(__doc__, file=sys.stderr)
        return 2
    results = {name: run(name, command) for run_name in names or RUNS for name, command in RUNS[run_name]}
    print("\n== Summary")
    for name, (lines, failure) in results.items():
        print("\n".join([f"\n{name}", *lines, *([failure] if failure else [])]))
    is_good = all(lines and not failure for lines, failure in results.values())
    print("\nAll within their limits." if is_good else "\nShort.")
    return 0 if is_good else 1


def run(name: str, command: list[str]) -> tuple[list[str], str]:
    """Run the steps on one database; return their figures, and the failure if any."""
    print(f"\n== {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="guidance-bench-") as folder:
        figures = Path(folder) / "figures"
        figures.touch()
        code = subprocess.run(command, env=environment(Path(folder)), check=False).returncode
        lines = figures.read_text(encoding="utf-8").splitlines()
    if not code:
        return lines, ""
    is_over_limit = any(line.endswith("short") for line in lines)
    return lines, "SHORT: a figure is beyond its limit" if is_over_limit else f"FAILED with exit code {code}"


def environment(folder: Path) -> dict[str, str]:
    """The environment for throw-away data, whatever this shell has set."""
    own_variables = {
        "VAR_DIR": str(folder / "var"),
        "GUIDANCE_TODAY": "2021-02-05",
        "DJANGO_SETTINGS_MODULE": "liuzhou_fulian.settings",
        FIGURES_FILE_VARIABLE: str(folder / "figures"),
    }
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own_variables


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
