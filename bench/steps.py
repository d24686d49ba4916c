"""python -m bench.steps STEP…: each in a process of its own, so that it has its own memory.

A step is a module of this package: its `report` prints figures and answers whether they are within limits.
"""

import importlib
import multiprocessing
import sys

CITY = ("city", "serving")
NATIONAL = ("country", "levels", "saving", "workbook", "returns_import", "export")
SCHEDULES = ("schedules",)
DUTIES = ("duties",)
PAPERS = ("papers",)

OVER_LIMIT = 3  # exit code


def main(steps: list[str]) -> int:
    """0 when every step is within its limits; one that breaks ends the run."""
    is_good = True
    for step in steps:
        process = multiprocessing.get_context("fork").Process(target=run_step, args=(step,))
        process.start()
        process.join()
        if process.exitcode not in (0, OVER_LIMIT):
            print(f"The step {step} broke: exit code {process.exitcode}", file=sys.stderr)
            return 2
        is_good = is_good and process.exitcode == 0
    return 0 if is_good else OVER_LIMIT


def run_step(step: str) -> None:
    """Start Django only here, since this is the process whose memory is measured."""
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    django.setup()
    sys.exit(0 if importlib.import_module(f"bench.{step}").report() else OVER_LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
