"""python -m bench.steps STEP…: each in a process of its own, so that it has its own memory.

A step is a module of this package: its `report` prints figures and answers whether they are within limits.
"""

import importlib
import multiprocessing
import sys

CITY = ("city", "serving")
NATIONAL = ("country", "levels", "saving", "workbook", "intake", "export")
SCHEDULES = ("schedules",)
DUTIES = ("duties",)
PAPERS = ("papers",)


def main(steps: list[str]) -> int:
    """0 when every step is within its limits; one that breaks ends the run."""
    good = True
    for step in steps:
        process = multiprocessing.get_context("fork").Process(target=take, args=(step,))
        process.start()
        process.join()
        if process.exitcode not in (0, SHORT):
            print(f"The step {step} broke: exit code {process.exitcode}", file=sys.stderr)
            return 2
        good = good and process.exitcode == 0
    return 0 if good else SHORT


SHORT = 3


def take(step: str) -> None:
    """Start Django here and not before: this is the process whose memory is measured."""
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    django.setup()
    sys.exit(0 if importlib.import_module(f"bench.{step}").report() else SHORT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
