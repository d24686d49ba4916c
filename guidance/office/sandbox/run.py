"""Runs a script of this folder in a process of its own, which may die of the bytes it is given."""

import subprocess
import sys
from math import ceil
from pathlib import Path

from guidance.office.sandbox.bootstrap import TOO_LARGE_STATUS, ContentTooLarge

ROOT = Path(__file__).parents[3]  # holds the package guidance
# Our code comes last on the path; with -I nothing of the working directory or the user is on it.
START = """
import sys
sys.path.append(sys.argv.pop(1))
from guidance.office.sandbox.bootstrap import main
main(*sys.argv[1:])
"""


class ResourceLimitExceeded(Exception):
    """The script took more memory or time than it may, and was ended for it."""


class ScriptFailed(Exception):
    """The script could not make anything of the bytes."""


def run_script(name: str, *arguments: str, content: bytes, megabytes: int, seconds: float) -> bytes:
    """Return what the script `name` makes of `content`.

    Raises ResourceLimitExceeded, ContentTooLarge with the script's own message, or ScriptFailed.
    """
    bounds = str(megabytes), str(ceil(seconds))
    command = [sys.executable, "-I", "-c", START, str(ROOT), name, *bounds, *arguments]
    try:
        process = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise ResourceLimitExceeded from error
    if process.returncode == TOO_LARGE_STATUS:
        raise ContentTooLarge(process.stdout.decode())
    if process.returncode < 0:
        raise ResourceLimitExceeded
    if process.returncode:
        raise ScriptFailed
    return process.stdout
