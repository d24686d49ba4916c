"""One entry makes a column of Attachment 3, a method of Attachment 2, an inspection point."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OF_THIS_RUN = ("DATABASE_URL", "PYTEST_XDIST_WORKER", "VAR_DIR")


def test_everything_takes_an_extra_column_method_and_point_from_its_entry():
    plugins = ["-p", "tests.extra_entries.plugin", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=--import-mode=importlib --no-migrations"]
    run = subprocess.run(
        [*command, *plugins, "tests/extra_entries/cases.py"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in OF_THIS_RUN},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
